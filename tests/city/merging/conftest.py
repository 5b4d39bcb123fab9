"""A town, laptops that were copied from its ledger, and what must hold of a ledger after every merge."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

import attrs
import pytest

from cmsdk import Actor, City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery, IdSource
from cmsdk.desk.ids import TimeOrderedIds
from cmsdk.ledger import schema
from cmsdk.ledger.engines.sqlite import SqliteMemory
from cmsdk.ledger.keys.source import KeySource
from cmsdk.ledger.moving.chains import Chains
from cmsdk.ledger.moving.copy import copy
from cmsdk.ledger.moving.tables import batches
from cmsdk.ledger.moving.target import Target
from cmsdk.ledger.open import open_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.work.case import fold
from cmsdk.work.forms import CaseForms

TESTVILLE = Path(__file__).parents[1] / "testville"
TOWN = "us.ma.testville"
KEY = b"k" * 32
BOSS = Actor("boss", ("clerk", "handler"), "testville-desk")
ANN = Actor("testville-p-ann", ("clerk", "handler"))
VOUCHED = Actor("passer-by", ("clerk", "handler"))
FORMS = CaseForms()


@cache
def the_plan() -> CityPlan:
    return assemble([*discover(only=()), from_folder(TESTVILLE)], TOWN)


@pytest.fixture(scope="session")
def plan() -> CityPlan:
    return the_plan()


class Numbers:
    """Ids that are the same each time, and no other ledger's."""

    def __init__(self, name: str) -> None:
        self._name, self._next = name, count(1)

    def take(self, count: int, now: datetime) -> Sequence[str]:
        """See the port."""
        return [f"{now:%y%m%d-%H%M}-{self._name}-{next(self._next):04}" for _ in range(count)]


@attrs.define
class Clock:
    """Goes on by a minute each time it is asked."""

    now: datetime
    _ticks: Iterator[int] = attrs.field(factory=count)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock(plan: CityPlan) -> Clock:
    return Clock(datetime(2026, 6, 1, 9, tzinfo=plan.zone))


def laptop(home: City, key: bytes = KEY, ids: IdSource | None = None) -> City:
    """A copy of the town's ledger, in memory."""
    assert isinstance(home.ledger, SqlLedger)
    target = Target(SqliteMemory(), KeySource("memory://", key))
    copy(home.ledger.database, target, old_key=KEY)
    return City(home.plan, SqlLedger(target.database, target.keys), home.clock, ids or TimeOrderedIds())


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, plan: CityPlan, clock: Clock, tmp_path: Path) -> Iterator[City]:
    """The town's own ledger, on each engine, with two cases."""
    url = "memory://"
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/home.db"
    elif request.param == "postgresql":
        url = request.getfixturevalue("postgres_schema")()
    with City(plan, open_ledger(url, key=KEY), clock) as city:
        yield begun(city)


@pytest.fixture
def town(plan: CityPlan, clock: Clock) -> Callable[[], City]:
    """Makes the same in memory."""
    return lambda: begun(City(plan, SqlLedger.in_memory(KEY), clock))


def begun(city: City) -> City:
    report(city, "first")
    report(city, "second")
    return city


def report(city: City, key: str) -> str:
    """A report with a person in it, received; the id of its case, if it is a new one."""
    payload = f"No.,Text,Name,Phone\n{key},litter at the old mill,Eve Adams,617-555-0101\n".encode()
    return next(iter(city.receive("desk", payload).case_ids), "")


def case_of(city: City, key: str) -> str:
    """The id of the case that a report is."""
    return city.ledger.known(TOWN, "desk", [key])[key]


def chains_hold(city: City) -> None:
    """Every entry has its number and its hash."""
    assert isinstance(city.ledger, SqlLedger)
    with city.ledger.database.reading() as connection, Chains() as chains:
        assert [why for rows in batches(connection, schema.entries) for why in chains.broken(rows)] == []


def hold_true(city: City) -> None:
    """So they have, and every projection is what the entries make."""
    chains_hold(city)
    for case in city.ledger.cases(CaseQuery(city=TOWN)):
        folded = fold(city.ledger.entries(case.id), FORMS)
        assert folded is not None
        assert case == attrs.evolve(folded, trail=())
        assert city.ledger.raw(case.id)
        assert city.ledger.person(f"p-{case.id}") is not None


def streams(city: City) -> dict[str, list[str]]:
    """Stream → the hashes of its entries."""
    assert isinstance(city.ledger, SqlLedger)
    found: dict[str, list[str]] = {}
    with city.ledger.database.reading() as connection:
        for rows in batches(connection, schema.entries):
            for row in rows:
                found.setdefault(row[1], []).append(row[-1])
    return found
