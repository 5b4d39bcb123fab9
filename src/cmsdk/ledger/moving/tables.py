"""The tables that move, and their rows, a few at a time."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from typing import Any, Final

import sqlalchemy as sa

from cmsdk.ledger import schema
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.projecting import recount

Rows = Sequence[tuple[Any, ...]]
"""Rows of a table, in the order of its columns."""

_OWN: Final = frozenset({schema.meta.name, schema.version.name, schema.tallies.name})
"""Tables that say what the ledger itself is, and what is counted anew: every ledger has its own."""
ROWS: Final = 2000
"""Rows that are read and written together."""
_LARGE: Final[Mapping[str, int]] = {schema.parts.name: 8}
"""The same for tables whose rows are large: a piece of a delivery has up to a mebibyte."""


def moved() -> list[sa.Table]:
    """All tables that move, the entries last: whoever has them has everything."""
    tables = [table for table in schema.metadata.sorted_tables if table.name not in _OWN]
    return sorted(tables, key=lambda table: table is schema.entries)


def at_once(table: sa.Table) -> int:
    """How many rows of ``table`` are held in memory together."""
    return _LARGE.get(table.name, ROWS)


def batches(connection: sa.Connection, table: sa.Table, after: int = 0) -> Generator[Rows]:
    """The rows of ``table`` by primary key, of the entries those after number ``after``; close it if you stop early."""
    wanted = sa.select(table).order_by(*table.primary_key)
    if after:
        wanted = wanted.where(table.c.number > after)
    with closing(connection.execute(wanted.execution_options(yield_per=at_once(table)))) as result:
        for rows in result.partitions():
            yield [tuple(row) for row in rows]


def count(connection: sa.Connection, table: sa.Table) -> int:
    """How many rows ``table`` has."""
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def is_empty(connection: sa.Connection) -> bool:
    """Whether no table that moves has a row."""
    return not any(connection.execute(sa.select(sa.literal(1)).select_from(t).limit(1)).first() for t in moved())


def names(table: sa.Table) -> list[str]:
    """The names of its columns, in order."""
    return [column.name for column in table.columns]


def settle(database: Database, connection: sa.Connection) -> None:
    """What hangs on all rows together, once they are there: cases are counted, and later rows numbered after these."""
    for city in connection.scalars(sa.select(schema.cases.c.city).distinct()).all():
        recount(database, connection, city)
    _settle_numbers(connection)


def _settle_numbers(connection: sa.Connection) -> None:
    if connection.dialect.name != "postgresql":
        return  # SQLite numbers after the highest that is there
    for table in moved():
        for column in table.primary_key:
            sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
            highest = sequence and connection.scalar(sa.select(sa.func.max(column)))
            if highest:
                connection.execute(sa.select(sa.func.setval(sequence, highest)))
