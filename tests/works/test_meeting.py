"""M14 M44: joint meetings decide and follow up; opinions are taken up and counted by topic; systems keep due dates."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from cmsdk import City
from cmsdk.figures.community.systems import terms
from cmsdk.model.command import Refusal
from cmsdk.model.errors import AssemblyError
from cmsdk.model.works.meeting import CallMeeting, CloseMeeting, DecideItem, FollowItem, HoldMeeting, Meeting
from cmsdk.model.works.opinion import RegisterOpinion
from cmsdk.model.works.routine import RoutineDone
from cmsdk.plugin import community

from .conftest import CLERK, NOW, Made

SYSTEMS = """id,name,kind,every,on,unit,evidence,where,valid_from
demo-s1,联席会议,联席会议,月,10,demo-squad,meeting.held,,2026-09-01
demo-s2,普法宣传,宣传,季,,demo-squad,,,2026-07-01
demo-s3,意见收集,联系,周,5,demo-squad,opinion.begun,topic=noise,2026-11-09
"""
TABLE = """事项,指令,时间,经办人,议题,制度,会议时间,参会单位,到会单位,事项号,议定内容,责任单位,办结期限,意见,办结,内容
o-1,登记意见,2026-09-05 09:00,demo-b,,,,,,,,,,,,夜市太吵
m-1,召集会议,2026-09-01 09:00,demo-a,夜市噪声,demo-s1,2026-09-08 09:00,demo-squad;demo-c1;demo-property,,,,,,,,
m-1,召开会议,2026-09-08 09:00,demo-a,,,,,demo-squad;demo-c1,,,,,,,
m-1,议定事项,2026-09-08 10:00,demo-a,,,,,,i-1,划定疏导点,demo-squad,2026-09-30,o-1,,
m-1,议定事项,2026-09-08 10:05,demo-a,,,,,,i-2,物业夜巡,demo-property,2026-09-20,,,
m-1,跟踪落实,2026-09-25 09:00,demo-a,,,,,,i-2,,,,,是,
"""


@pytest.fixture
def city(made: Made) -> City:
    city = made({"systems.csv": SYSTEMS})
    entered = city.enter_table(TABLE.encode(), name="meetings.csv")
    assert not entered.refused
    return city


def test_a_meeting_follows_up_what_it_decided_until_all_is_done(city: City) -> None:
    (meeting,) = city.works(Meeting)
    assert [item.item for item in meeting.open_items] == ["i-1"]
    assert meeting.due is not None
    assert meeting.due.astimezone(city.plan.zone).date() == date(2026, 9, 30)
    refused = city.carry_on("m-1", CloseMeeting(), CLERK)
    assert isinstance(refused, Refusal)
    assert (refused.code, dict(refused.facts)["open"]) == ("CMS525", "i-1")
    rows = {row.cells["item"]: row for row in city.view("meeting-items").rows}
    assert [rows[name].cells["late"] for name in ("i-1", "i-2")] == [1, 1]
    assert rows["i-1"].sources == (meeting.id, "opinion:109900:o-1")
    city.carry_on("m-1", FollowItem(item="i-1", done=True, progress="已划定"), CLERK)
    closed = city.carry_on("m-1", CloseMeeting(), CLERK)
    assert isinstance(closed, Meeting)
    assert (closed.state, closed.due, closed.items[0].progress) == ("closed", None, "已划定")
    (row,) = city.view("meetings").rows
    cells = row.cells
    assert (cells["invited"], cells["attended"], cells["absent"]) == (3, 2, "demo-property")
    assert (cells["items"], cells["done"], cells["open"], cells["late"]) == (2, 2, 0, 2)


def test_an_opinion_knows_the_meeting_that_took_it_up_and_topics_are_counted(city: City) -> None:
    (row,) = city.view("opinions").rows
    assert (row.cells["taken_up"], row.sources) == ("m-1", ("opinion:109900:o-1", "meeting:109900:m-1"))
    city.begin(RegisterOpinion(text="缺座椅", topic="bench", meeting="m-1"), CLERK, name="o-2")
    by_topic = {topic.cells["topic"]: topic for topic in city.view("opinion-topics").rows}
    assert by_topic["bench"].cells["open"] == 1
    assert by_topic[""].sources == ("opinion:109900:o-1",)


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("CMS526", DecideItem(item="i-1", decision="再议", owner="demo-squad")),
        ("CMS527", FollowItem(item="i-2", done=True)),
        ("CMS472", DecideItem(item="i-3", decision="再议", owner="demo-nobody")),
        ("CMS475", DecideItem(item="i-3", decision="再议", owner="demo-a", opinions=("o-9",))),
        ("CMS468", HoldMeeting(attended=("demo-squad",))),
    ],
)
def test_what_a_meeting_cannot_do_is_refused(city: City, code: str, command: DecideItem) -> None:
    answer = city.carry_on("m-1", command, CLERK)
    assert isinstance(answer, Refusal)
    assert answer.code == code


@pytest.mark.parametrize(
    ("field", "command"),
    [
        ("system", CallMeeting(title="x", system="demo-s9")),
        ("station", CallMeeting(title="x", station="nowhere")),
        ("invited", CallMeeting(title="x", invited=("demo-squad", "nobody"))),
        ("system", RoutineDone(what="x", system="demo-s9")),
        ("unit", RoutineDone(what="x", system="demo-s2", unit="nobody")),
    ],
)
def test_a_field_that_leads_nowhere_is_named(city: City, field: str, command: CallMeeting) -> None:
    answer = city.begin(command, CLERK)
    assert isinstance(answer, Refusal)
    assert (answer.code, dict(answer.facts)["field"]) == ("CMS472", field)


@pytest.mark.parametrize("field", ["meeting", "campaign"])
def test_an_opinion_of_what_was_never_called_is_refused(city: City, field: str) -> None:
    answer = city.begin(RegisterOpinion(**{"text": "x", field: "m-9"}), CLERK)
    assert isinstance(answer, Refusal)
    assert (answer.code, dict(answer.facts)["field"]) == ("CMS475", field)


def _dates(city: City, system: str) -> dict[str, str]:
    """Period → what became of its due date."""
    return {
        str(row.cells["period"]): next(name for name in ("kept", "late", "missed", "open") if row.cells[name])
        for row in city.view("systems").rows if row.cells["system"] == system
    }  # fmt: skip


def test_due_dates_of_systems_are_kept_missed_or_open(city: City) -> None:
    assert _dates(city, "demo-s1") == {"2026-09": "kept", "2026-10": "missed", "2026-11": "missed"}
    assert _dates(city, "demo-s2") == {"2026-Q3": "missed", "2026-Q4": "open"}
    city.begin(RoutineDone(system="demo-s2", what="法律进社区"), CLERK)
    assert _dates(city, "demo-s2")["2026-Q4"] == "kept"
    late = CallMeeting(title="补开", system="demo-s1")
    city.begin(late, CLERK, name="m-2")
    city.carry_on("m-2", HoldMeeting(attended=("demo-c1",)), CLERK)
    assert _dates(city, "demo-s1")["2026-11"] == "late"


def test_only_work_that_meets_the_conditions_keeps_a_system(city: City) -> None:
    assert _dates(city, "demo-s3") == {"2026-W46": "missed", "2026-W47": "open"}
    city.begin(RegisterOpinion(text="x", topic="dogs"), CLERK, now=NOW)
    assert _dates(city, "demo-s3")["2026-W47"] == "open"
    kept = city.begin(RegisterOpinion(text="x", topic="noise"), CLERK, now=NOW)
    assert not isinstance(kept, Refusal)
    assert _dates(city, "demo-s3")["2026-W47"] == "kept"
    (row,) = (r for r in city.view("systems").rows if r.cells["period"] == "2026-W47")
    assert row.sources == ("demo-s3", kept.id)


def test_a_period_shows_the_due_dates_that_lie_in_it(city: City) -> None:
    october = [row.cells for row in city.view("systems", period="2026-10").rows]
    assert [(cells["system"], cells["missed"]) for cells in october] == [("demo-s1", 1)]


@pytest.mark.parametrize(
    ("every", "on", "due"),
    [
        ("week", 3, [date(2024, 1, 31), date(2024, 2, 7)]),
        ("month", 31, [date(2024, 1, 31), date(2024, 2, 29)]),
        ("quarter", 366, [date(2024, 3, 31)]),
        ("year", 1, [date(2024, 1, 1)]),
    ],
)
def test_a_due_date_is_the_periods_own_last_day_where_it_is_shorter(every: str, on: int, due: list[date]) -> None:
    duty = community.SystemDuty(
        id="x", name="x", kind=community.SystemKind.CONTACT, every=community.Every(every), on=on
    )  # fmt: skip
    found = [*terms(duty, date(2024, 1, 29), date(2024, 2, 9))]
    assert [term.due for term in found] == due
    assert all(a.end == b.first for a, b in pairwise(found))
    assert found[0].first <= date(2024, 1, 29) < found[0].end


def test_meetings_are_made_anew_from_their_entries(city: City) -> None:
    before = [*city.works(Meeting)]
    city.begin(RoutineDone(system="demo-s2", what="x"), CLERK, now=datetime(2026, 11, 18, tzinfo=UTC) + timedelta(1))
    assert city.rebuild().whole
    assert [*city.works(Meeting)] == before


def test_a_day_outside_the_longest_period_is_refused(made: Made) -> None:
    with pytest.raises(AssemblyError, match="CMS451"):
        made({"systems.csv": "id,name,kind,every,on\ndemo-s1,x,joint_meeting,week,400\n"})
