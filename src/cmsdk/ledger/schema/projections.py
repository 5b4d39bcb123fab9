"""What the entries have made: rows for queries, which can be made anew. Times are UTC, so that they sort as text."""

from typing import Final

import sqlalchemy as sa

from .base import NUMBER, TEXT, metadata


def _index(name: str, *columns: str, where: str = "") -> sa.Index:
    """An index, or one of those rows only for which ``where`` holds."""
    only = sa.text(where) if where else None
    return sa.Index(name, *columns, sqlite_where=only, postgresql_where=only)


RUNS: Final = "due IS NOT NULL AND handled IS NULL AND closed IS NULL"
"""The clock of a case runs, or stands until a day that its deadline has been counted to."""

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
    # number of its first entry: the order in which cases were recorded, by which the lists of a desk page
    sa.Column("number", NUMBER),
    # the day on which it was opened, as the city counts days
    sa.Column("day", TEXT),
    # who handles it, where somebody is named; and in which small square of the map it lies
    sa.Column("officer", TEXT),
    sa.Column("cell", NUMBER),
    _index("ix_cases_number", "number"),
    _index("ix_cases_state", "city", "state", "number"),
    _index("ix_cases_unit", "city", "unit", "state", "number"),
    _index("ix_cases_officer", "city", "officer", "state", "number", where="officer IS NOT NULL"),
    _index("ix_cases_grid", "city", "grid", "state", "number"),
    # the last three, so that to count what is overdue no case is read
    _index("ix_cases_due", "city", "due", "number", "unit", "handled", "closed", where=RUNS),
    _index("ix_cases_unit_due", "city", "unit", "due", "number", where=RUNS),
    _index("ix_cases_cell", "city", "cell", "number", where="cell IS NOT NULL"),
    _index("ix_cases_opened", "city", "opened"),
    _index("ix_cases_class", "city", "category", "reported"),
    _index("ix_cases_linked", "city", "linked", where="linked IS NOT NULL"),
)  # fmt: skip

tallies = sa.Table(
    "tallies",
    metadata,
    *(sa.Column(name, TEXT, primary_key=True) for name in ("city", "month", "unit", "category", "approach", "state")),
    sa.Column("cases", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many cases of each kind a month has, as the city counts months."""

WORDS: Final = {
    "sqlite": (
        "CREATE VIRTUAL TABLE words USING fts5 (pairs, content='', columnsize=0, detail=none, tokenize='ascii')",
        "INSERT INTO words (words, rank) VALUES ('automerge', 16)",
    ),
    "postgresql": (
        "CREATE TABLE words (number BIGINT PRIMARY KEY, pairs TSVECTOR NOT NULL)",
        "CREATE INDEX ix_words_pairs ON words USING gin (pairs)",
    ),
}
"""Engine → the index of texts: number of a case → the pairs of characters in it (ADR 0045)."""

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
