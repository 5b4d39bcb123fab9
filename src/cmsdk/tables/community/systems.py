"""Table of the systems that a city keeps."""

from typing import Final

from cmsdk.contract.community.systems import Every, SystemDuty, SystemKind
from cmsdk.tables.columns import column
from cmsdk.tables.kinds import choice, names, whole

from .tables import community_table

SYSTEMS: Final = (
    community_table(
        SystemDuty,
        "the systems that are kept every week, month, quarter or year, and what keeps them",
        "制度：周期、期限和完成依据",
        column("name", "制度", need=True, eg="联席会议", en="Joint meeting"),
        column("kind", "类别", choice(SystemKind), need=True, eg="joint_meeting"),
        column("every", "周期", choice(Every), need=True, eg="month"),
        column("on", "第几天", whole, eg="10"),
        column("unit", "责任单位"),
        column("officer", "责任人"),
        column("evidence", "完成依据", eg="meeting.held"),
        column("where", "条件", names),
    ),
)
