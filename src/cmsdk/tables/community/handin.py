"""Tables of hand-ins."""

from typing import Final

from cmsdk.contract.community.handin import HandInKind
from cmsdk.model.spans import LimitUnit
from cmsdk.tables.columns import column
from cmsdk.tables.kinds import choice, names, whole

from .tables import community_table, with_limit

HAND_INS: Final = (
    community_table(
        HandInKind,
        "what is handed in at a window: its papers, by when it is answered, who decides it",
        "一窗受理事项：材料清单、办理时限、承办单位",
        column("name", "名称|事项名称", need=True, eg="店招备案", en="Shop sign"),
        column("documents", "材料清单", names, need=True, eg="申请表;效果图", en="form;drawing"),
        column("optional", "可选材料", names),
        column("amount", "时限", whole),
        column("unit_of_time", "时限单位", choice(LimitUnit)),
        column("calendar", "日历"),
        column("unit", "承办单位"),
        column("services", "所需服务", names),
        prepare=with_limit,
    ),
)
