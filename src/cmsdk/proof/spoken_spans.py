"""Spans of days, and times in the notation of the tables: what is shown of these can be typed into a row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from cmsdk.contract.when import DayType
from cmsdk.model.spoken_times import DAY_MINUTES

from .timeline import Span, Time

_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_Parts = tuple[tuple[int, int], ...]


def spans_text(spans: Sequence[Span]) -> str:
    """``2026-01-01..2026-03-31, 2026-06-01.. (Mon-Fri 18:00-24:00)``."""
    return ", ".join(map(_span_text, spans))


def _span_text(span: Span) -> str:
    days = f"{span.first}..{span.last or ''}"
    return f"{days} ({times_text(span.times, span.by_calendar)})" if span.times else days


def times_text(times: Sequence[Time], by_calendar: bool) -> str:
    """Times by the kinds of day that have the same; working days are told apart only where rows ask for them."""
    parts: dict[DayType, list[tuple[int, int]]] = {}
    for time in times:
        parts.setdefault(time.day, []).append((time.first, time.last))
    alike: dict[_Parts, list[DayType]] = {}
    for day, found in parts.items():
        alike.setdefault(tuple(found), []).append(day)
    return "; ".join(
        f"{days} {hours}".strip()
        for spans, kinds in alike.items()
        for days in (_by_calendar(kinds) if by_calendar else (_weekdays({k.weekday for k in kinds}),))
        for hours in (_hours(spans),)
    )


def _hours(spans: _Parts) -> str:
    if spans == ((0, DAY_MINUTES),):
        return ""
    return ",".join(f"{_clock(first)}-{_clock(last)}" for first, last in spans)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _weekdays(days: set[int]) -> str:
    """``Mon-Fri``, ``Sat,Sun``; nothing where it is all of them."""
    if len(days) == len(_NAMES):
        return ""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    few = 2
    joint = "-" if len(run) > few else ","
    return _NAMES[run[0] - 1] if len(run) == 1 else f"{_NAMES[run[0] - 1]}{joint}{_NAMES[run[-1] - 1]}"


def _by_calendar(kinds: Iterable[DayType]) -> Iterator[str]:
    """Weekdays for each combination of working day and working day before that has the same weekdays."""
    days: dict[tuple[bool, bool], set[int]] = {}
    for kind in kinds:
        days.setdefault((kind.works, kind.worked), set()).add(kind.weekday)
    for conditions, weekdays in _simplified(days):
        yield f"{_weekdays(weekdays)} {conditions}".strip()


def _simplified(days: Mapping[tuple[bool, bool], set[int]]) -> Iterator[tuple[str, set[int]]]:
    """What does not depend on a condition is said without it."""
    both = (True, False)
    words = {True: "workday", False: "dayoff"}
    sets = list(days.values())
    if len(days) == len(both) ** 2 and all(found == sets[0] for found in sets):
        yield "", sets[0]
        return
    left = dict(days)
    for works in both:
        if (works, True) in left and left.get((works, False)) == left[works, True]:
            yield words[works], left.pop((works, True))
            del left[works, False]
    for worked in both:
        if (True, worked) in left and left.get((False, worked)) == left[True, worked]:
            yield f"after {words[worked]}", left.pop((True, worked))
            del left[False, worked]
    for (works, worked), found in left.items():
        yield f"{words[works]} after {words[worked]}", found
