"""Checks by the scenarios (情景) of a plugin's project: they hold, there is one, and they reach its rules."""

from collections.abc import Iterator
from typing import Final

from cmsdk.contract.deciding import KeywordRow, RouteRow
from cmsdk.contract.matching import MatchRow
from cmsdk.model.problem import Problem, problem
from cmsdk.testing.kit.called import CALLED
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.stand import Stand

from .rows import place, told

ROWS: Final = (RouteRow, KeywordRow, MatchRow)
KINDS: Final = (Kind.ROUTES, Kind.CLASSIFIER)


def _hold(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    """What the scenarios themselves say, the first thing of each; files with mistakes say all of theirs."""
    yield from stand.played.problems
    yield from (result.problems[0] for result in stand.played.results if not result.passed)


def _there_is_one(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    """Of the plugin that is the city; a pack may have some too, and is not asked for them."""
    if stand.collected.items.get("cmsdk_profile") and not (stand.played.results or stand.played.problems):
        yield problem("CMS969", stand.target.plugin, city=stand.target.city, channel="")


def _reached(stand: Stand, thing: Thing) -> Iterator[Problem]:
    rules = [item for item in thing.items if isinstance(item, (*ROWS, *CALLED))]
    missed = [item for item in rules if item.key not in stand.played.decided_by]
    if missed:
        facts = {**told(missed), "all": len(rules), "reached": len(rules) - len(missed)}
        yield problem("CMS968", place(missed[0]), **facts)


CHECKS = (
    Check("scenarios-hold", "", Tier.ACCEPTED, (Kind.CITY,), _hold),
    Check("has-scenario", "CMS969", Tier.SOLID, (Kind.CITY,), _there_is_one),
    Check("callables-in-scenarios", "CMS968", Tier.SOLID, KINDS, _reached, of=CALLED),
    Check("rows-in-scenarios", "CMS968", Tier.EXEMPLARY, KINDS, _reached, of=ROWS),
)
