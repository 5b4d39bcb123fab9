"""The deadline for handling: the limit that holds, counted on its calendar from the report's own time."""

from collections.abc import Sequence
from datetime import date

import attrs

from cmsdk.clock.clocks import Clocks
from cmsdk.contract.plan import CityPlan
from cmsdk.model.clock import Due
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.report import Dated
from cmsdk.rules.handling import Chosen, HandlingLimits
from cmsdk.rules.limits import calendar_of
from cmsdk.rules.memo import Memo
from cmsdk.rules.validity import days_of

from .draft import Draft

Facts = tuple[tuple[str, str], ...]


class DueStage:
    """The limits and calendars of a plan, compiled."""

    def __init__(self, plan: CityPlan) -> None:
        """Clocks are compiled once a plan, on first use."""
        self._plan = plan
        self._clocks = Clocks(plan)
        self._limits = HandlingLimits(plan)
        self._told: Memo[tuple[str, str, str, str, tuple[date, ...]], Facts] = Memo()

    def run(self, drafts: Sequence[Draft]) -> None:
        """Give every draft its deadline."""
        for draft in drafts:
            report = draft.report
            said = draft.searched, report.tags, report.measures
            chosen = self._limits.choose(draft.category, draft.grid, draft.division, days_of(report), said)
            if chosen.step is not None:
                draft.steps.append(chosen.step)
            draft.standard = chosen.standard
            draft.due = self._due(draft, chosen)
            draft.steps.append(self._step(draft.due, chosen, report.dated))

    def _due(self, draft: Draft, chosen: Chosen) -> Due:
        calendar = calendar_of(self._plan, chosen.calendar, draft.unit)
        due = self._clocks.named(calendar).due(draft.report.at, chosen.limit)
        if draft.report.dated is Dated.DELIVERY and not due.provisional:
            return attrs.evolve(due, provisional=True)
        return due

    def _step(self, due: Due, chosen: Chosen, dated: Dated) -> Step:
        why = _why(due, dated)
        # what is told besides the moment is the same for all cases of a rule over the same days
        key = chosen.rule, chosen.why, why, due.calendar, due.skipped
        facts = self._told.get_or(key, lambda: _facts(due, chosen))
        return Step(Stage.DUE, chosen.rule, chosen.plugin, due.at.isoformat(), why, facts, chosen.basis)


def _why(due: Due, dated: Dated) -> str:
    """A report without a time of its own stays provisional whatever the calendar knows, so that is named first."""
    if not due.provisional:
        return "due"
    return "due-undated" if dated is Dated.DELIVERY else "due-unpublished"


def _facts(due: Due, chosen: Chosen) -> Facts:
    facts = [("limit", str(due.limit)), ("reason", chosen.why)]
    if due.calendar or due.provisional:
        facts.append(("calendar", f"{due.calendar} {due.calendar_version}".strip()))
    if due.skipped:
        facts.append(("skipped", f"{len(due.skipped)}: {due.skipped[0]}…{due.skipped[-1]}"))
    if chosen.source:
        facts.append(("source", chosen.source))
    return tuple(facts)
