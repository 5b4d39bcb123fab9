"""Tables of responsibility agreements."""

from typing import Final

from cmsdk.contract.community.agreement import AgreementKind
from cmsdk.tables.columns import column
from cmsdk.tables.kinds import names, whole

from .tables import community_table

AGREEMENTS: Final = (
    community_table(
        AgreementKind,
        "kinds of responsibility agreements with shop keepers, what they bind to, and for how long",
        "责任书种类：门前三包、四包的内容和期限",
        column("name", "名称", need=True, eg="门前三包责任书", en="Shopfront agreement"),
        column("items", "内容", names, need=True, eg="卫生;绿化;秩序", en="hygiene;greening;order"),
        column("months", "期限月数", whole, need=True, eg="12"),
        column("notice_days", "提前提醒天数", whole),
        column("measure", "措施"),
    ),
)
