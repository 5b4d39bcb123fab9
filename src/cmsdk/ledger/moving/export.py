"""A whole ledger into a folder: one moment of it, though others write meanwhile; what was finished is kept."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
import json
import os
from pathlib import Path
from typing import Any, Final

import attrs
import sqlalchemy as sa

from cmsdk.contract.ports_objects import Objects
from cmsdk.ledger import schema
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.objects.folder import FolderObjects
from cmsdk.ledger.sayings import said
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

from .formats import Format
from .manifest import NAME, OBJECTS, Kept, Manifest, Part, digest_of, is_plain, place
from .marks import stale
from .objects import carry, named, object_digest
from .results import Carried, Exported
from .tables import Rows, batches, moved, names

BEGUN: Final = "unfinished.jsonl"
"""File of an export that is going on: what it is of, then a line for each full file of entries."""
Progress = Callable[[int], None]


@attrs.frozen
class Last:
    """The last entry of a full file, by which the ledger is known again."""

    number: int
    hash: str


@attrs.define
class _Export:
    """An export at work."""

    connection: sa.Connection
    folder: Path
    format: Format
    size: int
    progress: Progress | None
    done: int = 0

    def parts(self, table: sa.Table, kept: Sequence[tuple[Part, Last]]) -> Iterator[tuple[Part, Rows]]:
        """The rest of a table in files after those that were ``kept``; with a full file, the last rows of it."""
        with closing(batches(self.connection, table, kept[-1][1].number if kept else 0)) as left:
            yield from self._files(table, left, len(kept) + 1)

    def _files(self, table: sa.Table, left: Iterator[Rows], first: int) -> Iterator[tuple[Part, Rows]]:
        batch = next(left, None)
        for number in count(first):
            if batch is None:
                return
            name, rows, last = _name(table, number, self.format.name), 0, batch
            with closing(self.format.writer(self._draft(name), table)) as writer:
                while batch is not None and writer.size < self.size:
                    writer.add(batch)
                    rows += len(batch)
                    self.tell(len(batch))
                    last, batch = batch, next(left, None)
                full = writer.size >= self.size
            yield self._part(name, table, rows), last if full else ()

    def tell(self, rows: int) -> None:
        """Say that so many rows more are done."""
        self.done += rows
        if self.progress is not None:
            self.progress(self.done)

    def _draft(self, name: str) -> Path:
        return self.folder / f"{name}.part"

    def _part(self, name: str, table: sa.Table, rows: int) -> Part:
        draft = self._draft(name)
        part = Part(name, table.name, rows, digest_of(draft))
        place(draft, self.folder / name)
        return part


def export(
    database: Database, folder: Path, form: Format, *, size: int, objects: Objects | None = None,
    progress: Progress | None = None,
) -> Exported:  # fmt: skip
    """Write the ledger in ``database`` into ``folder``, a file a table, cut after about ``size`` bytes.

    Everything is read in one transaction. Full files of entries that a run before this one has left in the folder are
    kept if they are as they were: entries never change. The objects of attachments, in ``objects``, come as a file
    each, those that an earlier run has brought not again. ``progress`` is told how many rows are done.

    Raises:
        RejectedInput: the folder holds something else (CMS853), or cannot be written (CMS905).
        StoreUnavailable: the ledger cannot be read.
    """
    with _writable(folder), database.reading() as connection:
        begun = _begun(connection, form, size)
        kept = _kept(connection, folder, begun)
        at_work = _Export(connection, folder, form, size, progress)
        at_work.tell(sum(part.rows for part, _ in kept))
        parts: list[Part] = []
        for table in moved():
            before = kept if table is schema.entries else ()
            parts += (part for part, _ in before)
            for part, rows in at_work.parts(table, before):
                parts.append(part)
                if rows and table is schema.entries:
                    last = dict(zip(names(table), rows[-1], strict=True))
                    _note(folder, {**attrs.asdict(part), "last": {"number": last["number"], "hash": last["hash"]}})
        cities = connection.scalars(sa.select(schema.deliveries.c.city).distinct().order_by("city")).all()
        carried, kept_objects = _objects(connection, objects, folder, database.url)
        manifest = Manifest(
            form.name, begun["schema"], begun["key"], tuple(cities), tuple(parts), kept_objects, stale(connection)
        )
        _leave_only(folder, {part.name for part in parts} | {BEGUN})
        manifest.write(folder)
        (folder / BEGUN).unlink()
    return Exported(manifest, len(kept), carried)


def _objects(
    connection: sa.Connection, source: Objects | None, folder: Path, url: str
) -> tuple[Carried, tuple[Kept, ...]]:
    """Bring the objects that are named now; those that an earlier run has brought and nothing names go away again."""
    target = FolderObjects(folder / OBJECTS)
    carried = carry(named(connection), source, target, url)
    wanted = sorted({one.object for one in named(connection)})
    for key in {stored.key for stored in target.listed()} - set(wanted):
        target.delete(key)
    return carried, tuple(Kept(key, object_digest(target, key)) for key in wanted if target.exists(key))


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        file = error.filename or folder
        raise RejectedInput([problem("CMS905", str(file), file=file, error=error.strerror or error)]) from error


def _begun(connection: sa.Connection, form: Format, size: int) -> dict[str, Any]:
    """What the export is of, by which it is known when it is taken up again."""
    key = said(connection, "key")
    version = connection.scalar(sa.select(schema.version.c.version_num))
    return {"format": form.name, "schema": int(version or 0), "key": key, "size": size}


def _note(folder: Path, line: dict[str, Any]) -> None:
    """Write down what has been done, durably."""
    with (folder / BEGUN).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _kept(connection: sa.Connection, folder: Path, begun: dict[str, Any]) -> list[tuple[Part, Last]]:
    """The full files of entries that an earlier run has left, as far as they are whole, with their last entry.

    Raises RejectedInput where the folder is of something else.
    """
    text = (folder / BEGUN).read_text(encoding="utf-8") if (folder / BEGUN).exists() else ""
    said = list(filter(None, map(_line, text.splitlines())))
    if not said:
        if any(path.name != BEGUN for path in folder.iterdir()):
            raise RejectedInput([problem("CMS853", str(folder), folder=folder)])
        (folder / BEGUN).unlink(missing_ok=True)
        _note(folder, begun)
        return []
    first, *lines = said
    if first != begun:
        raise RejectedInput([problem("CMS853", str(folder), folder=folder)])
    (folder / NAME).unlink(missing_ok=True)
    known = {line["name"]: line for line in lines}
    kept: list[tuple[Part, Last]] = []
    while line := known.get(_name(schema.entries, len(kept) + 1, begun["format"])):
        last, path = Last(**line.pop("last")), folder / line["name"]
        if not path.exists() or digest_of(path) != line["sha256"] or not _has(connection, last):
            break
        kept.append((Part(**line), last))
    return kept


def _name(table: sa.Table, number: int, form: str) -> str:
    return f"{table.name}-{number:05}.{form}"


def _line(text: str) -> dict[str, Any] | None:
    """A line, if it was written whole."""
    try:
        line: dict[str, Any] = json.loads(text)
    except ValueError:
        return None
    return line


def _has(connection: sa.Connection, last: Last) -> bool:
    e = schema.entries.c
    return connection.scalar(sa.select(e.hash).where(e.number == last.number)) == last.hash


def _leave_only(folder: Path, names: set[str]) -> None:
    """Take away what earlier runs have left and this one did not need: drafts, and files that are not of it."""
    for path in folder.iterdir():
        if path.name not in names and (path.suffix == ".part" or is_plain(path.name)):
            path.unlink()
