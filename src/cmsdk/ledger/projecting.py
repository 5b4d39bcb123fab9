"""Everything that entries of cases make, written in their transaction: rows of cases, tallies, the index of texts.

Whoever makes projections anew goes through here too: ``clear`` a city, then ``begin`` with each case as it has become.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, Final

import sqlalchemy as sa

from cmsdk.model.case import Case

from . import schema, words
from .engines.database import Database
from .rows import CASE, Row, case_row

BEGUN: Final = (*CASE, "number", "day")
"""Columns of a case that is recorded; the last two never change."""
TALLY: Final = ("city", "month", "unit", "category", "approach", "state")
_MONTH: Final = len("2026-06")

Key = tuple[str, ...]
"""What a case is counted under: ``TALLY``."""
_kind = attrgetter("unit", "category", "approach.value", "state")


def begin(db: Database, connection: sa.Connection, cases: Iterable[tuple[int, Case]]) -> None:
    """Write what new cases are, each with the number of its first entry, ascending."""
    rows: list[tuple[Any, ...]] = []
    counted = Counter[Key]()
    opened, day = None, ""
    for number, case in cases:
        if case.opened is not opened:  # a batch mostly shares one moment
            opened, day = case.opened, case.opened.date().isoformat()
        rows.append((*case_row(case), number, day))
        counted[case.city, day[:_MONTH], *_kind(case)] += 1
    db.append(connection, schema.cases, BEGUN, rows)
    _count(db, connection, counted)


def change(db: Database, connection: sa.Connection, cases: Sequence[tuple[int, Case]]) -> bool:
    """Bring each case from the version that is given to what it is now; ``False`` where one is not at that version."""
    counted = Counter[Key]()
    for version, case in cases:
        old = _old(connection, case.id, version)
        if old is None:
            return False
        row = dict(zip(CASE, case_row(case), strict=True))
        connection.execute(schema.cases.update().where(schema.cases.c.id == case.id).values(row))
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


def clear(db: Database, connection: sa.Connection, city: str) -> None:
    """Take away what entries of a city's cases have made; the index of words, which all share, follows anew."""
    words.clear(db, connection)
    for table in (schema.tallies, schema.cases):
        connection.execute(table.delete().where(table.c.city == city))


def _old(connection: sa.Connection, case_id: str, version: int) -> Row | None:
    c = schema.cases.c
    columns = [c[name] for name in ("number", "day", *TALLY[2:], *words.TEXTS)]
    wanted = sa.select(*columns).where(c.id == case_id, c.version == version)
    return connection.execute(wanted).mappings().first()


def _count(db: Database, connection: sa.Connection, counted: Counter[Key]) -> None:
    """Add to the tallies, in an order of their own; one that comes to nothing stays, at nought."""
    rows = [dict(zip((*TALLY, "cases"), (*key, count), strict=True)) for key, count in sorted(counted.items()) if count]
    if rows:
        t = schema.tallies
        more = db.insert(t)
        more = more.on_conflict_do_update(index_elements=TALLY, set_={"cases": t.c.cases + more.excluded.cases})
        connection.execute(more, rows)
