"""The SQL ledger: SQLAlchemy Core for schema and queries, the driver's executemany for the append path."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cmsdk.contract.matching import Earlier
from cmsdk.contract.ports import (
    AnyChange,
    CaseQuery,
    Change,
    Matter,
    MatterChange,
    MatterQuery,
    NewCase,
    Quarantined,
    Refused,
    Seen,
)
from cmsdk.model.case import Case
from cmsdk.model.entry import Entry
from cmsdk.model.report import Delivery, Person

from . import schema
from .file import findable
from .held import hold, release
from .matters import matter_of, project, select_matters
from .refusals import refused_of, refused_row
from .rows import (
    CASE,
    case_of,
    case_row,
    earlier_of,
    entry_of,
    entry_rows,
    person_form,
    person_of,
    quarantined_of,
    utc,
)
from .select import moved, select, select_earlier
from .store import SqlStore

PAGE = 1000
"""Rows fetched at a time."""
VARIABLES = 500
"""Keys asked for in one statement."""


class SqlLedger(SqlStore):
    """A ledger in an SQLite file. Any number of threads may use it: each takes a connection of its own."""

    def store_delivery(self, delivery: Delivery, payload: bytes) -> None:
        """See the port. Bytes that came before are kept once; the delivery itself is always kept."""
        d = schema.deliveries
        same = (
            sa.select(d.c.id)
            .where(d.c.city == delivery.city, d.c.digest == delivery.digest, d.c.body.is_not(None))
            .limit(1)
        )
        with self._writing() as connection:
            first = connection.scalar(same)
            row = {
                "id": delivery.id, "city": delivery.city, "channel": delivery.channel, "received": utc(delivery.at),
                "digest": delivery.digest, "size": delivery.size, "name": delivery.name, "same_as": first,
                "body": None if first else payload,
            }  # fmt: skip
            connection.execute(d.insert(), row)

    def payload(self, delivery: str) -> bytes:
        """See the port."""
        d = schema.deliveries
        with self._reading() as connection:
            row = connection.execute(sa.select(d.c.same_as, d.c.body).where(d.c.id == delivery)).one()
            body = (
                row.body if row.same_as is None else connection.scalar(sa.select(d.c.body).where(d.c.id == row.same_as))
            )
        return bytes(body or b"")

    def deliveries(self, city: str) -> Sequence[Delivery]:
        """See the port."""
        d = schema.deliveries
        with self._reading() as connection:
            rows = connection.execute(sa.select(d).where(d.c.city == city).order_by(d.c.id)).mappings().all()
        names = ("id", "city", "channel", "digest", "size", "name")
        return [Delivery(**{n: row[n] for n in names}, at=datetime.fromisoformat(row["received"])) for row in rows]

    def known(self, city: str, channel: str, keys: Sequence[str]) -> Mapping[str, str]:
        """See the port."""
        r = schema.reports
        found: dict[str, str] = {}
        with self._reading() as connection:
            for start in range(0, len(keys), VARIABLES):
                some = keys[start : start + VARIABLES]
                wanted = sa.select(r.c.key, r.c.case_id).where(
                    r.c.city == city, r.c.channel == channel, r.c.key.in_(some)
                )
                found.update((row.key, row.case_id) for row in connection.execute(wanted))
        return found

    def mark(self) -> int:
        """See the port. Entries are numbered without a gap, since none is ever taken away."""
        with self._reading() as connection:
            return connection.scalar(sa.select(sa.func.max(schema.entries.c.number))) or 0

    def earlier(self, city: str, categories: Sequence[str], first: datetime, end: datetime) -> Sequence[Earlier]:
        """See the port."""
        found: list[Earlier] = []
        with self._reading() as connection:
            for start in range(0, len(categories), VARIABLES):
                wanted = select_earlier(city, categories[start : start + VARIABLES], first, end)
                found += map(earlier_of, connection.execute(wanted).mappings())
        return found if len(categories) <= VARIABLES else sorted(found, key=lambda case: (case.at, case.id))

    def record(
        self, delivery: str, cases: Sequence[NewCase], quarantined: Sequence[Quarantined], seen: Seen | None = None
    ) -> bool:
        """See the port."""
        reports = [(n.case.city, n.case.channel, n.case.report, n.case.id, delivery, n.position, n.raw) for n in cases]
        try:
            with self._writing() as connection:
                if seen is not None and moved(connection, seen):
                    return False
                self._append(connection, schema.reports, reports)
                self._append(connection, schema.entries, entry_rows(e for n in cases for e in n.entries))
                self._append(connection, schema.cases, [case_row(new.case) for new in cases])
                people = [(n.case.person, person_form(n.person)) for n in cases if n.person]
                self._append(connection, schema.people, people)
                release(connection, delivery, cases)
                hold(connection, quarantined)
        except IntegrityError:
            return False
        return True

    def append(self, case: Case, entries: Sequence[Entry]) -> bool:
        """See the port."""
        return self.append_all([Change(case, tuple(entries))])

    def append_all(self, changes: Sequence[AnyChange], seen: Seen | None = None) -> bool:
        """See the port."""
        try:
            with self._guarded(), self._writer.connect() as connection, connection.begin() as transaction:
                whole = seen is None or not moved(connection, seen)
                for change in changes if whole else ():
                    whole = whole and self._project(connection, change)
                if not whole:
                    transaction.rollback()
                    return False
                self._append(connection, schema.entries, entry_rows(e for change in changes for e in change.entries))
        except IntegrityError:
            return False
        return True

    def _project(self, connection: sa.Connection, change: AnyChange) -> bool:
        """Bring the projection to what the change makes; ``False`` where it is not as the change found it."""
        if isinstance(change, MatterChange):
            return project(connection, change)
        c = schema.cases.c
        mine = sa.and_(c.id == change.case.id, c.version == change.entries[0].version - 1)
        row = dict(zip(CASE, case_row(change.case), strict=True))
        return connection.execute(schema.cases.update().where(mine).values(row)).rowcount == 1

    def entries(self, stream: str) -> Sequence[Entry]:
        """See the port."""
        e = schema.entries
        with self._reading() as connection:
            rows = (
                connection.execute(sa.select(e).where(e.c.stream == findable(stream)).order_by(e.c.version))
                .mappings()
                .all()
            )
        return tuple(entry_of(row) for row in rows)

    def case(self, case_id: str) -> Case | None:
        """See the port."""
        wanted = sa.select(schema.cases).where(schema.cases.c.id == findable(case_id))
        with self._reading() as connection:
            row = connection.execute(wanted).mappings().first()
        return None if row is None else case_of(row)

    def cases(self, query: CaseQuery) -> Iterator[Case]:
        """See the port; fetched a page at a time, by key."""
        left, after = query.limit, query.after
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            with self._reading() as connection:
                rows = connection.execute(select(query, after, size)).mappings().all()
            yield from map(case_of, rows)
            if len(rows) < size:
                return
            after = rows[-1]["id"]
            left = None if left is None else left - len(rows)

    def matter(self, matter_id: str) -> Matter | None:
        """See the port."""
        m = schema.matters
        with self._reading() as connection:
            row = connection.execute(sa.select(m).where(m.c.id == findable(matter_id))).mappings().first()
        return None if row is None else matter_of(row)

    def matters(self, query: MatterQuery) -> Sequence[Matter]:
        """See the port."""
        with self._reading() as connection:
            return [matter_of(row) for row in connection.execute(select_matters(query)).mappings()]

    def note(self, refused: Refused) -> None:
        """See the port."""
        with self._writing() as connection:
            connection.execute(schema.refusals.insert(), refused_row(refused))

    def refusals(self, stream: str) -> Sequence[Refused]:
        """See the port."""
        r = schema.refusals
        wanted = sa.select(r).where(r.c.stream == findable(stream)).order_by(r.c.number)
        with self._reading() as connection:
            return tuple(refused_of(row) for row in connection.execute(wanted).mappings())

    def raw(self, case_id: str) -> str | None:
        """See the port."""
        r = schema.reports
        with self._reading() as connection:
            return connection.scalar(sa.select(r.c.raw).where(r.c.case_id == findable(case_id)))

    def person(self, key: str) -> Person | None:
        """See the port."""
        wanted = sa.select(schema.people.c.form).where(schema.people.c.key == findable(key))
        with self._reading() as connection:
            form = connection.scalar(wanted)
        return None if form is None else person_of(form)

    def quarantine(self, city: str) -> Sequence[Quarantined]:
        """See the port."""
        q = schema.quarantine
        with self._reading() as connection:
            rows = connection.execute(sa.select(q).where(q.c.city == city).order_by(q.c.number)).mappings().all()
        return tuple(quarantined_of(row) for row in rows)

    def cities(self) -> Sequence[str]:
        """See the port."""
        with self._reading() as connection:
            return list(connection.scalars(sa.select(schema.deliveries.c.city).distinct().order_by("city")))

    def close(self) -> None:
        """See the port."""
        self._engine.dispose()
