"""The cells that a matrix has to answer for: categories × divisions, in classes that no row tells apart."""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.deciding import AT_STATION
from cmsdk.contract.plan import CityPlan
from cmsdk.model.spans import ALWAYS, DateSpan
from cmsdk.rules.matrix import ANY, Matrix, Order


@attrs.frozen
class Place:
    """A class of places: those whose areas are, as far as rows name them, the same."""

    areas: tuple[str, ...]
    """Named areas that hold it, smallest first."""
    station: bool
    """Whether a case there may have a station that a unit runs."""
    fallback: bool
    """Whether the routing policy knows a sub-district for it."""
    leaves: tuple[str, ...] = ()
    """Leaf divisions in it, for which the matrix has to answer; ``*`` where the city has no divisions."""


def _living(item: Contribution, on: date) -> bool:
    return item.valid.last is None or item.valid.last >= on


class Cells:
    """The classes of categories and of places of a plan, from a day on."""

    def __init__(self, plan: CityPlan, matrix: Matrix, on: date) -> None:
        """``matrix`` is the plan's, compiled."""
        self._plan = plan
        self._matrix = matrix
        rows = [row.item for row in matrix.rows if _living(row.item, on)]
        self._areas: dict[str, set[str]] = {}
        for row in rows:
            self._areas.setdefault(row.category, set()).add(row.area)
        self._stations = {row.category for row in rows if row.unit == AT_STATION}
        self.leaf_categories = tuple(self._leaf_categories(on))
        self.categories = self._category_classes()
        """Named categories above (with ``*``) and order of principles → leaf categories of the class."""
        self.places = tuple(self._place_classes(on))

    def areas_with(self, categories: tuple[str, ...]) -> set[str]:
        """Areas that rows of these categories name."""
        return set().union(*(self._areas.get(category, ()) for category in categories))

    def has_station_row(self, categories: tuple[str, ...]) -> bool:
        """Whether a row of these categories leaves the unit to the case's station."""
        return any(category in self._stations for category in categories)

    def dated(self, categories: Iterable[str]) -> dict[DateSpan, list[str]]:
        """Categories by the days on which they hold."""
        found: dict[DateSpan, list[str]] = {}
        for key in categories:
            found.setdefault(self._plan.categories[key].valid, []).append(key)
        return found

    def leaves(self, numbers: Iterable[int]) -> dict[DateSpan, list[str]]:
        """Leaf divisions of these classes of places, by the days on which they hold."""
        found: dict[DateSpan, list[str]] = {}
        for number in numbers:
            for code in self.places[number].leaves:
                division = self._plan.divisions.get(code)
                found.setdefault(division.valid if division else ALWAYS, []).append(code)
        return found

    def _leaf_categories(self, on: date) -> Iterator[str]:
        """Categories with none below them, of the schemes that the city's profile or rows use."""
        plan = self._plan
        named = [getattr(ranked.item, "category", "") for ranked in (*plan.routes, *plan.classifiers)]
        schemes = {plan.profile.scheme, *(key.rpartition("/")[0] for key in named)} - {""}
        parents = {category.parent for category in plan.categories.values() if _living(category, on)}
        for key, category in sorted(plan.categories.items()):
            used = not schemes or f"{category.scheme}/{category.version}" in schemes
            if used and key not in parents and _living(category, on):
                yield key

    def _category_classes(self) -> dict[tuple[tuple[str, ...], Order], list[str]]:
        found: dict[tuple[tuple[str, ...], Order], list[str]] = {}
        leaves = set(self.leaf_categories)
        for key in (*sorted(self._plan.categories), ""):
            named = tuple(c for c in self._plan.lineage(key) if c in self._areas)
            members = found.setdefault(((*named, ANY), self._matrix.order(key)), [])
            if key in leaves:
                members.append(key)
        return found

    def _place_classes(self, on: date) -> Iterator[Place]:
        """Every division, every grid, and nowhere; a case may be placed in any of them."""
        plan = self._plan
        parents = {division.parent for division in plan.divisions.values() if _living(division, on)}
        leaves = {c for c, d in plan.divisions.items() if c not in parents and _living(d, on)}
        asked = [("", code) for code in sorted(plan.divisions)]
        asked += [(code, plan.grids[code].division) for code in sorted(plan.grids)]
        stationed = self._stationed()
        found: dict[tuple[tuple[str, ...], bool, bool], list[str]] = {}
        for grid, division in (*asked, ("", "")):
            lineage = plan.area_lineage(grid, division)
            named = tuple(area for area in lineage if area in self._matrix.areas)
            station = (grid or division) in stationed
            fallback = self._matrix.fallback(ANY, grid, division) is not None
            members = found.setdefault((named, station, fallback), [])
            if not grid and division in leaves:
                members.append(division)
        if not leaves:
            found[(), False, False] = [ANY]
        for (named, station, fallback), members in found.items():
            yield Place(named, station, fallback, tuple(members))

    def _stationed(self) -> set[str]:
        """Grids that have a station, and divisions in which a case may have one."""
        plan = self._plan
        run = {station.id for station in plan.stations.values() if station.unit}
        grids = {grid.code for grid in plan.grids.values() if grid.station in run}
        divisions: set[str] = set()
        for station in plan.stations.values():
            if station.unit:
                grids.update(station.grids)
                divisions.add(station.division)
        for code in sorted(grids):
            divisions.update(plan.area_lineage(code, "")[1:])
        return grids | divisions
