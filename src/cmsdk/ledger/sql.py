"""The SQL ledger: SQLAlchemy Core for schema and queries, the driver's fastest way for the append path."""

from typing import Self

from cmsdk.contract.ports_objects import Objects

from .attached import Attached
from .cases import Cases
from .deliveries import Deliveries
from .engines.sqlite import SqliteMemory
from .erasing import Erasure
from .held import Held
from .inspecting import Inspecting
from .keys.source import KeySource, new_key
from .matters import Matters
from .moving.taking_over import TakingOver
from .objects.memory import MemoryObjects
from .outbox import Outbox
from .pages import Pages
from .people import People
from .rebuild import Rebuild
from .rekeying import Rekeying
from .reports import Reports
from .tallies import Tallies
from .urls import MEMORY


class SqlLedger(
    Deliveries, Reports, Cases, Pages, Tallies, Matters, People, Held, Inspecting, Rebuild, Outbox, Erasure, Rekeying,
    TakingOver, Attached,
):  # fmt: skip
    """A ledger on one of the engines. Any number of threads may use it."""

    @classmethod
    def in_memory(cls, key: bytes | None = None, objects: Objects | None = None) -> Self:
        """A new ledger that is kept only while the program runs, under ``key`` or one that nobody has."""
        return cls(SqliteMemory(), KeySource(MEMORY, key or new_key()), objects or MemoryObjects())
