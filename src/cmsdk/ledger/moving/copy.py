"""A ledger from one engine to the other in one transaction, which is kept only if everything has arrived."""

from collections.abc import Callable, Mapping
from contextlib import closing
from hashlib import sha256

import sqlalchemy as sa

from cmsdk.contract.ports_objects import Objects
from cmsdk.ledger import schema
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.sayings import said
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from .marks import keep_stale, stale
from .objects import carry, named
from .results import Copied
from .tables import ROWS, batches, count, moved, names, settle
from .target import Target, guarded, present

Progress = Callable[[int], None]


def copy(
    source: Database, target: Target, *, objects: Objects | None = None, old_key: bytes | None = None,
    progress: Progress | None = None,
) -> Copied:  # fmt: skip
    """Copy the ledger in ``source`` to ``target``, which has none yet or an empty one; numbers of entries are kept.

    Others may write to ``source`` meanwhile: what is copied is one moment of it. ``objects`` is where its attachments
    stand. ``old_key`` is its key, where ``target`` has one of its own. ``progress`` is told how many rows are done.

    Raises:
        StoreUnavailable: one of them cannot be opened; the target has something in it (CMS854) or another key; what
            has arrived is not what was sent (CMS855), and nothing is kept.
    """
    if not present(source):
        raise StoreUnavailable([problem("CMS847", source.url, folder=source.url, error="—")])
    if target.has_rows():
        raise StoreUnavailable([problem("CMS854", target.database.url, url=target.database.url)])
    with guarded(source), source.reading() as reading:
        fingerprint, rewrapping = target.key(said(reading, "key") or "", old_key)
        target.make(fingerprint)
        done = 0
        with guarded(target.database), target.database.writing() as writing:
            for table in moved():
                with closing(batches(reading, table)) as left:
                    for batch in left:
                        rows = batch if rewrapping is None else rewrapping.rows(table, batch)
                        target.database.append(writing, table, names(table), rows)
                        done += len(rows)
                        if progress is not None:
                            progress(done)
            settle(target.database, writing)
            keep_stale(target.database, writing, stale(reading).items())
            arrived, streams = _compared(reading, writing)
            # before the rows are kept: a copy that was stopped is begun anew, and finds the objects that have come
            carried = carry(named(reading), objects, target.objects, target.database.url)
    return Copied(arrived, streams, fingerprint, carried)


def _compared(source: sa.Connection, target: sa.Connection) -> tuple[Mapping[str, int], int]:
    """Rows by table and the number of streams, the same on both sides. Raises StoreUnavailable where they are not."""
    found = {}
    for table in moved():
        here, there = count(source, table), count(target, table)
        if here != there:
            facts = {"table": table.name, "source": here, "target": there}
            raise StoreUnavailable([problem("CMS855", table.name, **facts)])
        found[table.name] = there
    (streams, heads), (others, theirs) = heads_of(source), heads_of(target)
    if (streams, heads) != (others, theirs):
        facts = {"source": f"{streams} {heads[:16]}", "target": f"{others} {theirs[:16]}"}
        raise StoreUnavailable([problem("CMS855", "entries", table="entries", **facts)])
    return found, streams


def heads_of(connection: sa.Connection) -> tuple[int, str]:
    """How many streams there are, and a digest of number and hash of the last entry of each."""
    e, digest, streams = schema.entries.c, sha256(), 0
    last = sa.select(e.stream, sa.func.max(e.version).label("version")).group_by(e.stream).subquery()
    of_last = sa.and_(e.stream == last.c.stream, e.version == last.c.version)
    wanted = sa.select(e.number, e.hash).join_from(schema.entries, last, of_last).order_by(e.number)
    for number, hashed in connection.execute(wanted.execution_options(yield_per=ROWS)):
        digest.update(f"{number} {hashed}\n".encode())
        streams += 1
    return streams, digest.hexdigest()
