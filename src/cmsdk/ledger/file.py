"""The SQLite file behind the SQL ledger: how it is opened, told from another program's, and created."""

from typing import Any

import sqlalchemy as sa

from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from . import schema
from .upgrade import lacking

SETTINGS = ("synchronous=FULL", "wal_autocheckpoint=20000", "cache_size=-65536")
"""Of a connection: durable and fast, chosen by measurement (ADR 0001). None of them changes the file."""
LAYOUT = ("page_size=8192", "journal_mode=WAL")
"""Of the file: kept in it, so set when it becomes a ledger and at no other time."""


def connect(path: str, patience: float) -> sa.Engine:
    """An engine on the file ``path``, taken as it is written; nothing is opened yet."""
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=path), connect_args={"timeout": patience}, max_overflow=-1
    )
    sa.event.listen(engine, "connect", _settle)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's connection
    connection.isolation_level = None
    for pragma in SETTINGS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    how = connection.get_execution_options().get("begin", "BEGIN")
    if how:
        connection.exec_driver_sql(how)


def writer(engine: sa.Engine) -> sa.Engine:
    """``engine`` for those who will write: they wait for their turn before they read."""
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def findable(text: str) -> str | bytes:
    """``text`` as something to look for; no stored text has lone surrogates, so bytes, equal to no text, go for it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def recognise(connection: sa.Connection, url: str) -> int:
    """The version of the ledger in the file, 0 if there is nothing in it. Changes nothing.

    Raises:
        StoreUnavailable: it is another program's (CMS802), or of a newer version (CMS803).
    """
    rows = connection.exec_driver_sql("SELECT type, name FROM sqlite_master").all()
    if not rows:
        return 0
    tables = {name for kind, name in rows if kind == "table"}
    foreign = StoreUnavailable([problem("CMS802", url, file=url)])
    if not _like(connection, schema.meta, tables):
        raise foreign
    wanted = sa.select(schema.meta.c.value).where(schema.meta.c.name == "schema")
    try:
        version = int(str(connection.scalar(wanted)))
    except ValueError:
        raise foreign from None
    if version > schema.VERSION:
        raise StoreUnavailable([problem("CMS803", url, found=version, known=schema.VERSION)])
    if version < 1 or not all(_like(connection, t, tables, version) for t in schema.metadata.tables.values()):
        raise foreign
    return version


def _like(connection: sa.Connection, table: sa.Table, tables: set[str], version: int = schema.VERSION) -> bool:
    """Whether the file has ``table`` with all the columns that it had in ``version``."""
    wanted = {column.name for column in table.columns} - lacking(version, table.name)
    if not wanted:
        return True  # the table came later
    if table.name not in tables:
        return False
    columns = connection.exec_driver_sql("SELECT name FROM pragma_table_info(?)", (table.name,)).scalars()
    return set(columns) >= wanted


def create(engine: sa.Engine) -> None:
    """Make a ledger of an empty file; another process may be doing the same."""
    with engine.execution_options(begin="").connect() as bare:  # SQLite lays a file out before any transaction
        for pragma in LAYOUT:
            bare.exec_driver_sql(f"PRAGMA {pragma}")
    with writer(engine).begin() as connection:
        if sa.inspect(connection).has_table("meta"):
            return
        schema.metadata.create_all(connection)
        for trigger in schema.IMMUTABLE:
            connection.exec_driver_sql(trigger)
        connection.execute(schema.meta.insert(), {"name": "schema", "value": str(schema.VERSION)})
