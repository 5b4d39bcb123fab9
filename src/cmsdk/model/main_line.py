"""Commands of the main line (主流程): from the report to striking off. Ids: contracts §5."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

import attrs

from .command import Command, listed, member, texts, words, yes_or_no


class Found(StrEnum):
    """What somebody found on the spot before filing (核实结果)."""

    EXISTS = "exists"
    ABSENT = "absent"
    UNABLE = "unable"


class Checked(StrEnum):
    """What the check after handling came to (核查结果)."""

    PASSED = "passed"
    FAILED = "failed"
    UNABLE = "unable"


class Satisfaction(StrEnum):
    """What the reporter says at the return visit (满意度)."""

    SATISFIED = "satisfied"
    BASICALLY = "basically_satisfied"
    DISSATISFIED = "dissatisfied"


def _assisting(given: Iterable[str]) -> tuple[str, ...]:
    return listed("assisting", given)


@attrs.frozen(kw_only=True)
class Accept(Command):
    """受理: the report is taken up."""

    name: ClassVar[str] = "accept"


@attrs.frozen(kw_only=True)
class Decline(Command):
    """不予受理: not a matter for city management; the reporter is told why, and in ``path`` where else to go."""

    name: ClassVar[str] = "decline"
    reason: str = words()
    path: str = words()


@attrs.frozen(kw_only=True)
class VerifyBeforeFiling(Command):
    """立案前核实 (labels differ between cities): somebody is sent to look; then ``found`` says what is there."""

    name: ClassVar[str] = "verify_before_filing"
    result: str = words()
    found: Found | None = attrs.field(default=None, validator=member(Found))


@attrs.frozen(kw_only=True)
class File(Command):
    """立案; ``standard`` is the filing standard that is met, where triage has chosen none or another."""

    name: ClassVar[str] = "file"
    standard: str = words()


@attrs.frozen(kw_only=True)
class Review(Command):
    """审核: the filed case is approved before it is dispatched."""

    name: ClassVar[str] = "review"


@attrs.frozen(kw_only=True)
class Dispatch(Command):
    """派遣: handed to ``unit``, or to the unit that triage chose where it is left empty.

    ``assisting`` are the units that help the one that leads (主办与协办).
    """

    name: ClassVar[str] = "dispatch"
    unit: str = words()
    assisting: tuple[str, ...] = attrs.field(default=(), converter=_assisting, validator=texts)


@attrs.frozen(kw_only=True)
class SignFor(Command):
    """签收: the unit takes it."""

    name: ClassVar[str] = "sign_for"


@attrs.frozen(kw_only=True)
class Assign(Command):
    """交办: the unit names the person who handles it."""

    name: ClassVar[str] = "assign"
    officer: str = words()


@attrs.frozen(kw_only=True)
class Handle(Command):
    """处置: done; ``result`` says what."""

    name: ClassVar[str] = "handle"
    result: str = words()


@attrs.frozen(kw_only=True)
class FeedBack(Command):
    """反馈: the result comes back to the station or the centre."""

    name: ClassVar[str] = "feed_back"
    result: str = words()


@attrs.frozen(kw_only=True)
class CheckAfterHandling(Command):
    """处置后核查 (labels differ between cities): somebody is sent to look; then ``checked`` says whether it is done."""

    name: ClassVar[str] = "check_after_handling"
    result: str = words()
    checked: Checked | None = attrs.field(default=None, validator=member(Checked))


@attrs.frozen(kw_only=True)
class Close(Command):
    """结案; ``result`` names the closing condition that is met, where the city asks for it."""

    name: ClassVar[str] = "close"
    result: str = words()


@attrs.frozen(kw_only=True)
class Visit(Command):
    """回访: was the reporter reached and contacted by the unit, was it solved, are they satisfied.

    ``valid`` says whether the visit counts (有效回访): the reporter was reached and answered. Left out, it is
    valid where ``solved`` or ``satisfied`` says something. ``contacted``: whether the unit had contacted them.
    """

    name: ClassVar[str] = "visit"
    solved: bool | None = attrs.field(default=None, validator=yes_or_no)
    satisfied: Satisfaction | None = attrs.field(default=None, validator=member(Satisfaction))
    valid: bool | None = attrs.field(default=None, validator=yes_or_no)
    contacted: bool | None = attrs.field(default=None, validator=yes_or_no)


@attrs.frozen(kw_only=True)
class Archive(Command):
    """归档."""

    name: ClassVar[str] = "archive"


@attrs.frozen(kw_only=True)
class StrikeOff(Command):
    """销号; the reason where no visit was made, or where it was in vain."""

    name: ClassVar[str] = "strike_off"
    reason: str = words()
