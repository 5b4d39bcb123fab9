"""Views (统计口径): named tables of rows over cases, works and the city's tables, from which reports are made.

A view says what there is; a city's report says how it is grouped, summed and told (ADR 0046).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.viewed import Viewed, ViewRow
from cmsdk.model.works.base import Work

W = TypeVar("W", bound=Work)


@attrs.frozen(kw_only=True)
class Seen:
    """What a view looks at, as of ``now``; ``first`` until ``end`` (not included) is the period, open where ``None``.

    ``works`` and ``cases`` are all that the city has, whatever the period: each view has a day of its own to ask.
    """

    plan: CityPlan
    now: datetime
    first: datetime | None = None
    end: datetime | None = None
    works: Mapping[str, Sequence[Work]] = attrs.field(factory=dict)
    cases: Sequence[Case] = ()

    def of(self, kind: type[W]) -> list[W]:
        """The pieces of work of a kind, in order of id."""
        return [work for work in self.works.get(kind.kind, ()) if isinstance(work, kind)]

    @property
    def today(self) -> date:
        """The day of the city as of which it looks."""
        return self.day(self.now)

    def day(self, at: datetime) -> date:
        """The day of the city on which a moment (aware) lies."""
        return at.astimezone(self.plan.zone).date()

    def within(self, at: datetime | date | None) -> bool:
        """Whether a moment (aware) or a day of the city lies in the period."""
        if at is None:
            return False
        if isinstance(at, datetime):
            return (self.first is None or self.first <= at) and (self.end is None or at < self.end)
        after = self.first is None or self.day(self.first) <= at
        return after and (self.end is None or at < self.day(self.end))


@attrs.frozen(kw_only=True)
class View:
    """A named table of rows: its columns, what it reads, and how its rows are made."""

    id: str
    columns: tuple[str, ...]
    rows: Callable[[Seen], Iterable[ViewRow]]
    works: tuple[type[Work], ...] = ()
    """Kinds of work that it reads."""
    cases: bool = False
    """Whether it reads the city's cases."""

    def viewed(self, seen: Seen) -> Viewed:
        """Its rows with every moment on the city's clock: a day is the day that it was there."""
        return Viewed(self.id, self.columns, tuple(_local(row, seen.plan.zone) for row in self.rows(seen)))


def _local(row: ViewRow, zone: ZoneInfo) -> ViewRow:
    moments = {name: cell.astimezone(zone) for name, cell in row.cells.items() if isinstance(cell, datetime)}
    return attrs.evolve(row, cells={**row.cells, **moments}) if moments else row
