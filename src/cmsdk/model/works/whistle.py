"""Whistle and report-in (社区吹哨、城管报到): a community calls, units come in time, the community scores.

Basis: what cities say of it in public (社区吹哨、部门报到); a whistle that is not answered goes up level by level
(小事不出社区、大事不出街道).
"""

from datetime import datetime
from typing import ClassVar

import attrs
from typing_extensions import override

from .base import Work, WorkCommand, key, names, number, words


@attrs.frozen(kw_only=True)
class RaiseWhistle(WorkCommand):
    """Raise a whistle (吹哨). What is left out is taken from the case, or from the community of whoever raises it."""

    name: ClassVar[str] = "whistle.raise"
    chinese: ClassVar[str] = "吹哨"
    division: str = key("社区")
    grid: str = key("网格")
    category: str = key("类别")
    """Code of the category; its scheme may be left out where the city's own is meant."""
    place: str = words("地点")
    text: str = words("内容")
    case: str = key("案件")
    units: tuple[str, ...] = names("加叫单位")
    """Units beside those that the matrix calls; ``reason`` says why."""
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class CallUnits(WorkCommand):
    """Call more units to a whistle (加叫), with the reason."""

    name: ClassVar[str] = "whistle.call"
    chinese: ClassVar[str] = "加叫"
    units: tuple[str, ...] = names("加叫单位")
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class ReportIn(WorkCommand):
    """Report in (报到): a unit that was called is there; the unit of whoever says so, if left out."""

    name: ClassVar[str] = "whistle.report_in"
    chinese: ClassVar[str] = "报到"
    unit: str = key("单位")


@attrs.frozen(kw_only=True)
class HandOverLead(WorkCommand):
    """Hand the lead over (移交牵头) to another unit that was called."""

    name: ClassVar[str] = "whistle.hand_over"
    chinese: ClassVar[str] = "移交牵头"
    unit: str = key("单位")
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class FeedBackWhistle(WorkCommand):
    """Feed back what a unit has done (哨件反馈); the lead's feedback says that the whistle is handled."""

    name: ClassVar[str] = "whistle.feed_back"
    chinese: ClassVar[str] = "哨件反馈"
    unit: str = key("单位")
    result: str = words("结果")


@attrs.frozen(kw_only=True)
class EscalateWhistle(WorkCommand):
    """Take a whistle to the next level (升级); before the level's time is over, with a reason."""

    name: ClassVar[str] = "whistle.escalate"
    chinese: ClassVar[str] = "升级"
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class WhistleAgain(WorkCommand):
    """Whistle again (再次吹哨): it is not solved; the same units have to report in once more."""

    name: ClassVar[str] = "whistle.again"
    chinese: ClassVar[str] = "再次吹哨"
    reason: str = words("理由")


@attrs.frozen(kw_only=True)
class CloseWhistle(WorkCommand):
    """Close a whistle and score who came (销哨、评分); only the community that raised it does so."""

    name: ClassVar[str] = "whistle.close"
    chinese: ClassVar[str] = "销哨"
    score: int = number("评分")
    """1 to 5 for every unit that ``scores`` leaves out."""
    scores: tuple[str, ...] = names("分单位评分")
    """One score a unit, as ``unit=5``."""
    result: str = words("结果")


@attrs.frozen(kw_only=True)
class WithdrawWhistle(WorkCommand):
    """Take a whistle back (撤哨): it was raised by mistake, or the matter is gone; with the reason."""

    name: ClassVar[str] = "whistle.withdraw"
    chinese: ClassVar[str] = "撤哨"
    reason: str = words("理由")


@attrs.frozen
class Called:
    """A unit that a whistle called (被叫单位), in one of its rounds: by when it had to come, and what it did."""

    unit: str
    due: datetime | None = None
    round: int = 1
    reason: str = ""
    """Why somebody added it; empty where the matrix or a level called it."""
    since: datetime | None = None
    """When it was called."""
    at: datetime | None = None
    """When it reported in."""
    result: str = ""
    fed_back: datetime | None = None
    score: int = 0
    """1 to 5; 0 while nobody has scored it."""

    def late(self, now: datetime) -> bool:
        """Whether it reported in after its term, or has not yet and the term is over."""
        return self.due is not None and (self.at or now) > self.due


@attrs.frozen
class Rise:
    """A whistle's way up (升级): to which level, by which row, when, and why before its time."""

    level: str
    row: str
    at: datetime
    reason: str = ""


@attrs.frozen(kw_only=True)
class Whistle(Work):
    """A whistle and what became of it (吹哨台账)."""

    kind: ClassVar[str] = "whistle"
    chinese: ClassVar[str] = "吹哨"
    division: str = ""
    grid: str = ""
    category: str = ""
    place: str = ""
    text: str = ""
    row: str = ""
    """Row of the matrix that called; empty where the raiser named everybody."""
    level: str = ""
    """Level that it has reached."""
    level_row: str = ""
    goes_up: datetime | None = None
    """After when it goes up, unless it is handled."""
    lead: str = ""
    called: tuple[Called, ...] = ()
    """Of all rounds, in the order in which they were called."""
    round: int = 1
    handle_by: datetime | None = None
    rises: tuple[Rise, ...] = ()
    handled: datetime | None = None
    closed: datetime | None = None
    result: str = ""

    @property
    def present(self) -> tuple[Called, ...]:
        """The units of this round."""
        return tuple(one for one in self.called if one.round == self.round)

    @property
    @override
    def told_units(self) -> tuple[str, ...]:
        """Those that the newest entry has called; else all that are called."""
        new = tuple(one.unit for one in self.present if one.since == self.last)
        return new or tuple(one.unit for one in self.present)

    def of_unit(self, unit: str) -> Called | None:
        """A unit of this round."""
        return next((one for one in self.present if one.unit == unit), None)
