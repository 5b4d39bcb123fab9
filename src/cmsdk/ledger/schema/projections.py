"""What the entries have made: rows for queries, which can be made anew. Times are UTC, so that they sort as text."""

from typing import Final

import sqlalchemy as sa

from .base import TEXT, metadata

_LINKED: Final = sa.text("linked IS NOT NULL")

cases = sa.Table(
    "cases",
    metadata,
    *(
        sa.Column(name, TEXT, primary_key=name == "id", nullable=False)
        for name in (
            "id", "city", "channel", "report", "reported", "opened", "title", "text", "kind", "place", "person",
            "category", "approach", "division", "grid", "station", "unit", "mode", "standard", "state", "result",
            "satisfied", "plan",
        )
    ),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("solved", sa.Integer),
    *(sa.Column(name, TEXT) for name in ("last", "handled", "closed")),
    *(sa.Column(name, TEXT) for name in ("due", "due_unit", "due_calendar", "due_version", "due_skipped", "crs")),
    *(sa.Column(name, sa.Integer) for name in ("due_amount", "provisional")),
    *(sa.Column(name, sa.Double) for name in ("lon", "lat")),
    # empty for a first one, so that the index below holds only those that are linked
    sa.Column("linked", TEXT),
    sa.Column("recurs", TEXT),
    # what happened at work, as JSON; empty where nothing has
    sa.Column("course", TEXT),
    sa.Index("ix_cases_state_due", "city", "state", "due"),
    sa.Index("ix_cases_unit", "city", "unit", "state"),
    sa.Index("ix_cases_opened", "city", "opened"),
    sa.Index("ix_cases_class", "city", "category", "reported"),
    sa.Index("ix_cases_linked", "city", "linked", sqlite_where=_LINKED, postgresql_where=_LINKED),
)  # fmt: skip

matters = sa.Table(
    "matters",
    metadata,
    *(
        sa.Column(name, TEXT, primary_key=name == "id", nullable=False)
        for name in ("id", "kind", "city", "case_id", "state", "form")
    ),
    sa.Column("version", sa.Integer, nullable=False),
    *(sa.Column(name, TEXT) for name in ("last", "due")),
    sa.Index("ix_matters_kind", "city", "kind", "state"),
    sa.Index("ix_matters_case", "city", "case_id"),
)
