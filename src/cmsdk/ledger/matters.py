"""The projection of streams that are no cases: rows of the SQL ledger."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from cmsdk.contract.ports import Matter, MatterChange, MatterQuery

from . import schema
from .file import findable
from .rows import Row, person_form, utc


def _values(matter: Matter) -> dict[str, Any]:
    same = {name: getattr(matter, name) for name in ("id", "kind", "city", "state", "version", "form")}
    return same | {"case_id": matter.case, "last": utc(matter.last), "due": utc(matter.due)}


def project(connection: sa.Connection, change: MatterChange) -> bool:
    """Bring the projection to what ``change`` makes; ``False`` where another writer was first.

    Whoever is known already, as the party of an earlier file, is known from now on as they were told of last.
    """
    for key, person in change.people.items():
        known = {"form": person_form(person)}
        statement = insert(schema.people).values(key=key, **known)
        connection.execute(statement.on_conflict_do_update(["key"], set_=known))
    m, before = schema.matters, change.entries[0].version - 1
    if not before:
        connection.execute(m.insert(), _values(change.matter))
        return True
    mine = sa.and_(m.c.id == change.matter.id, m.c.version == before)
    return connection.execute(m.update().where(mine).values(_values(change.matter))).rowcount == 1


def matter_of(row: Row) -> Matter:
    """The matter of a projection's row."""
    last, due = datetime.fromisoformat(row["last"]), row["due"]
    same = {name: row[name] for name in ("id", "kind", "city", "state", "version", "form")}
    return Matter(**same, case=row["case_id"], last=last, due=datetime.fromisoformat(due) if due else None)


def select_matters(query: MatterQuery) -> sa.Select[Any]:
    """The matters that match, by id."""
    m = schema.matters.c
    wanted = sa.select(schema.matters).where(m.city == findable(query.city), m.kind == findable(query.kind))
    for column, value in ((m.case_id, query.case), (m.state, query.state)):
        if value is not None:
            wanted = wanted.where(column == findable(value))
    wanted = wanted.where(m.id > findable(query.after)).order_by(m.id)
    return wanted if query.limit is None else wanted.limit(max(query.limit, 0))
