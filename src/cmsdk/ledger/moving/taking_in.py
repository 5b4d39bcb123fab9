"""An export into a ledger: looked at as a whole first, then taken in a file at a time, each all or nothing."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
import json
from pathlib import Path

import attrs
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cmsdk.ledger import schema
from cmsdk.ledger.objects.folder import FolderObjects
from cmsdk.ledger.sayings import said
from cmsdk.ledger.words import clear
from cmsdk.model.errors import RejectedInput, StoreUnavailable
from cmsdk.model.problem import Problem, problem

from .check import check
from .formats import Bad, Format, format_named
from .manifest import OBJECTS, Manifest, Part, read_manifest
from .marks import keep_stale
from .objects import carry, named
from .present import clear_erased, insert, standing
from .results import Carried, Imported
from .rewrap import Rewrapping
from .tables import Rows, at_once, count, moved, names, settle
from .target import UNDER_WAY, Target, guarded

Progress = Callable[[int], None]


@attrs.frozen
class _State:
    """How far an import has come: of which export, how many files, and what stood there before."""

    export: str
    done: int
    before: dict[str, int]

    def text(self) -> str:
        return json.dumps(attrs.asdict(self))


@attrs.define
class _Import:
    folder: Path
    manifest: Manifest
    target: Target
    format: Format
    rewrapping: Rewrapping | None
    progress: Progress | None
    done: int = 0

    def state(self) -> _State:
        """Where to go on. Raises StoreUnavailable where another import is unfinished."""
        with self.target.database.writing() as connection:
            text = said(connection, UNDER_WAY)
            if text is not None:
                state = _State(**json.loads(text))
                if state.export != self.manifest.digest:
                    url = self.target.database.url
                    raise StoreUnavailable([problem("CMS856", url, url=url)])
                return state
            begun = _State(self.manifest.digest, 0, {table.name: count(connection, table) for table in moved()})
            connection.execute(schema.meta.insert(), {"name": UNDER_WAY, "value": begun.text()})
            return begun

    def file(self, number: int, state: _State) -> None:
        """One file and, in the same transaction, that it is done."""
        part = self.manifest.files[number]
        table = schema.metadata.tables[part.table]
        fresh = not any(state.before.values())
        with self.target.database.writing() as connection:
            for rows in self._rows(part, table):
                if fresh:
                    self.target.database.append(connection, table, names(table), rows)
                else:
                    insert(self.target.database, connection, table, rows)
                self.tell(len(rows))
            m = schema.meta
            progress = attrs.evolve(state, done=number + 1).text()
            connection.execute(m.update().where(m.c.name == UNDER_WAY).values(value=progress))

    def _rows(self, part: Part, table: sa.Table) -> Iterator[Rows]:
        numbered = self.format.rows(self.folder / part.name, table)
        while batch := list(islice(numbered, at_once(table))):
            rows = [row for _, row in batch if not isinstance(row, Bad)]
            if len(rows) < len(batch):  # it was whole when it was looked at
                raise RejectedInput([problem("CMS849", part.name, file=part.name, error=len(rows))])
            yield rows if self.rewrapping is None else self.rewrapping.rows(table, rows)

    def objects(self) -> Carried:
        """Bring the objects that the ledger names now; of who is erased here none comes back."""
        source = FolderObjects(self.folder / OBJECTS)
        with self.target.database.reading() as connection:
            return carry(named(connection), source, self.target.objects, self.target.database.url)

    def tell(self, rows: int) -> None:
        """Say that so many rows more are done."""
        self.done += rows
        if self.progress is not None:
            self.progress(self.done)

    def end(self, state: _State) -> Mapping[str, int]:
        """The import is finished if everything is there: table → rows that are new. Raises StoreUnavailable."""
        wanted = self.manifest.rows()
        with self.target.database.writing() as connection:
            new = {}
            for table in moved():
                there, before = count(connection, table), state.before.get(table.name, 0)
                new[table.name] = there - before
                if (there if table is schema.entries else there - before) < wanted[table.name] and not before:
                    facts = {"table": table.name, "source": wanted[table.name], "target": there}
                    raise StoreUnavailable([problem("CMS855", table.name, **facts)])
            if any(state.before.values()):
                clear_erased(connection)
                clear(self.target.database, connection)  # texts may have changed: the index of words follows anew
            settle(self.target.database, connection)
            keep_stale(self.target.database, connection, self.manifest.stale.items())
            connection.execute(schema.meta.delete().where(schema.meta.c.name == UNDER_WAY))
        return new


def import_(
    folder: Path, target: Target, *, old_key: bytes | None = None, progress: Progress | None = None,
    empty: bool = False,
) -> Imported:  # fmt: skip
    """Take the export in ``folder`` into ``target``: an empty ledger, or one that has some or all of it.

    Everything is looked at before anything is written. A run that was stopped is taken up again where it was.
    ``old_key`` is the key of the ledger that was exported, where ``target`` has one of its own. ``progress`` is told
    how many rows are done; each is done twice, looked at and written. ``empty`` allows no ledger that has anything but
    what an unfinished run of this import has brought.

    Raises:
        RejectedInput: it is no whole export, with all that is wrong, by file and line; or the ledger holds something
            else (CMS852).
        StoreUnavailable: the ledger cannot be written, or has another key.
    """
    manifest = read_manifest(folder)
    if empty and target.has_rows() and not target.under_way():
        raise StoreUnavailable([problem("CMS854", target.database.url, url=target.database.url)])
    fingerprint, rewrapping = target.key(manifest.key, old_key)
    check(folder, manifest, _look(target), progress)
    target.make(fingerprint)
    looked_at = sum(part.rows for part in manifest.files)
    at_work = _Import(folder, manifest, target, format_named(manifest.format), rewrapping, progress, looked_at)
    url = target.database.url
    try:
        with guarded(target.database):
            state = at_work.state()
            kept = state.done
            at_work.tell(sum(part.rows for part in manifest.files[:kept]))
            for number in range(kept, len(manifest.files)):
                at_work.file(number, state)
            carried = at_work.objects()
            new = at_work.end(state)
    except IntegrityError as error:
        raise StoreUnavailable([problem("CMS852", url, table="—", row=error.orig)]) from error
    return Imported(manifest.rows(), new, kept, carried)


def _look(target: Target) -> Callable[[sa.Table, Rows], Iterator[Problem]]:
    """What is to be said of rows where others stand under their numbers; nothing for an empty ledger."""
    if not target.has_rows():
        return lambda _table, _rows: iter(())

    told = set[str]()

    def look(table: sa.Table, rows: Rows) -> Iterator[Problem]:
        if table.name in told:
            return
        with guarded(target.database), target.database.reading() as connection:
            for row in standing(connection, table, rows)[:1]:  # one that has gone its own way has many
                told.add(table.name)
                yield problem("CMS852", f"{table.name} {row}", table=table.name, row=row)

    return look
