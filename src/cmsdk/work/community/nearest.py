"""Which patrol is sent (调度最近力量): on its shift, free, its last position fresh, and of those the nearest one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import attrs

from cmsdk.geo.metres import distance
from cmsdk.model.crs import to_wgs84
from cmsdk.model.place import Point
from cmsdk.model.words import label
from cmsdk.model.works.patrol import Patrol

FRESH: Final = timedelta(minutes=30)
"""How old a position may be, if the caller does not say: what a unit on foot walks in that time is some 2 km."""


class Standing(StrEnum):
    """Whether a patrol can be sent, and what keeps it, in the order in which they are listed."""

    FREE = "patrol_free"
    BUSY = "patrol_busy"
    STALE = "patrol_stale"
    """Its last position is too old to tell where it is."""
    UNPLACED = "patrol_unplaced"
    """It never gave a point."""
    OFF = "patrol_off"
    """Its shift is over."""


@attrs.frozen
class Candidate:
    """A patrol that might be sent, how far it is as the crow flies, how old its position is, and how it stands."""

    patrol: Patrol
    standing: Standing
    metres: int | None = None
    minutes: int | None = None

    def why(self, lang: str = "en") -> str:
        """Its standing, distance and the age of its position in words, as they are entered when it is sent."""
        said = [label(self.standing.value, lang)]
        if self.metres is not None:
            said.append(label("metres_away", lang).format(metres=self.metres))
        if self.minutes is not None:
            said.append(label("position_age", lang).format(minutes=self.minutes))
        return ("，" if lang == "zh" else ", ").join(said)


def _standing(patrol: Patrol, at: datetime, fresh: timedelta) -> Standing:
    where = patrol.position
    if patrol.until is not None and patrol.until <= at:
        return Standing.OFF
    if patrol.case:
        return Standing.BUSY
    if where is None:
        return Standing.UNPLACED
    return Standing.STALE if at - where.at > fresh else Standing.FREE


def candidates(
    patrols: Iterable[Patrol], point: Point, at: datetime, fresh: timedelta = FRESH
) -> tuple[Candidate, ...]:
    """All that are out, those that can be sent first and the nearest of them at the head; equal ones by id."""
    there = to_wgs84(point)
    found = []
    for patrol in patrols:
        where = patrol.position
        metres = minutes = None
        if where is not None and where.point is not None:
            metres = round(distance(to_wgs84(where.point), there))
            minutes = int((at - where.at).total_seconds()) // 60
        found.append(Candidate(patrol, _standing(patrol, at, fresh), metres, minutes))
    order = tuple(Standing)
    far = max((one.metres for one in found if one.metres is not None), default=0) + 1
    found.sort(key=lambda one: (order.index(one.standing), far if one.metres is None else one.metres, one.patrol.id))
    return tuple(found)
