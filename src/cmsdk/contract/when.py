"""Times of day and days of the week at which a row holds (时段), as a value that can be asked and compared."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final
import unicodedata

import attrs
from typing_extensions import override

from cmsdk.model.expected import Expected
from cmsdk.model.spoken_times import DAY_MINUTES, Days, Part, Unreadable, read_times


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

    def begins(self, day: DayType) -> bool:
        """Whether it begins on such a day."""
        return self._on(day.weekday, day.works)

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
        """The times that ``text`` names. Raises Expected, a ValueError."""
        try:
            parts = read_times(text)
        except Unreadable as error:
            raise Expected("times" if error.part == text else "times-part", part=error.part) from error
        if not parts:
            raise Expected("times")
        return cls(tuple(slot for part in parts for slot in _slots(part)), unicodedata.normalize("NFKC", text).strip())

    @override
    def __str__(self) -> str:
        return self.text


_KINDS: Final = {Days.WORKING: DayKind.WORKDAY, Days.OFF: DayKind.DAYOFF}


def _slots(part: Part) -> Iterator[Slot]:
    if part.days is Days.HOLIDAY:
        # a make-up day, a Sunday and a public holiday are three things, and the word is used for all of them
        raise Expected("times")
    kind = _KINDS.get(part.days, DayKind.ANY)
    for first, last in part.times or ((0, DAY_MINUTES),):
        yield Slot(tuple(sorted(part.weekdays)), kind, first, last if last <= DAY_MINUTES else last - DAY_MINUTES)
