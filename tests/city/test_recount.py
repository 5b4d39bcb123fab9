"""A calendar that is carried on moves open deadlines: listed, then put in force, each with its diff, nothing else."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
import shutil

import pytest

from cmsdk.city import City
from cmsdk.desk.deadlines import Recount
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


def _deadlines(city: City) -> list[tuple[str, datetime]]:
    return [(case.id, case.due.at) for case in city.cases() if case.due is not None]


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
    explained = after.explain(first)
    text = str(explained)
    # the trail is that of the decision, whatever plan has moved the deadline since
    assert explained.plan == was.plan != after.plan.fingerprint
    assert f"Plan {was.plan}" in text
    assert {step["plan"] for step in explained.as_json()["trail"]} == {was.plan}  # type: ignore[attr-defined]
    anew = (
        "Entry 3 counted the deadline anew: it was 2027-01-01 15:00 (provisional), it is 2027-01-04 15:00 "
        "(calendar testville-hours, version 2026.1 → 2026.1+2027)."
    )
    assert text.index("for the time being") < text.index(anew) < text.index("Ledger entries")
    assert explained.as_json()["recounts"] == [anew]
    assert "条目 3 重新计算了期限：原为 2027-01-01 15:00 (暂定)，现为 2027-01-04 15:00" in str(
        after.explain(first, "zh")
    )
    assert before.explain(second).recounts == ()


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
    # they stay as they are, and still turn red: nobody forgets a case because a plugin was removed
    case = gone.case(min(case_id for case_id, _ in _deadlines(gone)))
    assert case.due is not None
    late = case.due.at + timedelta(days=30)
    assert len(list(gone.deadlines.watched(late))) == len(_deadlines(gone)) == 4
    (clock,) = gone.deadlines.clocks(case, gone.ledger.entries(case.id), late)
    assert (clock.stage, clock.light, clock.due.at) == ("handle", Light.RED, case.due.at)
    assert gone.recount(ANN) == Recount(())
    assert "2026-12-31 15:00 → 2027-01-01 15:00" in str(gone.explain(case.id))


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
    """Moments of two zones are never equal in that hour, so that a comparison across zones would refuse it for ever."""
    calendar = (TOWN / "tables" / "calendar.toml").read_text(encoding="utf-8")
    calendar = calendar.replace('"08:00-12:00", "13:00-17:00"', '"00:00-00:00"') + "weekend = []\n"
    tables = {"calendar.toml": calendar, "limits.csv": "id,amount,unit\ntestville-lim,8,work_hour\n"}
    before = opened(tables={**tables, "calendar-days.csv": "date,kind\n"}, now="2026-10-31 18:00")
    (case_id,) = before.receive("desk", b"No.,Time,Text\n1,2026-10-31 17:30,litter\n").case_ids
    assert _text(before.case(case_id), before)[0] == "2026-11-01 01:30"
    after = opened(tables={**tables, "calendar-days.csv": "date,kind\n2026-10-31,holiday\n"}, now="2026-10-31 19:00")
    found = after.recount(ANN)
    assert ([row.case.id for row in found.moved], found.refused) == ([case_id], ())
    assert _text(after.case(case_id), after)[0] == "2026-11-01 08:00"


def test_a_case_whose_category_has_left_the_plan_is_shown_by_its_code_and_goes_on(opened: Open):
    (case_id,) = opened().receive("desk", b"No.,Time,Text\n1,2026-06-01 08:00,litter\n").case_ids
    tables = {}
    for name in ("categories.csv", "classify.csv", "responsibility.csv", "limits.csv"):
        head, *rows = (TOWN / "tables" / name).read_text(encoding="utf-8").splitlines()
        tables[name] = "\n".join([head, *(row for row in rows if ",E1" not in row)])
    after = opened(tables=tables)
    assert "tv/1/E101" not in after.plan.categories
    text = str(after.explain(case_id))
    assert "Category: tv/1/E101 · " in text
    assert "unclassified" not in text
    assert list(after.moved_deadlines()) == []
    accepted = after.act(case_id, Accept(), ANN)
    assert isinstance(accepted, Case), accepted
    assert after.figures().open == 1
