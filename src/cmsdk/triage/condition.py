"""Which filing condition of a category holds (立案条件): by measured values and words, else the city's default."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import attrs

from cmsdk.contract.catalogue import FilingStandard
from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.measures import Measure
from cmsdk.model.report import Report
from cmsdk.model.spans import LimitUnit
from cmsdk.model.threshold import Threshold

_LISTED: Final = 4
"""Conditions that lost which a step names."""
_ROUGH: Final = {
    LimitUnit.MINUTE: 1,
    LimitUnit.URGENT_HOUR: 60,
    LimitUnit.URGENT_DAY: 1440,
    LimitUnit.NATURAL_DAY: 1440,
    LimitUnit.WORK_HOUR: 180,
    LimitUnit.WORK_DAY: 1440,
    LimitUnit.BUSINESS_DAY: 1440,
}
"""Minutes for comparing limits of different clocks: a work hour counts three, as a third of a day is worked."""


def _rough_minutes(standard: FilingStandard) -> int:
    return standard.limit.amount * _ROUGH[standard.limit.unit] if standard.limit else 0


@attrs.frozen
class Condition:
    """A standard with what the report says for and against it."""

    standard: FilingStandard
    words: tuple[str, ...]
    """Its tags that the report has, in its text or among its own tags."""
    met: bool | None
    """Whether its threshold is met; ``None`` where it has none that can be compared, or nothing was measured."""
    values: tuple[Measure, ...] = ()
    """The measured values that its threshold looked at."""

    @property
    def facts(self) -> int:
        """How many facts of the report speak for it; a threshold that is met is one."""
        return len(self.words) + (self.met is True)

    @property
    def compared(self) -> str:
        """Value and threshold, as in ``高差=1cm / 150cm×150cm，>2cm``."""
        return f"{'; '.join(m.said for m in self.values)} / {self.standard.threshold}"

    @property
    def said(self) -> str:
        """Id, and what spoke for or against it, for the list of those that lost."""
        if self.met is False:
            return f"{self.standard.id} (✗ {self.compared})"
        told = [*self.words[:_LISTED], *([f"✓ {self.compared}"] if self.met else [])]
        return f"{self.standard.id} ({'、'.join(told)})" if told else self.standard.id


@attrs.frozen
class Choice:
    """The condition that holds, why (a reason of ``steps.toml``), and those that lost."""

    chosen: Condition
    why: str
    """``condition`` where the report says so, ``default-condition`` where the city does."""
    lost: tuple[Condition, ...] = ()

    @property
    def standard(self) -> FilingStandard:
        """The standard whose limit holds."""
        return self.chosen.standard


@attrs.frozen(slots=False)
class Conditions:
    """Chooses among the standards of one category under a plan."""

    plan: CityPlan

    @cached_property
    def _thresholds(self) -> dict[str, Threshold]:
        """Those that can be compared, by the id of their standard."""
        read = ((key, standard.measured) for key, standard in self.plan.standards.items())
        return {key: threshold for key, threshold in read if threshold is not None}

    def choose(self, held: Sequence[FilingStandard], report: Report, searched: str) -> Choice:
        """The condition among ``held``, which are in the plan's order and not empty.

        A condition whose threshold a measured value does not meet is out. Among the rest the one with the most facts
        holds: tags that the report has, and a threshold that is met; of equal ones that with the met threshold, then
        the first. Where no fact speaks for any, or all are out, it is the city's declared default.
        """
        tags = {tag.casefold() for tag in report.tags}
        weighed = [self._weigh(standard, report, searched, tags) for standard in held]
        left = [one for one in weighed if one.met is not False] or weighed
        best = max(left, key=lambda one: (one.facts, one.met is True))
        found = best.facts > 0 and best.met is not False
        chosen = best if found else self._default(left)
        lost = tuple(one for one in weighed if one is not chosen)
        return Choice(chosen, "condition" if found else "default-condition", lost)

    def _weigh(self, standard: FilingStandard, report: Report, searched: str, tags: set[str]) -> Condition:
        words = tuple(tag for tag in standard.tags if tag in searched or tag in tags)
        threshold = self._thresholds.get(standard.id) if report.measures else None
        if threshold is None:
            return Condition(standard, words, None)
        values = threshold.values(report.measures)
        return Condition(standard, words, threshold.holds(report.measures), values)

    def _default(self, left: Sequence[Condition]) -> Condition:
        """The condition that holds where the report gives no facts, as the city declares."""
        declared = self.plan.profile.default_condition
        if declared == "first":
            return left[0]
        return sorted(left, key=lambda one: _rough_minutes(one.standard), reverse=declared == "longest")[0]

    def step(self, choice: Choice) -> Step:
        """What was chosen, by which facts, and what lost."""
        standard, chosen = choice.standard, choice.chosen
        facts = [("condition", standard.condition)]
        if choice.why == "default-condition":
            why = "condition-none-met" if chosen.met is False else "condition-by-default"
            facts.append(("declared", self.plan.profile.default_condition))
        elif chosen.met:
            why = "condition-by-measure"
            facts.append(("measured", "; ".join(m.said for m in chosen.values)))
            facts.append(("threshold", standard.threshold))
        else:
            why = "condition-by-words"
        facts.append(("words", "、".join(chosen.words)))
        some = [one.said for one in sorted(choice.lost, key=lambda one: (one.met is not False, -one.facts))]
        more = f" +{len(some) - _LISTED}" if len(some) > _LISTED else ""
        facts.append(("lost", "; ".join(some[:_LISTED]) + more))
        if standard.source:
            facts.append(("source", standard.source))
        plugin = self.plan.origins["cmsdk_standards", standard.id].name
        return Step(Stage.CONDITION, standard.id, plugin, standard.id, why, tuple(facts), standard.basis)
