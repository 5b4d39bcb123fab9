"""Ledger URL → ledger. Drivers are imported only when a ledger is opened."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cmsdk.contract.ports import Ledger
from cmsdk.contract.ports_objects import Objects
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from .urls import MEMORY, POSTGRES, SQLITE, shown

if TYPE_CHECKING:
    from .engines.database import Database
    from .keys.source import KeySource

PATIENCE: Final = 10.0
"""Seconds that a writer waits for another one."""


def sqlite_path(url: str) -> str | None:
    """The path that an SQLite URL names, nothing for another URL; all behind ``sqlite:///`` is the path, as it is.

    Raises:
        StoreUnavailable: there is no path, or no file can have it, or it means no file at all (``:memory:``).
    """
    if not url.startswith(SQLITE):
        return None
    path = url.removeprefix(SQLITE)
    if path in {"", ":memory:"} or "\0" in path or not _is_text(path):
        raise _unknown(url)
    return path


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unknown(url: str) -> StoreUnavailable:
    return StoreUnavailable([problem("CMS801", shown(url), url=shown(url))])


def open_ledger(
    url: str,
    *,
    key: bytes | None = None,
    patience: float = PATIENCE,
    objects: Objects | str | Path | None = None,
) -> Ledger:
    """The ledger at ``url``: ``sqlite:///file.db``, ``postgresql+psycopg://user@host/database`` or ``memory://``.

    ``key`` is the ledger's key of 32 bytes; where it is left out, the environment names it (``CMSDK_LEDGER_KEY``,
    ``CMSDK_LEDGER_KEY_FILE``), or the file ``file.db.key`` beside an SQLite ledger, which is made with it, has it.
    A writer waits at most ``patience`` seconds for another one.

    ``objects`` is where attachments stand: a folder, or a store of your own; left out, ``CMSDK_LEDGER_OBJECTS`` names
    the folder, or it is ``file.db.objects`` beside an SQLite ledger.

    Raises:
        StoreUnavailable: it cannot be opened, is no ledger or of another version, or its key is missing.
    """
    from .objects.place import objects_at
    from .sql import SqlLedger

    if url == MEMORY:
        return SqlLedger.in_memory(key, objects_at(objects, None, {}))
    return SqlLedger(*reach(url, key, patience), objects_of(url, objects))


def objects_of(url: str, given: Objects | str | Path | None = None) -> Objects | None:
    """Where the objects of the ledger at ``url`` stand, unless ``given``; nothing where no place is named."""
    from .objects.place import objects_at

    path = sqlite_path(url)
    return objects_at(given, None if path is None else Path(f"{path}.objects"))


def reach(url: str, key: bytes | None = None, patience: float = PATIENCE) -> "tuple[Database, KeySource]":
    """The database at ``url`` and where its key comes from; nothing is opened or made yet. Raises StoreUnavailable."""
    from .engines.sqlite import SqliteFile, SqliteMemory
    from .keys.source import KeySource, new_key

    if url == MEMORY:
        return SqliteMemory(), KeySource(MEMORY, key or new_key())
    path = sqlite_path(url)
    if path is not None:
        return SqliteFile(path, patience), KeySource(url, key, Path(f"{path}.key"))
    if not url.startswith(POSTGRES):
        raise _unknown(url)
    database = _postgres(url, patience)
    return database, KeySource(database.url, key)


def _postgres(url: str, patience: float) -> "Database":
    import sqlalchemy as sa

    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise _unknown(url) from error
    try:
        from .engines.postgres import Postgres
    except ImportError as error:
        raise StoreUnavailable([problem("CMS814", shown(url), url=shown(url), error=error)]) from error
    return Postgres(parsed, patience)
