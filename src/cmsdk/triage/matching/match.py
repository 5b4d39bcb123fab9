"""Likely duplicates and repeats: which earlier case a report is linked to, and which ones it repeats. Pure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

import attrs

from cmsdk.contract.matching import Earlier, Found, Likely, Matcher, MatchRow
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.triaged import Triaged
from cmsdk.rules.memo import Memo
from cmsdk.rules.times import LocalTime
from cmsdk.rules.validity import Periods, days_of, holds
from cmsdk.triage.guard import Guard

from .alike import Alike, Placed, alike, placed
from .asking import Answer, Asking
from .recent import ANY, Classes, Recent
from .repeats import repeated


@attrs.frozen
class Need:
    """The earlier cases that a report has to be compared with: a class, and how far before and after it."""

    name: str
    before: timedelta
    after: timedelta


@attrs.frozen
class Rule:
    """The one row that holds for a category, and the cases that it needs."""

    row: MatchRow
    plugin: str
    need: Need

    @property
    def span(self) -> timedelta:
        """Of its window."""
        return self.need.after


_NOTHING: Final = Found()


class MatchStage:
    """The rows and callables of a plan that find duplicates, compiled."""

    def __init__(self, plan: CityPlan) -> None:
        """Layers are formed by band and scope; within one the row of the most specific class holds, then the id."""
        self._plan = plan
        self.classes: Final = Classes(plan)
        self._layers: list[dict[str, list[Ranked[MatchRow]]]] = []
        self._calls: list[Ranked[Matcher]] = []
        for _, group in groupby(plan.matchers, key=lambda r: (r.item.band, r.plugin.specificity)):
            layer: dict[str, list[Ranked[MatchRow]]] = {}
            for r in group:
                if isinstance(r.item, MatchRow):
                    layer.setdefault(r.item.category, []).append(Ranked(r.item, r.plugin))
                else:
                    self._calls.append(Ranked(r.item, r.plugin))
            self._layers.append(layer)
        self._periods = Periods(r.item for r in plan.matchers)
        rows = [r.item for r in plan.matchers if isinstance(r.item, MatchRow)]
        self._local = LocalTime(plan.calendars.get(plan.profile.calendar), rows)
        self._memo: Memo[tuple[object, ...], Rule | None] = Memo()

    @property
    def active(self) -> bool:
        """Whether the plan has any rule; without one nothing is ever compared."""
        return bool(self._plan.matchers)

    def rule(self, triaged: Triaged) -> Rule | None:
        """The one row that holds for a report, or nothing: then no row compares it."""
        key = (triaged.category, self._periods.at(triaged.report))
        return self._memo.get_or(key, lambda: self._look_up(triaged))

    def _look_up(self, triaged: Triaged) -> Rule | None:
        categories, days = (*self._plan.lineage(triaged.category), ANY), days_of(triaged.report)
        rows = (r for layer in self._layers for category in categories for r in layer.get(category, ()))
        ranked = next((r for r in rows if holds(r.item, days)), None)
        if ranked is None:
            return None
        row, after = ranked.item, timedelta(hours=ranked.item.window)
        need = Need(self.classes.name(row, triaged.category), max(after, timedelta(days=row.days or 0)), after)
        return Rule(row, ranked.plugin.name, need)

    def calls(self, triaged: Triaged) -> Iterator[Ranked[Matcher]]:
        """The callables that are asked about a report."""
        if self._calls:
            categories, days = {*self._plan.lineage(triaged.category), ANY}, days_of(triaged.report)
            yield from (r for r in self._calls if r.item.category in categories and holds(r.item, days))

    def needs(self, triaged: Triaged) -> Sequence[Need]:
        """What has to be known before ``match`` is asked about a report."""
        rule = self.rule(triaged)
        needs = [rule.need] if rule is not None else []
        for called in self.calls(triaged):
            span = timedelta(hours=called.item.hours)
            needs.append(Need(self.classes.name(called.item, triaged.category), span, span))
        return needs

    @staticmethod
    def likely(rule: Rule | None, new: Placed, recent: Recent) -> list[Likely]:
        """The open cases that the row finds for a report, the first one first."""
        if rule is None or not rule.row.window:
            return []
        row, at, span = rule.row, new.case.at, rule.span
        near = _near(rule, new, recent, lambda case: case.open and abs(case.at - at) <= span)
        made = [
            Likely(case, row.id, rule.plugin, a.metres, a.similarity, None, row.basis, row.source) for case, a in near
        ]
        return sorted(made, key=lambda one: (one.case.at, one.case.id))

    def ask(self, decided: Sequence[Triaged], recent: Recent, guard: Guard) -> list[list[Likely]]:
        """The open cases that each report is likely to be a duplicate of; reports beside it are none of them."""
        found = []
        for number, triaged in enumerate(decided):
            new = placed(self._as_earlier(str(number), triaged))
            called = self._asking([(new.case, triaged)], recent, guard).answer(new.case.id).likely
            rows = self.likely(self.rule(triaged), new, recent)
            known = {one.case.id for one in rows}
            found.append([*rows, called] if called and called.case.id not in known else rows)
        return found

    def match(self, ids: Sequence[str], decided: Sequence[Triaged], recent: Recent, guard: Guard) -> list[Found]:
        """What was found for each report, whose case will have the id beside it.

        Reports are taken in order of their own time, then of their place; one that is linked to none is from then
        on among the earlier ones, in ``recent``.
        """
        fresh = [placed(self._as_earlier(i, triaged)) for i, triaged in zip(ids, decided, strict=True)]
        order = sorted(range(len(decided)), key=lambda n: fresh[n].case.at)
        asking = self._asking([(fresh[n].case, decided[n]) for n in order], recent, guard)
        found = [_NOTHING] * len(decided)
        for n in order:
            found[n] = self._one(fresh[n], decided[n], recent, asking)
            first = found[n].link
            asking.settle(fresh[n].case, first)
            if first is None:
                recent.add(fresh[n])
        return found

    def _asking(self, asked: Sequence[tuple[Earlier, Triaged]], recent: Recent, guard: Guard) -> Asking:
        """The answers of the callables about these reports."""
        called = [(new, triaged, list(self.calls(triaged))) for new, triaged in asked] if self._calls else []
        return Asking(called, recent, guard)

    def _as_earlier(self, case_id: str, triaged: Triaged) -> Earlier:
        report = triaged.report
        return Earlier(
            case_id, triaged.category, report.at, report.text, report.point, triaged.grid, triaged.division,
            self._plan.workflow.initial, triaged.unit, triaged.mode, open=True,
        )  # fmt: skip

    def _one(self, new: Placed, triaged: Triaged, recent: Recent, asking: Asking) -> Found:
        rule = self.rule(triaged)
        likely = self.likely(rule, new, recent)
        if likely:
            return Found(likely[0].case, (), (_linked(new.case, likely[0]),))
        answer: Answer = asking.answer(new.case.id)
        if answer.likely is not None:
            return Found(answer.likely.case, (), (*answer.steps, _linked(new.case, answer.likely)))
        if rule is None or rule.row.repeats is None:
            return Found(steps=answer.steps) if answer.steps else _NOTHING
        recurs, steps = repeated(
            rule.row,
            rule.plugin,
            triaged.report,
            lambda counts: (case for case, _ in _near(rule, new, recent, counts)),
            self._local,
            self._plan.zone,
        )
        return Found(None, recurs, (*answer.steps, *steps))


def _near(
    rule: Rule, new: Placed, recent: Recent, wanted: Callable[[Earlier], bool]
) -> Iterator[tuple[Earlier, Alike]]:
    """The ``wanted`` cases of the class that are near enough; what costs little is asked first."""
    for one in recent.around(rule.row, rule.need.name, new):
        if wanted(one.case) and (found := alike(rule.row, new, one)) is not None:
            yield one.case, found


def _linked(new: Earlier, likely: Likely) -> Step:
    hours = abs(new.at - likely.case.at) / timedelta(hours=1)
    facts = (
        ("metres", "" if likely.metres is None else f"{likely.metres:.0f}"),
        ("hours", f"{hours:.1f}"),
        ("similarity", "" if likely.similarity is None else f"{likely.similarity:.1f}"),
        ("reason", likely.reason or ""),
        ("source", likely.source),
    )
    why = "duplicate" if likely.reason is None else "duplicate-called"
    return Step(Stage.MATCH, likely.rule, likely.plugin, likely.case.id, why, facts, likely.basis)
