"""What every command (指令) is: who acts, which fields people fill, and what a refusal says."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import attrs

from .problem import Problem


def check_text(name: str, value: object) -> None:
    """Raise TypeError or ValueError where ``value`` is no text that every store can hold; ``name`` is the field."""
    if not isinstance(value, str):
        raise TypeError(f"{name}: {value!r} is no text; give a text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name}: {value[error.start]!r} is no character; give whole characters") from None


def _text(_instance: object, attribute: "attrs.Attribute[str]", value: object) -> None:
    """Attrs validator: a text that every store can hold."""
    check_text(attribute.name, value)


def words() -> Any:  # noqa: ANN401  an attrs field, whose type the class states
    """A field of text, empty where nothing is said."""
    return attrs.field(default="", validator=_text)


def yes_or_no(_instance: object, attribute: "attrs.Attribute[bool | None]", value: object) -> None:
    """Attrs validator: yes, no, or nothing where nobody was asked."""
    if value is not None and not isinstance(value, bool):
        raise TypeError(
            f"{attribute.name}: {value!r} is neither yes nor no; give True, False, or None where nobody was asked"
        )


def member(kind: type[StrEnum]) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    """Attrs validator: a member of ``kind``, or nothing."""

    def check(_instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if value is not None and not isinstance(value, kind):
            raise TypeError(
                f"{attribute.name}: {value!r} is no {kind.__name__}; give one of {', '.join(kind)}, or None"
            )

    return check


def a_day(_instance: object, attribute: "attrs.Attribute[date | None]", value: object) -> None:
    """Attrs validator: a date of the city, or nothing."""
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise TypeError(f"{attribute.name}: {value!r} is no date; give a date, or None")


def listed(name: str, given: Iterable[str]) -> tuple[str, ...]:
    """Several names; a text is no list of its letters."""
    if isinstance(given, str):
        raise TypeError(f"{name}: {given!r} is one text; give a list of {name}, such as [{given!r}]")
    return tuple(given)


def texts(_instance: object, attribute: "attrs.Attribute[tuple[str, ...]]", value: tuple[str, ...]) -> None:
    """Attrs validator: names that every store can hold."""
    for name in value:
        check_text(attribute.name, name)


def _roles(given: Iterable[str]) -> tuple[str, ...]:
    return listed("roles", given)


@attrs.frozen
class Actor:
    """Who acts; a value that the app vouches for (contracts §10).

    ``unit`` is the unit that they act for, where a guard asks for it; left empty, the roster says so.
    """

    id: str = attrs.field(validator=_text)
    roles: tuple[str, ...] = attrs.field(converter=_roles, validator=texts)
    unit: str = words()


@attrs.frozen(kw_only=True)
class Command:
    """Base of all commands. ``name`` is the id that workflow tables use.

    Its fields are checked when it is made: a ``TypeError`` or ``ValueError`` names the field and what it takes.
    """

    name: ClassVar[str]
    note: str = words()


@attrs.frozen
class Refusal:
    """Why a command is not allowed (拒绝): the guard that failed, what, how to satisfy it, on what basis."""

    code: str
    guard: str
    facts: tuple[tuple[str, str], ...] = ()
    basis: str = ""

    @property
    def _problem(self) -> Problem:
        return Problem(self.code, "", self.facts)

    def what(self, lang: str = "en") -> str:
        """What is not allowed, as a sentence; commands, states and roles by their ids (see ``City.in_words``)."""
        return self._problem.what(lang)

    def why(self, lang: str = "en") -> str:
        """Why it is not."""
        return self._problem.why(lang)

    def remedy(self, lang: str = "en") -> str:
        """What would do."""
        return self._problem.remedy(lang)

    def line(self, lang: str = "en") -> str:
        """One line for logs: code, what, remedy."""
        return self._problem.line(lang)

    def as_json(self, lang: str = "en") -> dict[str, str]:
        """The form of contracts §8."""
        return {
            "code": self.code, "guard": self.guard, "what": self.what(lang), "remedy": self.remedy(lang),
            "basis": self.basis,
        }  # fmt: skip
