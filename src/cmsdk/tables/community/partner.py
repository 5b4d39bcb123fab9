"""The table of partners."""

from typing import Final

from cmsdk.contract.community.partner import Partner, PartnerKind
from cmsdk.tables.columns import column
from cmsdk.tables.kinds import choice, names

from .tables import community_table

PARTNERS: Final = (
    community_table(
        Partner,
        "partners in the communities: committees, property companies, owners' committees",
        "共治伙伴：居委会、物业公司、业主委员会",
        column("unit", "单位", need=True, eg="demo-property"),
        column("kind", "类型", choice(PartnerKind), need=True, eg="property"),
        column("divisions", "服务社区|社区", names),
        column("grids", "服务网格|网格", names),
        column("channel", "上报渠道|渠道"),
    ),
)
