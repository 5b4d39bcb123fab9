"""Streams of entries: appended to, never changed; what they make is written in the same transaction."""

from collections.abc import Sequence

import sqlalchemy as sa

from cmsdk.contract.ports import AnyChange, Change, MatterChange, Refused, Seen
from cmsdk.model.case import Case
from cmsdk.model.entry import Entry

from . import schema
from .outbox import post
from .people import tell
from .projecting import change as change_cases
from .projections import bring_up
from .refusals import refused_of, refused_row
from .rows import ENTRY, entry_of, entry_rows
from .select import is_, moved
from .store import SqlStore


class Streams(SqlStore):
    """The part of the ledger that holds the entries."""

    def mark(self) -> int:
        """See the port. Entries are numbered without a gap, since one writes at a time and none is ever taken away."""
        with self._reading() as connection:
            return _last(connection)

    def _enter(self, connection: sa.Connection, entries: Sequence[Entry]) -> int:
        """Add entries after all others; the number of the first."""
        number = _last(connection) + 1
        self._db.append(connection, schema.entries, ENTRY, entry_rows(entries, number))
        return number

    def append(self, case: Case, entries: Sequence[Entry]) -> bool:
        """See the port."""
        return self.append_all([Change(case, tuple(entries))])

    def append_all(self, changes: Sequence[AnyChange], seen: Seen | None = None) -> bool:
        """See the port."""
        cases = [(change.entries[0].version - 1, change.case) for change in changes if isinstance(change, Change)]
        matters = [change for change in changes if isinstance(change, MatterChange)]
        ring = self._ring if any(change.people for change in matters) else None

        def write(connection: sa.Connection) -> bool:
            if seen is not None and moved(connection, seen):
                return False
            if ring is not None:
                self._same_key(connection, ring)
            if not change_cases(self._db, connection, cases):
                return False
            for change in matters:
                if ring is not None:
                    tell(self._db, connection, ring, change.matter.city, change.people)
                if not bring_up(self._db, connection, change.matter, change.entries[0].version - 1):
                    return False
            self._enter(connection, [entry for change in changes for entry in change.entries])
            post(self._db, connection, [n for c in changes if isinstance(c, Change) for n in c.notices])
            return True

        return self._wholly(write)

    def entries(self, stream: str) -> Sequence[Entry]:
        """See the port."""
        e = schema.entries
        wanted = sa.select(e).where(is_(e.c.stream, stream)).order_by(e.c.version)
        with self._reading() as connection:
            return tuple(map(entry_of, connection.execute(wanted).mappings().all()))

    def note(self, refused: Refused) -> None:
        """See the port."""
        with self._writing() as connection:
            connection.execute(schema.refusals.insert(), refused_row(refused))

    def refusals(self, stream: str) -> Sequence[Refused]:
        """See the port."""
        r = schema.refusals
        wanted = sa.select(r).where(is_(r.c.stream, stream)).order_by(r.c.number)
        with self._reading() as connection:
            return tuple(refused_of(row) for row in connection.execute(wanted).mappings())


def _last(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.max(schema.entries.c.number))) or 0
