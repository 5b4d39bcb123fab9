"""What a ledger says of itself: names and texts in the table ``meta``."""

import sqlalchemy as sa

from . import schema
from .engines.database import Database


def said(connection: sa.Connection, name: str) -> str | None:
    """What the ledger says under ``name``; nothing where it says nothing."""
    meta = schema.meta.c
    return connection.scalar(sa.select(meta.value).where(meta.name == name))


def say(db: Database, connection: sa.Connection, name: str, value: str) -> None:
    """Let the ledger say ``value`` under ``name`` from now on."""
    statement = db.insert(schema.meta).values(name=name, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
