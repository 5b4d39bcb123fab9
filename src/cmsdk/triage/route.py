"""The owner of a case: responsibility rows by index, then callables, layer by layer; else the duty desk."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import attrs

from cmsdk.contract.deciding import AT_STATION, CaseFacts, Route, Routed, RouteRow
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.model.approach import Approach, Mode
from cmsdk.model.decisions import Stage, Step
from cmsdk.rules.validity import Days, Periods, days_of, holds

from .draft import Draft, split
from .guard import FAILED, Guard, silent
from .memo import Memo

ANY = "*"
Key = tuple[str, str, str, str, tuple[int, ...]]
"""What rows read of a case: category, grid, division, station, and the periods of its days."""


@attrs.frozen
class _Answer:
    unit: str
    mode: Mode
    step: Step


class RouteLayer:
    """The rows of one band and scope, indexed by category and area: a look-up does not scan."""

    def __init__(self, rows: Iterable[Ranked[RouteRow]]) -> None:
        """Rows in the plan's order."""
        self._index: dict[tuple[str, str], list[Ranked[RouteRow]]] = {}
        for ranked in rows:
            self._index.setdefault((ranked.item.category, ranked.item.area), []).append(ranked)

    def candidates(self, categories: Sequence[str], areas: Sequence[str]) -> Iterable[Ranked[RouteRow]]:
        """Rows that cover the case: exact category before those above it, smaller area before larger."""
        for category in categories:
            for area in areas:
                yield from self._index.get((category, area), ())


class RouteStage:
    """The routes of a plan, compiled; answers of rows are remembered by what the rows read."""

    def __init__(self, plan: CityPlan) -> None:
        """Layers are formed by band and scope; within one, rows are asked before callables."""
        self._plan = plan
        self._layers: list[tuple[RouteLayer, list[Ranked[Route]]]] = []
        for _, group in groupby(plan.routes, key=lambda r: (r.item.band, r.plugin.specificity)):
            members = list(group)
            rows = [Ranked(r.item, r.plugin) for r in members if isinstance(r.item, RouteRow)]
            self._layers.append(
                (RouteLayer(rows), [Ranked(r.item, r.plugin) for r in members if isinstance(r.item, Route)])
            )
        self._areas = {r.item.area for r in plan.routes if isinstance(r.item, RouteRow)}
        self._periods = Periods(r.item for r in plan.routes)
        self._memo: list[Memo[Key, _Answer | None]] = [Memo() for _ in self._layers]
        desk = plan.profile.duty_desk
        self._fallback = _Answer(desk, Mode.TRANSFER, Step(Stage.ROUTE, "core:duty-desk", "cmsdk", desk, "duty-desk"))

    def run(self, drafts: Sequence[Draft], guard: Guard) -> None:
        """Give every draft its unit and mode."""
        waiting = list(range(len(drafts)))
        for (layer, calls), memo in zip(self._layers, self._memo, strict=True):
            waiting = [n for n in waiting if not self._by_row(layer, memo, drafts[n])]
            for ranked in calls:
                waiting = self._by_call(ranked, drafts, waiting, guard)
        for n in waiting:
            _take(drafts[n], self._fallback)

    def _by_row(self, layer: RouteLayer, memo: Memo[Key, _Answer | None], draft: Draft) -> bool:
        days = days_of(draft.report)
        grid = draft.grid if draft.grid in self._areas else ""
        key = (draft.category, grid, draft.division, draft.station, self._periods.of(days))
        answer = memo.get_or(key, lambda: self._look_up(layer, key, days))
        if answer is None:
            return False
        _take(draft, answer)
        return True

    def _look_up(self, layer: RouteLayer, key: Key, days: Days) -> _Answer | None:
        category, grid, division, station, _ = key
        categories = (*self._plan.lineage(category), ANY)
        areas = (*self._plan.area_lineage(grid, division), ANY)
        for ranked in layer.candidates(categories, areas):
            row = ranked.item
            if not holds(row, days):
                continue
            unit = row.unit
            if unit == AT_STATION:
                unit = self._plan.stations[station].unit if station in self._plan.stations else ""
            if unit:
                facts = (
                    ("category", row.category),
                    ("area", row.area),
                    ("mode", str(row.mode)),
                    ("source", row.source),
                )
                step = Step(Stage.ROUTE, row.id, ranked.plugin.name, unit, "row", facts, row.basis)
                return _Answer(unit, row.mode, step)
        return None

    def _wrong(self, _facts: CaseFacts, answer: object) -> str:
        if answer is None:
            return ""
        if not (isinstance(answer, Routed) and isinstance(answer.mode, Mode)):
            return f"answered with {answer!r:.80}"
        answer.reason.encode()
        return "" if answer.unit in self._plan.units else f"answered with the unit {answer.unit!r}, which is unknown"

    def _by_call(self, ranked: Ranked[Route], drafts: Sequence[Draft], waiting: list[int], guard: Guard) -> list[int]:
        asked, left = split(waiting, ranked.item, drafts)
        facts = [_facts(drafts[n]) for n in asked]
        for n, answer in zip(asked, guard.ask(ranked, facts, ranked.item.decide, self._wrong), strict=True):
            if answer is None or answer is FAILED:
                drafts[n].steps.append(silent(Stage.ROUTE, ranked, answer))
                left.append(n)
                continue
            item = ranked.item
            step = Step(
                Stage.ROUTE,
                item.id,
                ranked.plugin.name,
                answer.unit,
                "callable",
                (("reason", answer.reason),),
                item.basis,
            )
            _take(drafts[n], _Answer(answer.unit, answer.mode, step))
        return sorted(left)


def _facts(draft: Draft) -> CaseFacts:
    approach = draft.approach or Approach.SERVICE
    return CaseFacts(draft.report, draft.category, approach, draft.division, draft.grid, draft.station)


def _take(draft: Draft, answer: _Answer) -> None:
    draft.unit, draft.mode = answer.unit, answer.mode
    draft.steps.append(answer.step)
