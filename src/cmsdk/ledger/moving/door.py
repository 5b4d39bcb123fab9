"""Ledgers moved as wholes, named by their URLs: what apps and the command line call."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cmsdk.ledger.open import objects_of, reach, sqlite_path
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

from .results import BackedUp, Copied, Exported, Imported

if TYPE_CHECKING:  # what works on databases is imported when it is called
    from cmsdk.ledger.engines.database import Database

    from .target import Target

Progress = Callable[[int], None]
SIZE: Final = 64 << 20
"""Bytes after which a file of an export is full and the next one is begun."""
_NOTHING: Final = os.strerror(2)


@contextmanager
def _existing(url: str) -> "Iterator[Database]":
    """The database of a ledger that is there. Raises RejectedInput (CMS903) where it is not, StoreUnavailable."""
    from .target import present

    path = sqlite_path(url)
    if path is not None and not os.path.exists(path):  # noqa: PTH110  Path.exists fails on odd names
        raise RejectedInput([problem("CMS903", url, file=path, error=_NOTHING)])
    database, _ = reach(url)
    try:
        if not present(database):
            raise RejectedInput([problem("CMS903", database.url, file=database.url, error=_NOTHING)])
        yield database
    finally:
        database.dispose()


@contextmanager
def _target(url: str) -> "Iterator[Target]":
    from .target import Target

    database, keys = reach(url)
    try:
        yield Target(database, keys, objects_of(url))
    finally:
        database.dispose()


def read_key(file: str | Path | None) -> bytes | None:
    """The ledger key in ``file``; nothing where no file is named. Raises StoreUnavailable."""
    from cmsdk.ledger.keys.source import KeySource

    return None if file is None else KeySource(str(file), None, Path(file), {}).key(begins=False)


def export_ledger(
    ledger: str, to: str | Path, *, format: str = "jsonl", size: int = SIZE, progress: Progress | None = None  # noqa: A002  as on the command line
) -> Exported:  # fmt: skip
    """Write a whole ledger into the folder ``to``: files of about ``size`` bytes and, last of all, ``manifest.json``.

    ``format`` is ``jsonl`` or ``parquet``. It is one moment of the ledger; others may write meanwhile. A run that was
    stopped is taken up again by the next one. What is personal stays sealed: only the ledger's key opens it.

    Raises:
        RejectedInput: there is no such ledger, the folder holds something else, or cannot be written.
        StoreUnavailable: the ledger cannot be read.
    """
    from .export import export
    from .formats import format_named

    form = format_named(format)
    with _existing(ledger) as database:
        return export(database, Path(to), form, size=size, objects=objects_of(ledger), progress=progress)


def import_ledger(
    folder: str | Path, ledger: str, *, key_file: str | Path | None = None, progress: Progress | None = None
) -> Imported:
    """Take an export into the ledger at this URL, which is made where there is none; done twice, nothing is new.

    All is looked at before anything is written. ``key_file`` holds the key of the ledger that was exported, where this
    one is to have its own; else it stands under the same key. Who was erased, here or there, stays erased.

    Raises:
        RejectedInput: it is no whole export, with all that is wrong, by file and line; or the ledger holds something
            else.
        StoreUnavailable: the ledger cannot be written, or has another key.
    """
    from .taking_in import import_

    old = read_key(key_file)
    with _target(ledger) as target:
        return import_(Path(folder), target, old_key=old, progress=progress)


def copy_ledger(
    source: str, to: str, *, key_file: str | Path | None = None, progress: Progress | None = None
) -> Copied:
    """Copy the ledger ``source`` to the empty or new ledger ``to``, on any engine; all of it or nothing.

    Rows and the heads of all streams are compared at the end. ``key_file`` as for :func:`import_ledger`.

    Raises:
        RejectedInput: there is no ledger ``source``.
        StoreUnavailable: one of them cannot be opened, ``to`` has something in it or another key, or not all arrived.
    """
    from .copy import copy

    old = read_key(key_file)
    with _existing(source) as database, _target(to) as target:
        return copy(database, target, objects=objects_of(source), old_key=old, progress=progress)


def backup_ledger(ledger: str, to: str | Path, *, progress: Progress | None = None) -> BackedUp | Exported:
    """A copy of the ledger while it is in use: of an SQLite file another one, else an export in a folder.

    The key is not in it: keep a copy of that in another place.

    Raises:
        RejectedInput: there is no such ledger, ``to`` is there already or cannot be written.
        StoreUnavailable: the ledger cannot be read, or is damaged.
    """
    from cmsdk.ledger.engines.sqlite import SqliteFile

    from .backup import backup
    from .export import export
    from .formats import format_named

    with _existing(ledger) as database:
        if isinstance(database, SqliteFile):
            return backup(database, Path(to), progress, source_objects=objects_of(ledger))
        form = format_named("jsonl")
        return export(database, Path(to), form, size=SIZE, objects=objects_of(ledger), progress=progress)


def restore_ledger(
    backup: str | Path, ledger: str, *, key_file: str | Path | None = None, progress: Progress | None = None
) -> Copied | Imported:
    """Make the ledger at this URL from a backup, a file or a folder; one that has anything in it is left alone.

    Raises:
        RejectedInput: there is no such backup, or it is no whole export.
        StoreUnavailable: it is no whole ledger, or there is something in the ledger already.
    """
    from .backup import restore
    from .taking_in import import_

    old, path = read_key(key_file), Path(backup)
    with _target(ledger) as target:
        if os.path.isdir(path):  # noqa: PTH112  Path fails on odd names
            return import_(path, target, old_key=old, progress=progress, empty=True)
        if not os.path.exists(path):  # noqa: PTH110  the same
            raise RejectedInput([problem("CMS903", str(path), file=path, error=_NOTHING)])
        return restore(path, target, old_key=old, progress=progress)
