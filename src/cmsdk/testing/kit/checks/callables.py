"""Checks of what a plugin decides in Python: routes, classifiers, normalisers and matchers.

The engine asks them in batches of any size and in any order, and again when a case is decided on anew; so an answer may
hang on nothing but the item that it is about.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from time import process_time
from typing import Any, Final

from cmsdk.contract.base import Contribution
from cmsdk.model.problem import Problem, problem
from cmsdk.testing.kit.called import CALLED, PLACES, alone, answers, asked, through, tried, with_rules
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.samples import drafts
from cmsdk.testing.kit.stand import Stand
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline

KINDS: Final = (Kind.ROUTES, Kind.CLASSIFIER)
TIMES: Final = 20
"""How often the time of the core's whole triage of the same reports a callable may take.

A pattern that is looked for in each text takes a tenth of it, a small model some times it. At twenty times, a day's
ten thousand reports of a large city still take less than a minute; a callable that reads a table anew for each
report takes hundreds. Both sides are measured in the same process, by the time of its processor alone, and the best
of several runs counts: another load on the machine makes no difference.
"""
RUNS: Final = 3
SHOWN: Final = 80
Judge = Callable[[Stand, Contribution], Iterator[Problem]]


def _of_each(judge: Judge) -> Callable[[Stand, Thing], Iterator[Problem]]:
    """The check of each callable of a thing; a table has none, and holds."""

    def run(stand: Stand, thing: Thing) -> Iterator[Problem]:
        for item in thing.items:
            if isinstance(item, CALLED):
                yield from judge(stand, item)

    return run


def _differs(item: Contribution, first: Sequence[Any], second: Sequence[Any], numbers: Sequence[int]) -> list[Problem]:
    """The first item of which the two answers differ. ``numbers`` are those of the samples."""
    pairs = zip(first, second, numbers, strict=True)
    found = next(((a, b, n) for a, b, n in pairs if a != b), None)
    if found is None:
        return []
    return [differs(item.key, found[2] + 1, _shown(found[0]), _shown(found[1]))]


def differs(id_: str, number: int, first: str, second: str) -> Problem:
    """Says that the sample of this number was answered in two ways."""
    return problem("CMS963", id_, id=id_, number=number, first=first, second=second, changed="")


def _shown(answer: object) -> str:
    return f"{answer!r:.{SHOWN}}"


def _singles(stand: Stand, item: Contribution) -> Iterator[Problem]:
    items = asked(stand, item)
    alone_ = [answers(stand, item, [one])[0] for one in items]
    yield from _differs(item, alone_, answers(stand, item, items), range(len(items)))


def _order(stand: Stand, item: Contribution) -> Iterator[Problem]:
    items = asked(stand, item)
    other = [*range(1, len(items), 2), *range(0, len(items), 2)][::-1]
    first = answers(stand, item, items)
    second = answers(stand, item, [items[n] for n in other])
    yield from _differs(item, [first[n] for n in other], second, other)


def _again(stand: Stand, item: Contribution) -> Iterator[Problem]:
    items = asked(stand, item)
    first = answers(stand, item, items)
    yield from _differs(item, first, answers(stand, item, items), range(len(items)))


def _untouched(stand: Stand, item: Contribution) -> Iterator[Problem]:
    items = asked(stand, item)
    before = deepcopy(items)
    answers(stand, item, items)
    number = next((n for n, (a, b) in enumerate(zip(before, items, strict=True), start=1) if a != b), 0)
    if number:
        yield problem("CMS963", item.key, id=item.key, number="", first="", second="", changed=number)


def _fits(stand: Stand, item: Contribution) -> Iterator[Problem]:
    """The engine's own judgement, with no other rule before it that could answer in its place."""
    guard = Guard()
    through(alone(stand.plan, item, stand.collected.info), stand, guard)
    for found in guard.problems():
        told = dict(found.facts)
        if told["id"] == item.key:
            yield problem("CMS962", found.where, **{name: told[name] for name in ("kind", "id", "count", "error")})


def _timed(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        begin = process_time()
        work()
        taken.append(process_time() - begin)
    return min(taken)


def _in_time(stand: Stand, item: Contribution) -> Iterator[Problem]:
    items = asked(stand, item)
    # the core alone, with what it compiles once: all rows, and nobody's Python
    rows = {name: tuple(r for r in getattr(stand.plan, name) if not isinstance(r.item, CALLED)) for name in PLACES}
    bare = Pipeline(with_rules(stand.plan, rows))
    chosen = tried(stand)
    core = _timed(lambda: bare.decide(drafts(stand.plan, chosen, stand.now), Guard()))
    own = _timed(lambda: answers(stand, item, items))
    if own > TIMES * core:
        yield problem("CMS967", item.key, id=item.key, times=f"{own / core:.0f}", most=TIMES)


CHECKS = (
    Check("answers-fit", "CMS962", Tier.ACCEPTED, KINDS, _of_each(_fits), of=CALLED),
    Check("batch-equals-singles", "CMS963", Tier.ACCEPTED, KINDS, _of_each(_singles), of=CALLED),
    Check("order-kept", "CMS963", Tier.ACCEPTED, KINDS, _of_each(_order), of=CALLED),
    Check("same-answer-twice", "CMS963", Tier.ACCEPTED, KINDS, _of_each(_again), of=CALLED),
    Check("items-untouched", "CMS963", Tier.ACCEPTED, KINDS, _of_each(_untouched), of=CALLED),
    Check("time-bar", "CMS967", Tier.SOLID, KINDS, _of_each(_in_time), of=CALLED),
)
