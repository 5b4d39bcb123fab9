"""The owner of a case: responsibility rows by index, then callables, layer by layer; else sub-district or duty desk."""

from collections.abc import Sequence

import attrs

from cmsdk.contract.deciding import CaseFacts, Route, Routed, RouteRow
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.model.approach import Approach, Mode
from cmsdk.model.decisions import Stage, Step
from cmsdk.rules.matrix import Layer, Matrix, Question
from cmsdk.rules.memo import Memo
from cmsdk.rules.times import TimeKey
from cmsdk.rules.validity import Periods

from .draft import Draft, split
from .guard import FAILED, Guard, silent

Key = tuple[str, str, str, str, tuple[int, ...], TimeKey]
"""What rows read of a case: category, grid, division, station, and the classes of its days and times."""


@attrs.frozen
class _Answer:
    unit: str
    mode: Mode
    step: Step


class RouteStage:
    """The routes of a plan, compiled; answers of rows are remembered by what the rows read."""

    def __init__(self, plan: CityPlan) -> None:
        """Layers are formed by band and scope; within one, rows are asked before callables."""
        self._plan = plan
        self._matrix = Matrix(plan)
        self._periods = Periods(r.item for r in plan.routes)
        self._memo: list[Memo[Key, _Answer | None]] = [Memo() for _ in self._matrix.layers]
        self._policy = plan.origins["cmsdk_routing_policy", plan.routing.key].name
        desk = plan.profile.duty_desk
        self._desk = _Answer(desk, Mode.TRANSFER, Step(Stage.ROUTE, "core:duty-desk", "cmsdk", desk, "duty-desk"))

    def run(self, drafts: Sequence[Draft], guard: Guard) -> None:
        """Give every draft its unit and mode."""
        waiting = list(range(len(drafts)))
        for layer, memo in zip(self._matrix.layers, self._memo, strict=True):
            waiting = [n for n in waiting if not self._by_row(layer, memo, drafts[n])]
            for ranked in layer.calls:
                waiting = self._by_call(ranked, drafts, waiting, guard)
        for n in waiting:
            _take(drafts[n], self._nobodys(drafts[n]))

    def _by_row(self, layer: Layer, memo: Memo[Key, _Answer | None], draft: Draft) -> bool:
        report = draft.report
        grid = draft.grid if draft.grid in self._matrix.areas else ""
        periods = self._periods.at(report)
        key = (draft.category, grid, draft.division, draft.station, periods, self._matrix.time.key(report))
        answer = memo.get_or(key, lambda: self._look_up(layer, grid, draft))
        if answer is None:
            return False
        _take(draft, answer)
        return True

    def _look_up(self, layer: Layer, grid: str, draft: Draft) -> _Answer | None:
        question = self._matrix.question(draft.category, grid, draft.division)
        for ranked in layer.holding(question, self._matrix.time.moments(draft.report)):
            unit = self._matrix.unit(ranked.item, draft.station)
            if unit:
                return _Answer(unit, ranked.item.mode, self._step(ranked, unit, question))
        return None

    def _step(self, ranked: Ranked[RouteRow], unit: str, question: Question) -> Step:
        row = ranked.item
        facts = [("category", row.category), ("area", row.area), ("mode", str(row.mode)), ("source", row.source)]
        if row.when is not None:
            facts.append(("when", str(row.when)))
        why = "row" if row.when is None else "row-when"
        if row.principle is not None and question.order:
            facts += [("principle", str(row.principle)), ("order", " → ".join(question.order))]
            facts.append(("policy", self._plan.routing.id))
            why += "-principle"
        return Step(Stage.ROUTE, row.id, ranked.plugin.name, unit, why, tuple(facts), row.basis)

    def _nobodys(self, draft: Draft) -> _Answer:
        """Whoever gets what nobody owns: the sub-district, where the policy says so and there is one; else the desk."""
        unit = self._matrix.fallback(draft.category, draft.grid, draft.division)
        if unit is None:
            return self._desk
        policy = self._plan.routing
        facts = (("division", unit.division), ("policy", policy.id))
        step = Step(Stage.ROUTE, policy.id, self._policy, unit.id, "sub-district", facts, policy.basis)
        return _Answer(unit.id, Mode.TRANSFER, step)

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
