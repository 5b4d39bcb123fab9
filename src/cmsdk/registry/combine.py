"""The answers of several plugins to one hook → one answer, by the hook's rule of combination."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from cmsdk.contract.api import HOOKS, Combine
from cmsdk.contract.base import Band, Contribution
from cmsdk.contract.catalogue import Category
from cmsdk.contract.plan import Ranked
from cmsdk.model.problem import Problem, problem

from .checks.extensions import next_free
from .collect import Collected
from .workflows import with_base

Items = dict[tuple[type[Contribution], str], Ranked[Contribution]]


@attrs.frozen
class Combined:
    """Items of one hook by kind and key, in the plan's order."""

    items: tuple[Ranked[Contribution], ...]
    problems: tuple[Problem, ...]


def _label(ranked: Ranked[Contribution]) -> str:
    source = f" ({ranked.item.source})" if ranked.item.source else ""
    return f"{ranked.plugin.label}{source}"


def order(ranked: Ranked[Contribution]) -> tuple[int, int, str]:
    """The plan's order: band, most specific plugin first, id. Registration never shows."""
    band: Band = getattr(ranked.item, "band", Band.LOCAL)
    return band, -ranked.plugin.specificity, ranked.item.key


def _keyed(hook: str, offered: Sequence[Ranked[Contribution]]) -> Combined:
    """Merge by key, general plugins first, so that a specific one finds what it replaces."""
    kept: Items = {}
    problems: list[Problem] = []
    for ranked in sorted(offered, key=lambda r: (r.plugin.specificity, r.plugin.name)):
        kind, item = type(ranked.item), ranked.item
        if item.replaces:
            problems += _replace(hook, kept, ranked)
        if (kind, item.key) in kept:
            problems.append(_taken(kept[kind, item.key], ranked, offered) or _twice(hook, kept[kind, item.key], ranked))
            continue
        kept[kind, item.key] = ranked
    return Combined(tuple(sorted(kept.values(), key=order)), tuple(problems))


def _twice(hook: str, first: Ranked[Contribution], second: Ranked[Contribution]) -> Problem:
    code = "CMS208" if first.plugin is second.plugin else "CMS204"
    kind, item = type(second.item).__name__, second.item
    return problem(code, hook, kind=kind, id=item.key, first=_label(first), second=_label(second))


def _taken(
    first: Ranked[Contribution], second: Ranked[Contribution], offered: Sequence[Ranked[Contribution]]
) -> Problem | None:
    """A category under a number that another plugin has given away, with a number that is free."""
    old, new = first.item, second.item
    if first.plugin is second.plugin or not isinstance(old, Category) or not isinstance(new, Category):
        return None
    facts = {"first": _label(first), "second": _label(second), "first_name": old.name, "second_name": new.name}
    free = next_free(old, (ranked.item for ranked in offered))
    return problem("CMS390", new.source or new.key, id=new.key, free=free, **facts)


def _replace(hook: str, kept: Items, ranked: Ranked[Contribution]) -> Iterator[Problem]:
    target = kept.pop((type(ranked.item), ranked.item.replaces), None)
    facts = {"id": ranked.item.key, "replaces": ranked.item.replaces, "by": _label(ranked)}
    if target is None:
        yield problem("CMS209", hook, **facts, reason="there is no such item in a more general plugin")
    elif target.plugin.specificity >= ranked.plugin.specificity:
        yield problem("CMS209", hook, **facts, reason=f"{_label(target)} is not more general")


def _one(hook: str, offered: Sequence[Ranked[Contribution]]) -> Combined:
    if not offered:
        return Combined((), (problem("CMS210", hook, hook=hook),))
    top = max(ranked.plugin.specificity for ranked in offered)
    best = [ranked for ranked in offered if ranked.plugin.specificity == top]
    if len({ranked.plugin for ranked in best}) < len(best):
        return Combined(tuple(best[:1]), (_twice(hook, best[0], best[1]),))
    if len(best) > 1:
        who = ", ".join(sorted(_label(ranked) for ranked in best))
        return Combined(tuple(best[:1]), (problem("CMS211", hook, hook=hook, who=who),))
    whole, problems = with_base(best[0], offered)
    return Combined((whole,), problems)


def _each(hook: str, offered: Sequence[Ranked[Contribution]]) -> Combined:
    """One of a kind, for each kind that is offered; a kind that nobody offers has its default in the plan."""
    kinds: dict[type[Contribution], list[Ranked[Contribution]]] = {}
    for ranked in offered:
        kinds.setdefault(type(ranked.item), []).append(ranked)
    found = [_one(hook, kinds[kind]) for kind in sorted(kinds, key=lambda kind: kind.__name__)]
    return Combined(tuple(r for one in found for r in one.items), tuple(p for one in found for p in one.problems))


_COMBINE: Final = {Combine.ONE: _one, Combine.EACH: _each, Combine.KEYED: _keyed}


def combine(collected: Iterable[Collected]) -> dict[str, Combined]:
    """Hook → its combined items."""
    asked = tuple(collected)
    combined = {}
    for hook, row in HOOKS.items():
        offered = [Ranked(item, plugin.info) for plugin in asked for item in plugin.items.get(hook, ())]
        combined[hook] = _COMBINE[row.combine](hook, offered)
    return combined
