"""Tables of patrols: their shifts, and the bands of the day."""

from typing import Final

from cmsdk.contract.community.patrol import PatrolShift, TimeBand
from cmsdk.model.works.patrol import PatrolMode
from cmsdk.tables.columns import column
from cmsdk.tables.kinds import choice, clock

from .duty import SHIFT
from .tables import community_table

PATROLS: Final = (
    community_table(
        PatrolShift,
        "shifts of patrols: regular, at a fixed post, or staggered",
        "巡查班次：常态巡查、定点值守、错时监管",
        column("mode", "巡查方式", choice(PatrolMode), need=True, eg="regular"),
        *SHIFT,
    ),
    community_table(
        TimeBand,
        "the bands of the day that coverage by patrols is counted in",
        "巡查覆盖统计的时段",
        column("name", "时段", need=True, eg="夜间", en="night"),
        column("begins", "开始", clock, need=True, eg="22:00"),
        column("ends", "结束", clock, need=True, eg="06:00"),
    ),
)
