"""Each engine under one suite, and a town that fills its ledger."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import attrs
import pytest

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger, NewCase
from cmsdk.ledger.open import open_ledger
from cmsdk.model.case import Case
from cmsdk.model.entry import GENESIS, seal
from cmsdk.model.report import Delivery, Person
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder

TESTVILLE = Path(__file__).parents[1] / "city" / "testville"


@pytest.fixture(scope="session")
def plan() -> CityPlan:
    return assemble([*discover(only=()), from_folder(TESTVILLE)], "us.ma.testville")


@pytest.fixture(scope="session")
def moment(plan: CityPlan) -> datetime:
    return datetime(2026, 6, 1, 9, 30, tzinfo=plan.zone)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/town.db"


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, url: str) -> str:
    """The URL of an empty ledger on each engine."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return url if request.param == "sqlite" else "memory://"


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    made = open_ledger(address)
    yield made
    made.close()


@pytest.fixture
def city(ledger: Ledger, plan: CityPlan, moment: datetime) -> City:
    """The town on each engine."""
    return City(plan, ledger, lambda: moment)


@pytest.fixture
def delivery(moment: datetime) -> Callable[..., Delivery]:
    def make(name: str = "d-1", city: str = "us.ma.testville", digest: str = "00") -> Delivery:
        return Delivery(name, city, "desk", moment, digest, 5, f"{name}.csv")

    return make


@pytest.fixture(scope="session")
def new_case(moment: datetime) -> Callable[..., NewCase]:
    """A case of one entry that is made by hand; any field of the case may be given."""

    def make(name: str = "c-1", key: str = "", person: Person | None = None, **fields: object) -> NewCase:
        first = seal(
            stream=name, version=1, city="us.ma.testville", type_="reported", at=moment, by="cmsdk", plan="p",
            data='{"v":1}', prev=GENESIS,
        )  # fmt: skip
        case = Case(
            name, "us.ma.testville", "desk", key or name, moment, moment, "", "litter", version=1, last=moment,
            person=f"p-{name}" if person else "", plan="p",
        )  # fmt: skip
        return NewCase(attrs.evolve(case, **fields), '{"raw":1}', "2", person, (first,))

    return make
