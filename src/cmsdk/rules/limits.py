"""Which limit row holds for a case: layer by layer, in each the most specific category and area first."""

from collections.abc import Iterable
from itertools import groupby, product
from typing import Final

from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.timing import LimitRow

from .validity import Days, holds

ANY: Final = "*"

Index = dict[tuple[str, str], list[Ranked[LimitRow]]]
"""The limit rows of one band and scope by category and area."""


class LimitRows:
    """Limit rows in the plan's order, compiled. Layers are formed by band and scope, as for routes."""

    def __init__(self, plan: CityPlan, rows: Iterable[Ranked[LimitRow]]) -> None:
        """``rows`` come in the plan's order, so that those of one band and scope stand together."""
        self._plan = plan
        by_layer = groupby(rows, key=lambda r: (r.item.band, r.plugin.specificity))
        self._layers = [self._index(group) for _, group in by_layer]

    def __bool__(self) -> bool:
        return bool(self._layers)

    @staticmethod
    def _index(rows: Iterable[Ranked[LimitRow]]) -> Index:
        index: Index = {}
        for ranked in rows:
            index.setdefault((ranked.item.category, ranked.item.area), []).append(ranked)
        return index

    def find(self, category: str, grid: str, division: str, days: Days) -> Ranked[LimitRow] | None:
        """The first layer that has a row for the case; in it exact category before those above, small area first."""
        categories = (*self._plan.lineage(category), ANY)
        areas = (*self._plan.area_lineage(grid, division), ANY)
        for index, one, area in product(self._layers, categories, areas):
            for ranked in index.get((one, area), ()):
                if holds(ranked.item, days):
                    return ranked
        return None


def calendar_of(plan: CityPlan, named: str, unit: str) -> str:
    """The calendar that a limit is counted on: the row's own, else the owning unit's, else the city's."""
    owner = plan.units.get(unit)
    return named or (owner.calendar if owner else "") or plan.profile.calendar
