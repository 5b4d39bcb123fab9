"""Counts from tallies: no case is read."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from cmsdk.contract.plan import CityPlan
from cmsdk.model.approach import Approach
from cmsdk.model.case import Case
from cmsdk.model.tallies import CountOf, Counts, Tally

from .mix import called


def _by(
    tallies: Iterable[Tally], key: Callable[[Tally], str], label: Callable[[str], str], ends: tuple[str, ...]
) -> tuple[CountOf, ...]:
    every, opened = Counter[str](), Counter[str]()
    for tally in tallies:
        every[key(tally)] += tally.cases
        opened[key(tally)] += tally.cases * (tally.state not in ends)
    ranked = sorted((name for name in every if every[name]), key=lambda name: (-every[name], name))
    return tuple(CountOf(name, label(name), every[name], opened[name]) for name in ranked)


def _tally(case: Case, cases: int) -> Tally:
    return Tally(case.unit, case.category, case.approach.value, case.state, cases)


def counts(tallies: Sequence[Tally], woken: Iterable[tuple[Case, Case]], plan: CityPlan) -> Counts:
    """All counts; each of ``woken`` is counted as the second of the pair and no longer as the first."""
    ends = plan.workflow.ends
    found = list(tallies)
    for before, after in woken:
        found += [_tally(before, -1), _tally(after, 1)]
    categories = {**plan.other_categories, **plan.categories}
    return Counts(
        total=sum(tally.cases for tally in found),
        open=sum(tally.cases for tally in found if tally.state not in ends),
        states=_by(found, lambda t: t.state, lambda state: plan.workflow.labels.get(state) or state or "—", ends),
        units=_by(found, lambda t: t.unit, called(plan.units), ends),
        categories=_by(found, lambda t: t.category, called(categories), ends),
        approaches=_by(found, lambda t: t.approach, lambda approach: Approach(approach).value, ends),
    )
