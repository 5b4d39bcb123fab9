"""Ledger URL → ledger. Drivers are imported only when a ledger is opened."""

from cmsdk.contract.ports import Ledger
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

MEMORY = "memory://"
SQLITE = "sqlite:///"


def open_ledger(url: str) -> Ledger:
    """The ledger at ``url``: ``memory://`` or ``sqlite:///file.db``. Raises StoreUnavailable."""
    if url == MEMORY:
        from .memory import MemoryLedger

        return MemoryLedger()
    if url.startswith(SQLITE) and len(url) > len(SQLITE):
        from .sql import SqlLedger

        return SqlLedger(url)
    raise StoreUnavailable([problem("CMS801", url, url=url)])
