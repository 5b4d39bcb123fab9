"""Everything that entries of cases make, written in their transaction: rows of cases, tallies, the index of texts.

Whoever makes rows of cases anew ends with ``recount``, and lets the index of words follow anew.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from cmsdk.model.case import Case

from . import schema, words
from .engines.database import Database
from .projections import BEGUN, OF_CASES, Begun, add, rows_of
from .rows import CASE, Row, case_row

TALLY: Final = ("city", "month", "unit", "category", "approach", "state")
_MONTH: Final = len("2026-06")

Key = tuple[str, ...]
"""What a case is counted under: ``TALLY``."""
_kind = attrgetter("unit", "category", "approach.value", "state")
_counted = itemgetter(*(BEGUN.index("day" if name == "month" else name) for name in TALLY))
"""Of the row of a case: ``TALLY``, but with the day, since so there are few months to cut out of days."""

_THIS: Final = schema.cases.c.id == sa.bindparam("this")
_OLD: Final = sa.select(*(schema.cases.c[name] for name in ("number", "day", *TALLY[2:], *words.TEXTS))).where(
    _THIS, schema.cases.c.version == sa.bindparam("at")
)
_CHANGE: Final = schema.cases.update().where(_THIS)


def _adding(insert: Any) -> Any:  # noqa: ANN401  one of two dialects' Insert, which share no base
    return insert.on_conflict_do_update(
        index_elements=TALLY, set_={"cases": schema.tallies.c.cases + insert.excluded.cases}
    )


_MORE: Final = {
    "sqlite": _adding(sqlite.insert(schema.tallies)),
    "postgresql": _adding(postgresql.insert(schema.tallies)),
}
"""Engine → what adds to tallies. Like the others here made once, since that takes longer than to run it."""


def begin(db: Database, connection: sa.Connection, cases: Iterable[tuple[int, Case]]) -> None:
    """Write what new cases are, each with the number of its first entry, ascending."""
    rows = rows_of(OF_CASES, [Begun(number, case) for number, case in cases])
    add(db, connection, OF_CASES, rows)
    counted = Counter[Key]()
    for (city, day, *kind), count in Counter(map(_counted, rows[0])).items():
        counted[city, day[:_MONTH], *kind] += count
    _count(db, connection, counted)


def change(db: Database, connection: sa.Connection, cases: Sequence[tuple[int, Case]]) -> bool:
    """Bring each case from the version that is given to what it is now; ``False`` where one is not at that version."""
    counted = Counter[Key]()
    for version, case in cases:
        old = _old(connection, case.id, version)
        if old is None:
            return False
        row = dict(zip(CASE, case_row(case), strict=True))
        connection.execute(_CHANGE, {**row, "this": case.id})
        month = old["day"][:_MONTH]
        before = (case.city, month, *(old[name] for name in TALLY[2:]))
        after = (case.city, month, *_kind(case))
        if before != after:
            counted[before] -= 1
            counted[after] += 1
        if any(old[name] != row[name] for name in words.TEXTS):
            words.reword(db, connection, old["number"], words.looked_through(old), words.looked_through(row))
    _count(db, connection, counted)
    return True


def recount(db: Database, connection: sa.Connection, city: str) -> bool:
    """Count a city's cases anew; whether the tallies were as they should be."""
    c, t = schema.cases.c, schema.tallies
    month = sa.func.substr(c.day, 1, _MONTH)
    kind = [c[name] for name in TALLY[2:]]
    counted = sa.select(month, *kind, sa.func.count()).where(c.city == city).group_by(month, *kind)
    rows = {(city, *row[:-1]): row[-1] for row in connection.execute(counted)}
    stood = sa.select(*(t.c[name] for name in (*TALLY, "cases"))).where(t.c.city == city, t.c.cases != 0)
    if {tuple(row[:-1]): row[-1] for row in connection.execute(stood)} == rows:
        return True
    connection.execute(t.delete().where(t.c.city == city))
    _count(db, connection, Counter(rows))
    return False


def _old(connection: sa.Connection, case_id: str, version: int) -> Row | None:
    return connection.execute(_OLD, {"this": case_id, "at": version}).mappings().first()


def _count(db: Database, connection: sa.Connection, counted: Counter[Key]) -> None:
    """Add to the tallies, in an order of their own; one that comes to nothing stays, at nought."""
    rows = [dict(zip((*TALLY, "cases"), (*key, count), strict=True)) for key, count in sorted(counted.items()) if count]
    if rows:
        connection.execute(_MORE[db.name], rows)
