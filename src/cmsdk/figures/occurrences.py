"""What came up where and on which days (发生情况): cases by place, class and day of the city, now and before."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Final

import attrs

from cmsdk.contract.community.tracing import Tracing
from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case

from .views import Seen

NO_PROBLEM: Final = frozenset({"declined", "voided", "withdrawn"})
"""Ends of cases that were none."""


@attrs.frozen(slots=False)
class Occurrences:
    """The cases that were of a class and at a place, in the period and in the days before it that are compared."""

    now: Sequence[Case]
    before: Sequence[Case]
    first: date
    days: int
    """Days of the period, until today."""
    days_before: int
    """Days that are compared; none before the first case of the ledger."""
    places: Mapping[str, str]
    """Case → its place."""
    plan: CityPlan

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The places from which anything was reported; others may not be looked at by anybody."""
        return tuple(sorted(set(self.places.values())))

    @property
    def place_days(self) -> int:
        """All places on all days, now and before."""
        return len(self.names) * (self.days + self.days_before)

    def on_days(self, cases: Sequence[Case]) -> Counter[tuple[str, str]]:
        """Place and class → on how many days it came up: what many report on one day came up once."""
        days = {(self.places[case.id], case.category, self.day(case)) for case in cases}
        return Counter((place, category) for place, category, _ in days)

    @cached_property
    def at(self) -> Mapping[str, Sequence[Case]]:
        """Place → its cases of the period, in order of their reports."""
        found: dict[str, list[Case]] = {}
        for case in self.now:
            found.setdefault(self.places[case.id], []).append(case)
        return found

    def by_place(self, cases: Sequence[Case]) -> Counter[str]:
        """Place → its cases."""
        return Counter(self.places[case.id] for case in cases)

    def day(self, case: Case) -> date:
        """The day of the city on which it was reported."""
        return case.at.astimezone(self.plan.zone).date()


def occurrences(seen: Seen, row: Tracing) -> Occurrences:
    """What to compare: first cases alone, since those linked to one repeat what is known (重复件)."""
    plan = seen.plan
    placed = {case.id: place_of(case.grid, case.division, row, plan) for case in seen.cases if _counts(case)}
    places = {id_: place for id_, place in placed.items() if place}
    dated = sorted((seen.day(case.at), case.id, case) for case in seen.cases if case.id in places)
    today = seen.today
    earliest = dated[0][0] if dated else today
    first = earliest if seen.first is None else max(seen.day(seen.first), earliest)
    end = today + timedelta(days=1)
    if seen.end is not None:
        end = min(end, seen.day(seen.end))
    since = max(first - timedelta(days=row.before), earliest)
    now = tuple(case for day, _, case in dated if first <= day < end)
    before = tuple(case for day, _, case in dated if since <= day < first)
    kept = {case.id: places[case.id] for case in (*now, *before)}
    return Occurrences(now, before, first, max((end - first).days, 0), max((first - since).days, 0), kept, plan)


def _counts(case: Case) -> bool:
    return bool(case.category) and not case.linked and case.state not in NO_PROBLEM


def place_of(grid: str, division: str, row: Tracing, plan: CityPlan) -> str:
    """The place that a grid or division belongs to, as the row has it; empty where it lies in none."""
    if row.level is None:
        return grid
    above = plan.area_lineage(grid, division)
    return next((code for code in above if code in plan.divisions and plan.divisions[code].level is row.level), "")
