"""The file of the SQL ledger: opened or created, brought up, read and written in transactions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from . import file, schema
from .rows import CASE, ENTRY, PEOPLE, REPORT
from .upgrade import upgrade
from .urls import SQLITE

ORDERS: Final = ((schema.reports, REPORT), (schema.entries, ENTRY), (schema.cases, CASE), (schema.people, PEOPLE))
"""Tables on the append path, with their columns in the order of the tuples that are appended."""


class SqlStore:
    """Connections to an SQLite file for readers and writers; what goes wrong with it is StoreUnavailable."""

    def __init__(self, path: str, patience: float = 10.0) -> None:
        """Open, or create, the ledger in the file ``path``; wait at most ``patience`` seconds for another writer."""
        self._url = SQLITE + path
        self._engine = file.connect(path, patience)
        self._writer = file.writer(self._engine)
        self._inserts = {table.name: self._insert(table, columns) for table, columns in ORDERS}
        try:
            self._prepare()
        except StoreUnavailable:
            self._engine.dispose()
            raise

    def _insert(self, table: sa.Table, columns: Sequence[str]) -> str:
        """Driver SQL that inserts tuples in the order of ``columns``: the append path goes past SQLAlchemy."""
        quote = self._engine.dialect.identifier_preparer.quote
        marks = ", ".join("?" for _ in columns)
        return f"INSERT INTO {table.name} ({', '.join(map(quote, columns))}) VALUES ({marks})"  # noqa: S608  our own names

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except OperationalError as error:
            raise StoreUnavailable([problem("CMS804", self._url, url=self._url, error=error.orig)]) from error
        except DatabaseError as error:
            raise StoreUnavailable([problem("CMS802", self._url, file=self._url)]) from error

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._guarded(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._guarded(), self._writer.begin() as connection:
            yield connection

    def _prepare(self) -> None:
        with self._reading() as connection:
            version = file.recognise(connection, self._url)
        with self._guarded():
            if not version:
                file.create(self._engine)
            elif version < schema.VERSION:
                upgrade(self._writer)

    def _append(self, connection: sa.Connection, table: sa.Table, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            connection.exec_driver_sql(self._inserts[table.name], rows)
