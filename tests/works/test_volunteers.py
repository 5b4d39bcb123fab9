"""Volunteers join and leave, and give hours; their names stand apart."""

from typing import Final

import pytest

from cmsdk import City
from cmsdk.model.command import Refusal
from cmsdk.model.report import Person
from cmsdk.model.works import JoinVolunteers, LeaveVolunteers, ServeAsVolunteers, Volunteers

from .conftest import CLERK, NOW, Made
from .test_campaigns import cells, entered

TABLES: Final = {"volunteer-teams.csv": "编号,志愿队,管理单位,所在社区\ndemo-team,示范志愿队,demo-squad,x-demo-c1\n"}
LISTS: Final = """事项,指令,志愿队,人数,姓名,联系电话
list-1,加入志愿队,demo-team,40,,
list-2,加入志愿队,demo-team,12,,
li,加入志愿队,demo-team,,李小红,13800138001
"""


@pytest.fixture
def city(made_once: Made) -> City:
    """A team of two lists and one member by name."""
    return entered(made_once(TABLES), LISTS)


def members(city: City) -> list[tuple[object, ...]]:
    return cells(city, "volunteer-teams", "members", "joined", "left", "volunteer_times", "volunteer_minutes")


def test_members_are_counted_as_they_come_and_go(city: City) -> None:
    assert members(city) == [(53, 53, 0, 0, 0)]
    some = city.carry_on("list-1", LeaveVolunteers(members=5), CLERK)
    gone = city.carry_on("list-2", LeaveVolunteers(), CLERK)
    assert isinstance(some, Volunteers)
    assert isinstance(gone, Volunteers)
    assert [(one.members, one.state) for one in (some, gone)] == [(35, "active"), (0, "left")]
    assert members(city) == [(36, 53, 17, 0, 0)]
    assert isinstance(city.carry_on("list-2", LeaveVolunteers(), CLERK), Refusal)
    before = [*city.works(Volunteers)]
    assert city.rebuild().whole
    assert [*city.works(Volunteers)] == before


def test_the_team_of_a_month_is_the_one_at_its_end(city: City) -> None:
    (row,) = city.view("volunteer-teams", period="2026-10").rows
    assert (row.cells["members"], row.cells["joined"]) == (0, 0)


def test_hours_are_those_of_everybody_who_served(city: City) -> None:
    served = city.carry_on("list-1", ServeAsVolunteers(members=10, minutes=90, text="文明劝导"), CLERK)
    assert isinstance(served, Volunteers)
    assert isinstance(city.carry_on("li", ServeAsVolunteers(minutes=30), CLERK), Volunteers)
    assert members(city) == [(53, 53, 0, 11, 930)]
    assert cells(city, "volunteer-services", "text", "volunteer_times") == [("", 1), ("文明劝导", 10)]


def test_a_name_stands_apart_from_the_entries(city: City) -> None:
    (work,) = [one for one in city.works(Volunteers) if one.person]
    assert city.ledger.person(work.person) == Person(name="李小红", phone="13800138001")
    said = "".join(entry.data for entry in city.work_entries(work.id))
    assert "李小红" not in said
    assert "13800138001" not in said


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("CMS632", LeaveVolunteers(members=41)),
        ("CMS632", ServeAsVolunteers(members=41, minutes=5)),
        ("CMS471", ServeAsVolunteers()),
        ("CMS475", ServeAsVolunteers(minutes=5, campaign="no-such")),
    ],
)
def test_what_cannot_be_is_refused(city: City, code: str, command: LeaveVolunteers | ServeAsVolunteers) -> None:
    refused = city.carry_on("list-1", command, CLERK, now=NOW)
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_nobody_joins_a_team_that_is_not_there(city: City) -> None:
    refused = city.begin(JoinVolunteers(team="demo-tem"), CLERK)
    assert isinstance(refused, Refusal)
    assert refused.code == "CMS472"
    assert "demo-team" in refused.remedy("en")
