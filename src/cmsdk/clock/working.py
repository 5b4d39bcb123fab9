"""The working clock: limits counted on a compiled calendar, so that a deadline is two bisections."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from cmsdk.contract.timing import DAY_SECONDS, Outside, WorkCalendar, shift_seconds
from cmsdk.model.clock import Due
from cmsdk.model.spans import WALL_MINUTES, WORK_MINUTES, Limit, LimitUnit

from .compiled import Compiled, compiled

LATEST: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""Latest deadline: the last day of the calendar; a date past it cannot be written, in whatever zone."""
_WORK: Final = {unit: minutes * 60 for unit, minutes in WORK_MINUTES.items()}
"""Seconds of one unit on the working clock."""


class WorkClock:
    """Counts limits on one calendar. Times in and out are aware, in ``zone``; a naive time raises ValueError.

    A limit in working time that ends with a shift is due at the shift's end. Working time is counted as clocks show
    it; minutes and urgent hours run on the UTC line.
    """

    def __init__(self, calendar: WorkCalendar, zone: ZoneInfo) -> None:
        """Compile the days from ``known_from`` to past ``known_until``."""
        self.calendar = calendar
        self.zone = zone
        self.compiled: Compiled = compiled(calendar, zone)
        self._id, self._version = calendar.id, calendar.version
        made = self.compiled  # once more by short names: a deadline is a few steps, and half of them are look-ups
        self._base, self._starts, self._sums, self._most = made.base, made.starts, made.sums, made.sums[-1]
        self._end = made.base + timedelta(days=made.count)

    def works_on(self, day: date) -> bool:
        """Whether ``day`` is a working day: by the dated table first, else by weekday."""
        return self.calendar.works_on(day)

    def due(self, start: datetime, limit: Limit) -> Due:
        """When ``limit`` from ``start`` is up. Provisional where the calendar does not know all the days between."""
        unit = limit.unit
        if start.tzinfo is not self.zone:
            start = self.local(start)
        seconds = _WORK.get(unit)
        if seconds is not None:
            found = self._work(start, limit.amount * seconds)
        elif unit is LimitUnit.BUSINESS_DAY:
            found = self._business(start, limit.amount)
        else:
            return self._wall(start, limit)
        if found is None:
            due = self._latest(self._beyond(start, limit), limit)
            return attrs.evolve(due, calendar=self._id, calendar_version=self._version, provisional=True)
        at, first, last = found
        made = self.compiled
        before = made.off_before
        skipped = made.off[before[first] : before[last + 1]]
        return Due(at if made.steady else self._real(at), limit, self._id, self._version, skipped, last > made.known)

    def local(self, moment: datetime) -> datetime:
        """``moment`` on the city's clock. Raises ValueError where it has no time zone."""
        if moment.tzinfo is None:
            raise ValueError(f"{moment.isoformat()} has no time zone and names no moment; give an aware time")
        return moment.astimezone(self.zone)

    def worked(self, first: datetime, last: datetime) -> int:
        """Working seconds between two moments; 0 where ``last`` is not after ``first``."""
        return max(self._done(self.local(last)) - self._done(self.local(first)), 0)

    def advance(self, start: datetime, seconds: int) -> datetime | None:
        """The moment ``seconds`` of working time after ``start``; nothing where the calendar ends before."""
        found = self._work(self.local(start), seconds)
        return None if found is None else self._real(found[0])

    def knows(self, moment: datetime) -> bool:
        """Whether the day that ends at or holds ``moment`` lies in the known days of the calendar."""
        last = self.local(moment) - timedelta(microseconds=1)
        return self.calendar.known_from <= last.date() <= self.calendar.known_until

    def skipped(self, start: datetime, end: datetime) -> tuple[date, ...]:
        """The days off from ``start`` to the day that ends at or holds ``end``."""
        made = self.compiled
        first, last = ((t - made.base).days for t in (self.local(start), self.local(end) - timedelta(microseconds=1)))
        inside = first >= 0 and last < made.count
        return made.off[made.off_before[first] : made.off_before[last + 1]] if inside else ()

    def _real(self, moment: datetime) -> datetime:
        """``moment`` as clocks show it: a local time that summer time skips becomes the one an hour later."""
        if self.compiled.steady and self._base <= moment < self._end:
            return moment
        if moment.utcoffset() == moment.replace(fold=1).utcoffset():
            return moment
        return moment.astimezone(UTC).astimezone(self.zone)

    def _beyond(self, start: datetime, limit: Limit) -> datetime | None:
        """Where the calendar does not reach: what its days leave of the limit goes on in natural days after them.

        So a longer limit or a later start is never due earlier. A start that it does not hold, or a calendar without
        a working day, counts natural days from the start.
        """
        made = self.compiled
        number = (start - made.base).days
        if not made.on or not 0 <= number < made.count:
            return _after(start, timedelta(days=_days(limit)))
        if limit.unit is LimitUnit.BUSINESS_DAY:
            first, clock = self._begins(number, start.timetz())
            clock = clock if first < len(made.on) else time(tzinfo=self.zone)
            last = datetime.combine(made.day(made.count - 1), clock)
            return _after(last, timedelta(days=first + limit.amount - len(made.on) + 1))
        left = self._done(start) + limit.amount * _WORK[limit.unit] - self._most
        return _after(made.base + timedelta(days=made.count), timedelta(days=-(-left // _WORK[LimitUnit.WORK_DAY])))

    def _latest(self, at: datetime | None, limit: Limit) -> Due:
        """A deadline in the zone; one that no date can express is the latest there is, and provisional."""
        return Due(self._real((at or LATEST).astimezone(self.zone)), limit, provisional=at is None)

    def _wall(self, start: datetime, limit: Limit) -> Due:
        if limit.unit is LimitUnit.NATURAL_DAY:
            return self._latest(_after(start, timedelta(days=limit.amount)), limit)
        minutes = limit.amount * WALL_MINUTES[limit.unit]
        return self._latest(_after(start.astimezone(UTC), timedelta(minutes=minutes)), limit)

    def _done(self, local: datetime) -> int:
        """Working seconds of the calendar before ``local``."""
        made = self.compiled
        span = local - made.base
        moment = span.days * DAY_SECONDS + span.seconds
        i = bisect_right(made.starts, moment) - 1
        return 0 if i < 0 else made.sums[i] + min(moment - made.starts[i], made.sums[i + 1] - made.sums[i])

    def _work(self, local: datetime, target: int) -> tuple[datetime, int, int] | None:
        """The moment ``target`` seconds of working time after ``local``, the number of its day and the last one."""
        starts, sums = self._starts, self._sums
        span = local - self._base
        first = span.days
        if not 0 <= first < self.compiled.count:
            return None
        moment = first * DAY_SECONDS + span.seconds
        i = bisect_right(starts, moment) - 1
        if i >= 0:
            into, length = moment - starts[i], sums[i + 1] - sums[i]
            target += sums[i] + (into if into < length else length)  # noqa: FURB136  in half the time of min()
        if target > self._most:
            return None
        j = bisect_left(sums, target) - 1
        if j < 0:
            return local, first, first
        opens = starts[j]
        return self._base + timedelta(0, opens + target - sums[j]), first, opens // DAY_SECONDS

    def _business(self, local: datetime, amount: int) -> tuple[datetime, int, int] | None:
        """``amount`` working days on at the same clock time, from where the calendar says that the count begins."""
        made = self.compiled
        number = (local - made.base).days
        if not 0 <= number < made.count:
            return None
        first, clock = self._begins(number, local.timetz())
        if first + amount >= len(made.on):
            return None
        last = made.on[first + amount]
        return datetime.combine(made.day(last), clock), number, last

    def _begins(self, number: int, clock: time) -> tuple[int, time]:
        """The place among the working days, and the clock time, at which business days begin to count.

        By ``Outside.CLOCK`` a day off is left first and closing time is looked at then: Saturday 18:00 is Monday
        18:00, which is Tuesday's opening.
        """
        made, keeps = self.compiled, self.calendar.outside is Outside.CLOCK
        place = bisect_left(made.on, number)
        if place == len(made.on):
            return place, clock
        if made.on[place] != number and not keeps:
            return place, self._opening(place)
        open_at = self._open_at(made.on[place], clock)
        if open_at is None:
            return place + 1, self._opening(place + 1)
        return place, clock if keeps else open_at

    def _opening(self, place: int) -> time:
        made = self.compiled
        day = made.day(made.on[min(place, len(made.on) - 1)])
        return self.calendar.shifts_on(day)[0][0].replace(tzinfo=self.zone)

    def _open_at(self, number: int, clock: time) -> time | None:
        """``clock`` inside working time, else the next opening of the day, else nothing."""
        shifts = self.calendar.shifts_on(self.compiled.day(number))
        seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
        for (opening, _), (_, end) in zip(shifts, shift_seconds(shifts), strict=True):
            if seconds < end:
                return max(clock, opening.replace(tzinfo=self.zone), key=lambda at: at.replace(tzinfo=None))
        return None


def _after(start: datetime, span: timedelta) -> datetime | None:
    """``start`` and ``span``, or nothing where that lies past the last day of the calendar."""
    room = LATEST - start
    return start + span if span <= room else None


def _days(limit: Limit) -> int:
    """The limit in natural days, for days that no calendar knows: a working day is a day, eight hours a day."""
    hours_a_day = 8
    return -(-limit.amount // hours_a_day) if limit.unit is LimitUnit.WORK_HOUR else limit.amount
