"""Quarantine in the SQL ledger: what is held, and what leaves it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from cmsdk.contract.ports import NewCase, Quarantined

from . import schema
from .rows import problems_form

_HELD = ("city", "channel", "key", "position", "digest")
"""Columns that make an item in quarantine one and the same."""


def hold(connection: sa.Connection, quarantined: Sequence[Quarantined]) -> None:
    """Keep what could not be read, each item once."""
    for row in quarantined:
        values = {
            "city": row.city, "channel": row.channel, "key": row.key, "position": row.position,
            "digest": row.digest, "delivery": row.delivery, "raw": row.raw, "problems": problems_form(row.problems),
        }  # fmt: skip
        again = {"delivery": row.delivery, "problems": values["problems"]}
        statement = insert(schema.quarantine).values(values)
        connection.execute(statement.on_conflict_do_update(_HELD, set_=again))


def release(connection: sa.Connection, delivery: str, cases: Sequence[NewCase]) -> None:
    """What could not be read before and is a case now leaves quarantine; its raw item stands with the report.

    Not another item of the same id that stands beside it in the delivery: that is no earlier form of it.
    """
    q, is_it = schema.quarantine, sa.bindparam
    if not cases or connection.scalar(sa.select(q.c.number).limit(1)) is None:
        return
    gone = q.delete().where(
        q.c.city == is_it("c"), q.c.channel == is_it("h"), q.c.key == is_it("k"),
        sa.or_(q.c.delivery != delivery, q.c.raw == is_it("r")),
    )  # fmt: skip
    rows = [{"c": n.case.city, "h": n.case.channel, "k": n.case.report, "r": n.raw} for n in cases]
    connection.execute(gone, rows)
