"""A ledger on PostgreSQL, for a city that has outgrown one machine. Needs the extra ``postgres``."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.exc import DBAPIError
from typing_extensions import override

from cmsdk.ledger import schema
from cmsdk.ledger.urls import shown

from .database import Columns, Database

FEW: Final = 8
"""Rows up to which one INSERT is quicker than to begin and end a COPY."""
CONNECTING: Final = 30
"""Seconds after which a server that does not answer is given up, however patient a writer is."""
_MAKING: Final = 0x636D73646B
"""Number of the lock under which tables are made; ``cmsdk`` in ASCII."""


class Postgres(Database):
    """A schema of a PostgreSQL database: the first of the connection's search path."""

    def __init__(self, url: sa.URL, patience: float) -> None:
        """The database at ``url``; a writer waits at most ``patience`` seconds for another one."""
        # to PostgreSQL, nought is for ever
        options = f"-c lock_timeout={max(1, int(patience * 1000))} -c timezone=UTC"
        given = url.query.get("options", "")
        engine = sa.create_engine(
            url.update_query_dict({"options": f"{options} {given}".strip()}), max_overflow=-1, pool_pre_ping=True,
            hide_parameters=True,  # what is looked for is in no error
            connect_args={"connect_timeout": max(1, min(int(patience), CONNECTING))},
        )  # fmt: skip
        super().__init__(shown(url.render_as_string(hide_password=True)), engine)
        self._reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @override
    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self._reader.connect() as connection:
            yield connection

    @override
    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        turn = sa.select(schema.meta.c.value).where(schema.meta.c.name == "writer").with_for_update()
        with self.engine.connect() as connection, connection.begin():
            connection.execute(turn)
            yield connection

    @override
    @contextmanager
    def making(self) -> Iterator[sa.Connection]:
        with self.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_MAKING,))
            yield connection

    @override
    def append(self, connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Sequence[Any]) -> None:
        if not rows:
            return
        if len(rows) <= FEW:
            connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])
            return
        statement = f"COPY {table.name} ({self.listed(names)}) FROM STDIN"
        driver: Any = connection.connection
        try:
            with driver.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            raise DBAPIError.instance(statement, None, error, psycopg.Error) from error

    @override
    def scrub(self) -> None:
        """Earlier forms of rows go as soon as nobody who began before needs them; the server's log is its own."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as bare:
            for table in (schema.people, schema.reports, schema.deliveries, schema.parts, schema.quarantine):
                bare.exec_driver_sql(f"VACUUM (SKIP_LOCKED) {table.name}")  # who holds it is at the same work

    @override
    def insert(self, table: sa.Table) -> Insert:
        return insert(table)

    @override
    def columns(self, connection: sa.Connection) -> Columns | None:
        found: dict[str, set[str]] = {}
        wanted = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        for table, column in connection.exec_driver_sql(wanted):
            found.setdefault(table, set()).add(column)
        return {name: frozenset(columns) for name, columns in found.items()} or None
