"""Checks of the order of measures: what a measure waits for is there, can come before it, and is never stronger."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from cmsdk.contract.measures import Measure
from cmsdk.contract.plan import CityPlan
from cmsdk.model.approach import Approach
from cmsdk.model.problem import Problem, problem


def _where(measure: Measure) -> str:
    return measure.source or measure.id


def _near(name: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(name, known, n=1, cutoff=0)), "")


def _means(step: str, measures: Mapping[str, Measure]) -> Approach | None:
    """The approach of a step, which is one or a measure of one; none where it is unknown."""
    return Approach(step) if step in {*Approach} else measures[step].approach if step in measures else None


def _asked(plan: CityPlan) -> Iterator[tuple[str, str, Approach, tuple[str, ...], tuple[str, ...]]]:
    """Whoever says what must come before, and what excuses: place, id, approach, steps and exceptions."""
    policy, where = plan.approach_policy, plan.approach_policy.source or plan.approach_policy.id
    for approach in Approach:
        yield where, approach, approach, policy.requires.get(approach, ()), policy.excused_by.get(approach, ())
    for measure in plan.measures.values():
        yield _where(measure), measure.id, measure.approach, measure.requires or (), measure.excused_by or ()


def _names(plan: CityPlan) -> Iterator[Problem]:
    """Names that lead nowhere, and steps that are stronger than what waits for them."""
    known, excuses = (*Approach, *plan.measures), plan.approach_policy.excuses
    for where, id_, approach, steps, excused in _asked(plan):
        for step in steps:
            means = _means(step, plan.measures)
            if means is None:
                yield problem("CMS395", where, id=id_, name=step, near=_near(step, known))
            elif means.rank > approach.rank:
                yield problem("CMS398", where, id=id_, approach=approach, step=step, stronger=means)
        for name in excused:
            if name not in excuses:
                listed = ", ".join(excuses) or "—"
                yield problem("CMS396", where, id=id_, name=name, near=_near(name, excuses), known=listed)
    for measure in plan.measures.values():
        if measure.id in {*Approach}:
            yield problem("CMS399", _where(measure), id=measure.id)


class _Ladder:
    """Which measures can be taken in order, with no exception."""

    def __init__(self, plan: CityPlan) -> None:
        self.measures, self._policy = plan.measures, plan.approach_policy
        self.reached: set[str] = set()
        while more := {m.id for m in self._waiting() if not self.unmet(m)}:
            self.reached |= more

    def _waiting(self) -> Iterator[Measure]:
        return (m for m in self.measures.values() if m.id not in self.reached)

    def unmet(self, measure: Measure) -> tuple[str, ...]:
        met = {*self.reached, *(self.measures[id_].approach for id_ in self.reached)}
        return tuple(step for step in self._policy.steps_before(measure) if step not in met)

    def next_of(self, measure: Measure) -> str:
        """What ``measure`` waits for first: a measure, or an approach of which there is none."""
        step = self.unmet(measure)[0]
        return step if step in self.measures else next((m.id for m in self._waiting() if m.approach == step), step)

    def circles(self) -> Iterator[tuple[Measure, list[str]]]:
        """Each circle once, or each approach that is waited for and has no measure, with the way there."""
        seen: set[str] = set()
        for start in self._waiting():
            way = [start.id]
            while way[-1] in self.measures and way[-1] not in {*seen, *way[:-1]}:
                way.append(self.next_of(self.measures[way[-1]]))
            if way[-1] not in seen:
                first = way.index(way[-1]) if way[-1] in self.measures else 0
                yield self.measures[way[first]], way[first:]
            seen |= {*way}


def check_measures(plan: CityPlan) -> Iterator[Problem]:
    """Unknown steps and exceptions, stronger steps, and measures that can never be taken in order."""
    found = list(_names(plan))
    yield from found
    if found:
        return  # a circle may only follow from a name that leads nowhere
    for measure, way in _Ladder(plan).circles():
        yield problem("CMS397", _where(measure), id=measure.id, way=" → ".join(way))
