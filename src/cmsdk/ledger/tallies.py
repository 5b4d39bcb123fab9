"""Counts of cases: whole months from the tallies, the days beside them from the cases of these days."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from cmsdk.model.tallies import Tally

from . import schema
from .rows import utc
from .store import SqlStore

Kind = tuple[str, str, str, str]
KIND: Final = ("unit", "category", "approach", "state")
_LAST_MONTH: Final = 12


class Tallies(SqlStore):
    """The part of the ledger that counts."""

    def tallies(self, city: str, first: datetime | None, end: datetime | None) -> Sequence[Tally]:
        """See the port."""
        counted = Counter[Kind]()
        with self._reading() as connection:
            for wanted in _parts(city, first, end):
                for unit, category, approach, state, cases in connection.execute(wanted):
                    counted[unit, category, approach, state] += int(cases)
        return [Tally(*kind, cases) for kind, cases in sorted(counted.items()) if cases]


def _parts(city: str, first: datetime | None, end: datetime | None) -> list[sa.Select[Any]]:
    """What together is from ``first`` until ``end``: some days, whole months, some days."""
    begins, ends = first and _month_from(first), end and _month_of(end)
    if begins and ends and begins >= ends:
        return [_cases(city, first, end)]
    parts = [_months(city, begins, ends)]
    if first and begins and first < begins:
        parts.append(_cases(city, first, begins))
    if end and ends and ends < end:
        parts.append(_cases(city, ends, end))
    return parts


def _month_of(moment: datetime) -> datetime:
    """The first moment of its month."""
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _month_from(moment: datetime) -> datetime:
    """The first moment of the first month that does not begin before it."""
    month = _month_of(moment)
    if month == moment:
        return month
    year, number = divmod(month.month, _LAST_MONTH)
    return month.replace(year=month.year + year, month=number + 1)


def _months(city: str, begins: datetime | None, ends: datetime | None) -> sa.Select[Any]:
    t = schema.tallies.c
    wanted = sa.select(*(t[name] for name in KIND), sa.func.sum(t.cases)).where(t.city == city)
    if begins:
        wanted = wanted.where(t.month >= f"{begins:%Y-%m}")
    if ends:
        wanted = wanted.where(t.month < f"{ends:%Y-%m}")
    return wanted.group_by(*(t[name] for name in KIND))


def _cases(city: str, first: datetime | None, end: datetime | None) -> sa.Select[Any]:
    c = schema.cases.c
    kind = [c[name] for name in KIND]
    wanted = sa.select(*kind, sa.func.count()).where(c.city == city, c.opened >= utc(first), c.opened < utc(end))
    return wanted.group_by(*kind)
