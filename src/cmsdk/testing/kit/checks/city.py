"""Checks of the plugin as a whole: that it assembles, that its hooks only assemble, and that nothing else shows."""

from collections.abc import Iterator, Sequence
from typing import Any

from cmsdk.contract.api import HOOKS
from cmsdk.contract.base import Contribution
from cmsdk.model.problem import Problem, problem
from cmsdk.testing.kit.check import Check, Kind, Thing, Tier
from cmsdk.testing.kit.samples import decided, samples
from cmsdk.testing.kit.stand import Stand
from cmsdk.triage.guard import Guard

CITY = (Kind.CITY,)


def _assembles(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    """Warnings are handed on, and do not fail it."""
    yield from stand.plan.warnings


def _keys(items: Sequence[Contribution]) -> list[Any]:
    return [(type(item).__name__, item.key) for item in items]


def _idempotent(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    first, second = stand.collected.items, stand.collect().items
    for hook in HOOKS:
        before, after = first.get(hook, ()), second.get(hook, ())
        if _keys(before) != _keys(after):
            yield problem("CMS956", f"{stand.target.plugin}.{hook}", hook=hook, first=len(before), second=len(after))
    if stand.plan.fingerprint != stand.again.fingerprint:
        yield problem("CMS957", stand.target.plugin, first=stand.plan.fingerprint, second=stand.again.fingerprint)


def _decides(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    """No contribution fails on a sample; the core would help itself, but the plugin's answer would be missing."""
    guard = Guard()
    decided(stand.plan, samples(stand.plan), stand.now, guard)
    for found in guard.problems():
        told = dict(found.facts)
        yield problem("CMS962", found.where, **{name: told[name] for name in ("kind", "id", "count", "error")})


def _reaches_nothing(stand: Stand, _thing: Thing) -> Iterator[Problem]:
    """What was tried while the plugin was imported, assembled, and tried on samples before this check."""
    for tried in dict.fromkeys(stand.blocking.tried):
        yield problem("CMS958", tried.place, what=tried.what, hook=tried.hook or "—")


CHECKS = (
    Check("city-assembles", "", Tier.ACCEPTED, CITY, _assembles),
    Check("hooks-idempotent", "CMS956", Tier.ACCEPTED, CITY, _idempotent),
    Check("reports-decided", "CMS962", Tier.ACCEPTED, CITY, _decides),
)
LAST = (Check("reaches-nothing", "CMS958", Tier.ACCEPTED, CITY, _reaches_nothing),)
"""Run after all others, since it tells what was tried in them."""
