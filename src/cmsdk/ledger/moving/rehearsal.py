"""A ledger to try something on: a copy that goes away again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cmsdk.ledger.engines.sqlite import SqliteFile
from cmsdk.ledger.sql import SqlLedger

from .copy import copy
from .target import Target


@contextmanager
def rehearsal(ledger: SqlLedger) -> Iterator[SqlLedger]:
    """A copy of ``ledger`` in a temporary folder, under the same key; needs as much room. Raises StoreUnavailable."""
    with TemporaryDirectory(prefix="cmsdk-") as folder:
        target = Target(SqliteFile(str(Path(folder) / "rehearsal.db"), 10), ledger.keys)
        copy(ledger.database, target)
        made = SqlLedger(target.database, target.keys)
        try:
            yield made
        finally:
            made.close()
