"""Tables of opinions."""

from typing import Final

from cmsdk.contract.community.base import WorkRole
from cmsdk.contract.community.opinion import OpinionDuty
from cmsdk.model.spans import LimitUnit
from cmsdk.tables.columns import column
from cmsdk.tables.kinds import choice, names, whole

from .tables import community_table, with_limit

OPINIONS: Final = (
    community_table(
        OpinionDuty,
        "by when opinions on a topic are answered, and by whom",
        "意见建议答复时限",
        column("topic", "主题"),
        column("amount", "时限", whole, need=True, eg="5"),
        column("unit_of_time", "时限单位", choice(LimitUnit), need=True, eg="work_day"),
        column("calendar", "日历"),
        column("unit", "答复单位"),
        prepare=with_limit,
    ),
)
ROLES: Final = (
    community_table(
        WorkRole,
        "which roles may give a command on community work",
        "社区工作权限：什么角色可以执行什么指令",
        column("command", "指令", need=True, eg="opinion.answer"),
        column("roles", "角色", names, need=True, eg="station_officer;clerk"),
    ),
)
