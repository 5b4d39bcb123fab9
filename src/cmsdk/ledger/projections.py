"""What is made of cases and matters: the one place that says which rows, for those who write and who compare them.

``record`` adds, ``append`` brings up, ``rebuild`` compares and replaces. A table whose rows are made of one case alone
becomes one more line in ``OF_CASES`` (of one matter: ``OF_MATTERS``).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar

import attrs
import sqlalchemy as sa

from cmsdk.contract.ports import Matter
from cmsdk.model.case import Case

from . import schema
from .engines.database import Database
from .rows import CASE, MATTER, case_row, matter_row

BEGUN: Final = (*CASE, "number", "day")
"""Columns of a case; the last two never change."""


@attrs.frozen
class Begun:
    """A case, and the number of its first entry."""

    number: int
    case: Case

    @property
    def id(self) -> str:
        """Id of the case."""
        return self.case.id


def begun_row(begun: Begun) -> tuple[Any, ...]:
    """The row of a case, as its entries give its times: the day on which it was opened is the city's."""
    case = begun.case
    return (*case_row(case), begun.number, case.opened.date().isoformat())


T = TypeVar("T", Begun, Matter)
Rows = Sequence[tuple[Any, ...]]


@attrs.frozen
class Projection(Generic[T]):
    """A table with rows that are made of one thing, and of nothing else."""

    table: sa.Table
    names: tuple[str, ...]
    """Columns that are written, in the order of ``rows``; ``city`` among them."""
    rows: Callable[[T], Rows]
    """The rows of one thing: none, one or several, in any order."""
    key: str = "id"
    """The column that holds the thing's id."""

    @property
    def column(self) -> sa.Column[str]:
        """The column that holds the thing's id."""
        return self.table.c[self.key]

    def found(self, connection: sa.Connection, which: sa.ColumnElement[bool]) -> Mapping[str, Rows]:
        """The rows that stand in the table, by the thing's id."""
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        at = self.names.index(self.key)
        wanted = sa.select(*(self.table.c[name] for name in self.names)).where(which)
        for row in connection.execute(wanted):
            found[row[at]].append(tuple(row))
        return found


OF_CASES: Final[tuple[Projection[Begun], ...]] = (Projection(schema.cases, BEGUN, lambda begun: (begun_row(begun),)),)
"""The first is the table of cases itself, by whose version writers see that another one was first."""
OF_MATTERS: Final[tuple[Projection[Matter], ...]] = (
    Projection(schema.matters, MATTER, lambda matter: (matter_row(matter),)),
)
"""The first is the table of matters itself, as above."""


def rows_of(projections: Sequence[Projection[T]], things: Iterable[T]) -> list[Rows]:
    """What is to stand in each of the projections; made before a writer's turn, so that nobody waits for it."""
    made = list(things)
    return [[row for thing in made for row in one.rows(thing)] for one in projections]


def add(db: Database, connection: sa.Connection, projections: Sequence[Projection[T]], rows: Sequence[Rows]) -> None:
    """Write the rows of things that have none yet."""
    for one, new in zip(projections, rows, strict=True):
        db.append(connection, one.table, one.names, new)


def bring_up(db: Database, connection: sa.Connection, matter: Matter, before: int) -> bool:
    """Bring the rows of a matter of version ``before`` to what it is now; ``False`` where another writer was first."""
    first, others = OF_MATTERS[0], OF_MATTERS[1:]
    (row,) = first.rows(matter)
    values = dict(zip(first.names, row, strict=True))
    if not before:
        connection.execute(first.table.insert(), values)
    else:
        mine = sa.and_(first.column == matter.id, first.table.c.version == before)
        if connection.execute(first.table.update().where(mine).values(values)).rowcount != 1:
            return False
        remove(connection, others, [matter.id])
    add(db, connection, others, rows_of(others, [matter]))
    return True


def remove(connection: sa.Connection, projections: Sequence[Projection[Any]], ids: Collection[str]) -> None:
    """Take away all rows of these things."""
    for one in projections:
        connection.execute(one.table.delete().where(one.column.in_(ids)))
