"""Entries, which stay as they are, and the record of what was refused."""

from typing import Final

import sqlalchemy as sa

from .base import NUMBER, TEXT, metadata

entries = sa.Table(
    "entries",
    metadata,
    # counted by the writer, without a gap, in the order of writing
    sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
    sa.Column("stream", TEXT, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("city", TEXT, nullable=False),
    sa.Column("type", TEXT, nullable=False),
    # exactly as hashed: ISO 8601 with the city's offset
    *(sa.Column(name, TEXT, nullable=False) for name in ("made", "by", "plan", "data", "prev", "hash")),
    sa.UniqueConstraint("stream", "version"),
)

refusals = sa.Table(
    "refusals",
    metadata,
    sa.Column("number", NUMBER, primary_key=True),
    *(sa.Column(name, TEXT, nullable=False) for name in ("stream", "city", "made", "by", "command", "form")),
    sa.Index("ix_refusals_stream", "stream"),
)

IMMUTABLE: Final = {
    "sqlite": (
        """CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
           BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END""",
        """CREATE TRIGGER entries_last BEFORE DELETE ON entries
           BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION entries_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'entries are append-only'; END $$""",
        """CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON entries
           FOR EACH ROW EXECUTE FUNCTION entries_are_append_only()""",
        """CREATE TRIGGER entries_last BEFORE TRUNCATE ON entries
           FOR EACH STATEMENT EXECUTE FUNCTION entries_are_append_only()""",
    ),
}
"""Engine → triggers that refuse to change what was entered."""
