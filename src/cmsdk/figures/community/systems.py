"""Figures of the systems (制度落实统计): the due dates of each, kept, missed or still open."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

import attrs

from cmsdk.contract.community.systems import Every, SystemDuty
from cmsdk.figures.terms import AFTER_TIME, IN_TIME, OVERDUE, UNDER_WAY, outcome
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import ViewRow
from cmsdk.model.works.base import Work
from cmsdk.model.works.known import WORKS

_LONGEST: Final[Mapping[Every, int]] = {Every.WEEK: 7, Every.MONTH: 31, Every.QUARTER: 92, Every.YEAR: 366}
"""Days after which the next period has begun, and not yet the one after it."""


@attrs.frozen
class Term:
    """A period of a system: its first day, the first day after it, and the last on which it is kept in time."""

    label: str
    first: date
    end: date
    due: date


def start_of(every: Every, day: date) -> date:
    """The first day of the period that ``day`` lies in."""
    match every:
        case Every.WEEK:
            return day - timedelta(days=day.weekday())
        case Every.MONTH:
            return day.replace(day=1)
        case Every.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Every.YEAR:
            return day.replace(month=1, day=1)


def label_of(every: Every, first: date) -> str:
    """What the period that begins on ``first`` is called: ``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026``."""
    match every:
        case Every.WEEK:
            year, week, _ = first.isocalendar()
            return f"{year}-W{week:02}"
        case Every.MONTH:
            return f"{first:%Y-%m}"
        case Every.QUARTER:
            return f"{first.year}-Q{(first.month + 2) // 3}"
        case Every.YEAR:
            return str(first.year)


def terms(duty: SystemDuty, since: date, until: date) -> Iterator[Term]:
    """The periods of a system that reach into the days from ``since`` to ``until``."""
    first = start_of(duty.every, since)
    while first <= until:
        end = start_of(duty.every, first + timedelta(days=_LONGEST[duty.every]))
        due = min(first + timedelta(days=duty.on - 1), end - timedelta(days=1))
        yield Term(label_of(duty.every, first), first, end, due)
        first = end


def _evidence(duty: SystemDuty, seen: Seen) -> Iterator[tuple[date, Work]]:
    """The work that keeps a system, with its day."""
    kind, _, field = duty.evidence.partition(".")
    for work in seen.works.get(kind, ()):
        at = getattr(work, field)
        named = getattr(work, "system", "") or duty.id
        if at is not None and named == duty.id and all(str(getattr(work, n)) == v for n, v in duty.conditions):
            yield seen.day(at) if isinstance(at, datetime) else at, work


def _systems(seen: Seen) -> Iterator[ViewRow]:
    today = seen.today
    for duty in seen.plan.rows(SystemDuty).values():
        evidence = sorted(_evidence(duty, seen), key=lambda pair: (pair[0], pair[1].id))
        begun = seen.day(seen.first) if seen.first else evidence[0][0] if evidence else today
        for term in terms(duty, duty.valid.first or begun, today):
            if seen.within(term.due) and duty.valid.holds(term.due):
                yield _row(duty, term, [(day, work) for day, work in evidence if term.first <= day < term.end], seen)


def _row(duty: SystemDuty, term: Term, evidence: list[tuple[date, Work]], seen: Seen) -> ViewRow:
    done = evidence[0][0] if evidence else None
    found = outcome(done, term.due, seen)
    cells = {
        "system": duty.id, "name": duty.name, "kind": duty.kind.value, "unit": duty.unit, "officer": duty.officer,
        "period": term.label, "due": term.due, "done": done, "times": len(evidence),
        "kept": int(found == IN_TIME), "late": int(found == AFTER_TIME), "missed": int(found == OVERDUE),
        "open": int(found == UNDER_WAY), "outcome": found,
    }  # fmt: skip
    return ViewRow(cells, (duty.id, *(work.id for _, work in evidence)))


VIEWS: Final = (
    View(
        id="systems",
        columns=(
            "system", "name", "kind", "unit", "officer", "period", "due", "done", "times", "kept", "late", "missed",
            "open", "outcome",
        ),
        rows=_systems,
        works=tuple(WORKS.values()),
    ),
)  # fmt: skip
