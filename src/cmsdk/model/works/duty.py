"""Duty (值守): people at a fixed place at a fixed time, as the roster has it, and what became of each session."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, key, moment, names, number


class DutyClass(StrEnum):
    """What a row of the roster is for (值班类别)."""

    POST = "post_duty"
    """值守: at a station or another fixed place."""
    PATROL = "patrol_duty"
    """巡查: on the way through grids."""
    ACTIVITY = "activity_duty"
    """活动: at an activity or a campaign."""


@attrs.frozen(kw_only=True)
class BeginDuty(WorkCommand):
    """Begin a session (到岗). Its name is ``row@date``, as ``kiosk-1@2026-11-17``: a row of the roster, and the day."""

    name: ClassVar[str] = "duty.begin"
    chinese: ClassVar[str] = "到岗"
    officers: tuple[str, ...] = names("值守人员")
    """Who came; as planned, if neither they nor a number are given."""
    headcount: int = number("人数")


@attrs.frozen(kw_only=True)
class EndDuty(WorkCommand):
    """End a session (离岗)."""

    name: ClassVar[str] = "duty.end"
    chinese: ClassVar[str] = "离岗"


@attrs.frozen(kw_only=True)
class RecordDuty(WorkCommand):
    """Write down a session that is over (补记值守); named as one that is begun."""

    name: ClassVar[str] = "duty.record"
    chinese: ClassVar[str] = "补记值守"
    begins: datetime | None = moment("开始")
    ends: datetime | None = moment("结束")
    officers: tuple[str, ...] = names("值守人员")
    headcount: int = number("人数")


@attrs.frozen(kw_only=True)
class SwapDuty(WorkCommand):
    """Let somebody else take a session (换班)."""

    name: ClassVar[str] = "duty.swap"
    chinese: ClassVar[str] = "换班"
    officer: str = key("原值守人员")
    substitute: str = key("替班人员")


@attrs.frozen(kw_only=True)
class LeaveDuty(WorkCommand):
    """Take an officer off a session (请假), with a substitute or without one."""

    name: ClassVar[str] = "duty.leave"
    chinese: ClassVar[str] = "请假"
    officer: str = key("请假人员")
    substitute: str = key("替班人员")


@attrs.frozen(kw_only=True)
class Duty(Work):
    """A session (值守记录): what the roster had it as when it was first written of, and what came of it."""

    kind: ClassVar[str] = "duty"
    chinese: ClassVar[str] = "值守"
    row: str = ""
    """Of the roster."""
    unit: str = ""
    category: str = ""
    day: date | None = None
    station: str = ""
    place: str = ""
    division: str = ""
    grids: tuple[str, ...] = ()
    duty: DutyClass = DutyClass.POST
    campaign: str = ""
    planned_from: datetime | None = None
    planned_until: datetime | None = None
    officers: tuple[str, ...] = ()
    """Who is to come; once it is begun, who came."""
    headcount: int = 0
    leaves: tuple[str, ...] = ()
    """Who took leave."""
    open_leaves: tuple[str, ...] = ()
    """Who took leave without a substitute."""
    swaps: tuple[tuple[str, str], ...] = ()
    """Who gave the session away, and who took it."""
    begins: datetime | None = None
    """When it was begun."""
    ends: datetime | None = None
    """When it was ended; nothing while it lasts."""

    @property
    def held(self) -> bool:
        """Whether it took place, or lasts."""
        return self.begins is not None

    @property
    def officer_times(self) -> int:
        """How many came (人次): those who are named, or their number if that is more; 0 where it did not take place."""
        return max(len(self.officers), self.headcount) if self.held else 0

    @property
    def minutes(self) -> int:
        """How long it lasted; 0 while it does."""
        if self.begins is None or self.ends is None:
            return 0
        return int((self.ends - self.begins).total_seconds()) // 60
