"""Runs all checks of a plugin, and judges what came of them beside its gaps."""

from collections.abc import Mapping
from typing import Final

import attrs

from cmsdk.model.problem import Problem, problem

from .apart import Apart, Key, Told
from .check import Kind, Tier
from .gaps import FILE, Gap, read_gaps
from .known import ALL, BY_ID, HASH_SEED
from .results import Conformance, Outcome, Result, judged
from .target import Target

DIGEST: Final[Key] = ("digest", "", "")
MOST: Final = 10
"""Things of a check that are named where a gap is about none of them."""
STARTS: Final = 4
"""Processes at most that are started for one plugin, if it hangs again and again."""


def _whole(target: Target) -> Told:
    """What all processes told together: where one hung, the next goes on behind it."""
    done: dict[Key, tuple[Problem, ...]] = {}
    for _ in range(STARTS):
        told = Apart(target, skip=tuple(done)).told()
        done |= told.done
        if told.stopped is None:
            return attrs.evolve(told, done=done)
        key, found = told.stopped
        done[key] = (found,)
        if BY_ID.get(key[0]) is ALL[0] or key[0] == "digest":
            return Told(done, broken=key[0] != "digest")
    # what it has not come to is told as not run
    return Told(done, broken=True)


def _by_seed(target: Target, first: Mapping[str, str], second: Told) -> tuple[Problem, ...]:
    parts = sorted(part for part, digits in first.items() if second.digest.get(part) != digits)
    if second.stopped is not None:
        return (second.stopped[1],)
    return tuple(problem("CMS960", f"{target.plugin}: {part}", part=part) for part in parts)


def _gap(gaps: tuple[Gap, ...], check: str, thing: str) -> Gap | None:
    return next((gap for gap in gaps if gap.check == check and gap.thing in {"", thing}), None)


def _results(told: Told, gaps: tuple[Gap, ...]) -> list[Result]:
    made = []
    for (name, kind, thing), found in told.done.items():
        check = BY_ID.get(name)
        if check is not None:
            gap = _gap(gaps, name, thing)
            made.append(judged(check, Kind(kind), thing, found, gap.reason if gap else None))
    return _settled(made, gaps)


def _settled(results: list[Result], gaps: tuple[Gap, ...]) -> list[Result]:
    """A gap about all things of a check is closed only when none of them needs it any more."""
    wide = {gap.check for gap in gaps if not gap.thing}
    needed = {result.check for result in results if result.outcome is Outcome.GAP} & wide
    return [
        attrs.evolve(result, outcome=Outcome.PASSED, reason="")
        if result.outcome is Outcome.CLOSED and result.check in needed
        else result
        for result in results
    ]


def _unused(gaps: tuple[Gap, ...], results: list[Result]) -> list[Result]:
    """Gaps that no result is about: their thing is not there, is called otherwise, or another gap names it too."""
    made = []
    for gap in gaps:
        known = sorted({result.thing for result in results if result.check == gap.check})
        if any(_gap(gaps, gap.check, thing) is gap for thing in known):
            continue
        check = BY_ID[gap.check]
        found = problem("CMS990", FILE, check=gap.check, thing=gap.thing, known=", ".join(known[:MOST]) or "—")
        made.append(Result(check.id, check.tier, check.kinds[0], gap.thing or "*", Outcome.FAILED, (found,)))
    return made


def conformance(target: Target) -> Conformance:
    """All checks of a plugin. Its code runs in processes of its own, each step under a limit of time.

    Raises:
        RejectedInput: its ``conformance.toml`` has mistakes.
    """
    gaps = read_gaps(target.project, frozenset(BY_ID))
    other = Apart(target, seed=1, digest_only=True)
    try:
        told, seeded = _whole(target), other.told()
    finally:
        other.end()
    results = _results(told, gaps)
    if not told.broken:
        gap = _gap(gaps, HASH_SEED.id, target.plugin)
        found = told.done.get(DIGEST) or _by_seed(target, told.digest, seeded)
        results.append(judged(HASH_SEED, Kind.CITY, target.plugin, found, gap.reason if gap else None))
        results += _unused(gaps, results)
    reached = {result.check for result in results}
    if told.broken:
        results += [
            Result(check.id, check.tier, check.kinds[0], target.plugin, Outcome.NOT_RUN)
            for check in ALL
            if check.id not in reached
        ]
    order = {check.id: number for number, check in enumerate(ALL)}
    return Conformance(
        target.plugin, target.city, tuple(sorted(results, key=lambda r: (order[r.check], r.kind, r.thing)))
    )


def accepted(found: Conformance, tier: Tier) -> bool:
    """Whether the plugin holds all that ``tier`` asks for."""
    return not any(result.outcome.bad for result in found.below(tier))
