"""Erasing (删除): keys and what stood under them are destroyed, in one transaction with the entries that say so."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import sqlalchemy as sa

from cmsdk.contract.ports import MatterChange
from cmsdk.contract.ports_people import Erasing
from cmsdk.model.report import REPORTER

from . import schema
from .held import forget
from .projections import bring_up
from .rows import utc
from .select import chunks
from .streams import Streams

_NOTHING: Final = b""


class Erasure(Streams):
    """The part of the ledger that destroys."""

    def holding(self, cases: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """See the port."""
        found: dict[str, list[str]] = {}
        with self._reading() as connection:
            for case, delivery in _holding(connection, cases):
                found.setdefault(case, []).append(delivery)
        return {case: tuple(sorted(set(deliveries))) for case, deliveries in found.items()}

    def erase(self, changes: Sequence[MatterChange], erasing: Erasing, *, last: bool = True) -> bool:
        """See the port."""
        ring = self._ring if erasing.quarantined else None

        def write(connection: sa.Connection) -> bool:
            if _arrived(connection, erasing):
                return False
            for change in changes:
                if not bring_up(self._db, connection, change.matter, change.entries[0].version - 1):
                    return False
            self._enter(connection, [entry for change in changes for entry in change.entries])
            _erase_people(connection, erasing)
            _erase_raws(connection, erasing)
            _erase_deliveries(connection, erasing)
            if ring is not None:
                forget(connection, ring, erasing.quarantined)
            return True

        kept = self._wholly(write)
        if kept and last:
            self._scrub()
        return kept


def _holding(connection: sa.Connection, cases: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Case and delivery, for each in which the report of the case came and whose bytes stand."""
    d = schema.deliveries.c
    first = sa.func.coalesce(d.same_as, d.id)
    stands = schema.deliveries.alias()
    for table in (schema.reports, schema.repeats):
        wanted = (
            sa.select(table.c.case_id, stands.c.id)
            .join_from(table, schema.deliveries, d.id == table.c.delivery)
            .join(stands, stands.c.id == first)
            .where(stands.c.wrapped.is_not(None))
        )
        for some in chunks(cases):
            yield from (tuple(row) for row in connection.execute(wanted.where(table.c.case_id.in_(some))))


def _arrived(connection: sa.Connection, erasing: Erasing) -> bool:
    """Whether their reports came once more, in other bytes, since the caller looked for those that are to go."""
    going = set(erasing.deliveries)
    return any(delivery not in going for _, delivery in _holding(connection, _reporters(erasing)))


def _reporters(erasing: Erasing) -> list[str]:
    """The cases whose reporters are erased."""
    return [key.removeprefix(REPORTER) for key in erasing.people if key.startswith(REPORTER)]


def _erase_people(connection: sa.Connection, erasing: Erasing) -> None:
    p = schema.people
    gone = {"wrapped": None, "form": None, "lookup": None, "erased": utc(erasing.at)}
    for some in chunks(erasing.people):
        connection.execute(p.update().where(p.c.key.in_(some), p.c.erased.is_(None)).values(gone))


def _erase_raws(connection: sa.Connection, erasing: Erasing) -> None:
    """Nobody could open the items any more, but what is gone takes no room either."""
    r = schema.reports
    for some in chunks([*_reporters(erasing), *erasing.raws]):
        connection.execute(r.update().where(r.c.case_id.in_(some)).values(raw=_NOTHING))


def _erase_deliveries(connection: sa.Connection, erasing: Erasing) -> None:
    """The bytes and their key; name and digest too, since a name may be a person's, and a digest lets one guess."""
    d = schema.deliveries
    gone = {"wrapped": None, "erased": utc(erasing.at), "name": "", "digest": ""}
    for some in chunks(erasing.deliveries):
        same = sa.or_(d.c.id.in_(some), d.c.same_as.in_(some))
        connection.execute(d.update().where(same, d.c.erased.is_(None)).values(gone))
        for table in (schema.parts, schema.repeats):
            connection.execute(table.delete().where(table.c.delivery.in_(some)))
