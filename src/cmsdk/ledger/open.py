"""Ledger URL → ledger. Drivers are imported only when a ledger is opened."""

from cmsdk.contract.ports import Ledger
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from .urls import MEMORY, SQLITE


def sqlite_path(url: str) -> str | None:
    """The path that an SQLite URL names, nothing for another URL; all behind ``sqlite:///`` is the path, as it is.

    Raises:
        StoreUnavailable: there is no path, or no file can have it, or it means no file at all (``:memory:``).
    """
    if not url.startswith(SQLITE):
        return None
    path = url.removeprefix(SQLITE)
    if path in {"", ":memory:"} or "\0" in path or not _is_text(path):
        raise _unknown(url)
    return path


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unknown(url: str) -> StoreUnavailable:
    return StoreUnavailable([problem("CMS801", url, url=url)])


def open_ledger(url: str) -> Ledger:
    """The ledger at ``url``: ``memory://`` or ``sqlite:///file.db``. Raises StoreUnavailable."""
    if url == MEMORY:
        from .memory import MemoryLedger

        return MemoryLedger()
    path = sqlite_path(url)
    if path is None:
        raise _unknown(url)
    from .sql import SqlLedger

    return SqlLedger(path)
