"""A class of cases through time: which row wins from when to when, and which rows stand hidden behind it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise, product

import attrs

from cmsdk.contract.deciding import AT_STATION, RouteRow
from cmsdk.contract.when import DayType, When
from cmsdk.model.spans import DateSpan
from cmsdk.model.spoken_times import DAY_MINUTES

WEEK = 7
PLAIN_DAYS = tuple(DayType(weekday, False, False) for weekday in range(1, 8))
ALL_DAYS = tuple(DayType(*parts) for parts in product(range(1, 8), (False, True), (False, True)))
"""Kinds of day that a calendar may come to have: make-up days turn any weekday round."""


@attrs.frozen
class Time:
    """Part of a kind of day: from a minute to another, the end not included."""

    day: DayType
    first: int
    last: int


@attrs.frozen(cache_hash=True)
class Span:
    """Days from the first to the last (``None``: without end), and the times of those days; none means all of them."""

    first: date
    last: date | None
    times: tuple[Time, ...] = ()
    by_calendar: bool = False
    """Whether the times ask which days are worked on."""

    def covers(self, day: date, kind: DayType, minute: int) -> bool:
        """Whether a moment lies in the span."""
        if day < self.first or (self.last is not None and day > self.last):
            return False
        if not self.by_calendar:
            kind = DayType(kind.weekday, False, False)
        return not self.times or any(t.day == kind and t.first <= minute < t.last for t in self.times)


def _intervals(rows: Sequence[RouteRow], on: date) -> Iterator[tuple[date, date | None]]:
    """Days from ``on``, cut where a row begins or ends to hold."""
    edges = {row.valid.first for row in rows if row.valid.first is not None and row.valid.first > on}
    edges |= {row.valid.last + timedelta(days=1) for row in rows if row.valid.last is not None}
    cuts = sorted({on, *edges})
    for first, after in pairwise(cuts):
        yield first, after - timedelta(days=1)
    yield cuts[-1], None


@lru_cache(maxsize=1024)
def _alike(whens: frozenset[When]) -> tuple[tuple[frozenset[When], tuple[Time, ...]], ...]:
    """The parts of all kinds of day, together where the same of ``whens`` hold, which come with them."""
    days = ALL_DAYS if any(when.by_calendar for when in whens) else PLAIN_DAYS
    edges = sorted({0, DAY_MINUTES}.union(*(when.edges for when in whens)))
    found: dict[frozenset[When], list[Time]] = {}
    for day in days:
        for first, last in pairwise(edges):
            held = frozenset(when for when in whens if when.holds(day, first))
            found.setdefault(held, []).append(Time(day, first, last))
    return tuple((held, tuple(times)) for held, times in found.items())


@attrs.define
class Winners:
    """Which rows win somewhere, and which rows hide those that have not won yet."""

    won: set[str] = attrs.field(factory=set)
    hidden: dict[str, set[str]] = attrs.field(factory=dict)

    def note(self, rows: Sequence[RouteRow], station: bool) -> bool:
        """``rows`` hold at one time, in order; whether one of them answers whatever the case's station is."""
        first = next((row for row in rows if row.unit != AT_STATION or station), None)
        sure = next((row for row in rows if row.unit != AT_STATION), None)
        self.won.update(row.id for row in (first, sure) if row is not None)
        for row in rows:
            if row.id not in self.won:
                # a row of the station is hidden where there is one; any other must be hidden where there is none too
                by = sure if row.unit != AT_STATION else first if station else None
                if by is not None and by is not row:
                    self.hidden.setdefault(row.id, set()).add(by.id)
        return sure is not None


def open_spans(rows: Sequence[RouteRow], on: date, station: bool, winners: Winners) -> tuple[Span, ...]:
    """When none of ``rows`` (in the order in which they are asked; none expired) answers, from ``on`` on."""
    if len({row.applies for row in rows}) > 1:
        # judged on two days that may differ: no one order of days shows all that may happen
        winners.won.update(row.id for row in rows)
    found: list[Span] = []
    for first, last in _intervals(rows, on):
        holding = [row for row in rows if row.valid.holds(first)]
        whens = frozenset(row.when for row in holding if row.when is not None)
        if not whens:
            if not winners.note(holding, station):
                found.append(Span(first, last))
            continue
        asked, nobody = 0, list[Time]()
        for held, parts in _alike(whens):
            times = _within(parts, first, last)
            asked += len(times)
            if times and not winners.note([r for r in holding if r.when is None or r.when in held], station):
                nobody += times
        if nobody:
            by_calendar = any(when.by_calendar for when in whens)
            all_day = len(nobody) == asked
            found.append(Span(first, last) if all_day else Span(first, last, _joined(nobody), by_calendar))
    return _merged(found)


def clipped(spans: Sequence[Span], valid: DateSpan) -> tuple[Span, ...]:
    """What of ``spans`` lies on the days of ``valid``; times of weekdays that those days do not have are left out."""
    if valid.always:
        return tuple(spans)
    found: list[Span] = []
    for span in spans:
        first = span.first if valid.first is None else max(span.first, valid.first)
        last = min((day for day in (span.last, valid.last) if day is not None), default=None)
        if last is not None and last < first:
            continue
        times = _within(span.times, first, last)
        if times or not span.times:
            found.append(attrs.evolve(span, first=first, last=last, times=times))
    return tuple(found)


def _within(times: tuple[Time, ...], first: date, last: date | None) -> tuple[Time, ...]:
    """The times of those weekdays that there are between two days."""
    days = WEEK if last is None else min((last - first).days + 1, WEEK)
    weekdays = {(first + timedelta(days=n)).isoweekday() for n in range(days)}
    return times if days == WEEK else tuple(t for t in times if t.day.weekday in weekdays)


def _in_order(time: Time) -> tuple[int, bool, bool, int]:
    return time.day.weekday, time.day.works, time.day.worked, time.first


def _joined(times: Sequence[Time]) -> tuple[Time, ...]:
    """In order; parts of one day that follow each other become one."""
    made: list[Time] = []
    for time in sorted(times, key=_in_order):
        if made and made[-1].day == time.day and made[-1].last == time.first:
            made[-1] = attrs.evolve(made[-1], last=time.last)
        else:
            made.append(time)
    return tuple(made)


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans that follow each other with the same times become one."""
    made: list[Span] = []
    for span in spans:
        before = made[-1] if made else None
        follows = before is not None and before.last is not None and before.last + timedelta(days=1) == span.first
        if before is not None and follows and (before.times, before.by_calendar) == (span.times, span.by_calendar):
            made[-1] = attrs.evolve(before, last=span.last)
        else:
            made.append(span)
    return tuple(made)
