"""Who comes when a community whistles (吹哨派单), and at which level a matter is settled (分级解决). Pure.

The row of the nearest category and, within it, the smallest area wins, as in the responsibility matrix; rows that do
not hold on the day are not asked.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

import attrs

from cmsdk.contract.community.whistle import ANY, Alone, LevelRow, Linkage, WhistleRow
from cmsdk.contract.deciding import AT_STATION
from cmsdk.contract.plan import CityPlan
from cmsdk.model.approach import Mode

R = TypeVar("R", WhistleRow, LevelRow)


@attrs.frozen
class Spot:
    """Where something is, and of what category: what rows are chosen by."""

    category: str = ""
    grid: str = ""
    division: str = ""

    def categories(self, plan: CityPlan) -> tuple[str, ...]:
        """Its category and those above, nearest first, then ``*``."""
        return (*plan.lineage(self.category), ANY)

    def areas(self, plan: CityPlan) -> tuple[str, ...]:
        """Its grid and divisions, smallest first."""
        return plan.area_lineage(self.grid, self.division)


@attrs.frozen
class Manner:
    """How a matter was settled: by which unit, at once or after a transfer, by it alone or by several together."""

    unit: str
    mode: Mode
    joint: bool


def category_key(plan: CityPlan, code: str) -> str:
    """The full key of a category that a person names; the city's own scheme may be left out. Empty where unknown."""
    own = f"{plan.profile.scheme}/{code}"
    found = [code] if code in plan.categories else [own] if own in plan.categories else []
    found = found or [key for key in plan.categories if key.endswith(f"/{code}")]
    return found[0] if len(found) == 1 else ""


def _nearest(rows: Iterable[R], categories: tuple[str, ...]) -> Iterator[R]:
    """Rows that cover one of these categories, the nearest first, else in their order."""
    covering = [row for row in rows if row.category in categories]
    yield from sorted(covering, key=lambda row: categories.index(row.category))


def matrix_row(plan: CityPlan, spot: Spot, day: date) -> WhistleRow | None:
    """The row that says whom a whistle calls."""
    areas = (*spot.areas(plan), ANY)
    rows = [row for row in plan.rows(WhistleRow).values() if row.area in areas and row.valid.holds(day)]
    rows.sort(key=lambda row: areas.index(row.area))
    return next(_nearest(rows, spot.categories(plan)), None)


def station_unit(plan: CityPlan, spot: Spot) -> str:
    """The unit of the station that serves the grid, else of the nearest division's; empty where there is none."""
    grid = plan.grids.get(spot.grid)
    if grid is not None and grid.station in plan.stations:
        return plan.stations[grid.station].unit
    for area in spot.areas(plan):
        for station in plan.stations.values():
            if station.unit and (station.division == area or area in station.grids):
                return station.unit
    return ""


def _there(plan: CityPlan, units: Iterable[str], spot: Spot) -> tuple[str, ...]:
    """Units, each once; ``@station`` by the unit that stands for it there, if any."""
    named = (station_unit(plan, spot) if unit == AT_STATION else unit for unit in units)
    return tuple(unit for unit in dict.fromkeys(named) if unit)


def called_units(plan: CityPlan, row: WhistleRow, spot: Spot) -> tuple[str, ...]:
    """The units that a row calls, each once, the lead first."""
    return _there(plan, (row.lead, *row.units), spot)


def levels(plan: CityPlan, spot: Spot, day: date) -> list[LevelRow]:
    """The rows of levels that cover a matter, lowest level first."""
    categories = spot.categories(plan)
    rows = (row for row in plan.rows(LevelRow).values() if row.category in categories and row.valid.holds(day))
    return sorted(rows, key=lambda row: row.order)


def first_level(plan: CityPlan, spot: Spot, day: date) -> LevelRow | None:
    """Where a whistle begins: the row with ``begins`` of the nearest category, else the lowest."""
    rows = levels(plan, spot, day)
    return next(_nearest([row for row in rows if row.begins], spot.categories(plan)), next(iter(rows), None))


def next_level(plan: CityPlan, spot: Spot, day: date, row: str) -> LevelRow | None:
    """The row of the next level above the one of ``row``, for the nearest category; nothing where there is none."""
    at = plan.rows(LevelRow).get(row)
    above = [one for one in levels(plan, spot, day) if at is not None and one.order > at.order]
    return next(_nearest([one for one in above if one.order == above[0].order], spot.categories(plan)), None)


def level_units(plan: CityPlan, row: LevelRow, spot: Spot) -> tuple[str, ...]:
    """The units that a level calls: those that the row names, else the one of its kinds for the smallest area."""
    if row.takes or row.units:
        return _there(plan, row.takes or row.units, spot)
    for area in spot.areas(plan):
        for unit in sorted(plan.units.values(), key=lambda unit: unit.id):
            if unit.kind in row.unit_kinds and unit.division == area:
                return (unit.id,)
    return ()


def settled_at(plan: CityPlan, spot: Spot, manner: Manner, day: date) -> LevelRow | None:
    """The level at which a matter was settled: the lowest row whose conditions all hold."""
    unit = plan.units.get(manner.unit)

    def holds(row: LevelRow) -> bool:
        return (
            (not row.units or manner.unit in row.units)
            and (not row.unit_kinds or (unit is not None and unit.kind in row.unit_kinds))
            and (not row.modes or manner.mode in row.modes)
            and (row.alone is None or (row.alone is Alone.JOINT) == manner.joint)
        )

    return next((row for row in levels(plan, spot, day) if holds(row)), None)


def linkage(row: LevelRow | None, *, joint: bool) -> Linkage:
    """As what it counts: what the row says, else inside one grid where one unit did it alone."""
    if row is not None and row.linkage is not None:
        return row.linkage
    return Linkage.NET if joint else Linkage.GRID
