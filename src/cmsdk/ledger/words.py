"""The index of texts (全文检索): by pairs of characters in FTS5 and in a GIN index; it follows what was recorded.

To enter a text costs as much as all else of a case together, so nobody waits for it: cases up to a mark are in the
index, those behind it are read by whoever searches. A text that changes later is changed in the index at once.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

import sqlalchemy as sa
from typing_extensions import override

from cmsdk.model.finding import pairs_of, sought, text_of

from . import schema
from .engines.database import Database
from .sayings import said, say

MARK: Final = "indexed"
"""Where ``meta`` keeps the number of the last case that is in the index."""
TEXTS: Final = ("title", "text", "place")
"""Columns that are looked through."""


class Index(ABC):
    """The index of one engine."""

    steps: ClassVar[tuple[int, ...]] = ()
    """How far back to look first, in numbers of cases, where an engine gathers all candidates before it sorts them."""

    @abstractmethod
    def add(self, connection: sa.Connection, texts: Sequence[tuple[int, str]]) -> None:
        """Enter folded texts under the numbers of their cases."""

    @abstractmethod
    def take(self, connection: sa.Connection, number: int, text: str) -> None:
        """Take out the folded text that stands under ``number``."""

    @abstractmethod
    def clear(self, connection: sa.Connection) -> None:
        """Take out everything."""

    @abstractmethod
    def candidates(self, words: Sequence[str]) -> tuple[sa.FromClause, sa.ColumnElement[int], sa.ColumnElement[bool]]:
        """What to select from, its number, and the condition under which a text may hold all ``words``."""


class Fts5(Index):
    """A table of SQLite's that keeps no text, only where each pair occurs."""

    @override
    def add(self, connection: sa.Connection, texts: Sequence[tuple[int, str]]) -> None:
        rows = [(number, " ".join(pairs_of(text))) for number, text in texts]
        connection.exec_driver_sql("INSERT INTO words (rowid, pairs) VALUES (?, ?)", rows)

    @override
    def take(self, connection: sa.Connection, number: int, text: str) -> None:
        row = (number, " ".join(pairs_of(text)))
        connection.exec_driver_sql("INSERT INTO words (words, rowid, pairs) VALUES ('delete', ?, ?)", row)

    @override
    def clear(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql("INSERT INTO words (words) VALUES ('delete-all')")

    @override
    def candidates(self, words: Sequence[str]) -> tuple[sa.FromClause, sa.ColumnElement[int], sa.ColumnElement[bool]]:
        table = sa.table("words", sa.column("rowid", sa.Integer))
        whole, begun = _sought(words)
        asked = " ".join([*(f'"{pair}"' for pair in whole), *(f'"{sign}"*' for sign in begun)])
        return table, table.c.rowid, sa.text("words MATCH :asked").bindparams(asked=asked)  # type: ignore[return-value]


class Gin(Index):
    """A table of PostgreSQL's with a vector of pairs a case: built in, so no extension has to be allowed."""

    steps: ClassVar[tuple[int, ...]] = (5_000, 50_000)
    _table: Final = sa.table("words", sa.column("number", sa.BigInteger), sa.column("pairs"))

    @override
    def add(self, connection: sa.Connection, texts: Sequence[tuple[int, str]]) -> None:
        # pairs are letters and digits alone: nothing in them has to be quoted
        rows = [(number, " ".join(pairs_of(text))) for number, text in texts]
        connection.exec_driver_sql("INSERT INTO words (number, pairs) VALUES (%s, %s::tsvector)", rows)

    @override
    def take(self, connection: sa.Connection, number: int, text: str) -> None:
        connection.execute(self._table.delete().where(self._table.c.number == number))

    @override
    def clear(self, connection: sa.Connection) -> None:
        connection.execute(self._table.delete())

    @override
    def candidates(self, words: Sequence[str]) -> tuple[sa.FromClause, sa.ColumnElement[int], sa.ColumnElement[bool]]:
        whole, begun = _sought(words)
        asked = " & ".join([*whole, *(f"{sign}:*" for sign in begun)])
        found = self._table.c.pairs.op("@@", is_comparison=True)(sa.cast(asked, sa.dialects.postgresql.TSQUERY))
        return self._table, self._table.c.number, found


def _sought(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is asked for: whole keys, and the beginnings of others only where there is no whole one.

    A single character begins so many keys that it is quicker to try the candidates of the other words on it.
    """
    both = [sought(word) for word in words]
    whole = sorted(set().union(*(whole for whole, _ in both)))
    return whole, [] if whole else sorted(set().union(*(begun for _, begun in both)))


INDEXES: Final[Mapping[str, Index]] = {"sqlite": Fts5(), "postgresql": Gin()}
"""Engine → its index."""


def looked_through(row: Mapping[Any, Any]) -> str:
    """The folded text of a case's row."""
    return text_of(row["title"], row["text"], row["place"])


def mark(connection: sa.Connection) -> int:
    """The number of the last case that is in the index."""
    return int(said(connection, MARK) or 0)


def waiting(connection: sa.Connection, least: int) -> bool:
    """Whether ``least`` cases or more are not in the index yet."""
    c = schema.cases.c
    some = sa.select(c.number).where(c.number > mark(connection)).order_by(c.number).offset(least - 1).limit(1)
    return connection.scalar(some) is not None


def follow(db: Database, connection: sa.Connection, most: int) -> int:
    """Enter the texts of the next ``most`` cases; how many there were."""
    c = schema.cases.c
    columns = sa.select(c.number, *(c[name] for name in TEXTS))
    wanted = columns.where(c.number > mark(connection)).order_by(c.number).limit(most)
    rows = connection.execute(wanted).mappings().all()
    if rows:
        INDEXES[db.name].add(connection, [(row["number"], looked_through(row)) for row in rows])
        say(db, connection, MARK, str(rows[-1]["number"]))
    return len(rows)


def reword(db: Database, connection: sa.Connection, number: int, old: str, new: str) -> None:
    """The folded text of the case ``number`` is no longer ``old`` but ``new``."""
    if old != new and number <= mark(connection):
        index = INDEXES[db.name]
        index.take(connection, number, old)
        index.add(connection, [(number, new)])


def clear(db: Database, connection: sa.Connection) -> None:
    """Nothing is in the index any more."""
    INDEXES[db.name].clear(connection)
    say(db, connection, MARK, "0")
