"""The moment that rows are judged at: the day, what kind of day it is by the city's calendar, and the minute."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, Protocol

import attrs

from cmsdk.contract.base import Applies
from cmsdk.contract.timing import WorkCalendar
from cmsdk.contract.when import DayType, When
from cmsdk.model.report import Report


@attrs.frozen
class Moment:
    """A local time as rows see it."""

    day: date
    kind: DayType
    minute: int
    """Since midnight."""


_PLAIN: Final = {weekday: DayType(weekday, False, False) for weekday in range(1, 8)}
"""Kinds of day where no row asks for the calendar."""
Moments = tuple[Moment, Moment]
"""The moment of the report and that of the decision."""
TimeKey = tuple[tuple[int, bool, bool, int], ...]


class Timed(Protocol):
    """A row that may hold at certain times only."""

    @property
    def when(self) -> When | None:
        """The times; nothing is always."""
        ...

    @property
    def applies(self) -> Applies:
        """Whether the moment of the report or that of the decision counts."""
        ...


class LocalTime:
    """Local times → moments, and their classes between which no row begins or ends to hold."""

    def __init__(self, calendar: WorkCalendar | None, rows: Iterable[Timed]) -> None:
        """``calendar`` says which days are worked on; without one every day is a day off that is not asked for."""
        self._calendar = calendar
        timed = [(row, row.when) for row in rows if row.when is not None]
        self._edges = sorted({edge for _, when in timed for edge in when.edges})
        self._by_calendar = any(when.by_calendar for _, when in timed)
        self._both = any(row.applies is Applies.AT_DECISION for row, _ in timed)

    def works_on(self, day: date) -> bool:
        """Whether ``day`` is a working day."""
        return self._calendar is not None and self._calendar.works_on(day)

    def kind(self, day: date) -> DayType:
        """What rows ask of a day."""
        if not self._by_calendar:
            return _PLAIN[day.isoweekday()]
        before = day - timedelta(days=1) if day > date.min else day
        return DayType(day.isoweekday(), self.works_on(day), self.works_on(before))

    def holds(self, when: When, at: datetime) -> bool:
        """Whether ``when``, which is one of the rows', holds at ``at`` (local)."""
        return when.holds(self.kind(at.date()), at.hour * 60 + at.minute)

    def moment(self, at: datetime) -> Moment:
        """``at`` is local, in the city's zone."""
        return Moment(at.date(), self.kind(at.date()), at.hour * 60 + at.minute)

    def moments(self, report: Report) -> Moments:
        """The two moments that a row may be judged at."""
        at = self.moment(report.at)
        return at, at if report.received == report.at else self.moment(report.received)

    def key(self, report: Report) -> TimeKey:
        """The class of a report's times; nothing where no row asks for the time. Answers of rows are kept by it."""
        if not self._edges:
            return ()
        moments = self.moments(report) if self._both else (self.moment(report.at),)
        return tuple(
            (m.kind.weekday, m.kind.works, m.kind.worked, bisect_right(self._edges, m.minute)) for m in moments
        )
