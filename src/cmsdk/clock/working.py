"""The working clock: a calendar compiled to prefix sums, so that a deadline is two bisections."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from cmsdk.contract.timing import DAY_SECONDS, Outside, WorkCalendar, shift_seconds
from cmsdk.model.clock import Due
from cmsdk.model.spans import WALL_MINUTES, WORK_MINUTES, Limit, LimitUnit

BEYOND: Final = timedelta(days=3 * 366)
"""How far past its known end a calendar is carried on by weekdays alone, for provisional deadlines."""
LATEST: Final = datetime(9999, 12, 31, tzinfo=UTC)
"""Latest deadline: the last day of the calendar; a date past it cannot be written, in whatever zone."""


class WorkClock:
    """Counts limits on one calendar. Times in and out are aware, in ``zone``."""

    def __init__(self, calendar: WorkCalendar, zone: ZoneInfo) -> None:
        """Compile the days from ``known_from`` to past ``known_until``."""
        self._calendar = calendar
        self._zone = zone
        self._first = calendar.known_from
        self._base = datetime.combine(self._first, datetime.min.time())
        self._starts: list[int] = []
        self._sums: list[int] = [0]
        self._off: list[date] = []
        self._on: list[date] = []
        shifts = self._spans = shift_seconds(calendar.shifts)
        days = (calendar.known_until + BEYOND - self._first).days
        for number in range(days):
            day = self._first + timedelta(days=number)
            if not self.works_on(day):
                self._off.append(day)
                continue
            self._on.append(day)
            for start, end in shifts:
                self._starts.append(number * DAY_SECONDS + start)
                self._sums.append(self._sums[-1] + end - start)
        self._end = self._first + timedelta(days=days)

    def works_on(self, day: date) -> bool:
        """Whether ``day`` is a working day: by the dated table first, else by weekday."""
        named = self._calendar.days.get(day)
        return day.isoweekday() not in self._calendar.weekend if named is None else named

    def due(self, start: datetime, limit: Limit) -> Due:
        """When ``limit`` from ``start`` is up. Provisional where the calendar does not know all the days between."""
        calendar = self._calendar
        if limit.unit in WALL_MINUTES and limit.unit is not LimitUnit.NATURAL_DAY:
            at = _after(start.astimezone(UTC), timedelta(minutes=limit.amount * WALL_MINUTES[limit.unit]))
            return self._due(at, limit)
        local = start.astimezone(self._zone)
        if limit.unit is LimitUnit.NATURAL_DAY:
            return self._due(_after(local, timedelta(days=limit.amount)), limit)
        naive = local.replace(tzinfo=None)
        inside = self._first <= naive.date() < self._end
        moved = self._move(naive, limit) if inside else None
        if moved is None:
            due = self._due(_after(local, _natural(limit)), limit)
            return attrs.evolve(due, calendar=calendar.id, calendar_version=calendar.version, provisional=True)
        days = tuple(self._off[bisect_left(self._off, naive.date()) : bisect_right(self._off, moved.date())])
        known = moved.date() <= calendar.known_until
        at = self._real(moved.replace(tzinfo=self._zone))
        return Due(at, limit, calendar.id, calendar.version, days, provisional=not known)

    def _real(self, moment: datetime) -> datetime:
        """``moment`` as clocks show it: a local time that summer time skips becomes the one an hour later."""
        return moment.astimezone(UTC).astimezone(self._zone)

    def _due(self, at: datetime | None, limit: Limit) -> Due:
        """A deadline in the zone; one that no date can express is the latest there is, and provisional."""
        return Due(self._real(at or LATEST), limit, provisional=at is None)

    def _move(self, naive: datetime, limit: Limit) -> datetime | None:
        if limit.unit is LimitUnit.BUSINESS_DAY:
            return self._business(naive, limit.amount)
        return self._work(naive, limit.amount * WORK_MINUTES[limit.unit] * 60)

    def _work(self, naive: datetime, seconds: int) -> datetime | None:
        """``seconds`` of working time after ``naive``; a limit that ends with a shift is due at its end."""
        span = naive - self._base
        moment = span.days * DAY_SECONDS + span.seconds
        i = bisect_right(self._starts, moment) - 1
        done = 0 if i < 0 else self._sums[i] + min(moment - self._starts[i], self._sums[i + 1] - self._sums[i])
        target = done + seconds
        j = bisect_left(self._sums, target) - 1
        if target > self._sums[-1]:
            return None
        return self._base + timedelta(seconds=self._starts[j] + target - self._sums[j])

    def _business(self, naive: datetime, amount: int) -> datetime | None:
        """``amount`` working days on at the same clock time, from where the calendar says that the count begins."""
        first, clock = self._begins(naive)
        if first + amount >= len(self._on):
            return None
        return datetime.combine(self._on[first + amount], clock)

    def _begins(self, naive: datetime) -> tuple[int, time]:
        """The working day, by its number, and the clock time at which business days begin to count.

        By ``Outside.CLOCK`` a day off is left first and closing time is looked at then: Saturday 18:00 is Monday
        18:00, which is Tuesday's opening.
        """
        day, clock = naive.date(), naive.time()
        first, opening = bisect_left(self._on, day), self._calendar.shifts[0][0]
        by_clock = self._calendar.outside is Outside.CLOCK
        open_at = self._open_at(clock) if by_clock or self.works_on(day) else opening
        if open_at is None:
            return first + 1, opening
        return first, clock if by_clock else open_at

    def _open_at(self, clock: time) -> time | None:
        """``clock`` inside working time, else the next opening of the day, else nothing."""
        seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
        for (opening, _), (_, end) in zip(self._calendar.shifts, self._spans, strict=True):
            if seconds < end:
                return max(clock, opening)
        return None


def _after(start: datetime, span: timedelta) -> datetime | None:
    """``start`` and ``span``, or nothing where that lies past the last day of the calendar."""
    room = LATEST - start
    return start + span if span <= room else None


def _natural(limit: Limit) -> timedelta:
    """The limit in natural days, for days that no calendar knows: a working day is a day, eight hours a day."""
    hours_a_day = 8
    return timedelta(days=-(-limit.amount // hours_a_day) if limit.unit is LimitUnit.WORK_HOUR else limit.amount)
