"""Rows that are brought to a ledger which may have them already: whether they are the same, and which ones stay."""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from cmsdk.ledger import schema
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.select import chunks
from cmsdk.model.report import REPORTER

from .tables import Rows, names

_NUMBERED: Final[Mapping[str, frozenset[str]]] = {
    schema.entries.name: frozenset(),
    schema.refusals.name: frozenset(),
    schema.reports.name: frozenset({"raw"}),
}
"""Tables whose rows stay as they are under their number, and what may be otherwise all the same."""
_KNOWN_BY: Final[Mapping[str, tuple[str, ...]]] = {
    schema.quarantine.name: ("city", "channel", "key", "position", "digest"),
    schema.outbox.name: ("id",),
}
"""By what a row is the same one, where it is not its number."""
_WAITS: Final = "waiting"
_NOTHING: Final = b""


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
    for some in chunks(numbers):
        wanted = sa.select(table).where(table.c.number.in_(some)).order_by(table.c.number)
        rows_here = connection.execute(wanted)
        found += [row[number] for row in rows_here if mine[row[number]] != [row[place] for place in kept]]
    return found


def insert(database: Database, connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    """Add ``rows`` to those that are there.

    Where a row is there already it stays, but for three cases: what is erased is erased in both, of a projection the
    later version holds, and a notice that was sent or given up on one side no longer waits.
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


def clear_erased(connection: sa.Connection) -> None:
    """Take away what is left here of those who were erased on the other side: nobody could open it any more."""
    d, p, r, parts = schema.deliveries.c, schema.people.c, schema.reports, schema.parts
    erased = sa.select(d.id).where(d.erased.is_not(None))
    connection.execute(parts.delete().where(parts.c.delivery.in_(erased)))
    connection.execute(schema.repeats.delete().where(schema.repeats.c.delivery.in_(erased)))
    reporters = sa.select(sa.func.substr(p.key, len(REPORTER) + 1))
    reporters = reporters.where(p.key.startswith(REPORTER, autoescape=True), p.erased.is_not(None))
    gone = sa.and_(r.c.case_id.in_(reporters), r.c.raw != _NOTHING)
    connection.execute(r.update().where(gone).values(raw=_NOTHING))


def _kept(database: Database, table: sa.Table, key: tuple[str, ...]) -> Any:  # noqa: ANN401  one of two dialects' Insert
    statement = database.insert(table)
    new, other = statement.excluded, [name for name in names(table) if name not in key and name != "number"]
    if "wrapped" in table.c:
        better = sa.and_(new.wrapped.is_(None), table.c.wrapped.is_not(None))
    elif table is schema.outbox:
        better = sa.and_(table.c.state == _WAITS, new.state != _WAITS, new.entry == table.c.entry)
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
