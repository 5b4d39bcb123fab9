"""Overlaps of grids and gaps between them on a day, for ``city check``: too slow to be asked whenever a city opens."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from cmsdk.contract.places import Grid, GridKind
from cmsdk.contract.plan import CityPlan
from cmsdk.model.problem import Problem, problem
from cmsdk.rules.validity import holds

_MOST_NAMED: Final = 8
"""Neighbours of a gap that are named; a lake may have hundreds."""
_PLACES: Final = 7
"""Decimals of a position: about a centimetre."""


def _standing(plan: CityPlan, kind: GridKind, day: date) -> dict[str, Grid]:
    days = (day, day)
    divisions = plan.divisions
    return {
        grid.code: grid
        for grid in plan.grids.values()
        if grid.kind is kind
        and grid.geometry is not None
        and holds(grid, days)
        and (grid.division not in divisions or holds(divisions[grid.division], days))
    }


def check_topology(plan: CityPlan, day: date) -> Iterator[Problem]:
    """Overlaps of grids of one kind, and gaps between unit grids, which alone have to cover the ground.

    A responsibility grid may lie over unit grids: the kinds are layers of their own.
    """
    for kind in GridKind:
        grids = _standing(plan, kind, day)
        shapes = [(code, grid.geometry) for code, grid in grids.items() if grid.geometry is not None]
        if len(shapes) < 2:  # noqa: PLR2004  one alone has no neighbour
            continue
        from cmsdk.geo.topology import Cover

        cover = Cover(shapes)
        for pair in cover.overlaps():
            where = grids[pair.second].source or pair.second
            place = {"lon": round(pair.lon, _PLACES), "lat": round(pair.lat, _PLACES)}
            facts = {"first": pair.first, "second": pair.second, "area": round(pair.area, 1)}
            yield problem("CMS342", where, **facts, **place)
        for gap in cover.gaps() if kind is GridKind.UNIT else ():
            where = grids[gap.neighbours[0]].source or gap.neighbours[0] if gap.neighbours else plan.city
            named = [*gap.neighbours[:_MOST_NAMED], *(["…"] if len(gap.neighbours) > _MOST_NAMED else [])]
            place = {"lon": round(gap.lon, _PLACES), "lat": round(gap.lat, _PLACES)}
            yield problem("CMS343", where, neighbours=", ".join(named), area=round(gap.area, 1), **place)
