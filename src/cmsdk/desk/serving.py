"""Which station to send somebody to (就近服务): the nearest that is open and serves, and why no nearer one."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.hours import Door
from cmsdk.model.place import Point
from cmsdk.model.words import fill, label

from .points import Nearby, Whereabouts, nearest


class WhyNot(StrEnum):
    """WhyNot a station was passed over."""

    CLOSED = "closed"
    UNKNOWN = "unknown"
    """It publishes no hours."""
    LACKS = "lacks"
    """It does not offer the service."""


@attrs.frozen
class PassedBy:
    """A nearer station that was not chosen, and why."""

    near: Nearby
    why: WhyNot


@attrs.frozen
class NearestOpen:
    """The station to go to, with its distance and the reason; ``near`` is nothing where none is open that serves."""

    service: str
    at: datetime
    near: Nearby | None
    passed: tuple[PassedBy, ...] = ()
    """Nearer ones that were not chosen, nearest first; all of them, where none was."""
    unplaced: tuple[str, ...] = ()
    """Ids of stations whose place is not known: nobody can say how far they are."""

    def reason(self, lang: str = "en") -> str:
        """In words: what was chosen, at what distance, and why nothing nearer."""
        told = [self._line("nearest-chosen" if self.near else "nearest-none", self.near, lang)]
        told += [self._line(f"nearest-{one.why.value}", one.near, lang) for one in self.passed]
        return (" " if lang == "en" else "").join(told)

    def _line(self, key: str, near: Nearby | None, lang: str) -> str:
        facts = {"service": self.service, "at": self.at.strftime("%Y-%m-%d %H:%M")}
        if near is not None:
            station = near.station
            facts |= {"station": station.name, "metres": str(round(near.metres)), "opens": station.opens}
        return fill(label(key, lang), facts.items())


class Serving(Whereabouts):
    """The part of a city that sends people to the nearest station that can serve them."""

    def nearest_open(self, point: Point, service: str = "", at: datetime | None = None) -> NearestOpen:
        """The nearest station that offers ``service`` (any, where it is empty) and is open at ``at``, with the reason.

        Raises:
            RejectedInput: ``at`` has no time zone.
        """
        moment = self._now(at)
        return choose(self.plan, point, service, moment)


def choose(plan: CityPlan, point: Point, service: str, moment: datetime) -> NearestOpen:
    """See :meth:`cmsdk.City.nearest_open`."""
    there = nearest(plan, point, (), moment, len(plan.stations))
    passed: list[PassedBy] = []
    chosen: Nearby | None = None
    for near in sorted(there, key=lambda near: (near.metres, near.station.id)):
        why = next(_against(near, service), None)
        if why is None:
            chosen = near
            break
        passed.append(PassedBy(near, why))
    unplaced = tuple(station.id for station in plan.stations.values() if station.point is None)
    return NearestOpen(service, moment, chosen, tuple(passed), unplaced)


def _against(near: Nearby, service: str) -> Iterator[WhyNot]:
    if not near.station.offers(service):
        yield WhyNot.LACKS
    if near.door is Door.CLOSED:
        yield WhyNot.CLOSED
    if near.door is Door.UNKNOWN:
        yield WhyNot.UNKNOWN
