"""What a ledger asks of its database; each engine answers in its own way."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from cmsdk.ledger import schema

Columns = dict[str, frozenset[str]]
"""Table → its columns."""
Insert = sqlite.Insert | postgresql.Insert
"""An insert that can say what to do where the row is there already."""


class Database(ABC):
    """A database that holds a ledger. One writes at a time, so what is numbered stands in the order of writing."""

    def __init__(self, url: str, engine: sa.Engine) -> None:
        """``url`` is what people are shown, without a password; nothing is opened yet."""
        self.url = url
        self.engine = engine

    @property
    def name(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees the ledger as it was at one moment."""
        with self.engine.connect() as connection:
            yield connection

    @abstractmethod
    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A transaction that waits for its turn before it reads, and not for ever; kept if nothing raises."""

    @abstractmethod
    def making(self) -> AbstractContextManager[sa.Connection]:
        """The transaction in which tables are made or changed, while nobody else does."""

    @abstractmethod
    def append(self, connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Sequence[Any]) -> None:
        """Add ``rows``, tuples in the order of the columns ``names``: past SQLAlchemy, by the driver's fastest way."""

    @abstractmethod
    def scrub(self) -> None:
        """Let go of what the engine still keeps of rows that were overwritten or taken away, as far as it can."""

    @abstractmethod
    def insert(self, table: sa.Table) -> Any:  # noqa: ANN401  one of two dialects' Insert, which share no base
        """An insert into ``table`` that can say what to do where the row is there already."""

    def as_stored(self, connection: sa.Connection) -> AbstractContextManager[None]:  # noqa: ARG002  some engines need it
        """While it lasts, texts that are none in any encoding are read too, with lone surrogates for what is wrong."""
        return nullcontext()

    @abstractmethod
    def columns(self, connection: sa.Connection) -> Columns | None:
        """The tables that stand in the database, nothing where it is empty."""

    @cached_property
    def _quoted(self) -> sa.sql.compiler.IdentifierPreparer:
        return self.engine.dialect.identifier_preparer

    def listed(self, names: Sequence[str]) -> str:
        """Column names as SQL."""
        return ", ".join(map(self._quoted.quote, names))

    def create(self, key: str) -> None:
        """Make a ledger of an empty database; another process may be doing the same. ``key`` is its fingerprint."""
        with self.making() as connection:
            if sa.inspect(connection).has_table(schema.meta.name):
                return
            for statement in schema.statements(self.name):
                connection.exec_driver_sql(statement)
            self._entitle(connection, key)

    def _entitle(self, connection: sa.Connection, key: str) -> None:
        """Write what an empty ledger says of itself."""
        rows = [{"name": "key", "value": key}, {"name": "writer", "value": ""}]
        connection.execute(schema.meta.insert(), rows)
        connection.execute(schema.version.insert(), {"version_num": f"{schema.VERSION:04}"})

    def wipe(self) -> bool:
        """Overwrite what no table holds any more; ``False`` where others still read it. Tables are none the wiser."""
        return True

    def dispose(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()
