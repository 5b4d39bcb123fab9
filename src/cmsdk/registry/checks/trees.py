"""The catalogues of a plan: which schemes the city uses, and which only stand beside, for mappings and old cases."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import attrs

from cmsdk.contract.base import Contribution
from cmsdk.contract.catalogue import Category, CategoryMapping, Scheme
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.profile import CityProfile
from cmsdk.model.spans import DateSpan

T = TypeVar("T", bound=Contribution)


@attrs.frozen
class Trees:
    """What the hook of the catalogue gave, sorted by whether the city uses it."""

    schemes: Mapping[str, Scheme]
    used: Mapping[str, Category]
    others: Mapping[str, Category]
    mappings: Mapping[str, CategoryMapping]
    local: int
    """Specificity of the plugin that says who the city is; what is less specific is more general than the city."""

    @classmethod
    def in_plan(cls, plan: CityPlan) -> "Trees":
        """The catalogues of a plan that is built."""
        local = plan.origins["cmsdk_profile", plan.profile.key].specificity
        return cls(plan.schemes, plan.categories, plan.other_categories, plan.mappings, local)

    def of_plan(self) -> dict[str, Any]:
        """The fields of the plan that they fill."""
        return {
            "schemes": self.schemes,
            "categories": self.used,
            "other_categories": self.others,
            "mappings": self.mappings,
        }

    @property
    def known(self) -> dict[str, Category]:
        """All categories, of whatever scheme."""
        return {**self.used, **self.others}


def _of(items: Sequence[Ranked[Any]], kind: type[T]) -> dict[str, T]:
    return {ranked.item.key: ranked.item for ranked in items if isinstance(ranked.item, kind)}


def _within(category: Category, scheme: Scheme | None) -> Category:
    """A category is valid no longer than its scheme, where it says nothing of its own."""
    if scheme is None or scheme.valid.always:
        return category
    first, last = category.valid.first or scheme.valid.first, category.valid.last or scheme.valid.last
    if first and last and last < first:
        return category
    return attrs.evolve(category, valid=DateSpan(first, last))


def trees(items: Sequence[Ranked[Any]], profile: Ranked[CityProfile]) -> Trees:
    """The catalogues as the city has them.

    A city uses the scheme that its profile names, and those of which its own plugins contribute a category. The
    others, such as the nation's where a city replaced the whole tree, stay out of its way. A profile that names none
    uses them all.
    """
    schemes, local = _of(items, Scheme), profile.plugin.specificity
    categories = {key: _within(c, schemes.get(c.tree)) for key, c in _of(items, Category).items()}
    own = {r.item.tree for r in items if isinstance(r.item, Category) and r.plugin.specificity >= local}
    named = {profile.item.scheme, *own} if profile.item.scheme else {c.tree for c in categories.values()}
    used = {key: c for key, c in categories.items() if c.tree in named}
    others = {key: c for key, c in categories.items() if c.tree not in named}
    return Trees(schemes, used, others, _of(items, CategoryMapping), local)
