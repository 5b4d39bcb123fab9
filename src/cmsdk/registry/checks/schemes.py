"""Checks of catalogues: codes of two schemes are never mixed, and a mapping leads from one scheme to another."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from cmsdk.contract.base import Contribution
from cmsdk.contract.catalogue import Category, CategoryMapping, FilingStandard, Relation
from cmsdk.contract.plan import CityPlan, PluginInfo, Ranked
from cmsdk.model.category import CategoryCode
from cmsdk.model.problem import Problem, problem
from cmsdk.model.threshold import compares
from cmsdk.registry.collect import Collected

from .extensions import check_extensions
from .resolve import ANY, Categories
from .trees import Trees

HOOKS: Final = ("cmsdk_standards", "cmsdk_classifiers", "cmsdk_routes", "cmsdk_deadlines")
"""Hooks whose rows name a category."""


def _where(item: Contribution) -> str:
    return item.source or item.key


def _parents(categories: Mapping[str, Category]) -> Iterator[Problem]:
    """A category below one of another scheme, and categories that stand below themselves."""
    for key, category in categories.items():
        if category.parent in categories and categories[category.parent].tree != category.tree:
            yield problem("CMS320", _where(category), code=key, parent=category.parent, scheme=category.tree)
        seen, above = {key}, category.parent
        while above in categories and above not in seen:
            seen.add(above)
            above = categories[above].parent
        if above == key:
            yield problem("CMS328", _where(category), code=key, parent=category.parent)


def _mapped(trees: Trees) -> Iterator[Problem]:
    """Rows of mappings that lead nowhere, that stay in one scheme, or that contradict each other."""
    known = trees.known
    same: dict[tuple[str, str], list[CategoryMapping]] = {}
    for row in trees.mappings.values():
        first, second = CategoryCode.parse(row.from_category), CategoryCode.parse(row.to_category)
        for code in (first, second):
            if str(code) not in known:
                near = get_close_matches(str(code), known, n=1, cutoff=0)
                yield problem("CMS301", _where(row), code=code, near=near[0] if near else "—")
        if first.same_tree(second):
            yield problem("CMS323", _where(row), id=row.id, first=first, second=second, scheme=first.tree)
        elif row.relation is Relation.SAME:
            for one, other in ((first, second), (second, first)):
                same.setdefault((str(one), other.tree), []).append(row)
    for (key, tree), rows in same.items():
        # a row written once from each side says one thing
        if len({frozenset((row.from_category, row.to_category)) for row in rows}) > 1:
            ids = ", ".join(row.id for row in rows)
            yield problem("CMS324", _where(rows[-1]), code=key, scheme=tree, rows=ids)


def _replaced(collected: Sequence[Collected], categories: Categories) -> Iterator[Problem]:
    """Rows that replace one of another scheme: the limit or owner of one thing given to another by its digits."""
    rows: dict[tuple[str, type[Contribution], str], list[Ranked[Any]]] = {}
    for plugin in collected:
        for hook in (*HOOKS, "cmsdk_catalogue"):
            for item in plugin.items.get(hook, ()):
                rows.setdefault((hook, type(item), item.key), []).append(Ranked(item, plugin.info))
    for (hook, kind, key), offered in rows.items():
        for ranked in offered:
            old = [o for o in rows.get((hook, kind, ranked.item.replaces), ()) if o.plugin is not ranked.plugin]
            for other in old:
                mine, theirs = (_tree(r.item, r.plugin, categories) for r in (ranked, other))
                if mine and theirs and mine != theirs:
                    facts = {"id": key, "replaces": ranked.item.replaces, "scheme": mine, "other": theirs}
                    yield problem("CMS321", _where(ranked.item), **facts)


def _tree(item: Any, plugin: PluginInfo, categories: Categories) -> str:  # noqa: ANN401  any kind of contribution
    """The scheme that ``item`` is about; nothing where it is about all, or about none."""
    if isinstance(item, Category):
        return item.tree
    full = categories.complete(getattr(item, "category", ANY), plugin)
    return "" if full is None or full == ANY else CategoryCode.parse(full).tree


def _profile(plan: CityPlan, trees: Trees) -> Iterator[Problem]:
    """The scheme that the city's bare codes refer to is one that somebody contributes."""
    named, known = plan.profile.scheme, sorted({*trees.schemes, *(c.tree for c in trees.known.values())})
    if named and named not in known:
        near = get_close_matches(named, known, n=1, cutoff=0)
        where = plan.profile.source or plan.profile.name
        yield problem("CMS326", where, scheme=named, near=near[0] if near else "—")


def _unread(standards: Mapping[str, FilingStandard]) -> Iterator[Problem]:
    """Thresholds that are written as comparisons and cannot be compared."""
    for standard in standards.values():
        if compares(standard.threshold) and standard.measured is None:
            yield problem("CMS327", _where(standard), id=standard.id, threshold=standard.threshold)


def check_schemes(plan: CityPlan, collected: Sequence[Collected]) -> Iterator[Problem]:
    """Everything that is wrong with the catalogues of a plan, and with rows that mix them."""
    trees = Trees.in_plan(plan)
    categories = Categories(trees, plan.profile.scheme, plan.origins)
    yield from _profile(plan, trees)
    yield from _parents(trees.known)
    yield from _mapped(trees)
    yield from _replaced(collected, categories)
    yield from check_extensions(trees, plan.origins)
    yield from _unread(plan.standards)
