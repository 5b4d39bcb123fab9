"""The ledger read as it is stored, to be proved: row by row, at one moment, without a key."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final, cast

import sqlalchemy as sa

from cmsdk.contract.ports_proof import EntryRow, Head

from . import schema
from .rows import ENTRY
from .select import is_
from .store import SqlStore

FETCHED: Final = 2000
"""Rows that a server sends at a time."""


class SqlInspection:
    """One reading transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        """Reads on ``connection``, whose transaction sees the ledger as it was at one moment."""
        self._connection = connection

    def last(self) -> int:
        """See the port."""
        return self._connection.scalar(sa.select(sa.func.max(schema.entries.c.number))) or 0

    def numbers(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        """See the port."""
        e = schema.entries.c
        wanted = sa.select(e.number, e.hash).where(e.number.between(first, last)).order_by(e.number)
        return cast("Iterator[tuple[int, str]]", self._rows(wanted))

    def entries(self, stream: str | None = None) -> Iterator[EntryRow]:
        """See the port."""
        e = schema.entries.c
        wanted = sa.select(*(e[name] for name in ENTRY)).order_by(e.stream, e.version)
        if stream is not None:
            wanted = wanted.where(is_(e.stream, stream))
        return cast("Iterator[EntryRow]", self._rows(wanted))

    def heads(self, first: int, last: int) -> Iterator[Head]:
        """See the port."""
        e = schema.entries.c
        wanted = sa.select(e.stream, e.version, e.hash, e.made).where(e.number.between(first, last))
        return cast("Iterator[Head]", self._rows(wanted.order_by(e.stream, e.version)))

    def projected(self) -> Iterator[tuple[str, int]]:
        """See the port."""
        c, m = schema.cases.c, schema.matters.c
        both = sa.union_all(sa.select(c.id, c.version), sa.select(m.id, m.version)).subquery()
        wanted = sa.select(both.c.id, both.c.version).order_by(both.c.id)
        return cast("Iterator[tuple[str, int]]", self._rows(wanted))

    def _rows(self, wanted: sa.Select[Any]) -> Iterator[Any]:
        return chain.from_iterable(self._connection.execute(wanted.execution_options(yield_per=FETCHED)).partitions())


class Inspecting(SqlStore):
    """The part of the ledger that shows its rows as they are."""

    @contextmanager
    def inspecting(self) -> Iterator[SqlInspection]:
        """See the port."""
        with self._reading() as connection, self._db.as_stored(connection):
            yield SqlInspection(connection)
