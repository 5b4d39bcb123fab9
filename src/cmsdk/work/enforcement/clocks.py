"""The terms of a file as clocks with lights (办案期限): what began when, until which day, kept or not."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

import attrs

from cmsdk.contract.enforcement import Term, TermUnit
from cmsdk.model.clock import Light
from cmsdk.model.enforcement import EnforcementFile, Held
from cmsdk.model.enforcement_kinds import FileOutcome
from cmsdk.model.file_clock import FileClock

from .statute import Statute

YELLOW: Final = (4, 5)
"""From 80 % of a term on, as a fraction; as of the clocks of cases."""


@attrs.frozen
class _Span:
    """A term of the rules that runs for something on a file."""

    term: str
    began: datetime
    done: datetime | None
    subject: str = ""
    last: date | None = None
    """Where it is not the term's own: put off, extended."""


def _spans(file: EnforcementFile, statute: Statute) -> Iterator[_Span]:
    decision, settling, notice, hearing = file.decision, file.settling, file.notice, file.hearing
    if file.filed is not None:
        yield _Span("decision", file.filed, decision.at if decision else None, last=_extended(file, statute))
    for held in file.preserved:
        yield _Span("preservation", held.since, held.ended, held.item)
    for held in file.sealed:
        yield _Span("seal", held.since, held.ended, held.item, _sealed_to(held, statute))
    if notice is not None and notice.hearing_told:
        settled = hearing.requested or hearing.waived or (decision.at if decision else None)
        yield _Span("hearing_request", notice.at, settled)
    if decision is None:
        return
    yield _Span("service", decision.at, settling.served)
    if decision.public:
        yield _Span("publication", decision.at, settling.published)
    if settling.served is not None and decision.outcome is FileOutcome.PENALISE and decision.penalty.fine:
        paid = settling.paid_at if settling.paid >= decision.penalty.fine + settling.surcharge else None
        yield _Span("payment", settling.served, settling.executed or paid, last=settling.defer)
    if settling.reminded is not None:
        yield _Span("court_reminder", settling.reminded, settling.court or settling.executed)


def _extended(file: EnforcementFile, statute: Statute) -> date | None:
    last = statute.last_day("decision", file.filed) if file.filed and file.extended else None
    return None if last is None else statute.last_day("decision_extension", last)


def _sealed_to(held: Held, statute: Statute) -> date:
    return statute.end_of(Term(amount=held.days, unit=TermUnit.DAY, basis=""), statute.day(held.since))


def clocks(file: EnforcementFile, statute: Statute, now: datetime) -> tuple[FileClock, ...]:
    """The terms that run or ran on ``file`` at ``now`` (aware), in order of beginning; a term not set has no clock."""
    found = []
    for span in _spans(file, statute):
        term = statute.rules.terms.get(span.term)
        if term is None:
            continue
        last = span.last or statute.end_of(term, statute.day(span.began))
        shown = _light(term, statute.day(span.began), last, statute.day(span.done or now), statute)
        provisional = term.unit is TermUnit.WORK_DAY and not statute.knows(last)
        found.append(FileClock(span.term, span.subject, span.began, last, span.done, shown, term.basis, provisional))
    return tuple(sorted(found, key=lambda clock: (clock.began, clock.term, clock.subject)))


def _light(term: Term, began: date, last: date, day: date, statute: Statute) -> Light:
    if day > last:
        return Light.RED
    used, whole = statute.counted(term, began, day), statute.counted(term, began, last)
    return Light.YELLOW if used * YELLOW[1] >= whole * YELLOW[0] and used else Light.GREEN


def soonest(found: Iterable[FileClock], statute: Statute) -> datetime | None:
    """The end of the last day of the term that is due first among those that run."""
    last = min((clock.last for clock in found if clock.done is None), default=None)
    return None if last is None else datetime.combine(last + timedelta(days=1), time(), statute.clock.zone)
