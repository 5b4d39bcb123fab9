"""Tables of duty: the roster, and how much duty a station owes."""

from typing import Final

from cmsdk.contract.community.duty import DutyRule, RosterRow
from cmsdk.contract.places import StationKind
from cmsdk.model.works.duty import DutyClass
from cmsdk.tables.columns import Column, column
from cmsdk.tables.kinds import choice, clock, count, day, names, number, when, whole

from .tables import community_table

SHIFT: Final[tuple[Column, ...]] = (
    column("station", "工作站"),
    column("place", "地点"),
    column("division", "所属"),
    column("grids", "网格", names),
    column("unit", "单位"),
    column("officers", "值守人员", names),
    column("headcount", "人数", count),
    column("days", "值班日", when, eg="周二;周四", en="Tue;Thu"),
    column("day", "日期", day),
    column("begins", "开始", clock, need=True, eg="09:00"),
    column("ends", "结束", clock, need=True, eg="11:00"),
)
"""Columns of rosters and patrols."""
DUTY: Final = (
    community_table(
        RosterRow,
        "who is on duty where, on which days, from when to when",
        "值班表：谁在哪里、哪些日子、几点到几点值守",
        *SHIFT,
        column("category", "类别"),
        column("duty", "值班类别", choice(DutyClass)),
        column("campaign", "活动"),
    ),
    community_table(
        DutyRule,
        "the least duty a station owes: officers a session, sessions a week, hours a session",
        "值守要求：每次至少几人、每周至少几次、每次至少几小时",
        column("station", "工作站"),
        column("kind", "类型", choice(StationKind)),
        column("officers", "人数", whole, need=True, eg="1"),
        column("sessions", "每周次数", whole, need=True, eg="2"),
        column("hours", "每次小时", number, need=True, eg="2"),
    ),
)
