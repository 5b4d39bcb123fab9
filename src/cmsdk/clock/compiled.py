"""A calendar compiled to flat lists: openings of shifts in seconds, prefix sums of working time, days on and off."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from cmsdk.contract.timing import DAY_SECONDS, Shift, WorkCalendar, shift_seconds

BEYOND: Final = 3 * 366
"""Days past its known end that a calendar is carried on by weekdays alone, for provisional deadlines."""


@attrs.frozen
class Compiled:
    """Working time from the first known day on. Seconds are counted from its midnight as clocks show them."""

    base: datetime
    """Midnight of the first known day, aware."""
    known: int
    """Number of the last known day; the first one is 0."""
    count: int
    """How many days there are, those past the known end included."""
    starts: list[int]
    """Opening of each shift, in seconds since ``base``."""
    sums: list[int]
    """Working seconds before each shift; one more at the end for all of them."""
    off: tuple[date, ...]
    """Days off, in order."""
    off_before: list[int]
    """For each day number, how many days off lie before it."""
    on: list[int]
    """Numbers of the working days, in order."""
    steady: bool
    """Whether the zone's offset is the same all the time, so that no clock time is skipped or shown twice."""

    def day(self, number: int) -> date:
        """The day of a number."""
        return self.base.date() + timedelta(days=number)


def compiled(calendar: WorkCalendar, zone: ZoneInfo) -> Compiled:
    """``calendar`` in ``zone``, from ``known_from`` to ``BEYOND`` days past ``known_until``.

    The same calendar is compiled once a process, however many cities count by it: it takes tens of milliseconds.
    """
    hours = tuple(calendar.hours.get(weekday, calendar.shifts) for weekday in range(8))
    off = frozenset(calendar.weekend)
    weekdays = tuple(() if weekday in off else hours[weekday] for weekday in range(8))
    days = tuple(calendar.days.items())
    return _compiled(calendar.known_from, calendar.known_until, calendar.shifts, weekdays, days, zone)


@lru_cache(maxsize=64)
def _compiled(
    first: date, last: date, shifts: tuple[Shift, ...], weekdays: tuple[tuple[Shift, ...], ...],
    days: tuple[tuple[date, bool], ...], zone: ZoneInfo,
) -> Compiled:  # fmt: skip
    known, dated = (last - first).days, dict(days)
    starts: list[int] = []
    sums, off, off_before, on, total = [0], [], [0], [], 0
    by_weekday = [shift_seconds(weekday) for weekday in weekdays]
    whole = shift_seconds(shifts)  # a make-up day stands in for an ordinary one, whatever its weekday
    for number in range(known + BEYOND):
        day = first + timedelta(days=number)
        named = dated.get(day)
        spans = by_weekday[day.isoweekday()] if named is None else whole if named else []
        if spans:
            on.append(number)
        else:
            off.append(day)
        off_before.append(len(off))
        for start, end in spans:
            starts.append(number * DAY_SECONDS + start)
            total += end - start
            sums.append(total)
    base = datetime(first.year, first.month, first.day, tzinfo=zone)
    # an offset holds for weeks: the shortest summer time of any zone takes a month off
    steady = len({(base + timedelta(days=n)).utcoffset() for n in range(0, known + BEYOND, 7)}) == 1
    return Compiled(base, known, known + BEYOND, starts, sums, tuple(off), off_before, on, steady)
