"""Commands (指令): what a person does to a case. Ids: contracts §5."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar, Final

import attrs


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(f"{name}: {value!r} is no text; give a text")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name}: {value[error.start]!r} is no character; give whole characters") from None


def _text(_instance: object, attribute: "attrs.Attribute[str]", value: object) -> None:
    """Attrs validator: a text that every store can hold."""
    _check_text(attribute.name, value)


def _words() -> str:
    return attrs.field(default="", validator=_text)


def _names(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise TypeError(f"roles: {given!r} is one text; give a list of roles, such as [{given!r}]")
    return tuple(given)


@attrs.frozen
class Actor:
    """Who acts; a value that the app vouches for (contracts §10)."""

    id: str = attrs.field(validator=_text)
    roles: tuple[str, ...] = attrs.field(converter=_names)

    @roles.validator
    def _texts(self, _attribute: object, value: tuple[str, ...]) -> None:
        for role in value:
            _check_text("roles", role)


class Satisfaction(StrEnum):
    """What the reporter says at the return visit (满意度)."""

    SATISFIED = "satisfied"
    BASICALLY = "basically_satisfied"
    DISSATISFIED = "dissatisfied"


@attrs.frozen(kw_only=True)
class Command:
    """Base of all commands. ``name`` is the id that workflow tables use.

    Its fields are checked when it is made: a ``TypeError`` or ``ValueError`` names the field and what it takes.
    """

    name: ClassVar[str]
    note: str = _words()


@attrs.frozen(kw_only=True)
class Accept(Command):
    """受理: the report is taken up."""

    name: ClassVar[str] = "accept"


@attrs.frozen(kw_only=True)
class Decline(Command):
    """不予受理: not a matter for city management; the reporter is told why."""

    name: ClassVar[str] = "decline"
    reason: str = _words()


@attrs.frozen(kw_only=True)
class VerifyBeforeFiling(Command):
    """立案前核实 (labels differ between cities): somebody goes and looks."""

    name: ClassVar[str] = "verify_before_filing"
    result: str = _words()


@attrs.frozen(kw_only=True)
class File(Command):
    """立案."""

    name: ClassVar[str] = "file"


@attrs.frozen(kw_only=True)
class Review(Command):
    """审核: the filed case is approved before it is dispatched."""

    name: ClassVar[str] = "review"


@attrs.frozen(kw_only=True)
class Dispatch(Command):
    """派遣: handed to ``unit``, or to the unit that triage chose where it is left empty."""

    name: ClassVar[str] = "dispatch"
    unit: str = _words()


@attrs.frozen(kw_only=True)
class SignFor(Command):
    """签收: the unit takes it."""

    name: ClassVar[str] = "sign_for"


@attrs.frozen(kw_only=True)
class Assign(Command):
    """交办: the unit names the person who handles it."""

    name: ClassVar[str] = "assign"
    officer: str = _words()


@attrs.frozen(kw_only=True)
class Handle(Command):
    """处置: done; ``result`` says what."""

    name: ClassVar[str] = "handle"
    result: str = _words()


@attrs.frozen(kw_only=True)
class FeedBack(Command):
    """反馈: the result comes back to the station or the centre."""

    name: ClassVar[str] = "feed_back"
    result: str = _words()


@attrs.frozen(kw_only=True)
class CheckAfterHandling(Command):
    """处置后核查 (labels differ between cities)."""

    name: ClassVar[str] = "check_after_handling"
    result: str = _words()


@attrs.frozen(kw_only=True)
class Close(Command):
    """结案; ``result`` names the closing condition that is met, where the city asks for it."""

    name: ClassVar[str] = "close"
    result: str = _words()


@attrs.frozen(kw_only=True)
class Visit(Command):
    """回访: was it solved, and is the reporter satisfied."""

    name: ClassVar[str] = "visit"
    solved: bool | None = attrs.field(default=None)
    satisfied: Satisfaction | None = attrs.field(default=None)

    @solved.validator
    def _yes_or_no(self, _attribute: object, value: object) -> None:
        if value is not None and not isinstance(value, bool):
            raise TypeError(
                f"solved: {value!r} is neither yes nor no; give True, False, or None where nobody was asked"
            )

    @satisfied.validator
    def _known(self, _attribute: object, value: object) -> None:
        if value is not None and not isinstance(value, Satisfaction):
            raise TypeError(f"satisfied: {value!r} is no Satisfaction; give one of {', '.join(Satisfaction)}, or None")


@attrs.frozen(kw_only=True)
class Archive(Command):
    """归档."""

    name: ClassVar[str] = "archive"


@attrs.frozen(kw_only=True)
class StrikeOff(Command):
    """销号; the reason where no visit was made."""

    name: ClassVar[str] = "strike_off"
    reason: str = _words()


@attrs.frozen(kw_only=True)
class Return(Command):
    """回退: not ours, with the reason."""

    name: ClassVar[str] = "return"
    reason: str = _words()


@attrs.frozen(kw_only=True)
class Rework(Command):
    """返工: to be done again, with the reason."""

    name: ClassVar[str] = "rework"
    reason: str = _words()


@attrs.frozen(kw_only=True)
class Reopen(Command):
    """重新办理: the reporter is not satisfied, or it is back; with the reason."""

    name: ClassVar[str] = "reopen"
    reason: str = _words()


@attrs.frozen(kw_only=True)
class Supervise(Command):
    """督办: the case is put under supervision, with the reason."""

    name: ClassVar[str] = "supervise"
    reason: str = _words()


@attrs.frozen(kw_only=True)
class Void(Command):
    """作废: the filing conditions were not met."""

    name: ClassVar[str] = "void"
    reason: str = _words()


@attrs.frozen(kw_only=True)
class Link(Command):
    """并案: the case is the same matter as ``to``, and follows it from now on."""

    name: ClassVar[str] = "link"
    to: str = _words()


@attrs.frozen(kw_only=True)
class Unlink(Command):
    """拆案: the case is a matter of its own after all, and is never linked again by itself; with the reason."""

    name: ClassVar[str] = "unlink"
    reason: str = _words()


def _by_name(kinds: Iterable[type[Command]]) -> dict[str, type[Command]]:
    return {kind.name: kind for kind in kinds}


COMMANDS: dict[str, type[Command]] = _by_name(Command.__subclasses__())
"""Command id → its type."""
PROSE: Final = ("note", "reason", "result", "officer")
"""Fields that people fill with words of their own, in which names and numbers of citizens may stand."""


@attrs.frozen
class Refusal:
    """Why a command is not allowed (拒绝): the guard that failed, what, how to satisfy it, on what basis."""

    code: str
    guard: str
    facts: tuple[tuple[str, str], ...] = ()
    basis: str = ""
