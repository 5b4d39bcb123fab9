"""The stage clocks of a case (环节计时): accept, verify, dispatch, sign, handle, check, each with its limit. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from cmsdk.clock.clocks import Clocks
from cmsdk.clock.lights import light_of, spent
from cmsdk.clock.running import Pause, RunningClock, due_of
from cmsdk.clock.working import WorkClock
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.timing import LimitRow
from cmsdk.model.case import Case
from cmsdk.model.clock import Light, StageClock
from cmsdk.model.commands import Resume, SignFor
from cmsdk.model.course import Hold
from cmsdk.model.entry import Entry
from cmsdk.rules.limits import LimitRows, calendar_of

from .forms import REPORTED
from .running import pauses_of

MINUTE: Final = 60
"""Seconds."""

STATES: Final[Mapping[str, str]] = {
    "reported": "accept",
    "verifying": "verify",
    **dict.fromkeys(("filed", "reviewed", "returned"), "dispatch"),
    "dispatched": "sign",
    "checking": "check",
}
"""State (contracts §5) → the stage that runs while a case is in it. ``handle`` runs from the report to handling."""
HANDLE: Final = "handle"
_ENDS: Final[Mapping[str, str]] = {SignFor.name: "sign"}
"""Command → the stage that it ends, also where a city's table leaves the case in the same state."""


@attrs.frozen
class Run:
    """A stretch of time that a case was in a stage; ``done`` is empty while it still is."""

    stage: str
    began: datetime
    done: datetime | None = None


def runs(
    case: Case, entries: Iterable[Entry], forms: Iterable[Mapping[str, Any]], resting: Collection[str] = ()
) -> Iterator[Run]:
    """The stretches of a case, in order; a stage that is entered again runs again.

    Acceptance begins with the report's own time, as the deadline for handling does, every other stage with the
    entry that led into it. A run ends when its state is left; not for one of ``resting``, where work stands and from
    which it goes on.
    """
    open_: Run | None = None
    was = ""
    for type_, at, state in _steps(case, entries, forms):
        if state in resting:
            continue
        stage = STATES.get(state)
        ended = open_ is not None and (open_.stage != stage or _ENDS.get(type_) == stage)
        if open_ is not None and ended:
            yield attrs.evolve(open_, done=at)
            open_ = None
        if stage and open_ is None and not (state == was or _ENDS.get(type_) == stage):
            open_ = Run(stage, at)
        was = state
    if open_ is not None:
        yield open_


def _steps(
    case: Case, entries: Iterable[Entry], forms: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, datetime, str]]:
    """Each entry that says so: its type, when the case came to be in its state, and that state.

    A case that resumed by itself, which has not been entered yet, has come further than its last entry.
    """
    state = ""
    for entry, form in zip(entries, forms, strict=True):
        reported = entry.type == REPORTED
        to = form.get("state" if reported else "to")
        if to is not None:
            state = str(to)
            yield entry.type, case.at if reported else entry.at, state
    if state != case.state and case.last is not None:
        yield Resume.name, case.last, case.state


class StageClocks:
    """The limits of a plan by stage, and the clocks that they are counted on."""

    def __init__(self, plan: CityPlan) -> None:
        """Rows of one stage in the plan's order."""
        self._plan, self._clocks, self._resting = plan, Clocks(plan), frozenset(plan.case_rules.holds)
        by_stage: dict[str, list[Ranked[LimitRow]]] = {}
        for ranked in plan.limits:
            by_stage.setdefault(ranked.item.stage, []).append(ranked)
        self._rows = {stage: LimitRows(plan, rows) for stage, rows in by_stage.items()}

    def of(
        self, case: Case, entries: Sequence[Entry], forms: Sequence[Mapping[str, Any]], now: datetime
    ) -> tuple[StageClock, ...]:
        """The clocks of a case at ``now`` (aware): stages that have a limit, then handling, in order of beginning."""
        found = [made for run in runs(case, entries, forms, self._resting) if (made := self._clock(case, run, now))]
        handling = self._handling(case, now)
        return tuple(sorted([*found, *handling], key=lambda clock: clock.began))

    def _clock(self, case: Case, run: Run, now: datetime) -> StageClock | None:
        rows = self._rows.get(run.stage)
        zone = self._plan.zone
        days = case.at.astimezone(zone).date(), run.began.astimezone(zone).date()
        ranked = rows.find(case.category, case.grid, case.division, days) if rows else None
        if ranked is None:
            return None
        row = ranked.item
        clock = self._clocks.named(calendar_of(self._plan, row.calendar, case.unit))
        pauses = pauses_of(hold for hold in case.course.holds if _within(hold, run))
        due = due_of(RunningClock(run.began, row.limit, pauses), clock, now)
        return _shown(StageClock(run.stage, run.began, due, run.done, Light.GREEN, row.id), pauses, clock, now)

    def _handling(self, case: Case, now: datetime) -> Iterator[StageClock]:
        """The case's own deadline, as it stands in the ledger."""
        if case.due is not None:
            done = case.handled or case.closed
            made = StageClock(HANDLE, case.at, case.due, done, Light.GREEN, case.standard)
            pauses = pauses_of(hold for hold in case.course.holds if hold.pauses)
            yield _shown(made, pauses, self._clocks.of(case.due), now)


def _within(hold: Hold, run: Run) -> bool:
    return run.began <= hold.begins and (run.done is None or hold.begins <= run.done)


def _shown(made: StageClock, pauses: Sequence[Pause], clock: WorkClock, now: datetime) -> StageClock:
    """``made`` with its light, what is spent and left of it, and until when it stands, as of its end or ``now``."""
    due, start, moment = made.due, made.began, made.done or now
    used, whole = spent(due, start, moment, clock, pauses), spent(due, start, due.at, clock, pauses)
    standing = [pause.ends for pause in pauses if pause.ends and pause.begins <= moment < pause.ends]
    return attrs.evolve(
        made,
        light=light_of(due, start, made.done, now, clock, pauses),
        spent=used // MINUTE,
        left=(whole - used) // MINUTE,
        paused_until=max(standing, default=None) if made.done is None else None,
    )


def running(clocks: Iterable[StageClock]) -> tuple[StageClock, ...]:
    """Those that still run, or stand for a while."""
    return tuple(clock for clock in clocks if clock.done is None)
