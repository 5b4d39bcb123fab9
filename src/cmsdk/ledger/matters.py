"""The projection of streams that are no cases: rows of the SQL ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cmsdk.contract.ports import Matter, MatterQuery

from . import schema
from .rows import Row, moment
from .select import after, is_, most
from .store import SqlStore


def matter_of(row: Row) -> Matter:
    """The matter of a projection's row."""
    last = datetime.fromisoformat(row["last"])
    same = {name: row[name] for name in ("id", "kind", "city", "state", "version", "form")}
    return Matter(**same, case=row["case_id"], last=last, due=moment(row["due"]))


def select_matters(query: MatterQuery) -> sa.Select[Any]:
    """The matters that match, by id."""
    m = schema.matters.c
    wanted = sa.select(schema.matters).where(is_(m.city, query.city), is_(m.kind, query.kind))
    for column, value in ((m.case_id, query.case), (m.state, query.state)):
        if value is not None:
            wanted = wanted.where(is_(column, value))
    wanted = wanted.where(after(m.id, query.after)).order_by(m.id)
    return wanted if query.limit is None else wanted.limit(most(query.limit))


class Matters(SqlStore):
    """The part of the ledger that finds streams that are no cases."""

    def matter(self, matter_id: str) -> Matter | None:
        """See the port."""
        m = schema.matters
        with self._reading() as connection:
            row = connection.execute(sa.select(m).where(is_(m.c.id, matter_id))).mappings().first()
        return None if row is None else matter_of(row)

    def matters(self, query: MatterQuery) -> Sequence[Matter]:
        """See the port."""
        with self._reading() as connection:
            return [matter_of(row) for row in connection.execute(select_matters(query)).mappings()]
