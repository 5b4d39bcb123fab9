"""Which filing condition of a category holds (立案条件): by measured values and words, else the city's default."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import attrs

from cmsdk.contract.catalogue import FilingStandard
from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.measured import Measured
from cmsdk.model.spans import LimitUnit
from cmsdk.model.threshold import Threshold

from .memo import Memo

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


Said = tuple[str, Sequence[str], Sequence[Measured]]
"""What speaks for a condition: the text that is searched (case folded), the report's own tags, what was measured."""


@attrs.frozen
class Condition:
    """A standard with what the report says for and against it."""

    standard: FilingStandard
    words: tuple[str, ...]
    """Its tags that the report has, in its text or among its own tags."""
    met: bool | None
    """Whether its threshold is met; ``None`` where it has none that can be compared, or nothing was measured."""
    values: tuple[Measured, ...] = ()
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
    """The condition that holds, and why (a reason of ``steps.toml``)."""

    chosen: Condition
    why: str
    """``condition`` where the report says so, ``default-condition`` where the city does."""
    step: Step | None = None
    """What is said of it in the trail; nothing where there was nothing to choose."""

    @property
    def standard(self) -> FilingStandard:
        """The standard whose limit holds."""
        return self.chosen.standard


def _words(standard: FilingStandard, searched: str, tags: set[str]) -> tuple[str, ...]:
    """The tags of ``standard`` that stand in the text of a report, or among its own tags."""
    if not tags:
        return tuple([tag for tag in standard.tags if tag in searched])
    return tuple([tag for tag in standard.tags if tag in searched or tag in tags])


@attrs.frozen(slots=False)
class Conditions:
    """Chooses among the standards of one category under a plan."""

    plan: CityPlan
    _memo: Memo[tuple[object, ...], Choice] = attrs.field(factory=Memo, init=False)

    @cached_property
    def _thresholds(self) -> dict[str, Threshold]:
        """Those that can be compared, by the id of their standard."""
        read = ((key, standard.measured) for key, standard in self.plan.standards.items())
        return {key: threshold for key, threshold in read if threshold is not None}

    def choose(self, held: Sequence[FilingStandard], said: Said) -> Choice:
        """The condition among ``held``, which are in the plan's order and not empty.

        A condition whose threshold a measured value does not meet is out. Among the rest the one with the most facts
        holds: tags that the report has, and a threshold that is met; of equal ones that with the met threshold, then
        the first. Where no fact speaks for any, or all are out, it is the city's declared default.
        """
        searched, own, measures = said
        tags = {tag.casefold() for tag in own}
        words = tuple([_words(standard, searched, tags) for standard in held])
        key = (tuple([standard.id for standard in held]), words, tuple(measures))
        # many reports of a category have the same few words
        return self._memo.get_or(key, lambda: self._chosen(held, words, measures))

    def _chosen(
        self, held: Sequence[FilingStandard], words: Sequence[tuple[str, ...]], measures: Sequence[Measured]
    ) -> Choice:
        weighed = [self._weigh(standard, its, measures) for standard, its in zip(held, words, strict=True)]
        left = [one for one in weighed if one.met is not False] or weighed
        best = max(left, key=lambda one: (one.facts, one.met is True))
        found = best.facts > 0 and best.met is not False
        chosen = best if found else self._default(left)
        lost = [one for one in weighed if one is not chosen]
        why = "condition" if found else "default-condition"
        return Choice(chosen, why, self._step(chosen, why, lost) if lost or chosen.values else None)

    def _weigh(self, standard: FilingStandard, words: tuple[str, ...], measures: Sequence[Measured]) -> Condition:
        threshold = self._thresholds.get(standard.id) if measures else None
        if threshold is None:
            return Condition(standard, words, None)
        return Condition(standard, words, threshold.holds(measures), threshold.values(measures))

    def _default(self, left: Sequence[Condition]) -> Condition:
        """The condition that holds where the report gives no facts, as the city declares."""
        declared = self.plan.profile.default_condition
        if declared == "first":
            return left[0]
        return sorted(left, key=lambda one: _rough_minutes(one.standard), reverse=declared == "longest")[0]

    def _step(self, chosen: Condition, reason: str, lost: Sequence[Condition]) -> Step:
        """What was chosen, by which facts, and what lost."""
        standard = chosen.standard
        facts = [("condition", standard.condition)]
        if reason == "default-condition":
            why = "condition-none-met" if chosen.met is False else "condition-by-default"
            facts.append(("declared", self.plan.profile.default_condition))
        elif chosen.met:
            why = "condition-by-measure"
            facts.append(("measured", "; ".join(m.said for m in chosen.values)))
            facts.append(("threshold", standard.threshold))
        else:
            why = "condition-by-words"
        facts.append(("words", "、".join(chosen.words)))
        some = [one.said for one in sorted(lost, key=lambda one: (one.met is not False, -one.facts))]
        more = f" +{len(some) - _LISTED}" if len(some) > _LISTED else ""
        facts.append(("lost", "; ".join(some[:_LISTED]) + more))
        if standard.source:
            facts.append(("source", standard.source))
        plugin = self.plan.origins["cmsdk_standards", standard.id].name
        return Step(Stage.CONDITION, standard.id, plugin, standard.id, why, tuple(facts), standard.basis)
