"""The sender's own category: kept where the city knows it, mapped where the city has another scheme, else not used."""

from collections.abc import Iterable
from typing import Final

from cmsdk.contract.catalogue import CategoryMapping, Relation
from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.report import Report
from cmsdk.rules.validity import Days, days_of, holds

_GIVEN: Final = "core:given"
_TURNED: Final = {
    Relation.SAME: Relation.SAME,
    Relation.BROADER: Relation.NARROWER,
    Relation.NARROWER: Relation.BROADER,
}


class GivenCategory:
    """What a plan makes of a category that came with the report. A bare code is one of the city's own scheme."""

    def __init__(self, plan: CityPlan) -> None:
        """Mappings are indexed by category; one that says ``same`` is followed from either side."""
        self._plan = plan
        self._mappings: dict[str, list[tuple[CategoryMapping, str]]] = {}
        for row in plan.mappings.values():
            for code, other in ((row.from_category, row.to_category), (row.to_category, row.from_category)):
                self._mappings.setdefault(code, []).append((row, other))

    def known(self, key: str, report: Report) -> bool:
        """Whether the city uses the category, and it holds for the report."""
        return self._holds(key, days_of(report))

    def _holds(self, key: str, days: Days) -> bool:
        found = self._plan.categories.get(key)
        return found is not None and holds(found, days)

    def step(self, report: Report) -> Step:
        """The step of a report that names a category; its answer is empty where the rules have to be asked."""
        code, days = report.category, days_of(report)
        for key in (code, f"{self._plan.profile.scheme}/{code}"):
            if self._holds(key, days):
                return Step(Stage.CLASSIFY, _GIVEN, "cmsdk", key, "given-category")
        if code in self._plan.other_categories:
            return self._mapped(code, days)
        return Step(Stage.CLASSIFY, _GIVEN, "cmsdk", "", "unknown-category", (("code", code),))

    def _mapped(self, code: str, days: Days) -> Step:
        """A category of a scheme that the city does not use: what exactly one valid row calls the same."""
        name = self._plan.other_categories[code].name
        rows = [(row, to) for row, to in self._mappings.get(code, ()) if holds(row, days) and self._holds(to, days)]
        same = [(row, to) for row, to in rows if row.relation is Relation.SAME]
        facts = (("code", code), ("name", name))
        if len({to for _, to in same}) == 1:
            row, to = same[0]
            plugin = self._plan.origins["cmsdk_catalogue", row.id].name
            return Step(
                Stage.CLASSIFY, row.id, plugin, to, "mapped-category", (*facts, ("source", row.source)), row.basis
            )
        if not rows:
            return Step(Stage.CLASSIFY, _GIVEN, "cmsdk", "", "unmapped-category", facts)
        told = (*facts, ("rows", _listed(rows)))
        return Step(Stage.CLASSIFY, _GIVEN, "cmsdk", "", "ambiguous-category", told)


def _listed(rows: Iterable[tuple[CategoryMapping, str]]) -> str:
    return ", ".join(f"{row.id} ({_towards(row, to)} {to})" for row, to in rows)


def _towards(row: CategoryMapping, to: str) -> Relation:
    """How ``to`` stands to the other category of ``row``: read from its end, broader is narrower."""
    return row.relation if to == row.to_category else _TURNED[row.relation]
