"""The clock of a case (案件计时): its deadline counted from what has moved it, extensions and holds. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime

import attrs

from cmsdk.clock.clocks import Clocks
from cmsdk.clock.running import Pause, PutOff, RunningClock, due_of, extended
from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.copies import draft_of, made_of
from cmsdk.model.course import Course, Hold

from .procedure import Effects


def pauses_of(holds: Iterable[Hold]) -> tuple[Pause, ...]:
    """The stretches in which the clock stood, or will until its day."""
    return tuple(Pause(hold.begins, hold.until, hold.resumed) for hold in holds)


def running(case: Case) -> RunningClock | None:
    """What the deadline of ``case`` is counted from: its report's time, its limit, its extensions and holds.

    A day that it was put off to (缓办) holds even where work went on before it. Nothing for a case without a deadline.
    """
    if case.due is None:
        return None
    holds = case.course.holds
    return RunningClock(
        case.at,
        case.due.limit,
        pauses_of(hold for hold in holds if hold.pauses),
        case.course.extensions,
        tuple(PutOff(hold.begins, hold.until) for hold in holds if not hold.pauses),
    )


def with_course(case: Case, changes: Effects) -> Case:
    """``case`` with some fields of its course changed."""
    draft = draft_of(case)
    draft["course"] = made_of(draft_of(case.course) | changes, Course)
    return made_of(draft, Case)


def deadline(case: Case, clocks: Clocks) -> Due | None:
    """The deadline of ``case`` by its limit, its calendar as it is now, and all that has moved it.

    Where its calendar has left the plan it is counted on the city's, under the old name, and provisional. Whether the
    report had a time of its own is not asked here: what was provisional for that stays so (``moved``, ``recount``).
    """
    clock = running(case)
    if clock is None or case.due is None:
        return None
    due = due_of(clock, clocks.of(case.due), case.last or case.at)
    if clocks.get(case.due.calendar) is not None:
        return due
    return attrs.evolve(due, calendar=case.due.calendar, calendar_version=case.due.calendar_version, provisional=True)


def one_limit_more(due: Due, start: datetime, clocks: Clocks) -> Due:
    """``due`` extended by one original limit (延期); where its calendar has left the plan, see ``deadline``."""
    own = clocks.get(due.calendar)
    more = extended(due, start, own or clocks.of(due))
    if own is not None:
        return more
    return attrs.evolve(more, calendar=due.calendar, calendar_version=due.calendar_version, provisional=True)


def moved(case: Case, clocks: Clocks, *, earlier: bool = False) -> dict[str, Due]:
    """``due`` of ``case``, whose course has just been added to, as an effect; nothing where it has no deadline.

    What was provisional stays provisional until it is recounted. It moves ``earlier`` only where work goes on before
    the end of a hold: no extension and no hold brings a deadline forward, whatever became of the calendar.
    """
    old, new = case.due, deadline(case, clocks)
    if old is None or new is None:
        return {}
    at = old.at if not earlier and new.at.astimezone(UTC) < old.at.astimezone(UTC) else new.at
    if at is new.at and (new.provisional or not old.provisional):
        return {"due": new}
    return {"due": attrs.evolve(new, at=at, provisional=new.provisional or old.provisional)}
