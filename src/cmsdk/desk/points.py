"""What a city answers about a point: its grid, its division, and the stations near it."""

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Final

import attrs

from cmsdk.contract.community.handin import HandInKind
from cmsdk.contract.places import GridKind, Station
from cmsdk.contract.plan import CityPlan
from cmsdk.geo.metres import distance
from cmsdk.model.crs import to_wgs84
from cmsdk.model.errors import RejectedInput
from cmsdk.model.hours import Door
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import problem
from cmsdk.model.works.handin import HandIn
from cmsdk.rules.validity import Days, holds

from .part import Part

_DOORS: Final = tuple(Door)


def read_point(lon: str, lat: str, crs: str) -> Point:
    """The point that words name: degrees, longitude first, and a system. Raises RejectedInput; nothing is guessed."""
    try:
        return Point(float(lon), float(lat), Crs(crs.casefold()))
    except ValueError as error:
        part = _wrong(lon, lat, crs)
        raise RejectedInput([problem("CMS524", "LON LAT", lon=lon, lat=lat, crs=crs, part=part)]) from error


def _wrong(lon: str, lat: str, crs: str) -> str:
    """Which of the three words is none of what it should be: no number of degrees, or no system."""
    for word, most in ((lon, 180), (lat, 90)):
        try:
            if not abs(float(word)) <= most:  # not a number is not within, either
                return word
        except ValueError:
            return word
    return crs


@attrs.frozen
class Nearby:
    """A station near a point: how far it is in metres, as the crow flies, and whether it is open."""

    station: Station
    metres: float
    door: Door


def nearest(plan: CityPlan, point: Point, services: Sequence[str], moment: datetime, limit: int) -> tuple[Nearby, ...]:
    """Stations that offer all ``services``: open ones, then those of unknown hours, then closed ones; nearest first.

    Equal distances go by id. Stations without a point are not among them: nobody can say how far they are.
    """
    here, days = to_wgs84(point), plan.calendars[plan.profile.calendar].days
    today: Days = (moment.date(), moment.date())
    found = [
        Nearby(station, distance(here, to_wgs84(station.point)), station.hours.door(moment, days.get))
        for station in plan.stations.values()
        if station.point is not None and all(map(station.offers, services)) and holds(station, today)
    ]
    found.sort(key=lambda near: (_DOORS.index(near.door), near.metres, near.station.id))
    return tuple(found[: max(limit, 0)])


class Whereabouts(Part):
    """The part of a city that knows where things are. Points may be in any system; dates are judged at ``at``."""

    def _days(self, points: Sequence[Point], at: datetime | None) -> list[Days]:
        day = self._now(at).date()
        return [(day, day)] * len(points)

    def grid_at(self, point: Point, at: datetime | None = None, *, kind: GridKind | None = None) -> str:
        """The code of the grid that owns ``point`` on the day of ``at`` (aware; now if left out), or nothing.

        Of grids that share a border the one with the smaller code owns it. A point in grids of both kinds is answered
        with the responsibility grid, which has people; ``kind`` asks for one of the two.

        Raises:
            RejectedInput: ``at`` has no time zone.
        """
        return self.grids_at([point], at, kind=kind)[0]

    def grids_at(
        self, points: Sequence[Point], at: datetime | None = None, *, kind: GridKind | None = None
    ) -> list[str]:
        """The same for many points at once, in their order."""
        return self._pipeline.layers.grids(points, self._days(points, at), kind)

    def division_at(self, point: Point, at: datetime | None = None) -> str:
        """The code of the smallest division whose own polygon holds ``point``, or nothing. Raises as above."""
        return self._pipeline.layers.divisions([point], self._days([point], at))[0]

    def divisions_at(self, points: Sequence[Point], at: datetime | None = None) -> list[str]:
        """The same for many points at once, in their order."""
        return self._pipeline.layers.divisions(points, self._days(points, at))

    def nearest(
        self, point: Point, service: str = "", at: datetime | None = None, limit: int = 5
    ) -> tuple[Nearby, ...]:
        """Stations and kiosks that offer ``service`` (any, where it is empty), at most ``limit`` of them.

        Those that are open at ``at`` come first, then those whose hours are not known, then those that are closed;
        among them the nearest first, and of equally near ones the smaller id. A station without a point is left out.

        Raises:
            RejectedInput: ``at`` has no time zone.
        """
        return nearest(self.plan, point, (service,), self._now(at), limit)

    def where_to_hand_in(
        self, item: str, point: Point, at: datetime | None = None, limit: int = 5
    ) -> tuple[Nearby, ...]:
        """Where a matter of the table ``hand-ins`` is taken (就近受理): as ``nearest`` answers.

        Raises:
            RejectedInput: the city has no such matter (CMS472), or ``at`` has no time zone.
        """
        rows = self.plan.rows(HandInKind)
        if item not in rows:
            near = next(iter(get_close_matches(item, rows, n=1, cutoff=0)), "—")
            facts = {"command": HandIn.name, "field": "item", "name": item, "table": HandInKind.table, "near": near}
            raise RejectedInput([problem("CMS472", item, **facts)])
        return nearest(self.plan, point, rows[item].services, self._now(at), limit)
