"""The outbox: notices from the transaction of their entry until they are sent. It holds no personal data."""

from typing import Final

import sqlalchemy as sa

from .base import NUMBER, TEXT, metadata

WAITS: Final = sa.text("state = 'waiting'")

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("number", NUMBER, primary_key=True),
    *(
        sa.Column(name, TEXT, nullable=False)
        for name in (
            "id", "city", "stream", "entry", "made", "command", "audience", "recipient", "channel", "texts", "state",
        )
    ),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    # from when on it may be sent; once it is sent or dead: since when
    sa.Column("due", TEXT, nullable=False),
    # who is sending it, and until when nobody else does
    *(sa.Column(name, TEXT) for name in ("holder", "held", "error")),
    sa.UniqueConstraint("id"),
    sa.Index("ix_outbox_waiting", "city", "number", sqlite_where=WAITS, postgresql_where=WAITS),
    sa.Index("ix_outbox_line", "stream", "channel", "number", sqlite_where=WAITS, postgresql_where=WAITS),
)  # fmt: skip
