"""Everything that a ledger holds, as bytes and texts, to look for what should be nowhere."""

from pathlib import Path
from typing import Any

from cmsdk.contract.ports import Ledger
from cmsdk.ledger import schema
from cmsdk.ledger.store import SqlStore


def rows(ledger: Ledger, table: str) -> list[Any]:
    """The rows of a table."""
    assert isinstance(ledger, SqlStore)
    with ledger._reading() as connection:
        return list(connection.execute(schema.metadata.tables[table].select()).mappings())


def whole(ledger: Ledger) -> bytes:
    """All columns of all tables; of a file also the bytes of the file, its log and its index of the log."""
    assert isinstance(ledger, SqlStore)
    held = b""
    for table in schema.metadata.tables:
        for row in rows(ledger, table):
            for value in row.values():
                held += value if isinstance(value, bytes) else str(value).encode()
    return held + files(ledger)


def files(ledger: Ledger) -> bytes:
    """The bytes of an SQLite file and of what stands beside it, but for the key."""
    assert isinstance(ledger, SqlStore)
    name = ledger._db.url.removeprefix("sqlite:///")
    if not ledger._db.url.startswith("sqlite:///"):
        return b""
    return b"".join(p.read_bytes() for end in ("", "-wal", "-shm") if (p := Path(f"{name}{end}")).exists())


def change(ledger: Ledger, table: str, key: str, **values: object) -> None:
    """Overwrite a row past the library, as somebody with the file may."""
    assert isinstance(ledger, SqlStore)
    made = schema.metadata.tables[table]
    (first,) = list(made.primary_key)[:1]
    with ledger._writing() as connection:
        done = connection.execute(made.update().where(first == key).values(values))
    assert done.rowcount == 1
