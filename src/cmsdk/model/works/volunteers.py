"""Volunteers (志愿者): who has joined a team, and the hours that they gave.

One stream is one member, whose name stands in the store of persons under its key, or a list that is kept by headcount.
"""

from datetime import date
from typing import ClassVar

import attrs

from .base import Work, WorkCommand, day, key, number, words


@attrs.frozen(kw_only=True)
class JoinVolunteers(WorkCommand):
    """Somebody joins a team (加入志愿队), or a whole list of members."""

    name: ClassVar[str] = "volunteers.join"
    chinese: ClassVar[str] = "加入志愿队"
    team: str = key("志愿队")
    """Row of ``volunteer-teams``."""
    members: int = number("人数")
    """How many; 1, if left out."""


@attrs.frozen(kw_only=True)
class LeaveVolunteers(WorkCommand):
    """Somebody leaves the team (退出志愿队), or some of a list."""

    name: ClassVar[str] = "volunteers.leave"
    chinese: ClassVar[str] = "退出志愿队"
    members: int = number("人数")
    """How many; all that are left, if left out."""


@attrs.frozen(kw_only=True)
class ServeAsVolunteers(WorkCommand):
    """They served (志愿服务): how many of them, and for how long each."""

    name: ClassVar[str] = "volunteers.serve"
    chinese: ClassVar[str] = "志愿服务"
    day: date | None = day("日期")
    """The day of the command, if left out."""
    members: int = number("人数")
    """How many; all of them, if left out."""
    minutes: int = number("时长分钟")
    """For how long each of them served."""
    campaign: str = key("活动")
    text: str = words("内容")


@attrs.frozen
class VolunteerService:
    """One service: on which day, how many members, minutes each, for which campaign (own name)."""

    day: date
    members: int
    minutes: int
    campaign: str = ""
    text: str = ""


@attrs.frozen(kw_only=True)
class Volunteers(Work):
    """A member of a volunteer team, or a list of members (志愿者台账)."""

    kind: ClassVar[str] = "volunteers"
    chinese: ClassVar[str] = "志愿者"
    team: str = ""
    joined: date | None = None
    members: int = 0
    """How many are in it now."""
    moves: tuple[tuple[date, int], ...] = ()
    """Each day on which members came, or went (negative)."""
    served: tuple[VolunteerService, ...] = ()
