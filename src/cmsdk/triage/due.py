"""The deadline for handling: limit rows layer by layer, then the filing standard's, then the fallback band."""

from collections.abc import Sequence
from typing import Final

import attrs

from cmsdk.clock.clocks import Clocks
from cmsdk.contract.base import Band
from cmsdk.contract.catalogue import FilingStandard
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.model.clock import Due
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.report import Dated
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.rules.limits import LimitRows, calendar_of
from cmsdk.rules.validity import Days, Periods, days_of, holds

from .condition import Conditions
from .draft import Draft
from .memo import Memo

STAGE: Final = "handle"
LAST_RESORT: Final = Limit(15, LimitUnit.NATURAL_DAY)
"""Where no row, no standard and no fallback of the built-in plugin gives a limit."""


@attrs.frozen
class _Chosen:
    rule: str
    plugin: str
    limit: Limit
    calendar: str
    standard: str
    why: str
    basis: str
    source: str


class DueStage:
    """The limits and calendars of a plan, compiled."""

    def __init__(self, plan: CityPlan) -> None:
        """Clocks are compiled once a plan, on first use."""
        self._plan = plan
        self._clocks = Clocks(plan)
        self._conditions = Conditions(plan)
        rows = [r for r in plan.limits if r.item.stage == STAGE]
        self._areas = {r.item.area for r in rows}
        self._periods = Periods(r.item for r in rows)
        self._memo: Memo[tuple[object, ...], _Chosen | None] = Memo()
        self._own = LimitRows(plan, (r for r in rows if r.item.band is not Band.FALLBACK))
        self._fallback = LimitRows(plan, (r for r in rows if r.item.band is Band.FALLBACK))
        self._standards: dict[str, list[Ranked[FilingStandard]]] = {}
        for standard in plan.standards.values():
            if standard.limit is not None:
                ranked = Ranked(standard, plan.origins["cmsdk_standards", standard.id])
                self._standards.setdefault(standard.category, []).append(ranked)
        for found in self._standards.values():
            found.sort(key=lambda r: (-r.plugin.specificity, r.item.id))

    def run(self, drafts: Sequence[Draft]) -> None:
        """Give every draft its deadline."""
        for draft in drafts:
            chosen = self._choose(draft, days_of(draft.report))
            draft.standard = chosen.standard
            draft.due = self._due(draft, chosen)
            draft.steps.append(_step(draft.due, chosen, draft.report.dated))

    def _choose(self, draft: Draft, days: Days) -> _Chosen:
        return (
            self._remembered(self._own, draft, days)
            or self._by_standard(draft, days)
            or self._remembered(self._fallback, draft, days)
            or _Chosen("core:last-resort", "cmsdk", LAST_RESORT, "", "", "last-resort", "", "")
        )

    def _remembered(self, rows: LimitRows, draft: Draft, days: Days) -> _Chosen | None:
        """The answer of rows depends on few facts, so that most cases find it ready."""
        if not rows:
            return None
        grid = draft.grid if draft.grid in self._areas else ""
        key = (id(rows), draft.category, grid, draft.division, self._periods.of(days))
        return self._memo.get_or(key, lambda: self._by_row(rows, draft, days))

    @staticmethod
    def _by_row(rows: LimitRows, draft: Draft, days: Days) -> _Chosen | None:
        ranked = rows.find(draft.category, draft.grid, draft.division, days)
        if ranked is None:
            return None
        row, plugin = ranked.item, ranked.plugin.name
        return _Chosen(row.id, plugin, row.limit, row.calendar, "", "limit-row", row.basis, row.source)

    def _by_standard(self, draft: Draft, days: Days) -> _Chosen | None:
        """The standard of the category, else of the one above it.

        Standards of one category are chosen among those of the most specific plugin that has any: a city that
        brings its own takes the place of the nation's for that category.
        """
        for category in self._plan.lineage(draft.category):
            held = [ranked for ranked in self._standards.get(category, ()) if holds(ranked.item, days)]
            if held:
                first = held[0].plugin.specificity
                return self._by_condition(draft, [r.item for r in held if r.plugin.specificity == first])
        return None

    def _by_condition(self, draft: Draft, held: list[FilingStandard]) -> _Chosen:
        choice = self._conditions.choose(held, draft.report, draft.searched)
        if choice.step is not None:
            draft.steps.append(choice.step)
        chosen = choice.standard
        limit = chosen.limit or LAST_RESORT
        plugin = self._plan.origins["cmsdk_standards", chosen.id].name
        return _Chosen(chosen.id, plugin, limit, "", chosen.id, choice.why, chosen.basis, chosen.source)

    def _due(self, draft: Draft, chosen: _Chosen) -> Due:
        calendar = calendar_of(self._plan, chosen.calendar, draft.unit)
        due = self._clocks.named(calendar).due(draft.report.at, chosen.limit)
        if draft.report.dated is Dated.DELIVERY and not due.provisional:
            return attrs.evolve(due, provisional=True)
        return due


def _why(due: Due, dated: Dated) -> str:
    """A report without a time of its own stays provisional whatever the calendar knows, so that is named first."""
    if not due.provisional:
        return "due"
    return "due-undated" if dated is Dated.DELIVERY else "due-unpublished"


def _step(due: Due, chosen: _Chosen, dated: Dated) -> Step:
    facts = [("limit", str(due.limit)), ("reason", chosen.why)]
    if due.calendar or due.provisional:
        facts.append(("calendar", f"{due.calendar} {due.calendar_version}".strip()))
    if due.skipped:
        facts.append(("skipped", f"{len(due.skipped)}: {due.skipped[0]}…{due.skipped[-1]}"))
    if chosen.source:
        facts.append(("source", chosen.source))
    why = _why(due, dated)
    return Step(Stage.DUE, chosen.rule, chosen.plugin, due.at.isoformat(), why, tuple(facts), chosen.basis)
