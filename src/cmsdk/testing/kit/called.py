"""A plugin's callables, alone: what triage would ask each of them about the samples, and the way to ask it.

The engine itself makes what is asked: a listener takes the place of the callable in a plan that has no other one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.deciding import Classifier, Normaliser, Route
from cmsdk.contract.matching import Found, Matcher
from cmsdk.contract.plan import CityPlan, PluginInfo, Ranked
from cmsdk.model.triaged import Triaged
from cmsdk.triage.guard import Guard
from cmsdk.triage.matching.recent import Recent
from cmsdk.triage.pipeline import Pipeline

from .samples import Sample, drafts
from .stand import Stand

CALLED: Final = (Normaliser, Classifier, Route, Matcher)
"""Contributions that are asked in batches."""
MOST: Final = 120
"""Samples at most that one callable is asked about; some checks ask about each by itself."""
STORIES: Final = 60
"""Reports of scenarios at most that it is asked about besides."""
_PLACE: Final[dict[type[Contribution], str]] = {
    Normaliser: "normalisers", Classifier: "classifiers", Route: "routes", Matcher: "matchers",
}  # fmt: skip
PLACES: Final = tuple(_PLACE.values())
"""The attributes of a plan in which callables stand."""
Call = Callable[[Sequence[Any]], Iterable[Any]]


def call_of(item: Contribution) -> Call:
    """The function that a contribution calls."""
    call: Call = item.apply if isinstance(item, Normaliser) else item.decide  # type: ignore[attr-defined]
    return call


def with_call(item: Contribution, call: Call) -> Contribution:
    """The contribution with another function."""
    changed: dict[str, Any] = {"apply" if isinstance(item, Normaliser) else "decide": call}
    return attrs.evolve(item, **changed)


def with_rules(plan: CityPlan, rules: Mapping[str, tuple[Ranked[Any], ...]]) -> CityPlan:
    """The plan with other callables and rows in some of ``PLACES``."""
    changed: dict[str, Any] = dict(rules)
    return attrs.evolve(plan, **changed)


def alone(plan: CityPlan, item: Contribution, info: PluginInfo) -> CityPlan:
    """The plan with ``item`` as the only one of its sort."""
    return with_rules(plan, {_PLACE[type(item)]: (Ranked(item, info),)})


def thinned(chosen: Sequence[Sample], most: int = MOST) -> Sequence[Sample]:
    """At most ``most`` of them, spread evenly."""
    return chosen[:: max(1, -(-len(chosen) // most))]


def tried(stand: Stand) -> Sequence[Sample]:
    """What a callable is asked about: words of the tables, and what scenarios tell, which no table may have."""
    return [*thinned(stand.samples), *thinned(stand.told, STORIES)]


def through(plan: CityPlan, stand: Stand, guard: Guard) -> tuple[list[Triaged], list[Found]]:
    """What triage says of some samples under ``plan``, duplicates among them included."""
    pipeline = Pipeline(plan)
    decided = pipeline.decide(drafts(plan, tried(stand), stand.now), guard)
    if not pipeline.matching.active:
        return decided, []
    recent = Recent(pipeline.matching.classes)
    return decided, pipeline.matching.match([str(n) for n in range(len(decided))], decided, recent, guard)


def asked(stand: Stand, item: Contribution) -> list[Any]:
    """What triage would ask ``item`` about the samples; a copy, which it may spoil."""
    heard: list[Any] = []

    def listen(items: Sequence[Any]) -> Iterable[Any]:
        heard.extend(items)
        return items if isinstance(item, Normaliser) else [None] * len(items)

    through(alone(stand.plan, with_call(item, listen), stand.collected.info), stand, Guard())
    return deepcopy(heard)


def answers(stand: Stand, item: Contribution, items: Sequence[Any]) -> list[Any]:
    """One answer for each item; ``FAILED`` where there was none of use."""
    return Guard().ask(Ranked(item, stand.collected.info), items, call_of(item), lambda _item, _answer: "")
