"""Tables of supplies, of stationing, and of boards."""

from typing import Final

from cmsdk.contract.community.board import BoardKind, BoardRow
from cmsdk.contract.community.station import Stationing, Supply
from cmsdk.tables.columns import column
from cmsdk.tables.kinds import choice, names, whole

from .tables import community_table

STATIONS: Final = (
    community_table(
        Supply,
        "supplies of stations, and below what number they are ordered again",
        "站点便民物资：最低库存与补货量",
        column("station", "工作站|站点", need=True, eg="demo-station"),
        column("item", "物资", need=True, eg="饮用水", en="drinking water"),
        column("minimum", "最低库存", whole, need=True, eg="24"),
        column("reorder", "补货量", whole, need=True, eg="48"),
        column("measure", "计量单位", eg="瓶", en="bottle"),
    ),
    community_table(
        Stationing,
        "which officer is stationed in which communities, sub-districts or stations",
        "派驻：队员派驻到哪些社区、街道、站点",
        column("officer", "队员|派驻人员", need=True, eg="demo-leader"),
        column("divisions", "派驻社区|派驻街道", names, eg="x-demo"),
        column("stations", "派驻站点", names, eg="demo-station"),
    ),
    community_table(
        BoardRow,
        "contact boards and cards: where they are, and what they say",
        "公示牌、联系牌：位置与内容",
        column("kind", "类型", choice(BoardKind), eg="board"),
        column("division", "所属", need=True, eg="x-demo"),
        column("place", "位置", eg="小区南门", en="South Gate"),
        column("station", "工作站|站点"),
        column("officers", "人员", names, eg="demo-leader"),
        column("scope", "执法范围", eg="市容秩序", en="order in streets"),
        column("duties", "职责", eg="受理投诉", en="takes complaints"),
        column("supervision", "监督电话"),
    ),
)
