"""What another ledger of the same city has begun by itself, taken over row by row: streams, people, reports, bytes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import tzinfo
from operator import itemgetter
from typing import Any, Final

import attrs
import sqlalchemy as sa

from cmsdk.ledger import schema
from cmsdk.ledger.projecting import begin
from cmsdk.ledger.rows import ENTRY, case_of, entry_of
from cmsdk.ledger.select import chunks
from cmsdk.ledger.store import SqlStore
from cmsdk.model.entry import Entry
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

from .present import clear_erased, insert
from .rewrap import Rewrapping
from .tables import ROWS, Rows, at_once, names
from .target import guarded

_MANY: Final = 500
"""Streams asked for in one statement."""
OF_STREAMS: Final = (schema.reports, schema.entries, schema.cases, schema.matters, schema.outbox)
"""Tables whose rows come with the stream that they belong to."""
OF_CITY: Final = (
    schema.deliveries, schema.parts, schema.repeats, schema.people, schema.quarantine, schema.refusals,
)  # fmt: skip
"""Tables whose rows come with the city, whether a stream is new or not."""


@attrs.frozen
class TakenOver:
    """What was new in the other ledger, and what has to be decided by somebody else."""

    streams: tuple[str, ...]
    """Streams that it has begun; they stand here now."""
    forked: tuple[str, ...]
    """Streams that stand in both, on which it has entered what is not here."""
    repeats: tuple[tuple[str, str], ...]
    """Cases of a report that was a case here already, with that one."""


class TakingOver(SqlStore):
    """The part of the ledger that takes over from another one."""

    def numbered(self, stream: str) -> Sequence[tuple[int, Entry]]:
        """All entries of a stream, in order, with their numbers in the whole ledger."""
        e = schema.entries
        wanted = sa.select(e).where(e.c.stream == stream).order_by(e.c.version)
        with self._reading() as connection:
            return [(row["number"], entry_of(row)) for row in connection.execute(wanted).mappings()]

    def take_over(
        self, other: "TakingOver", city: str, zone: tzinfo, begun_twice: Collection[str], left: Collection[str]
    ) -> TakenOver:
        """Take over what ``other`` has of a city and this ledger has not, in one transaction; twice is once.

        Entries stay as they are to the byte, numbered after those that are here. Who was erased in one of the two is
        erased. A report that was a case here already keeps its item, under its key and the id of its case. Notices
        come along as they stand. Only streams whose first entry is of a type in ``begun_twice`` may have begun here
        and there by themselves; those in ``left`` stay where they are. The city counts its days in ``zone``.

        Raises:
            RejectedInput: streams of one id begin differently, so the two ledgers do not come from one (CMS862).
            StoreUnavailable: one of the two cannot be read or written, or the key of one is missing.
        """
        rewrapping = None if self.fingerprint == other.fingerprint else Rewrapping(other.ring, self.ring)
        with guarded(other.database), other.database.reading() as source, self._writing() as target:
            url = other.database.url
            return _TakingOver(source, target, self, city, zone, rewrapping, begun_twice, left, url).run()


@attrs.frozen
class _TakingOver:
    source: sa.Connection
    target: sa.Connection
    ledger: SqlStore
    city: str
    zone: tzinfo
    rewrapping: Rewrapping | None
    begun_twice: Collection[str]
    left: Collection[str]
    url: str

    def run(self) -> TakenOver:
        new, forked = self._compared()
        self._deliveries()
        self._of_city(schema.people)
        self._of_city(schema.quarantine)
        self._refusals()
        repeats = self._reports(set(new))
        clear_erased(self.target)
        self._cases(self._entries(new))
        for some in chunks(list(new)):
            self._add(schema.matters, self._rows(sa.select(schema.matters).where(schema.matters.c.id.in_(some))))
        self._notices(new)
        return TakenOver(tuple(new), tuple(forked), tuple(repeats))

    def _compared(self) -> tuple[dict[str, int], list[str]]:
        """The streams that are not here, with the number of their first entry, and those that went on there."""
        e = schema.entries.c
        numbers = sa.func.min(e.number).label("first"), sa.func.max(e.version).label("version")
        ours = sa.and_(e.city == self.city, e.stream.not_in(self.left))
        last = sa.select(e.stream, *numbers).where(ours).group_by(e.stream).subquery()
        heads = sa.select(last, e.type).join(schema.entries, e.number == last.c.first).order_by(last.c.first)
        new: dict[str, int] = {}
        forked: list[str] = []
        with closing(self.source.execute(heads.execution_options(yield_per=_MANY))) as result:
            for rows in result.partitions():
                streams = [row.stream for row in rows]
                here, there = self._hashes(self.target, streams), self._hashes(self.source, streams)
                for row in rows:
                    mine = here.get(row.stream)
                    if mine is None:
                        new[row.stream] = row.first
                    elif mine[1] != there[row.stream][1] and row.type not in self.begun_twice:
                        raise RejectedInput([problem("CMS862", row.stream, url=self.url, error=row.stream)])
                    elif mine.get(row.version) != there[row.stream][row.version]:
                        forked.append(row.stream)
        return new, forked

    @staticmethod
    def _hashes(connection: sa.Connection, streams: list[str]) -> dict[str, dict[int, str]]:
        e = schema.entries.c
        found: dict[str, dict[int, str]] = {}
        for row in connection.execute(sa.select(e.stream, e.version, e.hash).where(e.stream.in_(streams))):
            found.setdefault(row.stream, {})[row.version] = row.hash
        return found

    def _rows(self, wanted: sa.Select[Any], size: int = ROWS) -> Iterator[Rows]:
        with closing(self.source.execute(wanted.execution_options(yield_per=size))) as result:
            for rows in result.partitions():
                yield [tuple(row) for row in rows]

    def _ours(self, table: sa.Table, rows: Rows) -> Rows:
        return rows if self.rewrapping is None else self.rewrapping.rows(table, rows)

    def _add(self, table: sa.Table, batches: Iterable[Rows]) -> None:
        for rows in batches:
            self.ledger.database.append(self.target, table, names(table), self._ours(table, rows))

    def _deliveries(self) -> None:
        d, p = schema.deliveries, schema.parts
        here = set(self.target.scalars(sa.select(d.c.id).where(d.c.city == self.city)))
        there = self.source.scalars(sa.select(d.c.id).where(d.c.city == self.city)).all()
        self._of_city(d)
        for some in chunks([delivery for delivery in there if delivery not in here]):
            self._add(p, self._rows(sa.select(p).where(p.c.delivery.in_(some)), at_once(p)))
            again = schema.repeats
            self._add(again, self._rows(sa.select(again).where(again.c.delivery.in_(some))))

    def _of_city(self, table: sa.Table) -> None:
        """Rows of the city, each kept once; what is erased in one of the two is erased."""
        for rows in self._rows(sa.select(table).where(table.c.city == self.city).order_by(*table.primary_key)):
            insert(self.ledger.database, self.target, table, self._ours(table, rows))

    def _refusals(self) -> None:
        r = schema.refusals
        fields = [column for column in r.columns if column.name != "number"]
        for rows in self._rows(sa.select(*fields).where(r.c.city == self.city).order_by(r.c.number)):
            streams = {row[0] for row in rows}
            here = {tuple(row) for row in self.target.execute(sa.select(*fields).where(r.c.stream.in_(streams)))}
            fresh = [row for row in rows if row not in here]
            self.ledger.database.append(self.target, r, [column.name for column in fields], fresh)

    def _reports(self, new: set[str]) -> list[tuple[str, str]]:
        """The reports of new streams; the cases of those that are a case here already, each with that one."""
        r = schema.reports
        fields = [column.name for column in r.columns if column.name != "number"]
        repeats, channel, key, case = [], *map(fields.index, ("channel", "key", "case_id"))
        wanted = sa.select(*(r.c[name] for name in fields)).where(r.c.city == self.city).order_by(r.c.number)
        for rows in self._rows(wanted, _MANY):
            known = self._known([row[key] for row in rows])
            fresh = []
            for row in rows:
                first = known.get((row[channel], row[key]))
                if first not in {None, row[case]}:
                    repeats.append((row[case], str(first)))
                    row = (*row[:key], f"{row[key]} ({row[case]})", *row[key + 1 :])  # noqa: PLW2901  as it is kept
                if row[case] in new:
                    fresh.append(row)
            self.ledger.database.append(self.target, r, fields, fresh)
        return repeats

    def _known(self, keys: list[str]) -> Mapping[tuple[str, str], str]:
        r = schema.reports.c
        wanted = sa.select(r.channel, r.key, r.case_id).where(r.city == self.city, r.key.in_(keys))
        return {(row.channel, row.key): row.case_id for row in self.target.execute(wanted)}

    def _cases(self, numbers: Mapping[str, int]) -> None:
        """The cases of new streams, each with the number of its first entry here; they are counted here, too."""
        c = schema.cases
        for some in chunks(list(numbers)):
            with closing(self.source.execute(sa.select(c).where(c.c.id.in_(some)))) as result:
                cases = [case_of(row) for row in result.mappings()]
            days = [attrs.evolve(case, opened=case.opened.astimezone(self.zone)) for case in cases]
            numbered = sorted(((numbers[case.id], case) for case in days), key=itemgetter(0))
            begin(self.ledger.database, self.target, numbered)

    def _notices(self, new: Mapping[str, int]) -> None:
        """The notices of new streams, in order: what was sent was sent, what waits waits here."""
        o = schema.outbox
        fields = [column for column in o.columns if column.name != "number"]
        for some in chunks(list(new)):
            wanted = sa.select(*fields).where(o.c.stream.in_(some)).order_by(o.c.number)
            for rows in self._rows(wanted):
                self.ledger.database.append(self.target, o, [column.name for column in fields], rows)

    def _entries(self, new: Mapping[str, int]) -> Mapping[str, int]:
        """The entries of new streams in the order in which they were made there, numbered after those here.

        Gives the number of the first entry of each stream, in order.
        """
        first: dict[str, int] = {}
        if not new:
            return first
        e = schema.entries
        number = self.target.scalar(sa.select(sa.func.max(e.c.number))) or 0
        since = sa.and_(e.c.city == self.city, e.c.number >= min(new.values()))
        wanted = sa.select(*(e.c[name] for name in ENTRY)).where(since).order_by(e.c.number)
        for rows in self._rows(wanted):
            taken = [row[1:] for row in rows if row[1] in new]
            numbered = [(place, *row) for place, row in enumerate(taken, number + 1)]
            number += len(numbered)
            for place, stream, *_ in numbered:
                first.setdefault(stream, place)
            self.ledger.database.append(self.target, e, ENTRY, numbered)
        return first
