"""A ledger in an SQLite file (the embedded default), or in memory."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
import os
import sqlite3
from threading import RLock
from time import sleep
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.pool import StaticPool
from typing_extensions import override

from cmsdk.ledger import schema
from cmsdk.ledger.urls import MEMORY, SQLITE

from .database import Columns, Database

SETTINGS: Final = ("synchronous=FULL", "wal_autocheckpoint=20000", "cache_size=-65536", "secure_delete=ON")
"""Of a connection: durable and fast, chosen by measurement (ADR 0001); what is erased is overwritten."""
LAYOUT: Final = ("page_size=8192", "journal_mode=WAL")
"""Of the file: kept in it, so set when it becomes a ledger and at no other time."""


@cache
def _shared() -> sa.Engine:
    """What every ledger of the process has in common: a dialect, which knows this SQLite."""
    engine = sa.create_engine("sqlite://")
    engine.connect().close()
    return engine


_TRIES: Final = 20
_PAUSE: Final = 0.1
"""How often, and how many seconds apart, the log is asked to go while others use the file."""
_COMPILED: Final[dict[Any, Any]] = {}
"""Statements that are compiled: once a process, since to compile them takes longer than many a ledger lives."""


def _connects(path: str, patience: float = 0) -> Callable[[], Any]:
    """What opens the file ``path``, taken as it is written."""
    file = path if path == ":memory:" else os.path.abspath(path)  # noqa: PTH100  Path fails on odd names
    return lambda: sqlite3.connect(file, timeout=patience, check_same_thread=False)


def _engine(pool: sa.Pool) -> sa.Engine:
    shared = _shared()
    engine = sa.Engine(pool, shared.dialect, shared.url, hide_parameters=True).execution_options(
        compiled_cache=_COMPILED
    )
    sa.event.listen(pool, "connect", _settle)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's connection
    connection.isolation_level = None
    for pragma in SETTINGS:
        connection.execute(f"PRAGMA {pragma}")


def _lenient(text: bytes) -> str:
    """SQLite keeps whatever bytes somebody calls a text."""
    return text.decode("utf-8", "surrogateescape")


def _begin(connection: sa.Connection) -> None:
    how = connection.get_execution_options().get("begin", "BEGIN")
    if how:
        connection.exec_driver_sql(how)


@cache
def _insertion(table: sa.Table, names: tuple[str, ...]) -> str:
    """An insert as the driver takes it; there are as many as the ledger has kinds of rows."""
    quoted = ", ".join(map(_shared().dialect.identifier_preparer.quote, names))
    marks = ", ".join("?" for _ in names)
    return f"INSERT INTO {table.name} ({quoted}) VALUES ({marks})"  # noqa: S608  our own names


@cache
def _empty() -> sqlite3.Connection:
    """A ledger without a row. To copy it takes a tenth of the time in which its tables are made."""
    empty = sqlite3.connect(":memory:", check_same_thread=False)
    for statement in schema.statements("sqlite"):
        empty.execute(statement)
    empty.commit()
    return empty


class SqliteFile(Database):
    """A file; each thread takes a connection of its own."""

    def __init__(self, path: str, patience: float) -> None:
        """The file ``path``, taken as it is written; a writer waits at most ``patience`` seconds for another one."""
        engine = _engine(sa.QueuePool(_connects(path, patience), max_overflow=-1))
        super().__init__(SQLITE + path, engine)
        self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")

    @override
    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        with self._writer.connect() as connection, connection.begin():
            yield connection

    @override
    @contextmanager
    def making(self) -> Iterator[sa.Connection]:
        self._lay_out()
        with self.writing() as connection:
            yield connection

    def _lay_out(self) -> None:
        with self.engine.execution_options(begin="").connect() as bare:  # a file is laid out before any transaction
            if bare.exec_driver_sql("SELECT 1 FROM sqlite_master").first() is None:
                for pragma in LAYOUT:
                    bare.exec_driver_sql(f"PRAGMA {pragma}")

    @override
    def wipe(self) -> bool:
        with self.engine.execution_options(begin="").connect() as bare:
            bare.exec_driver_sql("VACUUM")
            # what was written before still stands in the log, and in the file until the log is carried over
            for _ in range(_TRIES):
                if not bare.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar():
                    return True
                sleep(_PAUSE)  # others look at the file, or are at the same work
        return False

    @override
    def append(self, connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Sequence[Any]) -> None:
        if rows:
            connection.exec_driver_sql(_insertion(table, tuple(names)), list(rows))

    @override
    @contextmanager
    def as_stored(self, connection: sa.Connection) -> Iterator[None]:
        driver: Any = connection.connection.driver_connection
        driver.text_factory = _lenient
        try:
            yield
        finally:
            driver.text_factory = str

    @override
    def scrub(self) -> None:
        """The pages of the file are overwritten already (``secure_delete``); here the log before them goes."""
        with self.engine.execution_options(begin="").connect() as bare:
            bare.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @override
    def insert(self, table: sa.Table) -> Insert:
        return insert(table)

    @override
    def columns(self, connection: sa.Connection) -> Columns | None:
        rows = connection.exec_driver_sql("SELECT type, name FROM sqlite_master").all()
        if not rows:
            return None
        wanted = "SELECT name FROM pragma_table_info(?)"
        return {
            name: frozenset(connection.exec_driver_sql(wanted, (name,)).scalars())
            for kind, name in rows
            if kind == "table"
        }


class SqliteMemory(SqliteFile):
    """No file: kept only while the program runs. All threads share the one connection there is, in turn."""

    def __init__(self) -> None:
        """An empty database."""
        engine = _engine(StaticPool(_connects(":memory:")))
        Database.__init__(self, MEMORY, engine)
        self._writer = engine.execution_options()
        self._turn = RLock()

    @override
    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        with self._turn, super().reading() as connection:
            yield connection

    @override
    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        with self._turn, super().writing() as connection:
            yield connection

    @override
    def create(self, key: str) -> None:
        with self._turn:
            with self.engine.execution_options(begin="").connect() as bare:  # nothing is copied into a transaction
                driver: Any = bare.connection.driver_connection
                _empty().backup(driver)
            with self.writing() as connection:
                self._entitle(connection, key)

    @override
    def _lay_out(self) -> None:
        """Nothing is laid out where there is no file."""

    @override
    def scrub(self) -> None:
        """There is no log, and in the midst of another thread's turn nothing may be asked of the one connection."""

    @override
    def wipe(self) -> bool:
        with self._turn:
            return super().wipe()
