"""A town, a case that has just been opened in it, and commands carried out on it, all without a store."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
import shutil
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger, NewCase
from cmsdk.model.case import Case
from cmsdk.model.commands import (
    Accept,
    Actor,
    CheckAfterHandling,
    Checked,
    Close,
    Command,
    Dispatch,
    Found,
    Handle,
    Refusal,
    VerifyBeforeFiling,
)
from cmsdk.model.commands import File as FileCommand
from cmsdk.model.entry import Entry, seal
from cmsdk.model.problem import Problem
from cmsdk.model.report import Item
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import Discovered, discover, from_folder
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline
from cmsdk.triage.read import Reader
from cmsdk.work.case import fold
from cmsdk.work.decide import decide
from cmsdk.work.forms import CaseForms
from cmsdk.work.opening import Opening
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
        return Opening(plan.fingerprint, initial, opened_at, FORMS).case("260601-1", triaged)

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


SIDETOWN = Path(__file__).parent / "sidetown"
"""A town whose workflow has every guard of passing a case on."""
START = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("UTC"))
PEOPLE = {
    **{role: Actor(role, (role,)) for role in ("acceptor", "dispatcher", "adjudicator", "checker", "visitor")},
    "collector": Actor("carl", ("collector",)),
    "reporter": Actor("zoe", ("reporter",)),
    "roads": Actor("side-p-rob", ("department", "handler")),
    "north": Actor("side-p-nora", ("handler",)),
    "water": Actor("side-p-will", ("department", "handler")),
    "power": Actor("paul", ("department", "handler"), "side-power"),
    "nobody": Actor("nobody", ("department", "handler")),
}


@attrs.define
class Side:
    """People of the side town at work on its cases, one hour after the other."""

    city: City
    now: datetime = START
    _number: int = 0

    def report(self, text: str = "pothole", name: str = "Zoe Quill", channel: str = "desk", **fields: str) -> str:
        """A new report; the id of its case."""
        self._number += 1
        header = {"No.": str(self._number), "Text": text, "Name": name, **fields}
        payload = ",".join(header) + "\n" + ",".join(header.values()) + "\n"
        (case_id,) = self.city.receive(channel, payload.encode(), now=self.now).case_ids
        return case_id

    def act(self, case_id: str, who: str, command: Command, *, hours: float = 1, key: str = "") -> Case | Refusal:
        self.now += timedelta(hours=hours)
        return self.city.act(case_id, command, PEOPLE[who], now=self.now, key=key)

    def done(self, case_id: str, who: str, *commands: Command, hours: float = 1) -> Case:
        """The commands, which must be carried out; the case after the last one."""
        case = self.city.case(case_id)
        for command in commands:
            answer = self.act(case_id, who, command, hours=hours)
            assert isinstance(answer, Case), answer
            case = answer
        return case

    def refused(self, case_id: str, who: str, command: Command, *, hours: float = 1, key: str = "") -> Refusal:
        """The refusal, with sentences in both languages and no entry written."""
        before = self.city.ledger.mark()
        answer = self.act(case_id, who, command, hours=hours, key=key)
        assert isinstance(answer, Refusal), answer
        assert self.city.ledger.mark() == before
        told = Problem(answer.code, case_id, answer.facts)
        for lang in ("en", "zh"):
            for said in (told.what(lang), told.why(lang), told.remedy(lang)):
                assert said
                assert "{" not in said
        return answer

    def filed(self, **report: str) -> str:
        case_id = self.report(**report)
        self.done(case_id, "acceptor", Accept(), VerifyBeforeFiling())
        self.done(case_id, "checker", VerifyBeforeFiling(found=Found.EXISTS))
        self.done(case_id, "acceptor", FileCommand())
        return case_id

    def dispatched(self, unit: str = "side-roads", **report: str) -> str:
        case_id = self.filed(**report)
        self.done(case_id, "dispatcher", Dispatch(unit=unit))
        return case_id

    def closed(self, *, hours: float = 1, **report: str) -> str:
        """Handled ``hours`` after it was dispatched, and closed."""
        case_id = self.dispatched(**report)
        self.done(case_id, "roads", Handle(result="filled"), hours=hours)
        self.done(case_id, "dispatcher", CheckAfterHandling())
        self.done(case_id, "checker", CheckAfterHandling(checked=Checked.PASSED))
        self.done(case_id, "acceptor", Close())
        return case_id


@pytest.fixture(scope="session")
def side_plugins() -> list[Discovered]:
    return [*discover(only=()), from_folder(SIDETOWN)]


@pytest.fixture
def side(side_plugins: list[Discovered]) -> Iterator[Side]:
    """The side town on a ledger in memory; each case's projection is what its entries make."""
    with City.open("xx.side", plugins=side_plugins, clock=lambda: START) as city:
        yield Side(city)
        for case in city.cases():
            assert case == attrs.evolve(fold(city.ledger.entries(case.id), FORMS), trail=())  # type: ignore[type-var,misc]


@pytest.fixture
def sidetown(tmp_path: Path) -> Iterator[Callable[..., Side]]:
    """The side town with other tables, or without one of the guards."""
    opened: list[City] = []

    def make(files: Mapping[str, str] | None = None, without: str = "") -> Side:
        folder = tmp_path / f"side-{len(opened)}"
        shutil.copytree(SIDETOWN, folder)
        flow = folder / "tables" / "workflow.toml"
        text = flow.read_text(encoding="utf-8")
        for part in (f'"{without}", ', f', "{without}"', f'"{without}"') if without else ():
            text = text.replace(part, "")
        flow.write_text(text, encoding="utf-8")
        for name, content in (files or {}).items():
            (folder / "tables" / name).write_text(content, encoding="utf-8")
        city = City.open("xx.side", plugins=[*discover(only=()), from_folder(folder)], clock=lambda: START)
        opened.append(city)
        return Side(city)

    yield make
    for city in opened:
        city.close()


@pytest.fixture
def testville_on() -> Callable[[Ledger], City]:
    """The other town on a ledger that the side town has."""

    def make(ledger: Ledger) -> City:
        plugins = [*discover(only=()), from_folder(TESTVILLE)]
        return City.open("us.ma.testville", ledger, plugins=plugins, clock=lambda: START)

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
