"""Deliveries as they came (送达件): stored before anything else happens, encrypted piece by piece."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from cmsdk.model.report import Delivery

from . import schema
from .rows import moment, utc
from .select import is_
from .store import SqlStore

PIECE: Final = 1 << 20
"""Bytes that are encrypted and written together; more would only be held twice in memory."""
_SAME: Final = ("id", "city", "channel", "digest", "size", "name")


class Deliveries(SqlStore):
    """The part of the ledger that keeps what arrived."""

    def store_delivery(self, delivery: Delivery, payload: bytes) -> None:
        """See the port. Bytes that came before are kept once; the delivery itself is always kept."""
        d = schema.deliveries
        same = (
            sa.select(d.c.id)
            .where(d.c.city == delivery.city, d.c.digest == delivery.digest, d.c.wrapped.is_not(None))
            .limit(1)
        )
        ring = self._ring
        wrapped, envelope = ring.fresh(delivery.id)
        with self._writing() as connection:
            self._same_key(connection, ring)
            first = connection.scalar(same)
            values = {name: getattr(delivery, name) for name in _SAME}
            values |= {"received": utc(delivery.at), "same_as": first, "wrapped": None if first else wrapped}
            connection.execute(d.insert(), values)
            for number, piece in enumerate(() if first else _pieces(payload)):
                row = (delivery.id, number, envelope.seal(f"body {number}", piece))
                self._db.append(connection, schema.parts, ("delivery", "number", "body"), [row])

    def payload(self, delivery: str) -> bytes:
        """See the port."""
        d, p, ring = schema.deliveries, schema.parts, self._ring
        with self._reading() as connection:
            row = connection.execute(sa.select(d.c.same_as, d.c.wrapped).where(d.c.id == delivery)).one()
            first = row.same_as or delivery
            wrapped = row.wrapped or connection.scalar(sa.select(d.c.wrapped).where(d.c.id == first))
            if wrapped is None:
                return b""
            envelope = ring.unwrap(first, wrapped)
            pieces = connection.execute(sa.select(p).where(p.c.delivery == first).order_by(p.c.number))
            return b"".join(envelope.open(f"body {piece.number}", piece.body) for piece in pieces)

    def deliveries(self, city: str) -> Sequence[Delivery]:
        """See the port."""
        d = schema.deliveries
        with self._reading() as connection:
            rows = connection.execute(sa.select(d).where(is_(d.c.city, city)).order_by(d.c.id)).mappings().all()
        return [Delivery(**{n: row[n] for n in _SAME}, at=datetime.fromisoformat(row["received"])) for row in rows]

    def destroyed(self, delivery: str) -> datetime | None:
        """See the port."""
        d = schema.deliveries.c
        with self._reading() as connection:
            at = connection.scalar(sa.select(d.erased).where(is_(d.id, delivery)))
        return moment(at)

    def past_term(self, city: str, before: datetime) -> Sequence[str]:
        """See the port."""
        d, again, limit = schema.deliveries.c, schema.deliveries.alias(), utc(before)
        later = sa.exists().where(again.c.same_as == d.id, again.c.received >= limit)
        wanted = sa.select(d.id).where(is_(d.city, city), d.wrapped.is_not(None), d.received < limit, ~later)
        with self._reading() as connection:
            return list(connection.scalars(wanted.order_by(d.id)))

    def cities(self) -> Sequence[str]:
        """See the port."""
        with self._reading() as connection:
            # one that has received nothing may have done community work
            received, worked = (sa.select(table.c.city).distinct() for table in (schema.deliveries, schema.matters))
            return sorted(connection.scalars(sa.union(received, worked)))


def _pieces(payload: bytes) -> Iterator[memoryview]:
    whole = memoryview(payload)
    return (whole[start : start + PIECE] for start in range(0, len(whole), PIECE))
