"""The SQL ledger: SQLAlchemy Core for schema and queries, the driver's fastest way for the append path."""

from typing import Self

from .cases import Cases
from .deliveries import Deliveries
from .engines.sqlite import SqliteMemory
from .held import Held
from .keys.source import KeySource, new_key
from .matters import Matters
from .moving.taking_over import TakingOver
from .people import People
from .reports import Reports
from .urls import MEMORY


class SqlLedger(Deliveries, Reports, Cases, Matters, People, Held, TakingOver):
    """A ledger on one of the engines. Any number of threads may use it."""

    @classmethod
    def in_memory(cls, key: bytes | None = None) -> Self:
        """A new ledger that is kept only while the program runs, under ``key`` or one that nobody has."""
        return cls(SqliteMemory(), KeySource(MEMORY, key or new_key()))
