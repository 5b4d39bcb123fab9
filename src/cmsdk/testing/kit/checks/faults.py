"""Checks with faults around the plugin (故障): its own callables fail, those of others fail, another city is beside it.

The core keeps a case from being lost whatever a callable does; what is tried here is that a plugin leans on nothing
that may fail, and that what it decides does not change where others do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from cmsdk.contract.base import Band, Contribution
from cmsdk.contract.deciding import Classifier, Normaliser, Route
from cmsdk.contract.matching import Matcher
from cmsdk.contract.plan import CityPlan, PluginInfo, Ranked
from cmsdk.model.problem import Problem, problem
from cmsdk.model.triaged import Triaged
from cmsdk.registry.collect import collect_one
from cmsdk.registry.selection import State, select
from cmsdk.testing.kit.called import CALLED, PLACES, Call, through, tried, with_call, with_rules
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.samples import drafts
from cmsdk.testing.kit.stand import Stand
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline

from .callables import differs

CITY: Final = (Kind.CITY,)
NEIGHBOUR: Final = PluginInfo("kit-neighbour", "kit-neighbour", "0", "*", 99)
Fault = Callable[[Sequence[Any]], Any]
BATCH: Final = 7
"""Reports that two cities decide in turn."""


def _raises(_items: Sequence[Any]) -> Any:  # noqa: ANN401  a fault answers anything
    raise RuntimeError("a fault of the kit")


def _exits(_items: Sequence[Any]) -> Any:  # noqa: ANN401
    raise SystemExit(3)


def _nothing(_items: Sequence[Any]) -> Any:  # noqa: ANN401
    return None


FAULTS: Final[Mapping[str, Fault]] = {
    "raises": _raises,
    "exits": _exits,
    "too-few": lambda items: list(items)[:-1],
    "too-many": lambda items: [*items, None],
    "junk": lambda items: [object() for _ in items],
    "nothing": _nothing,
}
"""What a callable may do instead of answering."""


def _as_told(made: Triaged) -> tuple[object, ...]:
    return made.category, made.approach, made.division, made.grid, made.unit, made.mode, made.standard, made.due


def _neighbours(call: Fault) -> dict[str, Ranked[Any]]:
    """A misbehaving callable of each sort, asked before all others."""
    first: dict[str, Any] = {"basis": "kit", "band": Band.EMERGENCY}
    return {
        "normalisers": Ranked(Normaliser(id="kit-neighbour-n", apply=call, basis="kit"), NEIGHBOUR),
        "classifiers": Ranked(Classifier(id="kit-neighbour-c", decide=call, **first), NEIGHBOUR),
        "routes": Ranked(Route(id="kit-neighbour-r", decide=call, **first), NEIGHBOUR),
        "matchers": Ranked(Matcher(id="kit-neighbour-m", decide=call, **first), NEIGHBOUR),
    }


def _beside(plan: CityPlan, call: Fault) -> CityPlan:
    others = _neighbours(call)
    return with_rules(plan, {name: (others[name], *getattr(plan, name)) for name in PLACES})


def _changed(before: Sequence[Triaged], after: Sequence[Triaged]) -> Iterator[int]:
    """Numbers of the reports that are not decided as before, or not decided."""
    if len(before) != len(after):
        yield min(len(before), len(after)) + 1
    pairs = enumerate(zip(before, after, strict=False), start=1)
    yield from (n for n, (a, b) in pairs if a.report.key != b.report.key or _as_told(a) != _as_told(b))


def _neighbours_fail(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    """The plugin decides as before, whatever callables of another plugin do."""
    before, _ = through(stand.plan, stand, Guard())
    for fault, call in FAULTS.items():
        after, _ = through(_beside(stand.plan, call), stand, Guard())
        number = next(_changed(before, after), 0)
        if number:
            yield problem("CMS973", stand.target.plugin, id=stand.target.plugin, fault=fault, lost="", other=number)


def _with(plan: CityPlan, item: Contribution, plugin: str, call: Call) -> CityPlan:
    """The plan in which the plugin's callable does what ``call`` does."""

    def own(ranked: Ranked[Any]) -> bool:
        return ranked.plugin.name == plugin and type(ranked.item) is type(item) and ranked.item.key == item.key

    def changed(ranked: Ranked[Any]) -> Ranked[Any]:
        return Ranked(with_call(ranked.item, call), ranked.plugin) if own(ranked) else ranked

    return with_rules(plan, {name: tuple(map(changed, getattr(plan, name))) for name in PLACES})


def _it_fails(stand: Stand, thing: Thing) -> Iterator[Problem]:
    """Each report has an owner and a deadline; where the callable had settled nothing, all is as before."""
    before, _ = through(stand.plan, stand, Guard())
    for item in (one for one in thing.items if isinstance(one, CALLED)):
        for fault, call in FAULTS.items():
            after, _ = through(_with(stand.plan, item, stand.target.plugin, call), stand, Guard())
            lost = {n for n, made in enumerate(after, start=1) if made.unit not in stand.plan.units}
            number = min(lost, default=0) or _other(before, after, item)
            if number:
                yield problem("CMS973", item.key, id=item.key, fault=fault, lost=number, other="")


def _other(before: Sequence[Triaged], after: Sequence[Triaged], item: Contribution) -> int:
    settled = {
        n
        for n, made in enumerate(before, start=1)
        if any(s.rule == item.key and s.why != "abstained" for s in made.trail)
    }
    return next((n for n in _changed(before, after) if n not in settled), 0)


def _turns(stand: Stand, plans: Sequence[CityPlan]) -> list[list[Triaged]]:
    """Each plan decides all samples, a few at a time, in turn with the others."""
    pipelines = [(Pipeline(plan), drafts(plan, tried(stand), stand.now), Guard()) for plan in plans]
    made: list[list[Triaged]] = [[] for _ in plans]
    for begin in range(0, len(pipelines[0][1]), BATCH):
        for number, (pipeline, waiting, guard) in enumerate(pipelines):
            made[number] += pipeline.decide(waiting[begin : begin + BATCH], guard)
    return made


def _elsewhere(stand: Stand) -> str:
    """Another city of the plugin's scope that nobody lives in; nothing where its scope is one city."""
    scope = next(row.manifest.scope.text for row in stand.rows if row.name == stand.target.plugin and row.manifest)
    return {"*": "test.kit", "cn": "999900"}.get(scope, "")


def _two_cities(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    """State that stands on a class or a module, and not on the plugin, is shared by all cities of a process."""
    alone, _ = through(stand.plan, stand, Guard())
    made = _turns(stand, (stand.plan, stand.again))
    other = _elsewhere(stand)
    if other:
        for one in select(stand.rows, other):
            if one.row.name == stand.target.plugin and one.state is State.ACTIVE:
                collect_one(one, other)
        made += _turns(stand, (stand.plan,))
    for decided in made:
        number = next(_changed(alone, decided), 0)
        if number:
            first, second = (_as_words(ones[number - 1]) for ones in (alone, decided))
            yield differs(stand.target.plugin, number, first, second)
            return


def _as_words(made: Triaged) -> str:
    return f"{made.category or '—'} → {made.unit}, {made.due.at:%Y-%m-%d %H:%M}"


CHECKS = (
    Check("own-faults-contained", "CMS973", Tier.ACCEPTED, (Kind.ROUTES, Kind.CLASSIFIER), _it_fails, of=CALLED),
    Check("among-faulty-neighbours", "CMS973", Tier.ACCEPTED, CITY, _neighbours_fail),
    Check("two-cities", "CMS963", Tier.SOLID, CITY, _two_cities),
)
