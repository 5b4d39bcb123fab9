"""Kinds of field that only commands on an enforcement file have, and what all these commands share."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, ClassVar, Final

import attrs

from .command import check_text, words
from .enforcement import NONE
from .enforcement_kinds import PenaltyKind


@attrs.frozen(kw_only=True)
class FileCommand:
    """Base of all commands on an enforcement file. ``name`` is the id that the table of transitions uses.

    Its fields are checked when it is made: a ``TypeError`` or ``ValueError`` names the field and what it takes.
    """

    name: ClassVar[str]
    note: str = words()


_MOST: Final = Decimal(10) ** 15
"""Yuan; no fine comes near it."""
_LONG: Final = 100
"""Characters."""


def _shown(given: object) -> str:
    """``given`` as a message repeats it, which is cut where it is long."""
    try:
        text = repr(given)
    except ValueError:  # a whole number of thousands of digits
        return type(given).__name__
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _money(given: object, attribute: "attrs.Attribute[Decimal]") -> Decimal:
    try:
        value = Decimal(str(given))
    except (InvalidOperation, ValueError):  # the latter for a whole number of thousands of digits
        value = Decimal(-1)
    value = value if value.is_finite() else Decimal(-1)
    # what is above the limit has no two decimals that could be told in the digits that amounts are reckoned with
    if isinstance(given, float | bool) or not 0 <= value < _MOST or value != round(value, 2):
        raise ValueError(f"{attribute.name}: {_shown(given)} is no amount of money; give such as 200 or 207.50")
    return value


def money() -> Any:  # noqa: ANN401  an attrs field, whose type the class states
    """A field of an amount of money, at most two decimals; nothing is 0."""
    return attrs.field(default=NONE, converter=attrs.Converter(_money, takes_field=True))


def _flag(_instance: object, attribute: "attrs.Attribute[bool]", value: object) -> None:
    if not isinstance(value, bool):
        raise TypeError(f"{attribute.name}: {value!r} is neither yes nor no; give True or False")


def flag(*, default: bool = False) -> Any:  # noqa: ANN401  as above
    """A field that is yes or no; what nobody says is no."""
    return attrs.field(default=default, validator=_flag)


def _count(_instance: object, attribute: "attrs.Attribute[int]", value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{attribute.name}: {value!r} is no number of days; give a whole number")


def days() -> Any:  # noqa: ANN401  as above
    """A field of a number of days."""
    return attrs.field(default=0, validator=_count)


def _kinds(given: Iterable[PenaltyKind], attribute: "attrs.Attribute[tuple[PenaltyKind, ...]]") -> tuple[Any, ...]:
    found = (given,) if isinstance(given, str) else tuple(given)
    for kind in found:
        if kind not in set(PenaltyKind):
            raise ValueError(f"{attribute.name}: {kind!r} is no penalty; give some of {', '.join(PenaltyKind)}")
    return tuple(PenaltyKind(kind) for kind in found)


def penalties() -> Any:  # noqa: ANN401  as above
    """A field of one or more kinds of penalty."""
    return attrs.field(default=(), converter=attrs.Converter(_kinds, takes_field=True))


def choice(kind: type[StrEnum]) -> Any:  # noqa: ANN401  as above
    """A field that is a member of ``kind`` or nothing; its text is taken too."""

    def made(given: object, attribute: "attrs.Attribute[Any]") -> StrEnum | None:
        if given is None or given == "":
            return None
        try:
            return kind(str(given))
        except ValueError:
            raise ValueError(f"{attribute.name}: {given!r} is none of {', '.join(kind)}; give one of them") from None

    return attrs.field(default=None, converter=attrs.Converter(made, takes_field=True))


def _date(given: object, attribute: "attrs.Attribute[Any]") -> date | None:
    if given is None or given == "":
        return None
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    wrong = ValueError(f"{attribute.name}: {given!r} is no date; give such as 2026-01-31")
    if not isinstance(given, str):
        raise wrong
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise wrong from None


def on_day() -> Any:  # noqa: ANN401  as above
    """A field that is a date of the city, or nothing."""
    return attrs.field(default=None, converter=attrs.Converter(_date, takes_field=True))


def _ids(given: Iterable[str], attribute: "attrs.Attribute[Any]") -> tuple[str, ...]:
    if isinstance(given, str):
        raise TypeError(f"{attribute.name}: {given!r} is one text; give a list of ids, such as [{given!r}]")
    found = tuple(given)
    for one in found:
        if not isinstance(one, str):
            raise TypeError(f"{attribute.name}: {one!r} is no text; give ids of officers")
        check_text(attribute.name, one)
    return found


def ids() -> Any:  # noqa: ANN401  as above
    """A field of several ids, none where nothing is said."""
    return attrs.field(default=(), converter=attrs.Converter(_ids, takes_field=True))
