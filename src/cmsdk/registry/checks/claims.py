"""Two rows that claim the same cases, and two sub-districts that claim one division: no city opens with them."""

from collections.abc import Iterator, Mapping
from itertools import product

from cmsdk.contract.base import Applies
from cmsdk.contract.deciding import Route, RouteRow
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.profile import SUBDISTRICT
from cmsdk.contract.when import DayType, When
from cmsdk.model.problem import Problem, problem
from cmsdk.rules.matrix import ANY, Order, rank, sub_districts

DAY_TYPES = tuple(DayType(*parts) for parts in product(range(1, 8), (False, True), (False, True)))
"""Every kind of day that a calendar may come to have: make-up days turn any weekday round."""


def _orders(plan: CityPlan) -> Mapping[str, frozenset[Order]]:
    """Category key → the orders of principles of the cases that a row of this category may cover."""
    found: dict[str, set[Order]] = {}
    for key, category in plan.categories.items():
        order = tuple(plan.routing.order.get(category.kind, ()))
        for above in (*plan.lineage(key), ANY):
            found.setdefault(above, set()).add(order)
    return {key: frozenset(orders) for key, orders in found.items()}


def _meet_in_days(one: RouteRow, other: RouteRow) -> bool:
    """Whether there are days on which both hold; a decision may fall on any day from that of the report on."""
    if one.applies is not other.applies:
        early, late = (one, other) if one.applies is Applies.AT_REPORT else (other, one)
        return early.valid.first is None or late.valid.last is None or early.valid.first <= late.valid.last
    return (one.valid.first is None or other.valid.last is None or one.valid.first <= other.valid.last) and (
        other.valid.first is None or one.valid.last is None or other.valid.first <= one.valid.last
    )


def _meet_in_times(one: When | None, other: When | None) -> bool:
    """Whether both stand on one step and there is a time at which both hold. One without times comes second."""
    if one is None or other is None:
        return one is other
    minutes = one.edges | other.edges
    return any(one.holds(day, minute) and other.holds(day, minute) for day in DAY_TYPES for minute in minutes)


def _overlaps(plan: CityPlan) -> Iterator[Problem]:
    """Two rows of one layer and rank that claim the same category in the same area at the same time."""
    orders = _orders(plan)
    first: dict[tuple[object, ...], list[RouteRow]] = {}
    for ranked in plan.routes:
        row = ranked.item
        if not isinstance(row, RouteRow):
            continue
        same = first.setdefault(_place(ranked, row), [])
        for other in same:
            if _meet_in_days(row, other) and _tied(row, other, orders) and _meet_in_times(row.when, other.when):
                yield _claimed(other, row)
        same.append(row)


def _claimed(first: RouteRow, second: RouteRow) -> Problem:
    facts = {"first": first.id, "second": second.id, "category": second.category, "area": second.area}
    facts |= {"first_where": first.source or first.id}
    facts |= {"first_when": str(first.when or ""), "second_when": str(second.when or "")}
    dated = not (first.valid.always and second.valid.always)
    spans = [f"{row.valid.first or ''}..{row.valid.last or ''}" if dated else "" for row in (first, second)]
    return problem("CMS312", second.source or second.id, **facts, first_span=spans[0], second_span=spans[1])


def _place(ranked: Ranked[RouteRow | Route], row: RouteRow) -> tuple[object, ...]:
    return row.band, ranked.plugin.specificity, row.category, row.area


def _tied(row: RouteRow, other: RouteRow, orders: Mapping[str, frozenset[Order]]) -> bool:
    """Whether the principles of two rows leave them on one step, for some kind of case that they cover."""
    return any(rank(row, order) == rank(other, order) for order in orders.get(row.category, frozenset([()])))


def check_claims(plan: CityPlan) -> Iterator[Problem]:
    """Rows that overlap, and sub-districts that do."""
    yield from _overlaps(plan)
    if plan.routing.fallback == SUBDISTRICT:
        for division, (first, *others) in sub_districts(plan).items():
            for second in others:
                facts = {"first": first.id, "second": second.id, "division": division}
                yield problem("CMS350", second.source or second.id, **facts)
