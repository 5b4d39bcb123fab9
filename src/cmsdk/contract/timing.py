"""Working time and limits as data."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Final

import attrs

from cmsdk.model.spans import Limit

from .base import Band, Named

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
    """

    name: str = ""
    version: str
    time_zone: str
    shifts: tuple[Shift, ...] = attrs.field()
    weekend: tuple[int, ...] = (6, 7)
    outside: Outside = Outside.OPENING
    days: Mapping[date, bool] = attrs.field(factory=dict)
    known_from: date
    known_until: date = attrs.field()

    @shifts.validator
    def _in_order(self, _attribute: object, value: tuple[Shift, ...]) -> None:
        flat = [moment for shift in shift_seconds(value) for moment in shift]
        if not flat or any(a >= b for a, b in pairwise(flat)):
            raise ValueError("shifts: give them in order and without overlap, such as 08:00-12:00, 14:00-18:00")

    @known_until.validator
    def _can_be_counted(self, _attribute: object, value: date) -> None:
        if not self.known_from <= value or value.year > LAST_YEAR:
            raise ValueError(f"known_until: {value} is not between known_from {self.known_from} and {LAST_YEAR}-12-31")


@attrs.frozen(kw_only=True)
class LimitRow(Named):
    """A limit (时限) that the city sets for a stage by category and area; it comes before the filing standard's."""

    stage: str = "handle"
    category: str = "*"
    area: str = "*"
    limit: Limit
    calendar: str = ""
    band: Band = Band.LOCAL
