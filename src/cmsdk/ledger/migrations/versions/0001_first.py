"""Version 1: deliveries, reports, quarantine, entries that stay, cases, people."""

from typing import Final

from alembic import op
import sqlalchemy as sa

from cmsdk.ledger.schema.base import NUMBER, TEXT

revision: Final = "0001"
down_revision: Final = None

_CASE: Final = (
    "id", "city", "channel", "report", "reported", "opened", "title", "text", "kind", "place", "person", "category",
    "approach", "division", "grid", "station", "unit", "mode", "standard", "state", "result", "satisfied", "plan",
)  # fmt: skip
_STAY: Final = {
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


def _key() -> sa.Column[str]:
    return sa.Column("id", TEXT, primary_key=True)


def _number(*, counted: bool = True) -> sa.Column[int]:
    return sa.Column("number", NUMBER, primary_key=True, autoincrement="auto" if counted else False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def upgrade() -> None:
    """Make the first tables."""
    op.create_table("meta", sa.Column("name", TEXT, primary_key=True), *_texts("value"))
    op.create_table(
        "deliveries", _key(), *_texts("city", "channel", "received", "digest"),
        sa.Column("size", NUMBER, nullable=False), *_texts("name"), sa.Column("same_as", TEXT),
        sa.Column("body", sa.LargeBinary),
    )  # fmt: skip
    op.create_index("ix_deliveries_digest", "deliveries", ["city", "digest"])
    op.create_table(
        "reports", _number(), *_texts("city", "channel", "key", "case_id", "delivery", "position", "raw"),
        sa.UniqueConstraint("city", "channel", "key"),
    )  # fmt: skip
    op.create_index("ix_reports_case", "reports", ["case_id"])
    op.create_table(
        "quarantine", _number(),
        *_texts("city", "channel", "key", "position", "digest", "delivery", "raw", "problems"),
        sa.UniqueConstraint("city", "channel", "key", "position", "digest"),
    )  # fmt: skip
    op.create_table("people", sa.Column("key", TEXT, primary_key=True), *_texts("form"))
    _entries()
    _cases()


def _entries() -> None:
    op.create_table(
        "entries", _number(counted=False), *_texts("stream"), sa.Column("version", sa.Integer, nullable=False),
        *_texts("city", "type", "made", "by", "plan", "data", "prev", "hash"),
        sa.UniqueConstraint("stream", "version"),
    )  # fmt: skip
    for trigger in _STAY[op.get_bind().dialect.name]:
        op.execute(trigger)


def _cases() -> None:
    op.create_table(
        "cases", _key(), *_texts(*_CASE[1:]), sa.Column("version", sa.Integer, nullable=False),
        sa.Column("solved", sa.Integer),
        *(sa.Column(name, TEXT) for name in ("last", "handled", "closed")),
        *(sa.Column(name, TEXT) for name in ("due", "due_unit", "due_calendar", "due_version", "due_skipped", "crs")),
        *(sa.Column(name, sa.Integer) for name in ("due_amount", "provisional")),
        *(sa.Column(name, sa.Float) for name in ("lon", "lat")),
    )  # fmt: skip
    op.create_index("ix_cases_state_due", "cases", ["city", "state", "due"])
    op.create_index("ix_cases_unit", "cases", ["city", "unit", "state"])
    op.create_index("ix_cases_opened", "cases", ["city", "opened"])
