"""What a ledger says of itself that goes with its rows: of which cities the projections have to be made anew.

All else it says for itself: its key, how far the index of texts has come, what the keys of its objects end with, and
where an unfinished rebuild stands, which begins anew.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from cmsdk.ledger import schema
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.schema.base import STALE


def stale(connection: sa.Connection) -> dict[str, str]:
    """City whose projections an upgrade has left to be made anew → which upgrade."""
    m = schema.meta.c
    rows = connection.execute(sa.select(m.name, m.value).where(m.name.startswith(STALE)).order_by(m.name))
    return {row.name.removeprefix(STALE): row.value for row in rows}


def keep_stale(database: Database, connection: sa.Connection, cities: Iterable[tuple[str, str]]) -> None:
    """Say of these cities, each with the upgrade, that their projections have to be made anew."""
    for city, since in cities:
        statement = database.insert(schema.meta).values(name=STALE + city, value=since)
        connection.execute(statement.on_conflict_do_nothing(index_elements=["name"]))
