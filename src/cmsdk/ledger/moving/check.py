"""An export looked at before anything of it is written: every file, every row, every entry's hash."""

from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final

import attrs
import sqlalchemy as sa

from cmsdk.ledger import schema
from cmsdk.ledger.objects.folder import FolderObjects
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem

from .chains import Chains
from .formats import Bad, Format, Numbered, format_named
from .manifest import OBJECTS, Manifest, Part, digest_of
from .objects import object_digest
from .tables import Rows, at_once, moved

MOST: Final = 100
"""Problems that are named; a file that is broken throughout has as many as lines."""
Progress = Callable[[int], None]
Look = Callable[[sa.Table, Rows], Iterator[Problem]]
"""Whatever else is to be said of rows that are whole."""


@attrs.define
class _Check:
    folder: Path
    manifest: Manifest
    format: Format
    chains: Chains
    look: Look
    progress: Progress | None
    done: int = 0
    spoilt: set[str] = attrs.field(factory=set)
    """Tables with a row that cannot be read: what follows it is not judged, since it may hang on that row."""

    def file(self, part: Part) -> Iterator[Problem]:
        """What is wrong with one file."""
        path, where = self.folder / part.name, part.name
        table = schema.metadata.tables[part.table]
        try:
            digest = digest_of(path)
        except OSError as error:
            yield problem("CMS849", where, file=where, error=error.strerror or error)
            return
        number = 0
        rows = self.format.rows(path, table)
        while batch := list(islice(rows, at_once(table))):
            number = batch[-1][0]
            yield from (broken := [problem("CMS850", f"{where}:{n}", file=where, line=n, error=row.reason)
                                   for n, row in batch if isinstance(row, Bad)])  # fmt: skip
            if broken:
                self.spoilt.add(table.name)
            elif table.name not in self.spoilt:
                yield from self._whole(table, part, batch)
            self.done += len(batch)
            if self.progress is not None:
                self.progress(self.done)
        if digest != part.sha256:
            yield problem("CMS849", where, file=where, error=f"SHA-256 {digest[:16]}… ≠ {part.sha256[:16]}…")
        elif number != part.rows:
            yield problem("CMS849", where, file=where, error=f"{number} ≠ {part.rows}")

    def _whole(self, table: sa.Table, part: Part, batch: list[Numbered]) -> Iterator[Problem]:
        rows = [row for _, row in batch if not isinstance(row, Bad)]
        if table is schema.entries:
            for place, why in self.chains.broken(rows):
                number = batch[place][0]
                yield problem("CMS851", f"{part.name}:{number}", file=part.name, line=number, entry=why)
        yield from self.look(table, rows)


def _objects(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Which objects are not there as they were written."""
    kept = FolderObjects(folder / OBJECTS)
    for one in manifest.objects:
        where = f"{OBJECTS}/{one.key}"
        try:
            digest = object_digest(kept, one.key)
        except (KeyError, OSError) as error:
            yield problem("CMS849", where, file=where, error=error)
            continue
        if digest != one.sha256:
            yield problem("CMS849", where, file=where, error=f"SHA-256 {digest[:16]}… ≠ {one.sha256[:16]}…")


def check(folder: Path, manifest: Manifest, look: Look, progress: Progress | None = None) -> None:
    """Look at every file of an export. Raises RejectedInput with all that is wrong, at most ``MOST`` problems."""
    known = {table.name for table in moved()}
    if manifest.schema != schema.VERSION:
        raise RejectedInput([problem("CMS848", str(folder), found=manifest.schema, known=schema.VERSION)])
    unknown = sorted({part.table for part in manifest.files} - known)
    if unknown:
        raise RejectedInput([problem("CMS847", str(folder), folder=folder, error=", ".join(unknown))])
    form = format_named(manifest.format)
    with Chains() as chains:
        at_work = _Check(folder, manifest, form, chains, look, progress)
        wrong = chain((one for part in manifest.files for one in at_work.file(part)), _objects(folder, manifest))
        found = list(islice(wrong, MOST))
    if found:
        raise RejectedInput(found)
