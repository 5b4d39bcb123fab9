"""A ledger told from another program's database, and from one of another version. Changes nothing."""

from typing import Final

import sqlalchemy as sa

from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from . import schema
from .engines.database import Columns, Database

_BEFORE: Final = 3
"""The last version that kept its number in ``meta``."""


def recognise(database: Database) -> int:
    """The version of the ledger in the database, 0 if there is nothing in it.

    Raises:
        StoreUnavailable: it is another program's (CMS802), or of a newer version (CMS803).
    """
    with database.reading() as connection:
        return version_in(database, connection)


def version_in(database: Database, connection: sa.Connection) -> int:
    """As ``recognise``, in a transaction that has begun already."""
    found = database.columns(connection)
    if found is None:
        return 0
    number = _number(connection, found)
    if number is None or number < 1:
        raise foreign(database)
    if number > schema.VERSION:
        raise StoreUnavailable([problem("CMS803", database.url, found=number, known=schema.VERSION)])
    if number == schema.VERSION and not all(_like(table, found) for table in schema.metadata.tables.values()):
        raise foreign(database)
    return number


def foreign(database: Database) -> StoreUnavailable:
    """What is said of a database that is no ledger."""
    return StoreUnavailable([problem("CMS802", database.url, file=database.url)])


def _number(connection: sa.Connection, found: Columns) -> int | None:
    """What the database says of its version, nothing where it says nothing that could be one."""
    if _like(schema.version, found) and _like(schema.meta, found):
        said = connection.scalar(sa.select(schema.version.c.version_num))
        return _as_number(said)
    if not _like(schema.meta, found):
        return None
    number = _as_number(connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == "schema")))
    # a ledger of our own first versions has its other tables too
    if number is not None and number <= _BEFORE and not found.keys() >= {"deliveries", "reports", "entries", "cases"}:
        return None
    return number


def _as_number(said: object) -> int | None:
    try:
        return int(str(said))
    except ValueError:
        return None


def _like(table: sa.Table, found: Columns) -> bool:
    """Whether the database has ``table`` with all its columns."""
    return found.get(table.name, frozenset()) >= {column.name for column in table.columns}
