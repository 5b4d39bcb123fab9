"""The tables of the SQL ledger. Times of projections are UTC, so that they sort as text."""

from typing import Final

import sqlalchemy as sa

VERSION: Final = 3
"""Version of the schema, kept in ``meta``; every later one comes with a migration."""

metadata = sa.MetaData()

meta = sa.Table(
    "meta", metadata, sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("received", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    # bytes that came before are stored once: then the id of the delivery that has them
    sa.Column("same_as", sa.Text),
    # a column of its own, so that it can be encrypted with a key of its own (contracts §9)
    sa.Column("body", sa.LargeBinary),
    sa.Index("ix_deliveries_digest", "city", "digest"),
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("case_id", sa.Text, nullable=False),
    sa.Column("delivery", sa.Text, nullable=False),
    sa.Column("position", sa.Text, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.UniqueConstraint("city", "channel", "key"),
    sa.Index("ix_reports_case", "case_id"),
)

quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("position", sa.Text, nullable=False),
    # of raw: rows of two deliveries may have one id and one position and still say different things
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("delivery", sa.Text, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("problems", sa.Text, nullable=False),
    sa.UniqueConstraint("city", "channel", "key", "position", "digest"),
)

entries = sa.Table(
    "entries",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    # exactly as hashed: ISO 8601 with the city's offset
    sa.Column("made", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("plan", sa.Text, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("prev", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.UniqueConstraint("stream", "version"),
)

cases = sa.Table(
    "cases",
    metadata,
    *(
        sa.Column(name, sa.Text, primary_key=name == "id", nullable=False)
        for name in (
            "id", "city", "channel", "report", "reported", "opened", "title", "text", "kind", "place", "person",
            "category", "approach", "division", "grid", "station", "unit", "mode", "standard", "state", "result",
            "satisfied", "plan",
        )
    ),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("solved", sa.Integer),
    *(sa.Column(name, sa.Text) for name in ("last", "handled", "closed")),
    *(sa.Column(name, sa.Text) for name in ("due", "due_unit", "due_calendar", "due_version", "due_skipped", "crs")),
    *(sa.Column(name, sa.Integer) for name in ("due_amount", "provisional")),
    *(sa.Column(name, sa.Float) for name in ("lon", "lat")),
    # empty for a first one, so that the index below holds only those that are linked
    sa.Column("linked", sa.Text),
    sa.Column("recurs", sa.Text),
    # what happened at work, as JSON; empty where nothing has
    sa.Column("course", sa.Text),
    sa.Index("ix_cases_state_due", "city", "state", "due"),
    sa.Index("ix_cases_unit", "city", "unit", "state"),
    sa.Index("ix_cases_opened", "city", "opened"),
    sa.Index("ix_cases_class", "city", "category", "reported"),
    sa.Index("ix_cases_linked", "city", "linked", sqlite_where=sa.text("linked IS NOT NULL")),
)  # fmt: skip

matters = sa.Table(
    "matters",
    metadata,
    *(
        sa.Column(name, sa.Text, primary_key=name == "id", nullable=False)
        for name in ("id", "kind", "city", "case_id", "state", "form")
    ),
    sa.Column("version", sa.Integer, nullable=False),
    *(sa.Column(name, sa.Text) for name in ("last", "due")),
    sa.Index("ix_matters_kind", "city", "kind", "state"),
    sa.Index("ix_matters_case", "city", "case_id"),
)

people = sa.Table(
    "people",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("form", sa.Text, nullable=False),
)

IMMUTABLE: Final = (
    "CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END",
    "CREATE TRIGGER entries_last BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END",
)
"""SQLite triggers that refuse to change what was entered."""
