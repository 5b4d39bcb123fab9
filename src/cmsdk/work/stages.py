"""The stage clocks of a case (环节计时): accept, verify, dispatch, handle, check, each with its own limit. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from cmsdk.clock.clocks import Clocks
from cmsdk.clock.lights import light_of
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.timing import LimitRow
from cmsdk.model.case import Case
from cmsdk.model.clock import StageClock
from cmsdk.model.entry import Entry
from cmsdk.rules.limits import LimitRows, calendar_of

from .forms import REPORTED

STATES: Final[Mapping[str, str]] = {
    "reported": "accept",
    "verifying": "verify",
    **dict.fromkeys(("filed", "reviewed", "returned"), "dispatch"),
    "checking": "check",
}
"""State (contracts §5) → the stage that runs while a case is in it. ``handle`` runs from the report to handling."""
HANDLE: Final = "handle"


@attrs.frozen
class Run:
    """A stretch of time that a case was in a stage; ``done`` is empty while it still is."""

    stage: str
    began: datetime
    done: datetime | None = None


def runs(case: Case, entries: Iterable[Entry], forms: Iterable[Mapping[str, Any]]) -> Iterator[Run]:
    """The stretches of a case, in order; a stage that is entered again runs again.

    Acceptance begins with the report's own time, as the deadline for handling does, every other stage with the
    entry that led into it.
    """
    open_: Run | None = None
    for entry, form in zip(entries, forms, strict=True):
        state = form.get("state") if entry.type == REPORTED else form.get("to")
        if state is None:
            continue
        stage = STATES.get(str(state))
        if open_ is not None and open_.stage == stage:
            continue
        if open_ is not None:
            yield attrs.evolve(open_, done=entry.at)
        began = case.at if entry.type == REPORTED else entry.at
        open_ = Run(stage, began) if stage else None
    if open_ is not None:
        yield open_


class StageClocks:
    """The limits of a plan by stage, and the clocks that they are counted on."""

    def __init__(self, plan: CityPlan) -> None:
        """Rows of one stage in the plan's order."""
        self._plan, self._clocks = plan, Clocks(plan)
        by_stage: dict[str, list[Ranked[LimitRow]]] = {}
        for ranked in plan.limits:
            by_stage.setdefault(ranked.item.stage, []).append(ranked)
        self._rows = {stage: LimitRows(plan, rows) for stage, rows in by_stage.items()}

    def of(
        self, case: Case, entries: Sequence[Entry], forms: Sequence[Mapping[str, Any]], now: datetime
    ) -> tuple[StageClock, ...]:
        """The clocks of a case at ``now`` (aware): stages that have a limit, then handling, in order of beginning."""
        found = [made for run in runs(case, entries, forms) if (made := self._clock(case, run, now))]
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
        due = clock.due(run.began, row.limit)
        return StageClock(run.stage, run.began, due, run.done, light_of(due, run.began, run.done, now, clock), row.id)

    def _handling(self, case: Case, now: datetime) -> Iterator[StageClock]:
        """The case's own deadline, as it stands in the ledger."""
        if case.due is not None:
            done = case.handled or case.closed
            shown = light_of(case.due, case.at, done, now, self._clocks.of(case.due))
            yield StageClock(HANDLE, case.at, case.due, done, shown, case.standard)


def running(clocks: Iterable[StageClock]) -> tuple[StageClock, ...]:
    """Those that still run."""
    return tuple(clock for clock in clocks if clock.done is None)
