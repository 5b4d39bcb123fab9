"""The deadline of a case whose category or filing standard was corrected (更正后重算时限). Pure."""

from datetime import timedelta

import attrs

from cmsdk.clock.working import WorkClock
from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.course import Hold
from cmsdk.model.spans import WORK_MINUTES
from cmsdk.rules.handling import Chosen
from cmsdk.rules.limits import calendar_of

from .procedure import Procedure


def recounted(case: Case, chosen: Chosen, procedure: Procedure) -> Due:
    """The deadline by ``chosen``, counted on the current plan from the case's own start; it keeps what it was granted.

    Each extension adds the new limit once more; holds move the deadline as they did. What was provisional stays so:
    a recount of deadlines makes it firm where it is.
    """
    clock = procedure.clocks.named(calendar_of(procedure.plan, chosen.calendar, case.unit))
    due = clock.due(case.at, chosen.limit)
    for _ in case.course.extensions:
        more = clock.due(due.at, chosen.limit)
        skipped = tuple(sorted({*due.skipped, *more.skipped}))
        due = attrs.evolve(more, skipped=skipped, provisional=due.provisional or more.provisional)
    for hold in case.course.holds:
        due = _held(due, hold, clock)
    provisional = due.provisional or (case.due is not None and case.due.provisional)
    return attrs.evolve(due, provisional=provisional)


def _held(due: Due, hold: Hold, clock: WorkClock) -> Due:
    """``due`` after a hold: on by as long as work stood, or its end where that is the later deadline."""
    if not hold.pauses:
        return attrs.evolve(due, at=max(due.at, hold.ends))
    if due.limit.unit not in WORK_MINUTES:
        return attrs.evolve(due, at=due.at + max(hold.ends - hold.begins, timedelta(0)))
    at = clock.advance(due.at, clock.worked(hold.begins, hold.ends))
    return due if at is None else attrs.evolve(due, at=at, provisional=due.provisional or not clock.knows(at))
