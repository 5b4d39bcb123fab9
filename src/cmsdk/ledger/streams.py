"""Streams of entries: appended to, never changed; what they make is written in the same transaction."""

from collections.abc import Mapping, Sequence
from typing import Final

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
from .select import chunks, findable, moved
from .store import SqlStore

# made once: to make a statement takes longer than to run it
_LAST: Final = sa.select(sa.func.max(schema.entries.c.number))
_STREAM: Final = (
    sa.select(schema.entries).where(schema.entries.c.stream == sa.bindparam("this")).order_by(schema.entries.c.version)
)
_OPENINGS: Final = (
    sa.select(schema.entries)
    .where(schema.entries.c.stream.in_(sa.bindparam("these", expanding=True)), schema.entries.c.version <= 2)  # noqa: PLR2004  the first two
    .order_by(schema.entries.c.stream, schema.entries.c.version)
)
_LAST_OF: Final = (
    sa.select(schema.entries)
    .where(schema.entries.c.stream == sa.bindparam("this"))
    .order_by(schema.entries.c.version.desc())
    .limit(1)
)
_REFUSED: Final = (
    sa.select(schema.refusals)
    .where(schema.refusals.c.stream == sa.bindparam("this"))
    .order_by(schema.refusals.c.number)
)
_REFUSE: Final = schema.refusals.insert()


class Streams(SqlStore):
    """The part of the ledger that holds the entries."""

    def mark(self) -> int:
        """See the port. Entries are numbered without a gap, since one writes at a time and none is ever taken away."""
        with self._reading() as connection:
            return last_number(connection)

    def _enter(self, connection: sa.Connection, entries: Sequence[Entry], last: int | None = None) -> int:
        """Add entries after all others, which a writer who has asked already knows to end at ``last``.

        The number of the first.
        """
        number = 1 + (last_number(connection) if last is None else last)
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
            last = last_number(connection)
            if outdated(connection, seen, last):
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
            self._enter(connection, [entry for change in changes for entry in change.entries], last)
            post(self._db, connection, [notice for change in changes for notice in change.notices])
            return True

        return self._wholly(write)

    def entries(self, stream: str) -> Sequence[Entry]:
        """See the port."""
        if not findable(stream):
            return ()
        with self._reading() as connection:
            return tuple(map(entry_of, connection.execute(_STREAM, {"this": stream}).mappings().all()))

    def openings(self, streams: Sequence[str]) -> Mapping[str, Sequence[Entry]]:
        """See the port."""
        found: dict[str, list[Entry]] = {}
        with self._reading() as connection:
            for part in chunks([stream for stream in streams if findable(stream)]):
                for row in connection.execute(_OPENINGS, {"these": list(part)}).mappings():
                    found.setdefault(row["stream"], []).append(entry_of(row))
        return found

    def last_entry(self, stream: str) -> Entry | None:
        """See the port."""
        if not findable(stream):
            return None
        with self._reading() as connection:
            row = connection.execute(_LAST_OF, {"this": stream}).mappings().first()
        return None if row is None else entry_of(row)

    def note(self, refused: Refused) -> None:
        """See the port."""
        with self._writing() as connection:
            connection.execute(_REFUSE, refused_row(refused))

    def refusals(self, stream: str) -> Sequence[Refused]:
        """See the port."""
        if not findable(stream):
            return ()
        with self._reading() as connection:
            return tuple(map(refused_of, connection.execute(_REFUSED, {"this": stream}).mappings()))


def last_number(connection: sa.Connection) -> int:
    """The number of the last entry of the ledger, 0 where there is none."""
    return connection.scalar(_LAST) or 0


def outdated(connection: sa.Connection, seen: Seen | None, last: int) -> bool:
    """Whether somebody has entered something newer in what a writer has seen, where entries now end at ``last``."""
    return seen is not None and last != seen.mark and moved(connection, seen)
