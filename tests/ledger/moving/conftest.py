"""A town with something in every table, and an engine to move it to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cmsdk import Accept, Actor, Dispatch
from cmsdk.city import City
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.moving.tables import batches, moved
from cmsdk.ledger.moving.target import Target
from cmsdk.ledger.open import reach
from cmsdk.ledger.sql import SqlLedger

TOWN = "us.ma.testville"
HEADER = "No.,Time,Text,Name,Phone\n"
LINES = [
    "r1,2026-06-01 09:00,litter at the old mill,Eve Adams,617-555-0101",
    "r2,2026-06-01 09:05,broken lamp,,",
    "r3,never,the time of this one cannot be read,Joan,617-555-0102",
    "r4,2026-06-01 09:10,街上有积水,Eve Adams,617-555-0101",
]


def fill(city: City) -> list[str]:
    """Two deliveries, one of them twice, three cases, an item in quarantine, work, and a refused command."""
    payload = (HEADER + "\n".join(LINES) + "\n").encode()
    ids = city.receive("desk", payload, name="morning.csv").case_ids
    city.receive("desk", payload)
    city.receive("desk", b"No.,Text\nr9,litter\n")
    city.act(ids[0], Accept(), Actor("testville-p-ann", ("clerk",)), key="k1")
    city.act(ids[0], Dispatch(), Actor("nobody", ()))
    return ids


def rows_of(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that moves."""
    with database.reading() as connection:
        return {table.name: [row for rows in batches(connection, table) for row in rows] for table in moved()}


@pytest.fixture
def full(city: City) -> City:
    """The town on each engine, with something in it."""
    fill(city)
    return city


@pytest.fixture
def database(full: City) -> Database:
    assert isinstance(full.ledger, SqlLedger)
    return full.ledger.database


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    """Where nothing is yet, on each engine."""
    if request.param == "sqlite":
        made = Target(*reach(f"sqlite:///{tmp_path}/to.db"))
    else:
        made = Target(*reach(request.getfixturevalue("postgres_schema")()))
    yield made
    made.database.dispose()
