"""Working time and limits as data."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Final

import attrs
from typing_extensions import override

from cmsdk.model.spans import Limit

from .base import Band, Contribution, Named

Shift = tuple[time, time]
"""Opening and end of a shift; an end of 00:00 is midnight at the end of the day."""

DAY_SECONDS: Final = 24 * 60 * 60
LAST_YEAR: Final = 2199
"""Last year that a calendar may claim to know; every day of it is counted out when a city opens."""


def shift_seconds(shifts: tuple[Shift, ...]) -> list[tuple[int, int]]:
    """The shifts as seconds since midnight."""

    def seconds(moment: time) -> int:
        return moment.hour * 3600 + moment.minute * 60 + moment.second

    return [(seconds(first), seconds(last) or DAY_SECONDS) for first, last in shifts]


def _check_shifts(name: str, value: tuple[Shift, ...]) -> None:
    flat = [moment for shift in shift_seconds(value) for moment in shift]
    if not flat or any(a >= b for a, b in pairwise(flat)):
        raise ValueError(f"{name}: give them in order and without overlap, such as 08:00-12:00, 14:00-18:00")


class Outside(StrEnum):
    """Where a count of business days begins for a report outside working time (非工作时间收件)."""

    OPENING = "opening"
    """At the next opening, whenever it came (contracts §4)."""
    CLOCK = "clock"
    """A day off: the next working day at the report's own clock time. Then, from closing time on: the opening of
    the working day after. Before opening: as it came."""


@attrs.frozen(kw_only=True)
class WorkCalendar(Named):
    """Working time (工作日历): shifts on working days, with holidays and make-up days by date.

    ``days`` maps a date to ``True`` (make-up working day 班) or ``False`` (day off 休); every other day
    follows ``weekend`` (ISO weekdays off). Outside ``known_from … known_until`` nothing is certain.
    ``hours`` gives the shifts of a weekday that has others than ``shifts``, such as a Saturday morning; a
    make-up day stands in for an ordinary day and has ``shifts``.
    """

    name: str = ""
    version: str
    time_zone: str
    shifts: tuple[Shift, ...] = attrs.field()
    hours: Mapping[int, tuple[Shift, ...]] = attrs.field(factory=dict)
    """ISO weekday → its own shifts."""
    weekend: tuple[int, ...] = (6, 7)
    outside: Outside = Outside.OPENING
    days: Mapping[date, bool] = attrs.field(factory=dict)
    known_from: date
    known_until: date = attrs.field()

    @shifts.validator
    def _in_order(self, _attribute: object, value: tuple[Shift, ...]) -> None:
        _check_shifts("shifts", value)

    @hours.validator
    def _by_weekday(self, _attribute: object, value: Mapping[int, tuple[Shift, ...]]) -> None:
        for weekday, shifts in value.items():
            if weekday not in range(1, 8):
                raise ValueError(f"hours: {weekday} is no day of the week; 1 is Monday and 7 is Sunday")
            _check_shifts(f"hours.{weekday}", shifts)

    @known_until.validator
    def _can_be_counted(self, _attribute: object, value: date) -> None:
        if not self.known_from <= value or value.year > LAST_YEAR:
            raise ValueError(f"known_until: {value} is not between known_from {self.known_from} and {LAST_YEAR}-12-31")

    def works_on(self, day: date) -> bool:
        """Whether ``day`` is a working day: by the dated table first, else by weekday."""
        named = self.days.get(day)
        return day.isoweekday() not in self.weekend if named is None else named

    def shifts_on(self, day: date) -> tuple[Shift, ...]:
        """The shifts of ``day``; nothing on a day off."""
        if not self.works_on(day):
            return ()
        return self.shifts if self.days.get(day) else self.hours.get(day.isoweekday(), self.shifts)


@attrs.frozen(kw_only=True)
class CalendarYear(Contribution):
    """A further year (续一年) of a calendar that another plugin brings: its days, and the notice as ``basis``.

    It is merged into the calendar ``calendar`` when the city is assembled, if ``year`` is the one after the
    calendar's known end; the calendar then knows that year to its last day. ``days`` are those of the year, and of
    the December before it: the notice of 2019 also named 29 to 31 December 2018.
    """

    calendar: str
    year: int = attrs.field()
    days: Mapping[date, bool] = attrs.field()
    version: str = ""
    """What the calendar's version is continued with, ``+2027``; the year where it is left out."""

    @year.validator
    def _can_be_counted(self, _attribute: object, value: int) -> None:
        if value > LAST_YEAR:
            raise ValueError(f"year: {value} is past {LAST_YEAR}, the last that a calendar may claim to know")

    @days.validator
    def _of_the_year(self, _attribute: object, value: Mapping[date, bool]) -> None:
        first, last = date(self.year - 1, 12, 1), date(self.year, 12, 31)
        strange = [str(day) for day in value if not first <= day <= last]
        if strange:
            raise ValueError(f"days: {', '.join(strange)} is neither of {self.year} nor of the December before it")

    @property
    @override
    def key(self) -> str:
        """Calendar and year."""
        return f"{self.calendar}/{self.year}"


STAGES: Final = ("accept", "verify", "dispatch", "sign", "handle", "check")
"""Stages that have a limit of their own (环节), in order of the work: 受理, 立案前核实, 派遣, 签收, 处置, 处置后核查.

核实 and 核查 are swapped between cities (contracts §5), so the ids go by the state: ``verify`` runs while a
case is ``verifying``, before it is filed; ``sign`` while it is ``dispatched``, until the unit has signed for it;
``check`` while it is ``checking``, after it was handled.
"""


@attrs.frozen(kw_only=True)
class LimitRow(Named):
    """A limit (时限) that the city sets for a stage by category and area; it comes before the filing standard's."""

    stage: str = "handle"
    """One of ``STAGES``."""
    category: str = "*"
    area: str = "*"
    limit: Limit
    calendar: str = ""
    """Id of the calendar it is counted on; else the owning unit's, else the city's."""
    band: Band = Band.LOCAL
