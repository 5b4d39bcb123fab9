"""A town that takes the national standard workflow as it is: the whole path, and the side flows (issue 4)."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
import json
from pathlib import Path

import pytest

from cmsdk import (
    Accept,
    Actor,
    Archive,
    Assign,
    Case,
    CheckAfterHandling,
    Checked,
    City,
    Close,
    Command,
    Dispatch,
    FeedBack,
    File,
    Found,
    Grant,
    Handle,
    Refusal,
    Return,
    Rework,
    Satisfaction,
    SignFor,
    StrikeOff,
    Suspend,
    VerifyBeforeFiling,
    Visit,
    Void,
    discover,
    from_folder,
)

NOW = datetime(2026, 11, 16, 10, tzinfo=timezone(timedelta(hours=8)))
TABLES = {
    "cmsdk.toml": 'name = "town"\napi = "1.2"\nscope = "990200"\nrequires = ["cn"]\n'
    'plugin = "cmsdk.plugin:TableCity"\n',
    "tables/city.toml": 'name = "小城"\ntime_zone = "Asia/Shanghai"\nlanguages = ["zh"]\nduty_desk = "desk"\n'
    'scheme = "gbt30428.2/2013"\ncalendar = "cn-working-days"\n',
    "tables/units.csv": "id,name\ndesk,值班台\nlamps,路灯所\nroads,道路所\n",
    "tables/responsibility.csv": "id,category,area,unit,mode\ntown-1,*,*,lamps,transfer\n",
    "tables/people.csv": "id,name,unit,roles\n"
    "accept,受理员,desk,acceptor;visitor;checker\nlead,值班长,desk,shift_leader\nsend,派遣员,desk,dispatcher\n"
    "look,监督员,desk,collector\nhead,路灯所长,lamps,department\nlamp,路灯工,lamps,handler\nroad,道路所长,roads,department\n",
}  # fmt: skip
FILED = (
    ("accept", Accept()), ("accept", VerifyBeforeFiling()), ("look", VerifyBeforeFiling(found=Found.EXISTS)),
    ("lead", File()),
)  # fmt: skip
DISPATCHED = (*FILED, ("send", Dispatch()))
HANDLING = (*DISPATCHED, ("head", Assign(officer="lamp")))
CHECKING = (*HANDLING, ("lamp", Handle(result="换了灯泡")), ("head", FeedBack()))
CLOSED = (
    *CHECKING, ("send", CheckAfterHandling()), ("look", CheckAfterHandling(checked=Checked.PASSED)),
    ("accept", Close(result="已亮")),
)  # fmt: skip
SETTLED = (
    *CLOSED, ("accept", Archive()), ("accept", Visit(solved=True, satisfied=Satisfaction.SATISFIED)),
    ("accept", StrikeOff()),
)  # fmt: skip


class Desk:
    """Commands by the people of the town on one case, an hour after the other."""

    def __init__(self, city: City, case: Case) -> None:
        self.city, self.id, self.now = city, case.id, NOW

    def give(self, person: str, command: Command) -> Case | Refusal:
        self.now += timedelta(minutes=10)
        officer = self.city.plan.officers[person]
        return self.city.act(self.id, command, Actor(officer.id, officer.roles, officer.unit), now=self.now)

    def through(self, *steps: tuple[str, Command]) -> Case:
        for person, command in steps:
            after = self.give(person, command)
            assert isinstance(after, Case), (command.name, after)
        return self.case

    @property
    def case(self) -> Case:
        return self.city.case(self.id)

    @property
    def answers(self) -> tuple[str, str, str] | None:
        found = self.city.responsible(self.case)
        return (found.role, found.unit, found.officer) if found else None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "tables").mkdir()
    for file, text in TABLES.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    plugins = [*discover(only=["cn"]), from_folder(tmp_path)]
    with City.open("990200", plugins=plugins, clock=lambda: NOW) as city:
        report = {"external_id": "1", "text": "路灯不亮了", "name": "王某", "phone": "13800138000"}
        yield Desk(city, city.receive("jsonl", json.dumps(report).encode()).cases[0])


def test_from_the_report_to_striking_off_each_step_by_whose_it_is(desk: Desk) -> None:
    states, answers = [desk.case.state], [desk.answers]
    for step in SETTLED:
        states.append(desk.through(step).state)
        answers.append(desk.answers)
    assert states == [
        "reported", "accepted", "verifying", "accepted", "filed", "dispatched", "handling", "handled", "checking",
        "checking", "checking", "closed", "archived", "visiting", "struck_off",
    ]  # fmt: skip
    assert [(a[0], a[1]) for a in answers if a][4:9] == [
        ("dispatcher", "desk"), ("department", "lamps"), ("handler", "lamps"), ("department", "lamps"),
        ("acceptor", "desk"),
    ]  # fmt: skip
    assert answers[-1] is None


def test_the_clock_of_handling_runs_until_the_department_confirms(desk: Desk) -> None:
    assert desk.through(*HANDLING, ("lamp", Handle(result="换了灯泡"))).handled is None
    confirmed = desk.through(("head", FeedBack()))
    assert confirmed.handled == desk.now


def test_a_case_sent_back_goes_to_another_unit(desk: Desk) -> None:
    returned = desk.through(*DISPATCHED, ("head", Return(reason="不是路灯，是交通灯")))
    assert (returned.state, desk.answers) == ("returned", ("dispatcher", "desk", ""))
    assert desk.through(("send", Dispatch(unit="roads")), ("road", SignFor())).unit == "roads"


def test_a_department_takes_the_assignment_back_before_it_sends_a_case_back(desk: Desk) -> None:
    desk.through(*HANDLING)
    assert desk.through(("head", Return(reason="换人办"))).state == "dispatched"
    assert desk.through(("head", Return(reason="不归我们"))).state == "returned"


def test_a_suspension_is_asked_by_the_handler_granted_by_department_and_dispatcher(desk: Desk) -> None:
    desk.through(*HANDLING)
    asked = desk.through(("lamp", Suspend(until=datetime(2026, 12, 20).date(), reason="等杆件到货")))  # noqa: DTZ001  a day
    assert asked.state == "handling"
    assert asked.course.request is not None
    assert asked.course.request.approvals == ("department", "dispatcher")
    assert desk.through(("head", Grant())).state == "handling"
    assert desk.through(("send", Grant())).state == "suspended"
    assert desk.answers is not None
    assert desk.answers[:2] == ("handler", "lamps"), "whoever answered before still does"


def test_the_shift_leader_agrees_before_a_case_is_void(desk: Desk) -> None:
    desk.through(*FILED)
    assert desk.through(("accept", Void(reason="不符合立案条件"))).state == "filed"
    assert isinstance(desk.give("send", Grant()), Refusal)
    assert desk.through(("lead", Grant())).state == "voided"


def test_the_acceptors_rework_goes_through_the_dispatcher(desk: Desk) -> None:
    desk.through(*CHECKING)
    assert desk.through(("accept", Rework(reason="还有一盏不亮"))).state == "checking"
    again = desk.through(("send", Grant()))
    assert (again.state, again.unit) == ("dispatched", "lamps")


@pytest.mark.parametrize(
    ("before", "person", "command"),
    [
        (DISPATCHED, "lamp", Handle(result="x")),
        ((*HANDLING, ("lamp", Handle(result="x"))), "lamp", Return(reason="想收回")),
        (CHECKING, "head", Close(result="x")),
        (CLOSED, "head", Rework(reason="x")),
        (SETTLED, "lead", Void(reason="x")),
    ],
    ids=["before it is signed for", "handed in is handed in", "not theirs", "closed", "an end"],
)
def test_what_the_table_does_not_allow_adds_no_entry(
    before: tuple[tuple[str, Command], ...], person: str, command: Command, desk: Desk
) -> None:
    case = desk.through(*before)
    assert isinstance(desk.give(person, command), Refusal)
    assert desk.case.version == case.version
