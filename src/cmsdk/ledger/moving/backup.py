"""A copy of a ledger's file while it is in use (在线备份), and a ledger from such a copy."""

from collections.abc import Callable
from contextlib import closing, suppress
import os
from pathlib import Path
import sqlite3
from typing import Final

import sqlalchemy as sa

from cmsdk.contract.ports_objects import Objects
from cmsdk.ledger import schema
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.engines.sqlite import SqliteFile
from cmsdk.ledger.objects.folder import FolderObjects
from cmsdk.model.errors import RejectedInput, StoreUnavailable
from cmsdk.model.problem import problem

from .chains import Chains
from .copy import copy
from .manifest import place
from .objects import carry, named
from .results import BackedUp, Carried, Copied
from .tables import batches
from .target import Target, guarded, present

PAGES: Final = 2000
"""Pages that are copied at once; between two times the progress is told."""
Progress = Callable[[int], None]
OBJECTS: Final = ".objects"
"""Ends the name of the folder beside an SQLite file in which the objects of its attachments stand."""


def backup(
    source: Database, to: Path, progress: Progress | None = None, *, source_objects: Objects | None = None
) -> BackedUp:
    """Copy the SQLite ledger in ``source`` to the file ``to``, as it is at one moment; others may write meanwhile.

    The objects of its attachments, in ``source_objects``, go into the folder ``to.objects``. The copy is looked at
    before it gets its name. ``progress`` is told how many pages are done.

    Raises:
        RejectedInput: there is a file already (CMS859), or it cannot be written (CMS905).
        StoreUnavailable: the ledger cannot be read, or is damaged (CMS860).
    """
    if os.path.exists(to):  # noqa: PTH110  Path.exists fails on odd names
        raise RejectedInput([problem("CMS859", str(to), file=to)])
    draft = to.with_name(f"{to.name}.part")
    objects = FolderObjects(Path(f"{to}{OBJECTS}"))
    try:
        draft.unlink(missing_ok=True)
        with guarded(source), source.reading() as connection:
            connection.execute(sa.select(schema.meta.c.name).limit(1)).all()  # from here on it is one moment
            _copy_pages(connection, draft, progress)
        entries = sound(draft)
        carried = _carry(draft, source_objects, objects)
        place(draft, to)
    except (OSError, sqlite3.Error) as error:
        raise RejectedInput([problem("CMS905", str(to), file=to, error=error)]) from error
    finally:
        _away(draft)
    return BackedUp(to, entries, carried)


def _carry(draft: Path, source: Objects | None, target: Objects) -> Carried:
    made = SqliteFile(str(draft), 10)
    try:
        with guarded(made), made.reading() as connection:
            return carry(named(connection), source, target, made.url)
    finally:
        made.dispose()


def _copy_pages(connection: sa.Connection, draft: Path, progress: Progress | None) -> None:
    def tell(_status: int, left: int, total: int) -> None:
        if progress is not None:
            progress(total - left)

    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("only a ledger in an SQLite file is copied page by page")
    with closing(sqlite3.connect(draft)) as made:
        driver.backup(made, pages=PAGES, progress=tell)
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def _away(draft: Path) -> None:
    for path in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm", "-journal"))):
        with suppress(OSError):  # what could not be made is not there either
            path.unlink(missing_ok=True)


def sound(file: Path) -> int:
    """How many entries the ledger in ``file`` has, if it is one and whole. Raises StoreUnavailable (CMS860)."""
    found = SqliteFile(str(file), 10)
    try:
        if not present(found):
            raise StoreUnavailable([problem("CMS860", str(file), file=file, error="—")])
        with guarded(found), found.reading() as connection:
            said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            last, rows = connection.execute(
                sa.select(sa.func.max(schema.entries.c.number), sa.func.count()).select_from(schema.entries)
            ).one()
    finally:
        found.dispose()
    if said != "ok" or (last or 0) != rows:
        raise StoreUnavailable([problem("CMS860", str(file), file=file, error=said)])
    return int(rows)


def restore(file: Path, target: Target, *, old_key: bytes | None = None, progress: Progress | None = None) -> Copied:
    """Make a ledger from the backup ``file``: its file is whole, and every entry's hash, before anything is written.

    Raises:
        StoreUnavailable: it is no whole ledger (CMS860), or as ``copy``.
    """
    if target.has_rows():
        raise StoreUnavailable([problem("CMS854", target.database.url, url=target.database.url)])
    sound(file)
    source = SqliteFile(str(file), 10)
    try:
        with guarded(source), source.reading() as connection:
            _check_chains(connection, file)
        objects = FolderObjects(Path(f"{file}{OBJECTS}"))
        return copy(source, target, objects=objects, old_key=old_key, progress=progress)
    finally:
        source.dispose()


def _check_chains(connection: sa.Connection, file: Path) -> None:
    with Chains() as chains, closing(batches(connection, schema.entries)) as left:
        for _, why in (broken for rows in left for broken in chains.broken(rows)):
            raise StoreUnavailable([problem("CMS860", str(file), file=file, error=why)])
