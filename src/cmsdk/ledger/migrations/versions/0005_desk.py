"""Version 5: what the lists of a desk go by (ADR 0045): columns and indexes of cases, tallies, the index of words.

Everything new is filled from what is there. The index of words begins empty: it follows when somebody searches.
"""

from collections.abc import Iterator, Sequence
import json
from typing import Any, Final

from alembic import op
import sqlalchemy as sa

from cmsdk.ledger.cells import cell_of
from cmsdk.ledger.schema.base import NUMBER, TEXT
from cmsdk.model.place import Crs, Point

revision: Final = "0005"
down_revision: Final = "0004"

PAGE: Final = 1000
_RUNS: Final = sa.text("due IS NOT NULL AND handled IS NULL AND closed IS NULL")
_INDEXES: Final[dict[str, tuple[list[str], sa.TextClause | None]]] = {
    "ix_cases_number": (["number"], None),
    "ix_cases_state": (["city", "state", "number"], None),
    "ix_cases_unit": (["city", "unit", "state", "number"], None),
    "ix_cases_officer": (["city", "officer", "state", "number"], sa.text("officer IS NOT NULL")),
    "ix_cases_grid": (["city", "grid", "state", "number"], None),
    "ix_cases_due": (["city", "due", "number", "unit", "handled", "closed"], _RUNS),
    "ix_cases_unit_due": (["city", "unit", "due", "number"], _RUNS),
    "ix_cases_cell": (["city", "cell", "number"], sa.text("cell IS NOT NULL")),
}
_WORDS: Final = {
    "sqlite": (
        "CREATE VIRTUAL TABLE words USING fts5 (pairs, content='', columnsize=0, detail=none, tokenize='ascii')",
        "INSERT INTO words (words, rank) VALUES ('automerge', 16)",
    ),
    "postgresql": (
        "CREATE TABLE words (number BIGINT PRIMARY KEY, pairs TSVECTOR NOT NULL)",
        "CREATE INDEX ix_words_pairs ON words USING gin (pairs)",
    ),
}
_cases: Final = sa.table(
    "cases", *(sa.column(name) for name in ("id", "course", "lon", "lat", "crs", "officer", "cell", "number", "day"))
)


def upgrade() -> None:
    """Add what is missing, and fill it."""
    for name, kind in (("number", NUMBER), ("day", TEXT), ("officer", TEXT), ("cell", NUMBER)):
        op.add_column("cases", sa.Column(name, kind))
    op.execute(
        "UPDATE cases SET number = (SELECT number FROM entries WHERE stream = cases.id AND version = 1), "
        "day = (SELECT substr(made, 1, 10) FROM entries WHERE stream = cases.id AND version = 1)"
    )
    _derive()
    op.drop_index("ix_cases_state_due", table_name="cases")
    op.drop_index("ix_cases_unit", table_name="cases")
    for name, (columns, only) in _INDEXES.items():
        op.create_index(name, "cases", columns, sqlite_where=only, postgresql_where=only)
    _tally()
    for statement in _WORDS[op.get_bind().dialect.name]:
        op.execute(statement)


def _derive() -> None:
    """Officer and square of each case that has one."""
    change = _cases.update().where(_cases.c.id == sa.bindparam("which"))
    change = change.values(officer=sa.bindparam("who"), cell=sa.bindparam("where"))
    for rows in _pages():
        values = [{"which": row.id, "who": _officer(row.course), "where": _cell(row)} for row in rows]
        values = [value for value in values if value["who"] or value["where"] is not None]
        if values:
            op.get_bind().execute(change, values)


def _pages() -> Iterator[Sequence[Any]]:
    last, size = "", PAGE
    while size == PAGE:
        wanted = sa.select(_cases).where(_cases.c.id > last).order_by(_cases.c.id).limit(PAGE)
        rows = op.get_bind().execute(wanted).all()
        yield rows
        size, last = len(rows), rows[-1].id if rows else ""


def _officer(course: str | None) -> str | None:
    return (json.loads(course).get("officer") or None) if course else None


def _cell(row: Any) -> int | None:  # noqa: ANN401  a row
    return None if row.lon is None else cell_of(Point(row.lon, row.lat, Crs(row.crs)))


def _tally() -> None:
    kind = ("city", "month", "unit", "category", "approach", "state")
    op.create_table(
        "tallies",
        *(sa.Column(name, TEXT, primary_key=True) for name in kind),
        sa.Column("cases", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO tallies (city, month, unit, category, approach, state, cases) "
        "SELECT city, substr(day, 1, 7), unit, category, approach, state, count(*) FROM cases "
        "GROUP BY city, substr(day, 1, 7), unit, category, approach, state"
    )
