"""Opening hours (开放时间) as stations publish them, in Chinese or English, and whether a door is open at a moment."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

import attrs

from .spoken_times import DAY_MINUTES, Days, Part, Unreadable, read_times

_WORKWEEK: Final = frozenset(range(1, 6))


class Door(StrEnum):
    """Whether a station is open: nothing is known where it publishes no hours."""

    OPEN = "open"
    UNKNOWN = "unknown"
    CLOSED = "closed"


@attrs.frozen
class Span:
    """From minute to minute after midnight on certain days; past 24:00 it runs into the next day."""

    weekdays: frozenset[int]
    """ISO weekdays, Monday is 1."""
    first: int
    last: int
    working: bool = False
    """Held on days that are worked, so on make-up days too: workdays are named, or Monday to Friday as a whole."""
    holidays: bool = False
    """Held on days off as well: every day, or the holidays themselves, are named."""

    def begins(self, day: date, off: bool | None) -> bool:
        """Whether it begins on ``day``; ``off`` says whether a calendar has it as day off."""
        if off is None:
            return day.isoweekday() in self.weekdays
        if off:
            return self.holidays
        return self.working or day.isoweekday() in self.weekdays


@attrs.frozen
class Hours:
    """Opening hours as spans of days and times; no spans at all means that nothing is known.

    On a day that the city's calendar has as a holiday (休) it is closed, unless *every day* or *holidays* are named. A
    make-up working day (班) has the hours of *workdays*, or of Monday to Friday where they are named as a whole.
    """

    spans: tuple[Span, ...] = ()

    def door(self, moment: datetime, days: Callable[[date], bool | None]) -> Door:
        """Whether it is open at ``moment``, in the city's zone.

        ``days`` gives ``True`` for a make-up day, ``False`` for a holiday, ``None`` for a day like others of the week.
        """
        if not self.spans:
            return Door.UNKNOWN
        minute = moment.hour * 60 + moment.minute
        for ago in (0, 1):
            day = moment.date() - timedelta(days=ago)
            worked = days(day)
            off = None if worked is None else not worked
            at = minute + ago * DAY_MINUTES
            if any(span.first <= at < span.last and span.begins(day, off) for span in self.spans):
                return Door.OPEN
        return Door.CLOSED


def _spans(text: str, part: Part) -> Iterator[Span]:
    if part.days is Days.OFF or not part.times:
        raise Unreadable(text, part.text)
    weekdays = frozenset[int]() if part.days is Days.HOLIDAY else part.weekdays
    if part.days is Days.WORKING:
        weekdays = _WORKWEEK
    working = part.days is not Days.HOLIDAY and weekdays >= _WORKWEEK
    holidays = part.days in {Days.NONE, Days.EVERY, Days.HOLIDAY}
    yield from (Span(weekdays, first, last, working, holidays) for first, last in part.times)


@lru_cache(maxsize=4096)
def read_hours(text: str) -> Hours:
    """The hours that ``text`` says, its parts separated by ``;``: days (all where none are named), then times.

    An end before the beginning is on the next day. Empty text is hours that are not known.

    Raises:
        Unreadable: with the part that cannot be read.
    """
    return Hours(tuple(span for part in read_times(text) for span in _spans(text, part)))
