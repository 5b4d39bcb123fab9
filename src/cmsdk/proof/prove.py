"""The proof of the responsibility matrix: every category, division and day has exactly one answer, or it is listed.

It asks the very matrix that triage asks, not once a cell but once a class of cells that no row tells apart
(ADR 0025). Days begin with the one that is asked for: a hole in the past can no longer be filled.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

import attrs

from cmsdk.contract.deciding import RouteRow
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.when import DayType
from cmsdk.model.spans import DateSpan
from cmsdk.rules.matrix import ANY, Matrix, Order, Question

from .cells import Cells, Place
from .timeline import Span, Winners, clipped, open_spans


class Fate(StrEnum):
    """Who gets what no row gives to anybody."""

    DESK = "desk"
    """The duty desk: a hole."""
    SUBDISTRICT = "subdistrict"
    """The sub-district, by the routing policy."""
    PYTHON = "python"
    """Perhaps a route in Python, which nobody can ask beforehand."""


@attrs.frozen
class Block:
    """Categories × divisions for which no row answers in these spans, and who gets them then."""

    fate: Fate
    categories: tuple[str, ...]
    divisions: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def cells(self) -> int:
        """Number of pairs of category and division."""
        return len(self.categories) * len(self.divisions)

    def covers(self, category: str, division: str, day: date, kind: DayType, minute: int) -> bool:
        """Whether a case of that moment is one of the block's."""
        inside = category in self.categories and division in self.divisions
        return inside and any(span.covers(day, kind, minute) for span in self.spans)


@attrs.frozen
class Hidden:
    """A row that can never win, with the rows that are asked before it wherever it would hold."""

    row: RouteRow
    by: tuple[RouteRow, ...]


@attrs.frozen
class Proof:
    """What was proved of a city's matrix from a day on."""

    on: date
    rows: int
    categories: int
    """Leaf categories of the schemes in use."""
    divisions: int
    """Leaf divisions."""
    classes: int
    """Classes of cells that rows tell apart."""
    blocks: tuple[Block, ...]
    """Where no row answers, largest first."""
    hidden: tuple[Hidden, ...]
    expired: tuple[RouteRow, ...]
    calls: tuple[str, ...]
    """Routes in Python, which cannot be proved."""

    @property
    def cells(self) -> int:
        """Number of pairs of category and division."""
        return self.categories * self.divisions

    @property
    def open(self) -> int:
        """Number of pairs for which, at some time, no row answers."""
        return sum(block.cells for block in self.blocks)

    def fate(self, category: str, division: str, day: date, kind: DayType, minute: int) -> Fate | None:
        """Who gets such a case where no row answers; nothing where a row does."""
        found = (block.fate for block in self.blocks if block.covers(category, division, day, kind, minute))
        return next(found, None)


_Pattern = tuple[Fate, tuple[Span, ...]]
_Holes = dict[_Pattern, list[int]]


class _Prover:
    """Asks the matrix about every class of cells, and keeps what it learns of rows on the way."""

    def __init__(self, plan: CityPlan, on: date) -> None:
        self.matrix = Matrix(plan)
        self.cells = Cells(plan, self.matrix, on)
        self.on = on
        self.winners = Winners()
        self.classes = 0
        calls = [call.item for layer in self.matrix.layers for call in layer.calls]
        self.calls = [c for c in calls if c.valid.last is None or c.valid.last >= on]
        self.fates = [self._fate(place) for place in self.cells.places]

    def rows(self, question: Question) -> list[RouteRow]:
        """Rows that cover a class and have not expired, in the order in which they are asked."""
        asked = (row.item for layer in self.matrix.layers for row in layer.covering(question))
        return [row for row in asked if row.valid.last is None or row.valid.last >= self.on]

    def holes(self, categories: tuple[str, ...], order: Order) -> _Holes:
        """Of a class of categories: when nobody answers, and the numbers of the classes of places that it concerns."""
        named = self.cells.areas_with(categories)
        stations = self.cells.has_station_row(categories)
        seen: dict[tuple[tuple[str, ...], bool], tuple[Span, ...]] = {}
        found: _Holes = {}
        for number, place in enumerate(self.cells.places):
            key = tuple(filter(named.__contains__, place.areas)), stations and place.station
            spans = seen.get(key)
            if spans is None:
                self.classes += 1
                question = Question(categories, (*key[0], ANY), order)
                spans = seen[key] = open_spans(self.rows(question), self.on, key[1], self.winners)
            if spans and place.leaves:
                found.setdefault((self.fates[number], spans), []).append(number)
        return found

    def _fate(self, place: Place) -> Fate:
        if self.calls:
            return Fate.PYTHON
        return Fate.SUBDISTRICT if place.fallback else Fate.DESK

    def blocks(self) -> Iterator[Block]:
        """Categories with the same holes together; on days on which both category and division hold."""
        together: dict[tuple[_Pattern, tuple[int, ...], DateSpan], list[str]] = {}
        for (categories, order), members in self.cells.categories.items():
            dated = self.cells.dated(members)
            for pattern, numbers in self.holes(categories, order).items():
                for valid, keys in dated.items():
                    together.setdefault((pattern, tuple(numbers), valid), []).extend(keys)
        found: dict[tuple[_Pattern, tuple[str, ...]], list[str]] = {}
        for ((fate, spans), places, valid), keys in together.items():
            there: dict[tuple[Span, ...], list[str]] = {}
            for own, leaves in self.cells.leaves(places).items():
                left = clipped(clipped(spans, valid), own)
                if left:
                    there.setdefault(left, []).extend(leaves)
            for left, leaves in there.items():
                found.setdefault(((fate, left), tuple(sorted(leaves))), []).extend(keys)
        for ((fate, spans), divisions), keys in found.items():
            yield Block(fate, tuple(sorted(keys)), divisions, spans)

    def hidden(self, rows: Sequence[RouteRow]) -> Iterator[Hidden]:
        """Rows that have not won anywhere."""
        by_id = {row.id: row for row in rows}
        for row in rows:
            if row.id not in self.winners.won:
                yield Hidden(row, tuple(by_id[by] for by in sorted(self.winners.hidden.get(row.id, ()))))


def _largest(block: Block) -> tuple[object, ...]:
    return -block.cells, block.fate, block.categories, block.divisions, block.spans[0].first


def prove(plan: CityPlan, on: date) -> Proof:
    """What holds of the matrix of ``plan`` from the day ``on``, in the city's zone."""
    prover = _Prover(plan, on)
    blocks = tuple(sorted(prover.blocks(), key=_largest))
    rows = [row.item for row in prover.matrix.rows]
    expired = [row for row in rows if row.valid.last is not None and row.valid.last < on]
    gone = {row.id for row in expired}
    living = [row for row in rows if row.id not in gone]
    return Proof(
        on=on,
        rows=len(rows),
        categories=len(prover.cells.leaf_categories),
        divisions=sum(len(place.leaves) for place in prover.cells.places),
        classes=prover.classes,
        blocks=blocks,
        hidden=tuple(prover.hidden(living)),
        expired=tuple(expired),
        calls=tuple(call.id for call in prover.calls),
    )
