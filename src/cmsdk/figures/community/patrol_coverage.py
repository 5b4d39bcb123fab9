"""Coverage by patrols (巡查覆盖): which grids somebody was in, by band of the day or by mode of patrol."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Final

import attrs

from cmsdk.contract.community.patrol import PatrolShift, TimeBand
from cmsdk.contract.places import GridKind
from cmsdk.contract.plan import CityPlan
from cmsdk.figures.views import Seen, View
from cmsdk.geo.index import PolygonIndex
from cmsdk.model.crs import to_wgs84
from cmsdk.model.place import Point
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.patrol import Patrol, PatrolMode
from cmsdk.rules.rosters import grids_of

from .places import lies_in

HOUR: Final = timedelta(hours=1)


@attrs.frozen
class Band:
    """What coverage is counted in: a band of the day or, where the city has none, a mode of patrol."""

    id: str
    name: str
    holds: Callable[[Patrol, datetime], bool]
    """Whether a moment of a patrol lies in it; the moment is of the city's time."""
    meets: Callable[[PatrolShift], bool]
    """Whether a shift is meant to be in it."""


def _of_day(band: TimeBand) -> Band:
    def meets(shift: PatrolShift) -> bool:
        return band.holds(shift.begins) or _within(shift.begins, shift.ends, band.begins)

    return Band(band.id, band.name, lambda _patrol, at: band.holds(at.time()), meets)


def _within(begins: time, ends: time, at: time) -> bool:
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def _of_mode(mode: PatrolMode) -> Band:
    return Band(mode.value, mode.value, lambda patrol, _at: patrol.mode is mode, lambda shift: shift.mode is mode)


def bands(plan: CityPlan) -> list[Band]:
    """The city's bands of the day, in the order in which they begin; else the three modes."""
    rows = sorted(plan.rows(TimeBand).values(), key=lambda band: (band.begins, band.id))
    return [_of_day(band) for band in rows] or [_of_mode(mode) for mode in PatrolMode]


class Places:
    """In which grid a point lies; responsibility grids, which have people, go before unit grids."""

    def __init__(self, plan: CityPlan) -> None:
        """The index is made at the first point."""
        drawn = {
            kind: [(code, grid.geometry) for code, grid in plan.grids.items() if grid.kind is kind and grid.geometry]
            for kind in (GridKind.RESPONSIBILITY, GridKind.UNIT)
        }
        self._indexes = [PolygonIndex(shapes) for shapes in drawn.values()]

    def grid(self, named: str, point: Point | None) -> str:
        """The grid that was named, else the one that holds the point, or nothing."""
        if named or point is None:
            return named
        at = to_wgs84(point)
        return next((grid for index in self._indexes if (grid := index.owner(at.lon, at.lat))), "")


def _presence(patrol: Patrol, places: Places, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Area and moment of all that says where a patrol was.

    A patrol at a fixed post, and one that has no grids to go through, is in its areas all the time.
    """
    for where in patrol.track:
        yield places.grid(where.grid, where.point), where.at
    for fix in patrol.fixes:
        yield places.grid(fix.grid, fix.point), fix.at
    if patrol.begun is not None and (patrol.mode is PatrolMode.FIXED_POST or not patrol.grids):
        for at in _hours(patrol.begun, min(patrol.ended or patrol.until or now, now)):
            yield from ((area, at) for area in _areas(patrol.grids, patrol.station or patrol.place))


def _areas(grids: tuple[str, ...], place: str) -> tuple[str, ...]:
    """What a patrol is to cover: its grids, else the surroundings of its station or place."""
    return grids or ((place,) if place else ())


def _hours(first: datetime, last: datetime) -> Iterator[datetime]:
    """Both ends, and every full hour between them."""
    yield first
    at = first.replace(minute=0, second=0, microsecond=0)
    while (at := at + HOUR) < last:
        yield at
    if last > first:
        yield last - datetime.resolution


def _coverage(seen: Seen) -> Iterator[ViewRow]:
    plan, places, listed = seen.plan, Places(seen.plan), bands(seen.plan)
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    modes = {patrol.id: patrol.mode.value for patrol in seen.of(Patrol)}
    for patrol in seen.of(Patrol):
        for area, at in _presence(patrol, places, seen.now):
            if area and seen.within(at):
                for band in listed:
                    if band.holds(patrol, at.astimezone(plan.zone)):
                        found[band.id, area][patrol.id] += 1
    meant = _meant(plan, listed)
    wanted = {area for _, area in meant} or {code for code, one in plan.grids.items() if lies_in(plan, one.division)}
    for band in listed:
        for area in sorted(wanted | {area for id_, area in found if id_ == band.id}):
            patrols = found[band.id, area]
            cells: dict[str, Cell] = {
                "band": band.id, "band_name": band.name, "area": area, "grid": area if area in plan.grids else "",
                "division": _division(plan, area),
                "planned": int((band.id, area) in meant), "patrols": len(patrols), "positions": patrols.total(),
                "modes": ";".join(sorted({modes[id_] for id_ in patrols})), "covered": int(bool(patrols)),
            }  # fmt: skip
            yield ViewRow(cells, tuple(sorted(patrols)) or (area,))


def _meant(plan: CityPlan, listed: list[Band]) -> set[tuple[str, str]]:
    """Band and area that shifts are meant to cover."""
    rows = list(plan.rows(PatrolShift).values())
    areas = {row.id: _areas(grids_of(row, plan), row.station or row.place) for row in rows}
    meant = {(band.id, area) for band in listed for row in rows if band.meets(row) for area in areas[row.id]}
    return {(band, area) for band, area in meant if lies_in(plan, _division(plan, area))}


def _division(plan: CityPlan, area: str) -> str:
    place = plan.grids.get(area) or plan.stations.get(area)
    return place.division if place is not None else ""


VIEWS: Final = (
    View(
        id="patrol-coverage",
        columns=(
            "band",
            "band_name",
            "area",
            "grid",
            "division",
            "planned",
            "patrols",
            "positions",
            "modes",
            "covered",
        ),
        rows=_coverage,
        works=(Patrol,),
    ),
)
