"""The outbox of the SQL ledger: claimed for a term, settled one by one, at least once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from cmsdk.contract.notices import Notice
from cmsdk.contract.ports_outbox import Claim, NoticeQuery, NoticeState, Posted
from cmsdk.serial import StoredForm

from . import schema
from .engines.database import Database
from .rows import Row, problems_form, problems_of, utc
from .select import after, is_, most
from .store import SqlStore

TEXTS: Final = StoredForm("notice")
SAME: Final = (
    "id", "city", "stream", "version", "entry", "command", "audience", "recipient", "channel",
)  # fmt: skip
"""Columns that hold a field of the notice as it is."""
NOTICE: Final = (*SAME, "made", "texts", "state", "attempts", "due")
"""Columns of a notice, in the order in which they are appended."""
_WAITS: Final = schema.outbox.c.state == sa.literal_column("'waiting'")
"""As the partial indexes have it: no parameter, which an index could not be chosen by."""


def post(db: Database, connection: sa.Connection, notices: Iterable[Notice]) -> None:
    """Keep notices, in order, with the entries that they tell of."""
    rows = [
        (
            *(getattr(notice, name) for name in SAME),
            notice.at.isoformat(),
            TEXTS.dump({"texts": dict(notice.texts)}),
            NoticeState.WAITING.value,
            0,
            utc(notice.at),
        )
        for notice in notices
    ]
    db.append(connection, schema.outbox, NOTICE, rows)


def posted_of(row: Row) -> Posted:
    """The notice of a row."""
    notice = Notice(
        **{name: row[name] for name in SAME},
        at=datetime.fromisoformat(row["made"]),
        texts=TEXTS.load(row["texts"])["texts"],
    )
    error = None if row["error"] is None else problems_of(row["error"])[0]
    due = datetime.fromisoformat(row["due"])
    return Posted(notice=notice, state=NoticeState(row["state"]), attempts=row["attempts"], next=due, error=error)


def _due(claim: Claim) -> sa.Select[Any]:
    """The first notice that waits in each stream and channel, where its time has come and nobody has it."""
    o, other = schema.outbox, schema.outbox.alias()
    before = sa.exists().where(
        other.c.stream == o.c.stream, other.c.channel == o.c.channel, other.c.number < o.c.number,
        other.c.state == sa.literal_column("'waiting'"),
    )  # fmt: skip
    now = utc(claim.now)
    return (
        sa.select(o)
        .where(_WAITS, o.c.city == claim.city, o.c.channel.in_(claim.channels), o.c.due <= now, ~before)
        .where(sa.or_(o.c.held.is_(None), o.c.held <= now))
        .order_by(o.c.number)
        .limit(claim.limit)
    )


class Outbox(SqlStore):
    """The part of the ledger that holds notices."""

    def claim(self, claim: Claim) -> Sequence[Posted]:
        """See the port."""
        o = schema.outbox
        with self._writing() as connection:
            rows = connection.execute(_due(claim)).mappings().all()
            held = {"attempts": o.c.attempts + 1, "holder": claim.holder, "held": utc(claim.until)}
            connection.execute(o.update().where(o.c.number.in_([row["number"] for row in rows])).values(held))
        return [posted_of({**row, "attempts": row["attempts"] + 1}) for row in rows]

    def settle(self, posted: Posted, holder: str) -> bool:
        """See the port."""
        o = schema.outbox
        mine = sa.and_(o.c.id == posted.notice.id, _WAITS)
        if posted.state is not NoticeState.SENT:
            mine = sa.and_(mine, o.c.holder == holder)
        values = {
            "state": posted.state.value, "attempts": posted.attempts, "due": utc(posted.next), "holder": None,
            "held": None, "error": problems_form((posted.error,)) if posted.error else None,
        }  # fmt: skip
        with self._writing() as connection:
            return connection.execute(o.update().where(mine).values(values)).rowcount == 1

    def again(self, city: str, notice_id: str, now: datetime) -> bool:
        """See the port."""
        o = schema.outbox
        dead = sa.and_(is_(o.c.id, notice_id), o.c.city == city, o.c.state == NoticeState.DEAD.value)
        values = {"state": NoticeState.WAITING.value, "attempts": 0, "due": utc(now), "holder": None, "held": None}
        with self._writing() as connection:
            return connection.execute(o.update().where(dead).values(values)).rowcount == 1

    def notices(self, query: NoticeQuery) -> Sequence[Posted]:
        """See the port."""
        o = schema.outbox.c
        wanted = sa.select(schema.outbox).where(o.city == query.city, after(o.id, query.after)).order_by(o.id)
        for column, value in ((o.state, query.state), (o.channel, query.channel), (o.stream, query.stream)):
            if value is not None:
                wanted = wanted.where(is_(column, str(value)))
        if query.limit is not None:
            wanted = wanted.limit(most(query.limit))
        with self._reading() as connection:
            return [posted_of(row) for row in connection.execute(wanted).mappings()]

    def waiting_channels(self, city: str) -> Sequence[str]:
        """See the port."""
        o = schema.outbox.c
        wanted = sa.select(o.channel).where(_WAITS, o.city == city).distinct().order_by(o.channel)
        with self._reading() as connection:
            return list(connection.scalars(wanted))
