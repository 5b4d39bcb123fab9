"""A calendar that is carried on moves open deadlines: listed, then put in force, each with its diff, nothing else."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
import shutil

import pytest

from cmsdk.city import City
from cmsdk.deadlines import Recount
from cmsdk.model.case import Case
from cmsdk.model.clock import Light
from cmsdk.model.commands import Accept, Actor, Decline, Dispatch, File, Handle
from cmsdk.registry.discovery import discover, from_folder

TOWN = Path(__file__).parent / "testville"
ANN = Actor("testville-p-ann", ("clerk", "acceptor", "dispatcher", "handler", "department", "shift_leader"))
DECEMBER = (
    b"No.,Time,Text\n1,2026-12-31 15:00,litter\n2,2026-12-01 09:00,litter\n3,,litter\n4,2026-12-31 15:00,pothole\n"
)
YEAR = "2027-01-01,holiday,New Year,testville-hours,made up for tests\n"

Open = Callable[..., City]


@pytest.fixture(params=["memory", "sqlite"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the town, with a table of 2027 where it is asked for, again and again on one ledger."""
    from cmsdk.ledger.open import open_ledger

    url = "memory://" if request.param == "memory" else f"sqlite:///{tmp_path}/x.db"
    ledger = open_ledger(url)
    cities: list[City] = []

    def make(*, year: bool = False, tables: dict[str, str] | None = None, now: str = "2026-12-31 15:30") -> City:
        folder = tmp_path / f"town{len(cities)}" / "testville"
        shutil.copytree(TOWN, folder)
        days = folder / "tables" / "calendar-days.csv"
        head, *rows = days.read_text(encoding="utf-8").splitlines()
        rows = [row.replace(",made up", ",,made up") for row in rows]
        head = head.replace("name,", "name,calendar,")
        days.write_text("\n".join([head, *rows, YEAR if year else ""]), encoding="utf-8")
        for name, text in (tables or {}).items():
            (folder / "tables" / name).write_text(text, encoding="utf-8")
        plugins = [*discover(only=()), from_folder(folder)]
        city = City.open("us.ma.testville", ledger, plugins=plugins)
        moment = datetime.fromisoformat(now).replace(tzinfo=city.plan.zone)
        city = City(city.plan, ledger, lambda: moment)
        cities.append(city)
        return city

    yield make
    ledger.close()


def _text(case: Case, city: City) -> tuple[str, bool, str]:
    assert case.due is not None
    at = case.due.at.astimezone(city.plan.zone).strftime("%Y-%m-%d %H:%M")
    return at, case.due.provisional, case.due.calendar_version


def test_a_year_that_is_published_shows_which_open_deadlines_move_and_makes_them_firm(opened: Open):
    before = opened()
    first, second, third, fourth = before.receive("desk", DECEMBER).case_ids
    assert _text(before.case(first), before) == ("2027-01-01 15:00", True, "2026.1")
    assert list(before.moved_deadlines()) == []
    after = opened(year=True)
    moved = {row.case.id: row for row in after.moved_deadlines()}
    row = moved[first]
    assert (row.old.calendar_version, row.new.calendar_version) == ("2026.1", "2026.1+2027")
    assert row.new.at == datetime(2027, 1, 4, 15, tzinfo=after.plan.zone)
    assert (row.old.provisional, row.new.provisional, row.becomes_firm) == (True, False, True)
    assert second not in moved  # its deadline lies in December and is the same under either version
    assert fourth in moved
    # a report without a time of its own stays provisional, but moves
    assert moved[third].new.provisional
    assert not moved[third].becomes_firm


def test_a_recount_writes_the_diff_and_changes_nothing_else(opened: Open):
    before = opened()
    first, second, *_ = before.receive("desk", DECEMBER).case_ids
    was, other = before.case(first), before.case(second)
    after = opened(year=True)
    told: list[int] = []
    found = after.recount(ANN, progress=told.append)
    assert isinstance(found, Recount)
    assert (len(found.moved), found.refused, told) == (3, (), [1, 2, 3])
    case = after.case(first)
    assert _text(case, after) == ("2027-01-04 15:00", False, "2026.1+2027")
    assert (case.state, case.unit, case.trail) == (was.state, was.unit, was.trail)
    assert (case.version, case.plan) == (was.version + 1, after.plan.fingerprint)
    assert after.case(second) == other
    entry = after.ledger.entries(first)[-1]
    assert (entry.type, entry.by) == ("recounted", ANN.id)
    form = after.deadlines.forms.read(entry)
    assert form["was"]["calendar_version"] == "2026.1"
    assert form["due"]["at"] == "2027-01-04T15:00:00-05:00"
    assert after.ledger.case(first) is not None
    text = str(after.explain(first))
    assert "2027-01-01 15:00 (testville-hours 2026.1) → 2027-01-04 15:00 (testville-hours 2026.1+2027)" in text


def test_recounting_twice_writes_nothing_the_second_time(opened: Open):
    opened().receive("desk", DECEMBER)
    after = opened(year=True)
    after.recount(ANN)
    assert after.recount(ANN) == Recount(())
    assert list(after.moved_deadlines()) == []


def test_helpdesk_2449_open_cases_move_when_a_day_off_is_added_and_done_ones_do_not(opened: Open):
    before = opened(now="2026-07-02 09:00")
    first, second = before.receive(
        "desk", b"No.,Time,Text\n1,2026-07-08 16:00,litter\n2,2026-07-08 16:00,litter\n"
    ).case_ids
    later = datetime(2026, 7, 8, 16, 30, tzinfo=before.plan.zone)
    for command in (Accept(), File(), Dispatch(), Handle(result="swept")):
        done = before.act(second, command, ANN, now=later)
        assert isinstance(done, Case), done
    days = "date,kind\n2026-07-03,holiday\n2026-07-09,holiday\n2026-07-11,workday\n"
    after = opened(tables={"calendar-days.csv": days}, now="2026-07-08 17:00")
    assert [row.case.id for row in after.moved_deadlines()] == [first]
    after.recount(ANN)
    assert _text(after.case(first), after)[0] == "2026-07-10 16:00"
    assert _text(after.case(second), after)[0] == "2026-07-09 16:00"


def test_ended_cases_are_left_alone(opened: Open):
    before = opened()
    first, *_ = before.receive("desk", DECEMBER).case_ids
    ended = before.act(first, Decline(reason="not ours"), ANN)
    assert isinstance(ended, Case), ended
    assert first not in {row.case.id for row in opened(year=True).moved_deadlines()}


def test_a_recount_at_a_time_before_the_last_entry_is_refused_by_name(opened: Open):
    opened().receive("desk", DECEMBER)
    after = opened(year=True, now="2026-12-31 15:00")
    found = after.recount(ANN)
    assert found.moved == ()
    assert {refusal.code for _, refusal in found.refused} == {"CMS705"}


def test_a_check_names_what_moves_and_deadlines_without_their_calendar(opened: Open):
    opened().receive("desk", DECEMBER)
    after = opened(year=True)
    (said,) = after.deadlines.problems(list(after.moved_deadlines()))
    assert (said.code, dict(said.facts)["count"], dict(said.facts)["firm"]) == ("CMS915", "3", "2")
    calendar = (TOWN / "tables" / "calendar.toml").read_text(encoding="utf-8").replace("testville-hours", "testville-h")
    city = (TOWN / "tables" / "city.toml").read_text(encoding="utf-8").replace("testville-hours", "testville-h")
    limits = "id,amount,unit\ntestville-lim,8,work_hour\n"
    gone = opened(tables={"calendar.toml": calendar, "city.toml": city, "limits.csv": limits})
    assert list(gone.moved_deadlines()) == []
    (said,) = gone.deadlines.problems([])
    assert (said.code, dict(said.facts)["calendar"]) == ("CMS916", "testville-hours")


def test_cases_whose_light_is_yellow_or_red_are_listed_for_a_moment(opened: Open):
    city = opened(now="2026-06-01 09:00")
    soon, later = city.receive(
        "desk", b"No.,Time,Text\n1,2026-06-01 08:00,litter\n2,2026-06-01 16:00,litter\n"
    ).case_ids  # each has eight working hours
    start = datetime(2026, 6, 1, 8, tzinfo=city.plan.zone)
    for hours, expected in ((1, []), (7.5, [(soon, Light.YELLOW)]), (9, [(soon, Light.RED)])):
        assert [(case.id, shown) for case, shown in city.deadlines.watched(start + timedelta(hours=hours))] == expected
    assert {c.id: s for c, s in city.deadlines.watched(start + timedelta(days=9))}[later] is Light.RED


def test_a_deadline_in_the_hour_that_comes_twice_is_recounted_like_any_other(opened: Open):
    calendar = (TOWN / "tables" / "calendar.toml").read_text(encoding="utf-8")
    tables = {
        "calendar.toml": calendar.replace("08:00-12:00", "00:00-12:00"),
        "calendar-days.csv": "date,kind,name,basis\n2026-11-01,workday,a Sunday at work,made up for tests\n",
        "limits.csv": (
            "id,stage,category,area,amount,unit,calendar,basis\n"
            "l,handle,*,*,1,business_day,testville-hours,made up for tests\n"
        ),
    }
    before = opened(tables=tables, now="2026-10-30 02:00")
    (case_id,) = before.receive("desk", b"No.,Time,Text\n1,2026-10-30 01:30,litter\n").case_ids
    assert _text(before.case(case_id), before)[0] == "2026-11-01 01:30"
    tables["calendar-days.csv"] = "date,kind,name,basis\n2026-11-03,holiday,Election Day,made up for tests\n"
    after = opened(tables=tables, now="2026-10-30 03:00")
    done = after.recount(ANN)
    assert (len(done.moved), done.refused) == (1, ())
    assert _text(after.case(case_id), after)[0] == "2026-11-02 01:30"
