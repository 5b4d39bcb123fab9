"""Commands (指令): what a person does to a case. Ids: contracts §5."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

import attrs


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@attrs.frozen
class Actor:
    """Who acts; a value that the app vouches for (contracts §10)."""

    id: str
    roles: tuple[str, ...] = attrs.field(converter=_names)


class Satisfaction(StrEnum):
    """What the reporter says at the return visit (满意度)."""

    SATISFIED = "satisfied"
    BASICALLY = "basically_satisfied"
    DISSATISFIED = "dissatisfied"


@attrs.frozen(kw_only=True)
class Command:
    """Base of all commands. ``name`` is the id that workflow tables use."""

    name: ClassVar[str]
    note: str = ""


@attrs.frozen(kw_only=True)
class Accept(Command):
    """受理: the report is taken up."""

    name: ClassVar[str] = "accept"


@attrs.frozen(kw_only=True)
class Decline(Command):
    """不予受理: not a matter for city management; the reporter is told why."""

    name: ClassVar[str] = "decline"
    reason: str = ""


@attrs.frozen(kw_only=True)
class VerifyBeforeFiling(Command):
    """立案前核实 (labels differ between cities): somebody goes and looks."""

    name: ClassVar[str] = "verify_before_filing"
    result: str = ""


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
    unit: str = ""


@attrs.frozen(kw_only=True)
class SignFor(Command):
    """签收: the unit takes it."""

    name: ClassVar[str] = "sign_for"


@attrs.frozen(kw_only=True)
class Assign(Command):
    """交办: the unit names the person who handles it."""

    name: ClassVar[str] = "assign"
    officer: str = ""


@attrs.frozen(kw_only=True)
class Handle(Command):
    """处置: done; ``result`` says what."""

    name: ClassVar[str] = "handle"
    result: str = ""


@attrs.frozen(kw_only=True)
class FeedBack(Command):
    """反馈: the result comes back to the station or the centre."""

    name: ClassVar[str] = "feed_back"
    result: str = ""


@attrs.frozen(kw_only=True)
class CheckAfterHandling(Command):
    """处置后核查 (labels differ between cities)."""

    name: ClassVar[str] = "check_after_handling"
    result: str = ""


@attrs.frozen(kw_only=True)
class Close(Command):
    """结案; ``result`` names the closing condition that is met, where the city asks for it."""

    name: ClassVar[str] = "close"
    result: str = ""


@attrs.frozen(kw_only=True)
class Visit(Command):
    """回访: was it solved, and is the reporter satisfied."""

    name: ClassVar[str] = "visit"
    solved: bool | None = None
    satisfied: Satisfaction | None = None


@attrs.frozen(kw_only=True)
class Archive(Command):
    """归档."""

    name: ClassVar[str] = "archive"


@attrs.frozen(kw_only=True)
class StrikeOff(Command):
    """销号; the reason where no visit was made."""

    name: ClassVar[str] = "strike_off"
    reason: str = ""


@attrs.frozen(kw_only=True)
class Return(Command):
    """回退: not ours, with the reason."""

    name: ClassVar[str] = "return"
    reason: str = ""


@attrs.frozen(kw_only=True)
class Rework(Command):
    """返工: to be done again, with the reason."""

    name: ClassVar[str] = "rework"
    reason: str = ""


@attrs.frozen(kw_only=True)
class Reopen(Command):
    """重新办理: the reporter is not satisfied, or it is back; with the reason."""

    name: ClassVar[str] = "reopen"
    reason: str = ""


@attrs.frozen(kw_only=True)
class Supervise(Command):
    """督办: the case is put under supervision, with the reason."""

    name: ClassVar[str] = "supervise"
    reason: str = ""


@attrs.frozen(kw_only=True)
class Void(Command):
    """作废: the filing conditions were not met."""

    name: ClassVar[str] = "void"
    reason: str = ""


def _by_name(kinds: Iterable[type[Command]]) -> dict[str, type[Command]]:
    return {kind.name: kind for kind in kinds}


COMMANDS: dict[str, type[Command]] = _by_name(Command.__subclasses__())
"""Command id → its type."""


@attrs.frozen
class Refusal:
    """Why a command is not allowed (拒绝): the guard that failed, what, how to satisfy it, on what basis."""

    code: str
    guard: str
    facts: tuple[tuple[str, str], ...] = ()
    basis: str = ""
