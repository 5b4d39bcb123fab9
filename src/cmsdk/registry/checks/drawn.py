"""What is drawn and coded in a plan: codes of unit grids, polygons, heights, and places that look turned around."""

from collections.abc import Iterable, Iterator, Sequence
import re
from statistics import median
from typing import Any, Final

from cmsdk.contract.places import Division, Grid, GridKind, PlaceName, Station
from cmsdk.contract.plan import CityPlan
from cmsdk.model.crs import to_wgs84
from cmsdk.model.problem import Problem, problem

_DIVISION_DIGITS: Final = 6
"""Leading digits of a unit grid's code that are the division's (GB/T 2260)."""
_FAR: Final = 3.0
"""Degrees from the middle of all else in the city beyond which a place is not the city's: no city is as large."""
_HALF: Final = 180.0
"""Degrees of longitude that no outline of a city spans."""
_SEVERAL: Final = 3
"""Fewest things whose middle says where the city is."""
_MOST_LAT: Final = 90.0

Place = tuple[float, float]
Drawn = Grid | Division


def _where(item: Drawn | Station | PlaceName) -> str:
    return item.source or item.key


def _codes(plan: CityPlan) -> Iterator[Problem]:
    """Unit grids whose codes are not of the city's pattern, or begin with no division of the city."""
    pattern = plan.profile.grid_code
    if not pattern:
        return
    whole = re.compile(pattern)
    known = {code[:_DIVISION_DIGITS] for code in (*plan.divisions, plan.city)}
    for grid in plan.grids.values():
        if grid.kind is not GridKind.UNIT:
            continue
        begins = grid.code[:_DIVISION_DIGITS]
        if not whole.fullmatch(grid.code):
            yield problem("CMS340", _where(grid), grid=grid.code, pattern=pattern)
        elif grid.code.isascii() and grid.code.isdigit() and begins not in known:
            yield problem("CMS341", _where(grid), grid=grid.code, division=begins)


def _unusable(shape: Any) -> str:  # noqa: ANN401  a shapely geometry, or None
    """Why the geometry of a row is no area, with the place where its outline crosses itself."""
    from shapely import is_valid_reason

    if shape is None:
        return "no WKB"
    if shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return str(shape.geom_type)
    reason = "empty" if shape.is_empty else str(is_valid_reason(shape))
    return "" if reason == "Valid Geometry" else reason


def _undrawn(grids: Iterable[Grid]) -> Iterator[Problem]:
    by_kind: dict[GridKind, list[Grid]] = {}
    for grid in grids:
        by_kind.setdefault(grid.kind, []).append(grid)
    for kind, all_ in sorted(by_kind.items()):
        bare = [grid for grid in all_ if grid.geometry is None]
        if bare and len(bare) < len(all_):
            yield problem("CMS344", _where(bare[0]), count=len(bare), all=len(all_), kind=kind, grid=bare[0].code)


def _middles(good: Sequence[tuple[Drawn, Any]]) -> dict[str, list[tuple[Any, Place]]]:
    """Where the city's things are, by kind of thing."""
    from shapely import bounds

    found: dict[str, list[tuple[Any, Place]]] = {}
    for (row, _), (west, south, east, north) in zip(good, bounds([shape for _, shape in good]).tolist(), strict=True):
        found.setdefault(type(row).__name__, []).append((row, ((west + east) / 2, (south + north) / 2)))
    return found


def _pointed(plan: CityPlan) -> dict[str, list[tuple[Any, Place]]]:
    found: dict[str, list[tuple[Any, Place]]] = {}
    rows: list[Station | PlaceName] = [*plan.stations.values(), *plan.gazetteer.values()]
    for row in rows:
        if row.point is not None:
            point = to_wgs84(row.point)
            found.setdefault(type(row).__name__, []).append((row, (point.lon, point.lat)))
    return found


def _turned(things: dict[str, list[tuple[Any, Place]]]) -> Iterator[Problem]:
    """Things far from the middle of all that has a place in the city, but near it with the two numbers swapped."""
    places = [place for rows in things.values() for _, place in rows]
    if len(places) < _SEVERAL:
        return
    lon, lat = median(x for x, _ in places), median(y for _, y in places)
    for kind, rows in things.items():
        for row, (x, y) in rows:
            far = max(abs(x - lon), abs(y - lat)) > _FAR
            if far and abs(x) <= _MOST_LAT and max(abs(y - lon), abs(x - lat)) <= _FAR:
                yield problem("CMS345", _where(row), kind=kind, id=row.key, lon=round(x, 6), lat=round(y, 6))


def check_drawn(plan: CityPlan) -> Iterator[Problem]:
    """Codes of unit grids; polygons that cannot be used, span half the world or have heights; places turned around.

    Whether polygons overlap or leave gaps is asked apart (:mod:`cmsdk.proof.topology`): it takes a second or more.
    """
    yield from _codes(plan)
    yield from _undrawn(plan.grids.values())
    drawn: list[Drawn] = [*plan.divisions.values(), *plan.grids.values()]
    rows = [row for row in drawn if row.geometry is not None]
    if not rows:
        yield from _turned(_pointed(plan))
        return
    from shapely import bounds, from_wkb, get_parts, has_z

    good: list[tuple[Drawn, Any]] = []
    for row, shape in zip(rows, from_wkb([row.geometry for row in rows], on_invalid="ignore").tolist(), strict=True):
        error = _unusable(shape)
        if error:
            yield problem("CMS314", _where(row), grid=row.code, error=error)
        else:
            good.append((row, shape))
    if not good:
        return
    shapes = [shape for _, shape in good]
    parts, numbers = get_parts(shapes, return_index=True)
    for number, (west, _, east, _) in zip(numbers.tolist(), bounds(parts).tolist(), strict=True):
        if east - west > _HALF:
            row = good[number][0]
            yield problem("CMS347", _where(row), code=row.code, west=round(west, 6), east=round(east, 6))
    high = [row for (row, _), z in zip(good, has_z(shapes).tolist(), strict=True) if z]
    if high:
        yield problem("CMS346", _where(high[0]), count=len(high), code=high[0].code)
    yield from _turned({**_middles(good), **_pointed(plan)})
