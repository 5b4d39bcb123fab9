"""Rows that are brought to a ledger which may have them already: whether they are the same, and which ones stay."""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from cmsdk.ledger import schema
from cmsdk.ledger.engines.database import Database

from .tables import Rows, names

_NUMBERED: Final[Mapping[str, frozenset[str]]] = {
    schema.entries.name: frozenset(),
    schema.refusals.name: frozenset(),
    schema.reports.name: frozenset({"raw"}),
}
"""Tables whose rows stay as they are under their number, and what may be otherwise all the same."""
_KNOWN_BY: Final[Mapping[str, tuple[str, ...]]] = {
    schema.quarantine.name: ("city", "channel", "key", "position", "digest"),
}
"""By what a row is the same one, where it is not its number."""
_MANY: Final = 500
"""Rows asked for in one statement."""


def standing(connection: sa.Connection, table: sa.Table, rows: Rows) -> list[object]:
    """Numbers of those ``rows`` in whose place another one stands."""
    if table.name not in _NUMBERED:
        return []
    left_out, columns = _NUMBERED[table.name], names(table)
    kept = [place for place, name in enumerate(columns) if name not in left_out]
    number = columns.index("number")
    mine = {row[number]: [row[place] for place in kept] for row in rows}
    found: list[object] = []
    numbers = list(mine)
    for first in range(0, len(numbers), _MANY):
        wanted = sa.select(table).where(table.c.number.in_(numbers[first : first + _MANY])).order_by(table.c.number)
        rows_here = connection.execute(wanted)
        found += [row[number] for row in rows_here if mine[row[number]] != [row[place] for place in kept]]
    return found


def insert(database: Database, connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    """Add ``rows`` to those that are there.

    Where a row is there already it stays, but for two cases: what is erased is erased in both, and of a projection the
    later version holds.
    """
    key = _KNOWN_BY.get(table.name, tuple(column.name for column in table.primary_key))
    left_out = {column.name for column in table.primary_key} - set(key)
    forms = [dict(zip(names(table), row, strict=True)) for row in rows]
    if table is schema.quarantine:
        forms = _still_held(connection, forms)
    if not forms:
        return
    for form in forms:
        for name in left_out:
            del form[name]
    connection.execute(_kept(database, table, key), forms)


def _kept(database: Database, table: sa.Table, key: tuple[str, ...]) -> Any:  # noqa: ANN401  one of two dialects' Insert
    statement = database.insert(table)
    new, other = statement.excluded, [name for name in names(table) if name not in key and name != "number"]
    if "wrapped" in table.c:
        better = sa.and_(new.wrapped.is_(None), table.c.wrapped.is_not(None))
    elif "version" in table.c and table is not schema.entries:
        better = new.version > table.c.version
    else:
        return statement.on_conflict_do_nothing()
    values = {name: new[name] for name in other}
    return statement.on_conflict_do_update(index_elements=list(key), set_=values, where=better)


def _still_held(connection: sa.Connection, forms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without those that have become cases here."""
    r = schema.reports.c
    held = []
    for form in forms:
        same = sa.and_(r.city == form["city"], r.channel == form["channel"], r.key == form["key"])
        if connection.scalar(sa.select(r.number).where(same)) is None:
            held.append(form)
    return held
