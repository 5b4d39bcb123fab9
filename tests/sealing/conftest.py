"""A ledger of some cases on each engine, and somebody who has got hold of the database."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from cmsdk.contract.ports import NewCase
from cmsdk.desk.sealing import Sealed, seal_ledger, verify_ledger
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.case import Case
from cmsdk.model.entry import GENESIS, chain, seal
from cmsdk.sealing.findings import Verification
from cmsdk.sealing.keys import SealKey

TOWN = "us.ma.testville"
START = datetime(2026, 6, 1, 9, 30, tzinfo=timezone(timedelta(hours=-4)))
KEY = SealKey.new()
TYPES = ("reported", "triaged", "accept", "file")
HASHED = ("stream", "version", "city", "type", "made", "by", "plan", "data")


def new_case(name: str, count: int = 4, at: datetime = START) -> NewCase:
    """A case with ``count`` entries, an hour apart."""
    prev, entries = GENESIS, []
    for version in range(1, count + 1):
        made = seal(
            stream=name, version=version, city=TOWN, type_=TYPES[version - 1], at=at + timedelta(hours=version),
            by="ann", plan="p", data=f'{{"v":1,"text":"路灯 {version}"}}', prev=prev,
        )  # fmt: skip
        entries.append(made)
        prev = made.hash
    case = Case(name, TOWN, "desk", name, at, at, "", "lamp", version=count, last=at, plan="p")
    return NewCase(case, '{"raw":1}', "1", None, tuple(entries))


@attrs.frozen(eq=False)
class Attacker:
    """Somebody who may write to the database: takes the triggers off and does as they like."""

    ledger: SqlLedger

    def do(self, statement: str, **values: Any) -> None:  # noqa: ANN401
        with self.ledger._db.engine.connect() as connection, connection.begin():
            for take_off in self._triggers(connection):
                connection.exec_driver_sql(take_off)
            connection.execute(sa.text(statement), values)

    def _triggers(self, connection: sa.Connection) -> tuple[str, ...]:
        on = " ON entries" if connection.dialect.name == "postgresql" else ""
        return tuple(f"DROP TRIGGER IF EXISTS {name}{on}" for name in ("entries_stay", "entries_last"))

    def row(self, stream: str, version: int) -> dict[str, Any]:
        with self.ledger._db.engine.connect() as connection:
            wanted = sa.text("SELECT * FROM entries WHERE stream = :s AND version = :v")
            return dict(connection.execute(wanted, {"s": stream, "v": version}).mappings().one())

    def change(self, stream: str, version: int, /, **fields: Any) -> None:  # noqa: ANN401
        """Change fields of one entry, and nothing else."""
        told = ", ".join(f'"{name}" = :{name}' for name in fields)
        self.do(f"UPDATE entries SET {told} WHERE stream = :s AND version = :at", s=stream, at=version, **fields)  # noqa: S608

    def remove(self, stream: str, version: int) -> None:
        self.do("DELETE FROM entries WHERE stream = :s AND version = :v", s=stream, v=version)

    def insert(self, **fields: Any) -> None:  # noqa: ANN401
        names = ", ".join(f'"{name}"' for name in fields)
        self.do(f"INSERT INTO entries ({names}) VALUES ({', '.join(f':{name}' for name in fields)})", **fields)  # noqa: S608

    def rehash(self, stream: str) -> None:
        """Compute all hashes of a stream anew, as nobody should."""
        prev = GENESIS
        with self.ledger._db.engine.connect() as connection:
            wanted = sa.text("SELECT version FROM entries WHERE stream = :s ORDER BY version")
            versions = connection.execute(wanted, {"s": stream}).scalars().all()
        for version in versions:
            row = self.row(stream, version)
            digest = chain(prev, *(row[name] for name in HASHED))  # type: ignore[call-arg]
            self.change(stream, version, prev=prev, hash=digest)
            prev = digest

    def renumber(self, first: int, by: int) -> None:
        """Move the numbers of the entries from ``first`` on."""
        far = 1_000_000
        self.do("UPDATE entries SET number = number + :f WHERE number >= :n", f=far, n=first)
        self.do("UPDATE entries SET number = number - :f + :b WHERE number >= :f", f=far, b=by)


@attrs.frozen(eq=False)
class Town:
    """A ledger of three cases of four entries each, and its attacker."""

    ledger: SqlLedger
    attacker: Attacker

    def seal(self, at: datetime = START + timedelta(days=1), key: SealKey = KEY) -> Sealed | None:
        return seal_ledger(self.ledger, key, TOWN, "p", at)

    def add(self, *names: str, at: datetime = START) -> None:
        assert self.ledger.record("d-1", [new_case(name, at=at) for name in names], [])

    def verify(self, **given: Any) -> Verification:  # noqa: ANN401
        return verify_ledger(self.ledger, **given)

    def found(self, **given: Any) -> set[tuple[str, str]]:  # noqa: ANN401
        """Code and place of everything that a check finds."""
        return {(p.code, p.where) for p in self.verify(**given).problems}


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlLedger]:
    addresses: dict[str, Callable[[], str]] = {
        "memory": lambda: "memory://",
        "sqlite": lambda: f"sqlite:///{tmp_path}/town.db",
        "postgresql": lambda: str(request.getfixturevalue("postgres_url")),
    }
    made = open_ledger(addresses[request.param]())
    assert isinstance(made, SqlLedger)
    yield made
    made.close()


@pytest.fixture
def town(empty: SqlLedger) -> Town:
    made = Town(empty, Attacker(empty))
    made.add("c-1", "c-2", "c-3")
    return made
