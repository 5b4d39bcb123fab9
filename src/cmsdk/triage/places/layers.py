"""Where a point lies, kind by kind: responsibility grids, unit grids, then divisions from the smallest up."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from cmsdk.contract.places import Division, Grid, GridKind
from cmsdk.contract.plan import CityPlan
from cmsdk.geo.index import PolygonIndex
from cmsdk.model.crs import to_wgs84
from cmsdk.model.place import Level, Point
from cmsdk.rules.validity import Days, Periods, holds

GRIDS: Final = (GridKind.RESPONSIBILITY, GridKind.UNIT)
"""Kinds of grid in the order in which they are asked: first those that have people, a leader and a station."""
LEVELS: Final = (Level.COMMUNITY, Level.SUBDISTRICT, Level.DISTRICT, Level.CITY)
_FEW: Final = 8
"""Up to so many points of one day are asked one by one, which is faster than as arrays."""

Period = tuple[int, ...]


class Layer:
    """The polygons of one kind; of each period in which no date changes there is an index, made when it is needed.

    A row with a polygon has a say on the days on which it holds, and its division with it.
    """

    def __init__(self, plan: CityPlan, rows: Iterable[Grid | Division]) -> None:
        """``rows`` are of one kind; those without a polygon are passed over."""
        self._divisions: Mapping[str, Division] = plan.divisions
        self._rows = [row for row in rows if row.geometry is not None]
        above = (self._above(row) for row in self._rows)
        self._periods = Periods([*self._rows, *(division for division in above if division)])
        self._indexes: dict[Period, PolygonIndex] = {}

    def __bool__(self) -> bool:
        """Whether anything is drawn."""
        return bool(self._rows)

    def _above(self, row: Grid | Division) -> Division | None:
        return self._divisions.get(row.division) if isinstance(row, Grid) else None

    def _stands(self, row: Grid | Division, days: Days) -> bool:
        division = self._above(row)
        return holds(row, days) and (division is None or holds(division, days))

    def index(self, days: Days) -> PolygonIndex:
        """The polygons that hold on these days."""
        period = self._periods.of(days)
        found = self._indexes.get(period)
        if found is None:
            shapes = [(row.code, row.geometry) for row in self._rows if row.geometry and self._stands(row, days)]
            found = self._indexes.setdefault(period, PolygonIndex(shapes))
        return found

    def owners(self, points: Sequence[Point], days: Sequence[Days]) -> list[str]:
        """For each point (WGS84) on its days the code of the polygon that owns it, or nothing."""
        if not self._periods.dated and len(points) > _FEW:
            return self.index(days[0]).owners(points)
        groups: dict[Period, list[int]] = {}
        for number, pair in enumerate(days):
            groups.setdefault(self._periods.of(pair), []).append(number)
        found = [""] * len(points)
        for numbers in groups.values():
            index = self.index(days[numbers[0]])
            if len(numbers) <= _FEW:
                owners = [index.owner(points[n].lon, points[n].lat) for n in numbers]
            else:
                owners = index.owners([points[n] for n in numbers])
            for number, owner in zip(numbers, owners, strict=True):
                found[number] = owner
        return found


class Layers:
    """All that is drawn in a city's plan."""

    def __init__(self, plan: CityPlan) -> None:
        """Polygons are read when the first point is asked for."""
        self._grids = {kind: Layer(plan, (grid for grid in plan.grids.values() if grid.kind is kind)) for kind in GRIDS}
        self._divisions = [
            Layer(plan, (division for division in plan.divisions.values() if division.level is level))
            for level in LEVELS
        ]

    def grids(self, points: Sequence[Point], days: Sequence[Days], kind: GridKind | None = None) -> list[str]:
        """For each point (in any system) on its days its grid of ``kind``, of the first kind that has one, or none."""
        layers = self._grids.values() if kind is None else (self._grids[kind],)
        return _first(layers, points, days)

    def divisions(self, points: Sequence[Point], days: Sequence[Days]) -> list[str]:
        """For each point on its days the smallest division whose polygon holds it, or none."""
        return _first(self._divisions, points, days)


def _first(layers: Iterable[Layer], points: Sequence[Point], days: Sequence[Days]) -> list[str]:
    """For each point the owner in the first layer that has one."""
    found, left = [""] * len(points), list(range(len(points)))
    unshifted = [to_wgs84(point) for point in points]
    for layer in layers:
        if not layer or not left:
            continue
        owners = layer.owners([unshifted[n] for n in left], [days[n] for n in left])
        for number, owner in zip(left, owners, strict=True):
            found[number] = owner
        left = [number for number in left if not found[number]]
    return found
