"""All that the entries have made, compared with what they make, and mended: stream by stream, a batch at a time."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs
import sqlalchemy as sa

from cmsdk.contract.ports import Matter
from cmsdk.contract.ports_rebuild import Fold, Left, Rebuilt
from cmsdk.model.case import Case
from cmsdk.model.entry import Entry
from cmsdk.serial import StoredForm, make_converter

from . import schema
from .projecting import recount
from .projections import OF_CASES, OF_MATTERS, Begun, Projection, Rows, add, remove, rows_of
from .rows import ENTRY, entry_of
from .sayings import said, say
from .schema.base import REBUILD, STALE
from .store import SqlStore
from .words import clear, mark

BATCH: Final = 1000
"""Streams that are compared together."""
ENTRIES: Final = 10_000
"""Entries that are read together, so that long streams need no more room than short ones; one stream is whole."""
_ALL: Final[tuple[Projection[Any], ...]] = (*OF_CASES, *OF_MATTERS)
_FORM: Final = StoredForm("rebuild")
_CONVERTER: Final = make_converter()
RIGHT, DIFFERED, MISSING, STRAY = "right", "differed", "missing", "strays"
WRONG: Final = frozenset({DIFFERED, MISSING, STRAY})
"""What is mended."""


@attrs.frozen
class _Batch:
    """The streams between two ids, those of other cities too, and the rows that stand there."""

    streams: Mapping[str, str]
    """Stream → its city."""
    last: str | None
    """The last one; nothing where it is the end."""
    rows: Sequence[Mapping[str, Rows]]
    """What stands in each of the projections, by id."""


class Rebuild(SqlStore):
    """The part of the ledger that makes projections anew."""

    def rebuild(self, city: str, fold: Fold, *, anew: bool = False) -> Iterator[Rebuilt]:
        """See the port."""
        so_far = Rebuilt() if anew else self._stood(city)
        while not so_far.whole:
            so_far = self._some(city, so_far, fold)
            yield so_far

    def _stood(self, city: str) -> Rebuilt:
        with self._reading() as connection:
            text = said(connection, REBUILD + city)
        return Rebuilt() if text is None else _CONVERTER.structure(_FORM.load(text), Rebuilt)

    def _some(self, city: str, so_far: Rebuilt, fold: Fold) -> Rebuilt:
        """The next batch: looked at while others write, and only what is not right looked at again in their way."""
        with self._reading() as connection:
            batch = _batch(connection, so_far.after)
            ours = [stream for stream, whose in batch.streams.items() if whose == city]
            entries = _entries(connection, ours)
        said = {stream: _judge(stream, _begun(fold, entries[stream]), batch.rows) for stream in ours}
        said |= dict.fromkeys(_strays(batch, city), STRAY)
        wrong = [stream for stream, verdict in said.items() if verdict in WRONG]
        with self._writing() as connection:
            if wrong:
                said |= self._mend(connection, wrong, fold)
            found = _counted(so_far, said, batch.last)
            if found.whole:
                found = self._finish(connection, city, found)
            self._keep(connection, city, found)
        return found

    def _finish(self, connection: sa.Connection, city: str, found: Rebuilt) -> Rebuilt:
        """What is made of all cases together: counted anew."""
        return attrs.evolve(found, miscounted=not recount(self._db, connection, city))

    def _mend(self, connection: sa.Connection, ids: Collection[str], fold: Fold) -> Mapping[str, str]:
        """What is to be said of these, which nobody else writes to now, once they have been made as they should be.

        The index of words follows anew, from the moment in which something was mended: another run may be the last.
        """
        entries = _entries(connection, ids)
        rows = [one.found(connection, one.column.in_(ids)) for one in _ALL]
        said: dict[str, str] = {}
        cases: list[Begun] = []
        matters: list[Matter] = []
        for stream in ids:
            made = _begun(fold, entries[stream]) if entries[stream] else None
            said[stream] = STRAY if made is None else _judge(stream, made, rows)
            if isinstance(made, Begun):
                cases.append(made)
            elif isinstance(made, Matter):
                matters.append(made)
        wrong = {stream for stream, verdict in said.items() if verdict in WRONG}
        remove(connection, _ALL, wrong)
        if wrong and mark(connection):
            clear(self._db, connection)
        add(self._db, connection, OF_CASES, rows_of(OF_CASES, (case for case in cases if case.id in wrong)))
        add(self._db, connection, OF_MATTERS, rows_of(OF_MATTERS, (one for one in matters if one.id in wrong)))
        return said

    def _keep(self, connection: sa.Connection, city: str, found: Rebuilt) -> None:
        """Keep how far it has come; at the end there is nothing to go on with, and nothing to do any more."""
        if found.whole:
            meta = schema.meta
            connection.execute(meta.delete().where(meta.c.name.in_([REBUILD + city, STALE + city])))
        else:
            say(self._db, connection, REBUILD + city, _FORM.dump(_CONVERTER.unstructure(found)))


def _batch(connection: sa.Connection, after: str) -> _Batch:
    e = schema.entries.c
    wanted = sa.select(e.stream, sa.func.min(e.city).label("city"), sa.func.count().label("entries"))
    found = connection.execute(wanted.where(e.stream > after).group_by(e.stream).order_by(e.stream).limit(BATCH)).all()
    streams: dict[str, str] = {}
    size = 0
    for row in found:
        size += row.entries
        if streams and size > ENTRIES:
            break
        streams[row.stream] = row.city
    last = None if len(streams) == len(found) < BATCH else next(reversed(streams))
    for one in _ALL:  # rows without entries may be any number, too
        beyond = sa.select(one.column).where(_between(one, after, last)).order_by(one.column).offset(2 * BATCH).limit(1)
        last = connection.scalar(beyond) or last
    if last is not None:
        streams = {stream: city for stream, city in streams.items() if stream <= last}
    return _Batch(streams, last, [one.found(connection, _between(one, after, last)) for one in _ALL])


def _between(one: Projection[Any], after: str, last: str | None) -> sa.ColumnElement[bool]:
    return one.column > after if last is None else sa.and_(one.column > after, one.column <= last)


def _begun(fold: Fold, entries: Sequence[tuple[int, Entry]]) -> Begun | Matter | Left:
    """What the numbered entries of a stream make."""
    made = fold([entry for _, entry in entries])
    return Begun(entries[0][0], made) if isinstance(made, Case) else made


def _entries(connection: sa.Connection, streams: Collection[str]) -> Mapping[str, list[tuple[int, Entry]]]:
    e = schema.entries
    columns = [e.c[name] for name in ENTRY]
    wanted = sa.select(*columns).where(e.c.stream.in_(streams)).order_by(e.c.stream, e.c.version)
    found: dict[str, list[tuple[int, Entry]]] = {stream: [] for stream in streams}
    for row in connection.execute(wanted).mappings():
        found[row["stream"]].append((row["number"], entry_of(row)))
    return found


def _judge(stream: str, made: Begun | Matter | Left, found: Sequence[Mapping[str, Rows]]) -> str:
    """How the rows of a stream stand to what its entries make."""
    if isinstance(made, Left):
        return made.value
    there = [rows.get(stream, ()) for rows in found]
    wanted = [*((one.rows(made) if isinstance(made, Begun) else ()) for one in OF_CASES)]
    wanted += [*((one.rows(made) if isinstance(made, Matter) else ()) for one in OF_MATTERS)]
    if all(_same(mine, theirs) for mine, theirs in zip(wanted, there, strict=True)):
        return RIGHT
    return DIFFERED if any(there) else MISSING


def _same(mine: Rows, theirs: Rows) -> bool:
    return Counter(mine) == Counter(theirs) if len(mine) > 1 else list(mine) == list(theirs)


def _strays(batch: _Batch, city: str) -> Iterator[str]:
    """Rows of the city without any entry."""
    for one, found in zip(_ALL, batch.rows, strict=True):
        at = one.names.index("city")
        yield from (thing for thing, rows in found.items() if thing not in batch.streams and rows[0][at] == city)


def _counted(so_far: Rebuilt, said: Mapping[str, str], last: str | None) -> Rebuilt:
    def of(verdict: str) -> Iterator[str]:
        return (stream for stream, one in said.items() if one == verdict)

    named = {name: getattr(so_far, name).and_(of(name)) for name in (*WRONG, *Left)}
    right = sum(one == RIGHT for one in said.values())
    streams = sum(one != STRAY for one in said.values())
    return Rebuilt(
        after=so_far.after if last is None else last, whole=last is None, streams=so_far.streams + streams,
        right=so_far.right + right, **named,
    )  # fmt: skip
