"""Quarantine (隔离): what is held, each item under a key of its own, and what leaves it."""

from collections.abc import Sequence

import sqlalchemy as sa

from cmsdk.contract.ports import NewCase, Quarantined, raw_digest

from . import schema
from .engines.database import Database
from .keys.ring import KeyRing
from .rows import Row, problems_form, problems_of
from .select import is_
from .store import SqlStore

_HELD = ("city", "channel", "key", "position", "digest")
"""Columns that make an item in quarantine one and the same."""


def key_name(delivery: str, position: str, digest: str) -> str:
    """Under which the key of an item stands."""
    return f"q-{delivery}/{position}/{digest}"


def hold(db: Database, connection: sa.Connection, ring: KeyRing, quarantined: Sequence[Quarantined]) -> None:
    """Keep what could not be read, each item once. What is said of it may repeat it, so it is sealed too."""
    for row in quarantined:
        digest = ring.blind(row.digest)
        wrapped, envelope = ring.fresh(key_name(row.delivery, row.position, digest))
        again = {
            "delivery": row.delivery, "wrapped": wrapped, "raw": envelope.seal("raw", row.raw.encode()),
            "problems": envelope.seal("problems", problems_form(row.problems).encode()),
        }  # fmt: skip
        same = {"city": row.city, "channel": row.channel, "key": row.key, "position": row.position, "digest": digest}
        statement = db.insert(schema.quarantine).values(**same, **again)
        connection.execute(statement.on_conflict_do_update(index_elements=_HELD, set_=again))


def release(connection: sa.Connection, ring: KeyRing, delivery: str, cases: Sequence[NewCase]) -> None:
    """What could not be read before and is a case now leaves quarantine; its raw item stands with the report.

    Not another item of the same id that stands beside it in the delivery: that is no earlier form of it.
    """
    q, is_it = schema.quarantine, sa.bindparam
    if not cases or connection.scalar(sa.select(q.c.number).limit(1)) is None:
        return
    gone = q.delete().where(
        q.c.city == is_it("c"), q.c.channel == is_it("h"), q.c.key == is_it("k"),
        sa.or_(q.c.delivery != delivery, q.c.digest == is_it("d")),
    )  # fmt: skip
    rows = [
        {"c": n.case.city, "h": n.case.channel, "k": n.case.report, "d": ring.blind(raw_digest(n.raw))} for n in cases
    ]
    connection.execute(gone, rows)


def forget(connection: sa.Connection, ring: KeyRing, quarantined: Sequence[Quarantined]) -> None:
    """Items that say something of somebody who is erased leave quarantine, with their keys."""
    q = schema.quarantine
    for row in quarantined:
        same = {name: getattr(row, name) for name in _HELD if name != "digest"} | {"digest": ring.blind(row.digest)}
        connection.execute(q.delete().where(*(q.c[name] == value for name, value in same.items())))


def quarantined_of(ring: KeyRing, row: Row) -> Quarantined:
    """The quarantined item of a row."""
    envelope = ring.unwrap(key_name(row["delivery"], row["position"], row["digest"]), row["wrapped"])
    same = {name: row[name] for name in ("city", "channel", "key", "delivery", "position")}
    problems = problems_of(envelope.open("problems", row["problems"]).decode())
    return Quarantined(**same, raw=envelope.open("raw", row["raw"]).decode(), problems=problems)


class Held(SqlStore):
    """The part of the ledger that is quarantine."""

    def quarantine(self, city: str) -> Sequence[Quarantined]:
        """See the port."""
        q = schema.quarantine
        with self._reading() as connection:
            rows = connection.execute(sa.select(q).where(is_(q.c.city, city)).order_by(q.c.number)).mappings().all()
        with self._guarded():
            return tuple(quarantined_of(self._ring, row) for row in rows)
