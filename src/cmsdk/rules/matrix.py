"""The responsibility matrix (责任清单) compiled: category × area × time → the row that answers, without scanning.

Triage asks it for each case, and the proof of coverage asks it for every class of cases, so that what is proved
is what happens. Pure: a plan in, rows out.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

import attrs

from cmsdk.contract.base import Applies
from cmsdk.contract.deciding import AT_STATION, Principle, Route, RouteRow
from cmsdk.contract.organisation import Unit, UnitKind
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.profile import SUBDISTRICT

from .times import LocalTime, Moments

ANY: Final = "*"
Row = Ranked[RouteRow]
Order = tuple[Principle, ...]
_FEW: Final = 4
"""Rows of one category and area up to which asking each is quicker than finding the days."""


@attrs.frozen
class Question:
    """What the matrix reads of a case beside its time: most specific first."""

    categories: tuple[str, ...]
    """The category's key, those above it, ``*``."""
    areas: tuple[str, ...]
    """Grid, division, those above it, ``*``."""
    order: Order
    """Principles in the order in which the case's kind asks them; empty where it has none."""


def holds_at(row: RouteRow, moments: Moments) -> bool:
    """Whether a row holds at the moment that counts for it, day and time."""
    moment = moments[row.applies is Applies.AT_DECISION]
    if not row.valid.always and not row.valid.holds(moment.day):
        return False
    return row.when is None or row.when.holds(moment.kind, moment.minute)


class _Dated:
    """Rows judged at one of the two moments, by the days between which none begins or ends."""

    def __init__(self, rows: Sequence[tuple[int, Row]]) -> None:
        spans = [row.item.valid for _, row in rows]
        firsts = {span.first for span in spans if span.first is not None}
        after = {span.last + timedelta(days=1) for span in spans if span.last is not None and span.last < date.max}
        self._edges = sorted(firsts | after)
        self._rows: list[list[tuple[int, Row]]] = [[] for _ in range(len(self._edges) + 1)]
        for row, span in zip(rows, spans, strict=True):
            first = 0 if span.first is None else bisect_right(self._edges, span.first)
            last = len(self._edges) if span.last is None else bisect_right(self._edges, span.last)
            for number in range(first, last + 1):
                self._rows[number].append(row)

    def on(self, day: date) -> list[tuple[int, Row]]:
        return self._rows[bisect_right(self._edges, day)]


class _Bucket:
    """Rows of one layer, category and area in their order: with a time before without, then by id."""

    __slots__ = ("_dated", "rows")

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(sorted(rows, key=lambda row: row.item.when is None))
        self._dated: tuple[_Dated, _Dated] | None = None
        if len(self.rows) > _FEW:
            numbered = list(enumerate(self.rows))
            self._dated = (
                _Dated([n for n in numbered if n[1].item.applies is Applies.AT_REPORT]),
                _Dated([n for n in numbered if n[1].item.applies is Applies.AT_DECISION]),
            )

    def holding(self, moments: Moments) -> Iterable[Row]:
        rows: Sequence[Row] = self.rows
        if self._dated is not None:
            at_report, at_decision = (part.on(m.day) for part, m in zip(self._dated, moments, strict=True))
            # numbers are unique, so that rows themselves are never compared
            rows = [row for _, row in (sorted(at_report + at_decision) if at_decision else at_report)]
        return [row for row in rows if holds_at(row.item, moments)]


_Index = Mapping[str, Mapping[str, _Bucket]]


def _index(rows: Iterable[Row]) -> _Index:
    found: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        found.setdefault(row.item.category, {}).setdefault(row.item.area, []).append(row)
    return {c: {a: _Bucket(rows) for a, rows in areas.items()} for c, areas in found.items()}


class Layer:
    """The rows of one band and scope, indexed by principle, category and area; and its callables."""

    def __init__(self, rows: Iterable[Row], calls: Iterable[Ranked[Route]] = (), orders: Iterable[Order] = ()) -> None:
        """``rows`` in the plan's order; ``orders`` of principles are those that may be asked for."""
        self.rows = tuple(rows)
        self.calls = tuple(calls)
        self._by_order: dict[Order, tuple[_Index, ...]] = {(): (_index(self.rows),)}
        for order in orders:
            groups: list[list[Row]] = [[] for _ in range(len(order) + 1)]
            for row in self.rows:
                groups[rank(row.item, order)].append(row)
            self._by_order[order] = tuple(_index(group) for group in groups if group)

    def _buckets(self, question: Question) -> Iterator[_Bucket]:
        for index in self._by_order[question.order]:
            for category in question.categories:
                by_area = index.get(category)
                if by_area is not None:
                    for area in question.areas:
                        bucket = by_area.get(area)
                        if bucket is not None:
                            yield bucket

    def covering(self, question: Question) -> Iterator[Row]:
        """Rows that cover the case at some time, in the order in which they are asked."""
        for bucket in self._buckets(question):
            yield from bucket.rows

    def holding(self, question: Question, moments: Moments) -> Iterator[Row]:
        """Rows that cover the case at these moments, in the order in which they are asked."""
        for bucket in self._buckets(question):
            yield from bucket.holding(moments)


def rank(row: RouteRow, order: Order) -> int:
    """The place of a row's principle in the order; after all of them where it has none, or another."""
    return order.index(row.principle) if row.principle is not None and row.principle in order else len(order)


def sub_districts(plan: CityPlan) -> dict[str, list[Unit]]:
    """Division → the units of kind ``subdistrict`` that answer for it, by id; one of them, where the plan is whole."""
    found: dict[str, list[Unit]] = {}
    for unit in sorted(plan.units.values(), key=lambda unit: unit.id):
        if unit.kind is UnitKind.SUBDISTRICT and unit.division:
            found.setdefault(unit.division, []).append(unit)
    return found


class Matrix:
    """All routes of a plan, layer by layer: by band, then by scope."""

    def __init__(self, plan: CityPlan) -> None:
        """Compiles the rows once a plan."""
        self._plan = plan
        orders = {order for order in plan.routing.order.values() if order}
        self.layers = tuple(
            _layer(group, orders) for _, group in groupby(plan.routes, lambda r: (r.item.band, r.plugin.specificity))
        )
        self.rows = tuple(row for layer in self.layers for row in layer.rows)
        self.areas = frozenset(row.item.area for row in self.rows)
        """Areas that rows name."""
        self.time = LocalTime(plan.calendars.get(plan.profile.calendar), (row.item for row in self.rows))
        self._subdistricts = sub_districts(plan) if plan.routing.fallback == SUBDISTRICT else {}

    def order(self, category: str) -> Order:
        """The principles that a category of this kind asks, in order."""
        found = self._plan.categories.get(category)
        return tuple(self._plan.routing.order.get(found.kind, ())) if found else ()

    def question(self, category: str, grid: str, division: str) -> Question:
        """What the matrix reads of a case."""
        plan = self._plan
        areas = (*plan.area_lineage(grid, division), ANY)
        return Question((*plan.lineage(category), ANY), areas, self.order(category))

    def unit(self, row: RouteRow, station: str) -> str:
        """The unit that a row names; of ``@station`` the one that runs the station, nothing where there is none."""
        if row.unit != AT_STATION:
            return row.unit
        found = self._plan.stations.get(station)
        return found.unit if found else ""

    def fallback(self, category: str, grid: str, division: str) -> Unit | None:
        """The sub-district that gets a case nobody owns, by the policy; what has no category stays with the desk."""
        if not category or not self._subdistricts:
            return None
        for area in self._plan.area_lineage(grid, division):
            if area in self._subdistricts:
                return self._subdistricts[area][0]
        return None


def _layer(group: Iterable[Ranked[RouteRow | Route]], orders: Iterable[Order]) -> Layer:
    members = list(group)
    rows = [Ranked(r.item, r.plugin) for r in members if isinstance(r.item, RouteRow)]
    calls = [Ranked(r.item, r.plugin) for r in members if isinstance(r.item, Route)]
    return Layer(rows, calls, orders)
