"""Times of day and days of the week at which a row holds (时段), as a value that can be asked and compared."""

from enum import StrEnum
import re
from typing import Final
import unicodedata

import attrs
from typing_extensions import override

DAY_MINUTES: Final = 24 * 60


class DayKind(StrEnum):
    """Which days a slot means beside its weekdays: all, or those on which the city's calendar works, or does not."""

    ANY = "any"
    WORKDAY = "workday"
    DAYOFF = "dayoff"


@attrs.frozen
class DayType:
    """All that a slot asks of a day: its weekday, whether it is a working day, and whether the day before was one."""

    weekday: int
    """ISO: 1 is Monday."""
    works: bool
    worked: bool


@attrs.frozen
class Slot:
    """From a minute of the day to another (the end not included), on some days.

    An end at or before the beginning lies on the next day; the slot belongs to the day on which it begins.
    """

    weekdays: tuple[int, ...]
    kind: DayKind
    first: int
    last: int

    def holds(self, day: DayType, minute: int) -> bool:
        """Whether ``minute`` (since midnight) of ``day`` lies in the slot."""
        if self.first < self.last:
            return self.first <= minute < self.last and self._on(day.weekday, day.works)
        if minute >= self.first:
            return self._on(day.weekday, day.works)
        return minute < self.last and self._on((day.weekday - 2) % 7 + 1, day.worked)

    def _on(self, weekday: int, works: bool) -> bool:
        return weekday in self.weekdays and self.kind in {DayKind.ANY, DayKind.WORKDAY if works else DayKind.DAYOFF}


@attrs.frozen
class When:
    """The times at which a row holds (时段): any of its slots. Two are equal where they say the same.

    ``When.read("周一至周五 08:00-18:00")``, ``"Mon-Fri 18:00-08:00"`` (over midnight), ``"周六;周日"``,
    ``"工作日 07:00-09:00,17:00-19:00"``, ``"dayoff"``. Parts are separated by ``;``, times of one part by ``,``.
    Working days and days off are those of the calendar that the city's profile names.
    """

    slots: tuple[Slot, ...]
    text: str = attrs.field(default="", eq=False)

    def holds(self, day: DayType, minute: int) -> bool:
        """Whether ``minute`` (since midnight) of ``day`` lies in one of the slots."""
        return any(slot.holds(day, minute) for slot in self.slots)

    @property
    def by_calendar(self) -> bool:
        """Whether it asks the calendar which days are worked on."""
        return any(slot.kind is not DayKind.ANY for slot in self.slots)

    @property
    def edges(self) -> frozenset[int]:
        """Minutes of the day at which it may begin or end to hold."""
        return frozenset(edge % DAY_MINUTES for slot in self.slots for edge in (slot.first, slot.last))

    @classmethod
    def read(cls, text: str) -> "When":
        """The times that ``text`` names. Raises ValueError that says what was expected."""
        folded = unicodedata.normalize("NFKC", text).strip()
        parts = [part for part in map(str.strip, folded.split(";")) if part]
        if not parts:
            raise ValueError(EXPECTED)
        return cls(tuple(slot for part in parts for slot in _part(part)), folded)

    @override
    def __str__(self) -> str:
        return self.text


EXPECTED: Final = (
    "times of day and days, such as 07:00-09:00, 18:00-08:00 (over midnight), 周一至周五 08:00-18:00, Mon-Fri, "
    "周六;周日, 工作日, 休息日, workday, dayoff; leave it empty for always"
)
_ALL: Final = tuple(range(1, 8))
_DAYS: Final = {
    **{f"{prefix}{name}": n for prefix in ("周", "星期", "礼拜") for n, name in enumerate("一二三四五六日", start=1)},
    "周天": 7,
    "星期天": 7,
    "礼拜天": 7,
    **{name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), start=1)},
    **{
        name: n
        for n, name in enumerate(
            ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), start=1
        )
    },
}
_KINDS: Final = {
    "工作日": DayKind.WORKDAY, "workday": DayKind.WORKDAY, "workdays": DayKind.WORKDAY,
    "休息日": DayKind.DAYOFF, "dayoff": DayKind.DAYOFF, "daysoff": DayKind.DAYOFF,
    "每天": DayKind.ANY, "每日": DayKind.ANY, "daily": DayKind.ANY,
}  # fmt: skip
_TO: Final = r"\s*(?:-|–|—|~|至|到)\s*"
_TIME: Final = re.compile(rf"(\d{{1,2}}):(\d{{2}}){_TO}(\d{{1,2}}):(\d{{2}})")
_SPAN: Final = re.compile(_TO)


def _part(part: str) -> tuple[Slot, ...]:
    """The slots of one part: days, then times; either may be missing."""
    found = list(_TIME.finditer(part))
    days = part[: found[0].start()] if found else part
    rest = _TIME.sub("", part[len(days) :])
    if rest.strip(" ,、"):
        raise ValueError(EXPECTED)
    weekdays, kind = _days(days.strip(" ,、"))
    spans = [_span(match) for match in found] or [(0, DAY_MINUTES)]
    return tuple(Slot(weekdays, kind, first, last) for first, last in spans)


def _span(match: re.Match[str]) -> tuple[int, int]:
    hour, minute, to_hour, to_minute = map(int, match.groups())
    first, last = hour * 60 + minute, to_hour * 60 + to_minute
    if minute > 59 or to_minute > 59 or first >= DAY_MINUTES or last > DAY_MINUTES:  # noqa: PLR2004  a clock's face
        raise ValueError(f"{match[0]} is no time of day; " + EXPECTED)
    if first == last:
        raise ValueError(f"{match[0]} begins when it ends; for a whole day write the day alone, or 00:00-24:00")
    return first, last


def _days(text: str) -> tuple[tuple[int, ...], DayKind]:
    """The weekdays and kind of day that a part begins with: all where it names none."""
    word = text.casefold()
    if not word:
        return _ALL, DayKind.ANY
    if word in _KINDS:
        return _ALL, _KINDS[word]
    chosen: set[int] = set()
    for piece in re.split(r"[,、]", word):
        ends = [_DAYS.get(name) for name in _SPAN.split(piece.strip())]
        if None in ends or len(ends) > 2:  # noqa: PLR2004  from one day to another
            raise ValueError(EXPECTED)
        first, last = ends[0] or 0, ends[-1] or 0
        chosen.update((day - 1) % 7 + 1 for day in range(first, last + (7 if last < first else 0) + 1))
    return tuple(sorted(chosen)), DayKind.ANY
