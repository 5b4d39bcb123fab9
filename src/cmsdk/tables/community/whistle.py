"""Tables of whistles: who is called, and at which level matters are settled."""

from typing import Final

from cmsdk.contract.community.whistle import Alone, LevelRow, Linkage, WhistleRow
from cmsdk.contract.organisation import UnitKind
from cmsdk.model.approach import Mode
from cmsdk.model.expected import Expected
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.tables.columns import column
from cmsdk.tables.kinds import choice, choices, names, whole, yes_or_no

from .tables import Values, community_table, with_limit


def _with_limits(values: Values) -> Values:
    """Both limits of a row: to report in, and to handle. Raises Expected."""
    made = with_limit(values)
    amount, unit = made.pop("handle_amount", None), made.pop("handle_unit_of_time", None)
    if (amount is None) != (unit is None):
        raise Expected("limit-unit")
    return made | ({"handle_limit": Limit(amount, unit)} if unit else {})


WHISTLES: Final = (
    community_table(
        WhistleRow,
        "which units a whistle calls, who leads, and by when they come and are done",
        "吹哨派单清单：叫哪些单位、谁牵头、几时报到、几时办结",
        column("category", "类别", code=True, eg="E0401"),
        column("area", "区域"),
        column("units", "报到单位|单位", names, need=True, eg="@station;demo-squad"),
        column("lead", "牵头单位|牵头"),
        column("amount", "报到时限", whole, eg="30"),
        column("unit_of_time", "报到时限单位", choice(LimitUnit), eg="minute"),
        column("handle_amount", "办结时限", whole, eg="1"),
        column("handle_unit_of_time", "办结时限单位", choice(LimitUnit), eg="work_day"),
        column("calendar", "日历"),
        prepare=_with_limits,
    ),
    community_table(
        LevelRow,
        "levels at which matters are settled, and after what time a whistle goes up",
        "分级解决规则：哪一级解决什么、多久没办好就升级",
        column("level", "层级", need=True, eg="社区", en="community"),
        column("order", "次序", whole, need=True, eg="1"),
        column("category", "类别", code=True, eg="*"),
        column("begins", "由此开始", yes_or_no),
        column("unit_kinds", "单位类型", choices(UnitKind)),
        column("units", "单位", names),
        column("takes", "升级接办", names, eg="@station"),
        column("modes", "办理方式", choices(Mode), eg="now"),
        column("alone", "独办联办", choice(Alone)),
        column("linkage", "联动方式", choice(Linkage), eg="one_grid"),
        column("amount", "升级时限", whole, eg="2"),
        column("unit_of_time", "升级时限单位", choice(LimitUnit), eg="work_day"),
        column("calendar", "日历"),
        prepare=with_limit,
    ),
)
