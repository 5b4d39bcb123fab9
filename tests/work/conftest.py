"""A town, a case that has just been opened in it, and commands carried out on it, all without a store."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import NewCase
from cmsdk.model.case import Case
from cmsdk.model.commands import Actor, Command, Refusal
from cmsdk.model.entry import Entry, seal
from cmsdk.model.report import Item
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline
from cmsdk.triage.read import Reader
from cmsdk.work.case import fold
from cmsdk.work.decide import decide
from cmsdk.work.forms import CaseForms
from cmsdk.work.opening import open_case
from cmsdk.work.procedure import procedure_of

TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
FORMS = CaseForms()


@pytest.fixture(scope="session")
def plan() -> CityPlan:
    return assemble([*discover(only=()), from_folder(TESTVILLE)], "us.ma.testville")


@pytest.fixture(scope="session")
def opened_at(plan: CityPlan) -> datetime:
    return datetime(2026, 6, 1, 9, 30, tzinfo=plan.zone)


@pytest.fixture
def open_one(plan: CityPlan, opened_at: datetime) -> Callable[..., NewCase]:
    """A new case from the fields of its report."""

    def make(initial: str = "reported", **fields: str) -> NewCase:
        item = Item("2", fields, {"crs": "wgs84", **fields})
        (draft,) = Reader(plan, "desk", "d-1", opened_at).read([item])
        assert isinstance(draft, Draft)
        (triaged,) = Pipeline(plan).decide([draft], Guard())
        return open_case("260601-1", triaged, plan.fingerprint, initial, opened_at, FORMS)

    return make


@attrs.define
class Desk:
    """Somebody works on one case; an hour passes before each command."""

    plan: CityPlan
    entries: tuple[Entry, ...]
    now: datetime

    @property
    def case(self) -> Case:
        case = fold(self.entries, FORMS)
        assert case is not None
        return case

    def give(self, command: Command, *roles: str, hours: float = 1) -> Case | Refusal:
        self.now += timedelta(hours=hours)
        actor = Actor("ann", roles)
        allowed = decide(self.case, command, actor, procedure_of(self.plan), self.now)
        if isinstance(allowed, Refusal):
            return allowed
        last = self.entries[-1]
        data = FORMS.commanded(command, allowed.to, allowed.effects)
        entry = seal(
            stream=last.stream, version=last.version + 1, city=last.city, type_=command.name, at=self.now, by="ann",
            plan=self.plan.fingerprint, data=data, prev=last.hash,
        )  # fmt: skip
        self.entries = (*self.entries, entry)
        return self.case


@pytest.fixture
def desk(plan: CityPlan, open_one: Callable[..., NewCase], opened_at: datetime) -> Callable[..., Desk]:
    """A desk before which a new case lies."""

    def make(initial: str = "reported", **fields: str) -> Desk:
        return Desk(plan, open_one(initial, **(fields or {"text": "litter at the old mill"})).entries, opened_at)

    return make


@pytest.fixture(scope="session")
def sides(tmp_path_factory: pytest.TempPathFactory) -> CityPlan:
    """Testville with the side flows of time; see ``sides.py``."""
    from .sides import side_plan

    return side_plan(tmp_path_factory.mktemp("sides"))


@pytest.fixture
def town(sides: CityPlan) -> "Any":  # noqa: ANN401  a Town, whose module imports this one
    """That town, on a new ledger."""
    from .sides import Town

    return Town.at(sides)
