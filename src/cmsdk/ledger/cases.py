"""The projection of cases: one, or those that match."""

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from cmsdk.contract.ports import CaseQuery
from cmsdk.model.case import Case

from . import schema
from .rows import case_of
from .select import findable, select
from .store import SqlStore

PAGE: Final = 1000
"""Rows fetched at a time."""
_CASE: Final = sa.select(schema.cases).where(schema.cases.c.id == sa.bindparam("this"))


class Cases(SqlStore):
    """The part of the ledger that finds cases."""

    def case(self, case_id: str) -> Case | None:
        """See the port."""
        if not findable(case_id):
            return None
        with self._reading() as connection:
            row = connection.execute(_CASE, {"this": case_id}).mappings().first()
        return None if row is None else case_of(row)

    def cases(self, query: CaseQuery) -> Iterator[Case]:
        """See the port; fetched a page at a time, by key."""
        left, last = query.limit, query.after
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            with self._reading() as connection:
                rows = connection.execute(*select(query, last, size)).mappings().all()
            yield from map(case_of, rows)
            if len(rows) < size:
                return
            last = rows[-1]["id"]
            left = None if left is None else left - len(rows)
