"""The axis of time: moments to places, and the marks along it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

import attrs

HOURS: Final = tuple(timedelta(hours=n) for n in (1, 2, 3, 6, 12))
DAYS: Final = (1, 2, 5, 7, 14, 30, 60, 180, 365, 730, 1825, 3650, 36500, 365000)
"""Steps between marks, in hours and in days."""
MOST: Final = 9
"""Marks along an axis, at most."""


@attrs.frozen
class Axis:
    """Moments from ``first`` to ``last`` (aware) on ``wide`` units from ``x``; marks stand at the hours of ``zone``."""

    first: datetime
    last: datetime
    x: int
    wide: int
    zone: tzinfo

    def at(self, moment: datetime) -> int:
        """The place of a moment; one outside stands at the edge."""
        first = self.first.timestamp()  # differences of local times would leave out the change to summer time
        span = max(self.last.timestamp() - first, 1.0)
        share = (moment.timestamp() - first) / span
        return self.x + round(self.wide * min(max(share, 0.0), 1.0))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    @property
    def years(self) -> bool:
        """Whether it runs into another year, so that days need theirs."""
        return self._local(self.first).year != self._local(self.last).year

    def said(self, moment: datetime, *, hour: bool = True) -> str:
        """A moment in the time of ``zone``."""
        return self._local(moment).strftime(("%Y-" if self.years else "") + "%m-%d" + (" %H:%M" if hour else ""))

    def marks(self) -> Iterator[tuple[datetime, bool]]:
        """Moments to be marked; the second says whether it is the beginning of a day."""
        span = self.last.astimezone(UTC) - self.first.astimezone(UTC)
        start = datetime.combine(self._local(self.first).date(), time(), self.zone)
        step = next((hours for hours in HOURS if span <= hours * MOST), None)
        number = 0
        while True:
            number += 1
            if step is None:
                days = next((n for n in DAYS if span <= timedelta(days=n) * MOST), DAYS[-1])
                if start.date().toordinal() + days * number > self.last.date().toordinal() + 1:
                    return  # nor is there a day beyond the last of the calendar
                day = start.date() + timedelta(days=days * number)
                moment = datetime.combine(day, time(), self.zone)
            else:
                moment = (start.astimezone(UTC) + step * number).astimezone(self.zone)
            if moment > self.last:
                return
            if moment >= self.first:
                yield moment, moment.time() == time()
