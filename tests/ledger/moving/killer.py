"""Run by ``test_killed``: exports or imports, slowly enough to be killed in the middle."""

from pathlib import Path
import sys
import time

from cmsdk.ledger.engines.sqlite import SqliteFile
from cmsdk.ledger.moving.export import export
from cmsdk.ledger.moving.formats import format_named
from cmsdk.ledger.moving.taking_in import import_
from cmsdk.ledger.moving.target import Target
from cmsdk.ledger.open import reach

SIZE = 4000


def slowly(_done: int) -> None:
    time.sleep(0.004)


if __name__ == "__main__":
    what, url, folder = sys.argv[1:]
    database, keys = reach(url)
    if what == "export":
        assert isinstance(database, SqliteFile)
        export(database, Path(folder), format_named("jsonl"), size=SIZE, progress=slowly)
    else:
        import_(Path(folder), Target(database, keys), progress=slowly)
    database.dispose()
