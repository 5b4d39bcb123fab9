"""Table of the plan of a programme."""

from typing import Final

from cmsdk.contract.community.programme import ProgrammeItem
from cmsdk.tables.columns import column
from cmsdk.tables.kinds import day, number

from .tables import community_table

PROGRAMME: Final = (
    community_table(
        ProgrammeItem,
        "the items of a work plan: who does each, by when, and which figure it aims at",
        "工作方案任务分工",
        column("programme", "方案", need=True, eg="communities-2026"),
        column("item", "任务", need=True, eg="公示牌全覆盖", en="A board in every community"),
        column("unit", "责任单位"),
        column("officer", "责任人"),
        column("due", "完成日期", day, eg="2026-06-30"),
        column("indicator", "指标"),
        column("at_least", "不少于", number),
        column("at_most", "不多于", number),
    ),
)
