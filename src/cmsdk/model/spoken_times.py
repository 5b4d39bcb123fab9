"""Days and times of day as people write them, ``周一至周五 09:00-17:00``, ``Mon-Fri 09:00-17:00``: one reader for all.

What they mean is for those who ask: opening hours (:mod:`.hours`) are closed on holidays, times of a responsibility row
(时段) are not.
"""

from enum import StrEnum
from functools import lru_cache
import re
from typing import Final
import unicodedata

import attrs

DAY_MINUTES: Final = 24 * 60
WEEK: Final = frozenset(range(1, 8))
_NUMBER: Final = {
    **{day: n for n, day in enumerate("一二三四五六日", start=1)},
    "天": 7,
    **{day: n for n, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), start=1)},
}
_ENGLISH: Final = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_DAY: Final = rf"(?:(?:周|星期|礼拜)?[一二三四五六日天]|(?:{_ENGLISH})(?![a-z])\.?)"
_TO: Final = r"\s*(?:-|至|到|to)\s*"
_RANGE: Final = re.compile(rf"({_DAY})(?:{_TO}({_DAY}))?\s*[,、和]?\s*")
_TIMES: Final = re.compile(rf"(\d{{1,2}}):(\d{{2}}){_TO}(\d{{1,2}}):(\d{{2}})\s*[,、和]?\s*")
_ROUND: Final = re.compile(r"24\s*(?:小时|hours?|h)|全天")
_MARKS: Final = re.compile(r"[\u2010-\u2015\u2212~\u301c]")
"""Dashes and waves of all kinds, each of which stands for "to"."""


class Days(StrEnum):
    """By what words a part names its days."""

    NONE = "none"
    """It names none."""
    NAMED = "named"
    """Days of the week."""
    EVERY = "every"
    """每天, daily."""
    WORKING = "working"
    """工作日, workdays."""
    OFF = "off"
    """休息日, days off."""
    HOLIDAY = "holiday"
    """节假日, public holidays."""


_GROUPS: Final = (
    (re.compile(r"每天|每日|daily|every\s?day"), Days.EVERY),
    (re.compile(r"工作日|work(?:ing)?\s?days?"), Days.WORKING),
    (re.compile(r"休息日|days?\s?off"), Days.OFF),
    (re.compile(r"(?:法定)?节假日|(?:public\s)?holidays?"), Days.HOLIDAY),
)


class Unreadable(ValueError):  # noqa: N818  the words are
    """Days and times that cannot be read: the text, and the part of it that is wrong."""

    def __init__(self, text: str, part: str) -> None:
        self.text, self.part = text, part
        super().__init__(f"{text!r} cannot be read, because of {part!r}; write such as Mon-Fri 09:00-17:00")


@attrs.frozen
class Part:
    """One part: its days, and its times as minutes after midnight; no times where it names none.

    A time that ends past 24:00 ends on the next day.
    """

    days: Days
    weekdays: frozenset[int]
    """ISO weekdays, Monday is 1; all where it does not name days of the week."""
    times: tuple[tuple[int, int], ...]
    text: str
    """The part as it was read, for messages."""


def _days(text: str, part: str) -> tuple[Days, frozenset[int], str]:
    """By what words it names its days, which they are, and the rest of the part, which are its times."""
    for pattern, days in _GROUPS:
        found = pattern.match(part)
        if found:
            return days, WEEK, part[found.end() :].lstrip(" ,、:")
    named: set[int] = set()
    rest = part
    while found := _RANGE.match(rest):
        first, last = _weekday(found[1]), _weekday(found[2] or found[1])
        named |= {(first - 1 + n) % 7 + 1 for n in range((last - first) % 7 + 1)}
        rest = rest[found.end() :]
    if named and re.match(_TO, rest):
        raise Unreadable(text, part)
    return (Days.NAMED, frozenset(named), rest) if named else (Days.NONE, WEEK, rest)


def _weekday(name: str) -> int:
    return _NUMBER.get(name[-1]) or _NUMBER[name[:3]]


def _times(text: str, times: str) -> tuple[tuple[int, int], ...]:
    if _ROUND.fullmatch(times):
        return ((0, DAY_MINUTES),)
    spans = []
    while found := _TIMES.match(times):
        hour, minute, to_hour, to_minute = map(int, found.groups())
        first, last = hour * 60 + minute, to_hour * 60 + to_minute
        if minute > 59 or to_minute > 59 or first >= DAY_MINUTES or last > DAY_MINUTES or first == last:  # noqa: PLR2004
            raise Unreadable(text, found[0].strip())
        spans.append((first, last if last > first else last + DAY_MINUTES))
        times = times[found.end() :]
    if times:
        raise Unreadable(text, times)
    return tuple(spans)


def plain(text: str) -> str:
    """``text`` as it is read here: NFKC (full width is plain), lower case, every dash a hyphen."""
    return _MARKS.sub("-", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=4096)
def read_times(text: str) -> tuple[Part, ...]:
    """The parts of ``text``, separated by ``;``: days, then times; either may be missing.

    Raises:
        Unreadable: with the part that cannot be read.
    """
    parts = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;。\n]", plain(text)))):
        days, weekdays, times = _days(text, part)
        parts.append(Part(days, weekdays, _times(text, times), part))
    return tuple(parts)
