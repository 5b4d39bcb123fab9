"""Which limit a case is to be handled in: limit rows layer by layer, the filing standard's, then the fallback band."""

from collections.abc import Sequence
from typing import Final

import attrs

from cmsdk.contract.base import Band
from cmsdk.contract.catalogue import FilingStandard
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.model.decisions import Step
from cmsdk.model.spans import Limit, LimitUnit

from .conditions import Conditions, Said
from .limits import LimitRows
from .memo import Memo
from .validity import Days, Periods, holds

STAGE: Final = "handle"
LAST_RESORT: Final = Limit(15, LimitUnit.NATURAL_DAY)
"""Where no row, no standard and no fallback of the built-in plugin gives a limit."""


@attrs.frozen
class Chosen:
    """The limit that holds: the rule that gave it, with its plugin, calendar and basis, and the filing standard."""

    rule: str
    plugin: str
    limit: Limit
    calendar: str
    """Named by the row; empty for the unit's or the city's."""
    standard: str
    """Id of the standard whose limit holds; empty where a row gave it."""
    why: str
    """A reason of ``steps.toml``."""
    basis: str
    source: str
    step: Step | None = None
    """How the standard was chosen among several; nothing where there was nothing to choose."""


_NO_ROW: Final = Chosen("core:last-resort", "cmsdk", LAST_RESORT, "", "", "last-resort", "", "")


class HandlingLimits:
    """The limits for handling and the filing standards of a plan, compiled."""

    def __init__(self, plan: CityPlan) -> None:
        """Standards of one category stand in order: those of the most specific plugin first, then by id."""
        self._plan = plan
        self._conditions = Conditions(plan)
        rows = [r for r in plan.limits if r.item.stage == STAGE]
        self._areas = {r.item.area for r in rows}
        self._periods = Periods(r.item for r in rows)
        self._memo: Memo[tuple[object, ...], Chosen | None] = Memo()
        self._own = LimitRows(plan, (r for r in rows if r.item.band is not Band.FALLBACK))
        self._fallback = LimitRows(plan, (r for r in rows if r.item.band is Band.FALLBACK))
        self._standards: dict[str, list[Ranked[FilingStandard]]] = {}
        for standard in plan.standards.values():
            ranked = Ranked(standard, plan.origins["cmsdk_standards", standard.id])
            self._standards.setdefault(standard.category, []).append(ranked)
        for found in self._standards.values():
            found.sort(key=lambda r: (-r.plugin.specificity, r.item.id))

    def choose(self, category: str, grid: str, division: str, days: Days, said: Said) -> Chosen:
        """The limit for a case of ``category``; ``said`` chooses the filing condition where there are several."""
        return (
            self._remembered(self._own, category, grid, division, days)
            or self._by_standard(category, days, said)
            or self._remembered(self._fallback, category, grid, division, days)
            or _NO_ROW
        )

    def under(self, standard: FilingStandard, category: str, grid: str, division: str, days: Days) -> Chosen:
        """The limit for a case that somebody has filed under ``standard``: rows of the city still come before it."""
        found = (
            self._remembered(self._own, category, grid, division, days)
            or (_by(self._plan, standard, "chosen") if standard.limit else None)
            or self._remembered(self._fallback, category, grid, division, days)
            or _NO_ROW
        )
        return attrs.evolve(found, standard=standard.id)

    def standards(self, category: str, days: Days) -> tuple[FilingStandard, ...]:
        """All standards that hold on ``days`` for ``category`` and those above it, in the plan's order."""
        return tuple(
            ranked.item
            for one in self._plan.lineage(category)
            for ranked in self._standards.get(one, ())
            if holds(ranked.item, days)
        )

    def _remembered(self, rows: LimitRows, category: str, grid: str, division: str, days: Days) -> Chosen | None:
        """The answer of rows depends on few facts, so that most cases find it ready."""
        if not rows:
            return None
        grid = grid if grid in self._areas else ""
        key = (id(rows), category, grid, division, self._periods.of(days))
        return self._memo.get_or(key, lambda: self._by_row(rows, category, grid, division, days))

    @staticmethod
    def _by_row(rows: LimitRows, category: str, grid: str, division: str, days: Days) -> Chosen | None:
        ranked = rows.find(category, grid, division, days)
        if ranked is None:
            return None
        row, plugin = ranked.item, ranked.plugin.name
        return Chosen(row.id, plugin, row.limit, row.calendar, "", "limit-row", row.basis, row.source)

    def _by_standard(self, category: str, days: Days, said: Said) -> Chosen | None:
        """The standard of the category, else of the one above it.

        Standards of one category are chosen among those of the most specific plugin that has any: a city that
        brings its own takes the place of the nation's for that category. One without a limit gives none.
        """
        for one in self._plan.lineage(category):
            held = [r for r in self._standards.get(one, ()) if r.item.limit is not None and holds(r.item, days)]
            if held:
                first = held[0].plugin.specificity
                return self._by_condition([r.item for r in held if r.plugin.specificity == first], said)
        return None

    def _by_condition(self, held: Sequence[FilingStandard], said: Said) -> Chosen:
        choice = self._conditions.choose(held, said)
        return _by(self._plan, choice.standard, choice.why, choice.step)


def _by(plan: CityPlan, standard: FilingStandard, why: str, step: Step | None = None) -> Chosen:
    """The limit of a filing standard."""
    plugin = plan.origins["cmsdk_standards", standard.id].name
    limit = standard.limit or LAST_RESORT
    return Chosen(standard.id, plugin, limit, "", standard.id, why, standard.basis, standard.source, step)
