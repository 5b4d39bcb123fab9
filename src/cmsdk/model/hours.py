"""Opening hours (开放时间) as stations publish them, in Chinese or English, and whether a door is open at a moment."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
import re
from typing import Final
import unicodedata

import attrs

_DAY_MINUTES: Final = 24 * 60
_WEEK: Final = frozenset(range(1, 8))
_WORKWEEK: Final = frozenset(range(1, 6))
_NUMBER: Final = {
    **{day: n for n, day in enumerate("一二三四五六日", start=1)},
    "天": 7,
    **{day: n for n, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), start=1)},
}
_DAY: Final = r"(?:(?:周|星期|礼拜)?[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)"
_RANGE: Final = re.compile(rf"({_DAY})\s*(?:(?:-|至|到|to)\s*({_DAY}))?\s*[,、和]?\s*")
_TIMES: Final = re.compile(r"(\d{1,2}):(\d{2})\s*(?:-|至|到|to)\s*(\d{1,2}):(\d{2})\s*[,、和]?\s*")
_ROUND: Final = re.compile(r"24\s*(?:小时|hours?|h)|全天")
_GROUPS: Final = (
    (re.compile(r"每天|每日|daily|every\s?day"), "every"),
    (re.compile(r"工作日|work(?:ing)?\s?days?"), "working"),
    (re.compile(r"(?:法定)?节假日|(?:public\s)?holidays?"), "holiday"),
)
_MARKS: Final = re.compile(r"[\u2010-\u2015\u2212~\u301c]")
"""Dashes and waves of all kinds, each of which stands for "to"."""


class Unreadable(ValueError):  # noqa: N818  the hours are
    """Opening hours that cannot be read: the text, and the part of it that is wrong."""

    def __init__(self, text: str, part: str) -> None:
        self.text, self.part = text, part
        super().__init__(f"opens: {text!r} cannot be read, because of {part!r}; write such as Mon-Fri 09:00-17:00")


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
            at = minute + ago * _DAY_MINUTES
            if any(span.first <= at < span.last and span.begins(day, off) for span in self.spans):
                return Door.OPEN
        return Door.CLOSED


def _days(text: str, part: str) -> tuple[frozenset[int], bool, bool, str]:
    """Weekdays, whether working days and holidays are meant, and the rest of the part, which are its times."""
    for pattern, group in _GROUPS:
        found = pattern.match(part)
        if found:
            rest = part[found.end() :].lstrip(" ,、:")
            days = {"every": _WEEK, "working": _WORKWEEK, "holiday": frozenset[int]()}[group]
            return days, group != "holiday", group != "working", rest
    named: set[int] = set()
    found = _RANGE.match(part)
    while found:
        first = _weekday(found[1], text, part)
        last = _weekday(found[2], text, part) if found[2] else first
        named |= {(first - 1 + n) % 7 + 1 for n in range((last - first) % 7 + 1)}
        part = part[found.end() :]
        found = _RANGE.match(part)
    whole = frozenset(named) or _WEEK
    return whole, whole >= _WORKWEEK, not named, part


def _weekday(name: str, text: str, part: str) -> int:
    number = _NUMBER.get(name[-1]) or _NUMBER.get(name[:3])
    if number is None:
        raise Unreadable(text, part)
    return number


def _times(text: str, part: str, times: str) -> list[tuple[int, int]]:
    if _ROUND.fullmatch(times):
        return [(0, _DAY_MINUTES)]
    spans = []
    while found := _TIMES.match(times):
        hour, minute, to_hour, to_minute = map(int, found.groups())
        first, last = hour * 60 + minute, to_hour * 60 + to_minute
        if minute > 59 or to_minute > 59 or first >= _DAY_MINUTES or last > _DAY_MINUTES or first == last:  # noqa: PLR2004
            raise Unreadable(text, found[0].strip())
        spans.append((first, last if last > first else last + _DAY_MINUTES))
        times = times[found.end() :]
    if times or not spans:
        raise Unreadable(text, times or part)
    return spans


@lru_cache(maxsize=4096)
def read_hours(text: str) -> Hours:
    """The hours that ``text`` says, its parts separated by ``;``: days (all where none are named), then times.

    An end before the beginning is on the next day. Empty text is hours that are not known.

    Raises:
        Unreadable: with the part that cannot be read.
    """
    folded = _MARKS.sub("-", unicodedata.normalize("NFKC", text).casefold())
    spans: list[Span] = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;。\n]", folded))):
        days, working, holidays, times = _days(text, part)
        spans += [Span(days, first, last, working, holidays) for first, last in _times(text, part, times)]
    return Hours(tuple(spans))
