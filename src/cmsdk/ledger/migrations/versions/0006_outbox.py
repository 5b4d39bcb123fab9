"""Version 6: the outbox, in which notices wait until they are sent."""

from typing import Final

from alembic import op
import sqlalchemy as sa

from cmsdk.ledger.schema.base import NUMBER, TEXT

revision: Final = "0006"
down_revision: Final = "0005"

_WAITS: Final = sa.text("state = 'waiting'")
_TEXTS: Final = (
    "id", "city", "stream", "entry", "made", "command", "audience", "recipient", "channel", "texts", "state",
)  # fmt: skip
_INDEXES: Final = {
    "ix_outbox_waiting": ["city", "number"],
    "ix_outbox_line": ["stream", "channel", "number"],
}


def upgrade() -> None:
    """Make the table, empty: what was entered before tells nobody anything."""
    op.create_table(
        "outbox",
        sa.Column("number", NUMBER, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in _TEXTS),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", TEXT, nullable=False),
        *(sa.Column(name, TEXT) for name in ("holder", "held", "error")),
        sa.UniqueConstraint("id"),
    )
    for name, columns in _INDEXES.items():
        op.create_index(name, "outbox", columns, sqlite_where=_WAITS, postgresql_where=_WAITS)
