"""The order in which the rules of a plan are asked, for people who read or compare them; triage goes the same way."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cmsdk.contract.base import Contribution
from cmsdk.contract.deciding import Classifier, Route, RouteRow
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.timing import LimitRow

from .matrix import ANY, Matrix, rank

Places = Callable[[str], int | None]
"""A category or area that a row names → how soon it is asked; ``None`` where it cannot cover the case."""


def routes_asked(plan: CityPlan, category: str = "", area: str = "") -> Iterator[Ranked[RouteRow | Route]]:
    """Rows and callables of the responsibility matrix in the order in which they are asked.

    With ``category`` (a full key) or ``area`` (a division or grid): without rows that cannot cover such a case.
    """
    matrix = Matrix(plan)
    order = matrix.order(category)
    by_category = _places(category, plan.lineage)
    by_area = _places(area, lambda name: _area_lineage(plan, name))
    for layer in matrix.layers:
        found: list[tuple[tuple[Any, ...], Ranked[RouteRow | Route]]] = []
        for ranked in layer.rows:
            row = ranked.item
            places = by_category(row.category), by_area(row.area)
            if None not in places:
                key = (rank(row, order), *places, row.when is None, row.id)
                found.append((key, Ranked(row, ranked.plugin)))
        yield from (ranked for _, ranked in sorted(found, key=lambda pair: pair[0]))
        yield from (Ranked(call.item, call.plugin) for call in layer.calls)


def in_order(plan: CityPlan, hook: str) -> tuple[Ranked[Contribution], ...]:
    """Every item that was contributed to ``hook``, in the order in which it is asked, as the contributor has it.

    Rows that the city cannot use, such as those of a scheme of categories that is not its own, come last.
    """
    asked: Sequence[Ranked[Any]]
    match hook:
        case "cmsdk_routes":
            asked = tuple(routes_asked(plan))
        case "cmsdk_classifiers":
            # in a layer the rows are asked together, and before the callables
            asked = sorted(plan.classifiers, key=lambda r: (*_layer(r), isinstance(r.item, Classifier)))
        case "cmsdk_deadlines":
            limits: Sequence[Ranked[Any]] = plan.limits
            asked = sorted(limits, key=lambda r: (*_layer(r), *_limit_places(plan, r.item)))
        case _:
            return tuple(plan.items.get(hook, ()))
    number = {(type(r.item), r.item.key): n for n, r in enumerate(asked)}
    last = len(number)
    return tuple(sorted(plan.items.get(hook, ()), key=lambda r: number.get((type(r.item), r.item.key), last)))


def _layer(ranked: Ranked[Any]) -> tuple[int, int]:
    return ranked.item.band, -ranked.plugin.specificity


def _limit_places(plan: CityPlan, row: LimitRow) -> tuple[int, int]:
    category = 0 if row.category == ANY else -len(plan.lineage(row.category))
    return category, 0 if row.area == ANY else -len(_area_lineage(plan, row.area))


def _area_lineage(plan: CityPlan, area: str) -> tuple[str, ...]:
    return plan.area_lineage(area, "") if area in plan.grids else plan.area_lineage("", area)


def _places(asked: str, lineage: Callable[[str], Sequence[str]]) -> Places:
    """The place of a row's category or area among those that cover what is asked; exact before general in any case."""
    if not asked:
        return lambda name: 0 if name == ANY else -len(lineage(name))
    chain = (*lineage(asked), ANY)
    return lambda name: chain.index(name) if name in chain else None
