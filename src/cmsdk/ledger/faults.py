"""What a driver says went wrong, as a problem that says what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager
import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

UNREACHED: Final = "CMS804"
NO_SERVER: Final = "CMS895"
FOREIGN: Final = "CMS802"
HELD, READ_ONLY, FULL, DAMAGED, LOST = "CMS885", "CMS886", "CMS887", "CMS888", "CMS889"
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: HELD,
    sqlite3.SQLITE_LOCKED: HELD,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_IOERR: DAMAGED,
    sqlite3.SQLITE_NOTADB: FOREIGN,
}
"""Primary result codes (https://sqlite.org/rescode.html)."""
_POSTGRES: Final = {
    "55P03": HELD,  # lock_not_available
    "40P01": HELD,  # deadlock_detected
    "40001": HELD,  # serialization_failure
    "25006": READ_ONLY,  # read_only_sql_transaction
    "42501": READ_ONLY,  # insufficient_privilege
    "3D000": NO_SERVER,  # invalid_catalog_name: there is no such database
    "28000": NO_SERVER,  # invalid_authorization_specification
    "28P01": NO_SERVER,  # invalid_password
    "53100": FULL,  # disk_full
    "XX001": DAMAGED,  # data_corrupted
    "XX002": DAMAGED,  # index_corrupted
    "42P01": FOREIGN,  # undefined_table
    "42703": FOREIGN,  # undefined_column
}
"""SQLSTATE codes (PostgreSQL's documentation, appendix A)."""
_AWAY: Final = ("08", "57P")
"""Classes of SQLSTATE: connection exceptions, and the server's going away."""


@contextmanager
def guarded(url: str) -> Iterator[None]:
    """Say what the driver raises as StoreUnavailable; a key that is taken is for the caller to answer."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise unavailable(url, error) from error


def unavailable(url: str, error: DBAPIError) -> StoreUnavailable:
    """What is raised instead of the driver's ``error``. Whatever it was, nothing of the transaction is kept."""
    orig = error.orig
    facts = {"url": url, "file": url, "error": str(orig).strip().partition("\n")[0]}
    return StoreUnavailable([problem(_code(error), url, **facts)])


def _code(error: DBAPIError) -> str:
    orig = error.orig
    if isinstance(orig, sqlite3.Error):
        # the extended code holds the primary one in its lowest byte; the driver sets none for faults of its own
        code = getattr(orig, "sqlite_errorcode", None)
        return UNREACHED if code is None else _SQLITE.get(code & 0xFF, UNREACHED)
    state = getattr(orig, "sqlstate", None) or ""
    if error.connection_invalidated or state.startswith(_AWAY):
        return LOST
    if not state and isinstance(error, OperationalError):  # who is not let in is told no state
        return NO_SERVER
    return _POSTGRES.get(state, UNREACHED)
