"""Older ledgers brought up, one version a step. Only projections change: an entry stays as it was hashed."""

from collections.abc import Callable, Mapping
from typing import Final

import attrs
import sqlalchemy as sa

from . import schema


@attrs.frozen
class Step:
    """From one version to the next: the columns that come with it, and how they are made."""

    columns: Mapping[str, frozenset[str]]
    """Table → columns that a file of the older version does not have yet."""
    make: Callable[[sa.Connection], None]


def _twins(connection: sa.Connection) -> None:
    """Version 2: which cases are linked and which recur, and the indexes by which earlier cases are found."""
    for column in sorted(_TWINS):
        connection.exec_driver_sql(f"ALTER TABLE cases ADD COLUMN {column} TEXT")
    for index in schema.cases.indexes:
        if index.name in {"ix_cases_class", "ix_cases_linked"}:
            index.create(connection)


def _courses(connection: sa.Connection) -> None:
    """Version 3: what happened to cases at work, and streams that are no cases."""
    connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN course TEXT")
    schema.matters.create(connection)


_TWINS: Final = frozenset({"linked", "recurs"})
_MATTERS: Final = frozenset(column.name for column in schema.matters.columns)
STEPS: Final[Mapping[int, Step]] = {
    1: Step({"cases": _TWINS}, _twins),
    2: Step({"cases": frozenset({"course"}), "matters": _MATTERS}, _courses),
}
"""Version → the step up from it."""


def lacking(version: int, table: str) -> frozenset[str]:
    """Columns of ``table`` that a ledger of ``version`` does not have."""
    later = (step.columns.get(table, frozenset()) for known, step in STEPS.items() if known >= version)
    return frozenset[str]().union(*later)


def upgrade(engine: sa.Engine) -> None:
    """Bring the ledger to the present version, in one transaction; another process may be doing the same.

    One that a newer version has brought further meanwhile stays as it is. ``engine`` is one for writers.
    """
    meta = schema.meta
    with engine.begin() as connection:
        version = int(str(connection.scalar(sa.select(meta.c.value).where(meta.c.name == "schema"))))
        if version >= schema.VERSION:
            return
        for step in range(version, schema.VERSION):
            STEPS[step].make(connection)
        connection.execute(meta.update().where(meta.c.name == "schema").values(value=str(schema.VERSION)))
