"""Suspension (挂账): own end date, the clock stands, nothing is handled, and the case resumes by itself."""

from datetime import UTC, date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cmsdk.model.clock import Light
from cmsdk.model.commands import Refusal
from cmsdk.model.problem import Problem
from cmsdk.work.holding import first_moment
from cmsdk.work.wording import command

from .conftest import TESTVILLE
from .sides import CLERK, DEPARTMENT, DISPATCHER, FORMS, HANDLER, RULES, Town, side_plan, workflow


def _suspended(town: Town, until: str = "2026-06-15", at: str = "2026-06-01 16:00", text: str = "litter") -> None:
    town.handling(text)
    town.done("suspend", DISPATCHER, at, until=until, reason="the road is dug up")


def test_a_suspended_case_is_handled_by_nobody_until_its_day(town: Town):
    _suspended(town)
    assert town.case("2026-06-14 23:59").state == "suspended"
    assert town.refused("handle", HANDLER, "2026-06-02 10:00", result="swept") == "CMS702"
    assert town.refused("extend", DISPATCHER, "2026-06-02 10:00", reason="more") == "CMS702"


def test_the_clock_stands_while_work_does_and_the_deadline_moves_on_by_as_much(town: Town):
    _suspended(town)  # two and a half hours are left: 16:00 to 17:00, and 1.5 of the next day
    assert town.due() == "2026-06-15 10:30"  # resumes on Monday at midnight: eight to half past ten
    clock = town.clock("handle", "2026-06-08 12:00")
    assert (clock.paused_until, clock.done) == (town.moment("2026-06-15 00:00"), None)
    assert (clock.spent, clock.left, clock.light) == (330, 150, Light.GREEN)
    later = town.clock("handle", "2026-06-15 09:30")
    assert (later.paused_until, later.spent, later.left, later.light) == (None, 420, 60, Light.YELLOW)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("street light out", "2026-06-16 17:30"),  # two natural days, of which 6.5 hours are gone
        ("pothole, shallow", "2026-06-17 10:30"),  # three work days, of which 5.5 hours are gone
    ],
)
def test_the_deadline_moves_on_the_clock_of_its_unit(town: Town, text: str, due: str):
    _suspended(town, text=text)
    assert town.due() == due


def test_it_resumes_by_itself_at_the_first_moment_of_its_day(town: Town):
    _suspended(town)
    assert town.case("2026-06-15 00:00").state == "handling"
    town.done("handle", HANDLER, "2026-06-15 09:00", result="swept")
    entries = town.entries()[-3:]
    assert [(e.type, e.by, e.at.isoformat()) for e in entries[1:]] == [
        ("resume", "cmsdk", "2026-06-15T00:00:00-04:00"),
        ("handle", "bob", "2026-06-15T09:00:00-04:00"),
    ]
    assert entries[1].version == entries[0].version + 1
    assert FORMS.read(entries[1])["to"] == "handling"
    assert town.due() == "2026-06-15 10:30"
    assert not town.case("2026-07-01 09:00").late(town.moment("2026-07-01 09:00"))


def test_resumed_before_its_day_the_deadline_is_counted_anew(town: Town):
    _suspended(town)
    case = town.done("resume", DEPARTMENT, "2026-06-04 08:00", reason="the road is whole")
    assert case.state == "handling"
    assert town.due() == "2026-06-04 10:30"
    assert case.course.holds[0].ends == town.moment("2026-06-04 08:00")
    assert town.refused("resume", DEPARTMENT, "2026-06-04 09:00") == "CMS702"
    assert town.case("2026-06-15 00:00") == town.case("2026-06-04 09:00")  # its day no longer means anything


def test_a_second_suspension_is_refused_also_after_an_early_end(town: Town):
    _suspended(town)
    town.done("resume", DISPATCHER, "2026-06-04 08:00")
    refusal = town.act("suspend", DISPATCHER, "2026-06-04 09:00", until="2026-07-01", reason="again")
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.guard, refusal.basis) == ("CMS731", "holds_left", "testville order 8")
    worded = {**dict(refusal.facts), "state": "已挂账"}  # as a city may call it
    assert "`[case.holds.suspended]`" in Problem(refusal.code, "", tuple(worded.items())).why("zh")
    assert town.refused("suspend", DISPATCHER, "2026-06-04 09:00", until="2026-07-01", reason="again") == "CMS731"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2026-05-31", "CMS733"),
        ("2026-06-01", "CMS733"),
        ("2026-06-02", ""),
        ("2026-08-30", ""),
        ("2026-08-31", "CMS733"),
    ],
)
def test_its_end_lies_after_today_and_no_further_off_than_the_rule_has_it(town: Town, until: str, code: str):
    town.handling()
    fields = {"until": until, "reason": "the road is dug up"}
    if code:
        assert town.refused("suspend", DISPATCHER, "2026-06-01 16:00", **fields) == code
        refusal = town.act("suspend", DISPATCHER, "2026-06-01 16:00", **fields)
        assert isinstance(refusal, Refusal)
        facts = dict(refusal.facts)
        assert (refusal.guard, facts["today"], facts["last"]) == ("hold_ends", "2026-06-01", "2026-08-30")
    else:
        assert town.done("suspend", DISPATCHER, "2026-06-01 16:00", **fields).state == "suspended"


def test_today_is_that_of_the_city_not_of_whoever_asks(town: Town):
    town.handling()
    late = town.moment("2026-06-01 23:00").astimezone(UTC)  # already the second of June there
    after = town.city.act(town.id, command("suspend", {"until": "2026-06-02", "reason": "x"}), DISPATCHER, now=late)
    assert not isinstance(after, Refusal)
    assert after.course.holds[0].until == town.moment("2026-06-02 00:00")


def test_a_suspension_without_an_end_is_refused_with_the_latest_that_there_is(town: Town):
    town.handling()
    assert town.refused("suspend", DISPATCHER, "2026-06-01 16:00", reason="the road is dug up") == "CMS732"
    refusal = town.act("suspend", DISPATCHER, "2026-06-01 16:00", reason="the road is dug up")
    assert isinstance(refusal, Refusal)
    assert dict(refusal.facts)["last"] == "2026-08-30"


def test_a_hold_that_the_city_has_no_rule_for_is_refused(tmp_path: Path):
    rules = RULES[: RULES.index("[case.holds.postponed]")]
    town = Town.at(side_plan(tmp_path, rules=rules))
    town.handling()
    assert town.refused("postpone", DISPATCHER, "2026-06-01 16:00", until="2026-06-20", reason="hard") == "CMS734"


def test_without_its_guards_a_hold_ends_within_a_year_all_the_same(tmp_path: Path):
    flow = workflow(suspend='roles = ["dispatcher"]\nneeds = ["reason"]')
    town = Town.at(side_plan(tmp_path, flow))
    town.handling()
    for until in ("2026-06-01", "0001-01-01", "9999-12-31", "2027-06-03"):
        assert town.refused("suspend", DISPATCHER, "2026-06-01 16:00", until=until, reason="x") == "CMS733"
    town.done("suspend", DISPATCHER, "2026-06-01 16:00", reason="x")  # as long as the rule has it
    assert town.case("2026-06-02 09:00").course.holds[0].until == town.moment("2026-08-30 00:00")


def test_suspended_after_its_deadline_a_case_stays_late(town: Town):
    _suspended(town, at="2026-06-02 10:00")
    assert town.due() == "2026-06-02 09:30"
    assert town.clock("handle", "2026-06-05 09:00").light is Light.RED
    assert town.case("2026-06-05 09:00").late(town.moment("2026-06-05 09:00"))


def test_whatever_takes_a_case_out_of_a_hold_ends_the_hold(town: Town):
    _suspended(town)
    case = town.done("void", CLERK, "2026-06-04 08:00", reason="filed in error")
    assert (case.state, case.course.holds[0].resumed) == ("voided", town.moment("2026-06-04 08:00"))
    assert town.due() == "2026-06-04 10:30"
    assert town.case("2026-07-01 08:00").state == "voided"


def test_a_suspension_into_a_year_that_nobody_has_announced_is_provisional(town: Town):
    town.handling(at="2026-12-14 09:30")
    town.done("suspend", DISPATCHER, "2026-12-14 16:00", until="2027-01-11", reason="frost")
    due = town.case("2026-12-20 09:00").due
    assert due is not None
    assert (town.due(), due.provisional) == ("2027-01-11 10:30", True)
    early = town.done("resume", DISPATCHER, "2026-12-21 08:00").due
    assert early is not None
    assert town.due() == "2026-12-21 10:30"


def test_a_suspension_across_the_change_of_clocks(town: Town):
    town.handling("pothole, dangerous", "2026-10-30 20:00")  # four hours on the wall
    town.done("suspend", DISPATCHER, "2026-10-30 21:00", until="2026-11-03", reason="x")
    assert town.due() == "2026-11-03 03:00"  # three hours were left, and are
    town.handling("litter", "2026-10-30 09:30")
    town.done("suspend", DISPATCHER, "2026-10-30 16:00", until="2026-11-03", reason="x")
    assert town.due() == "2026-11-03 10:30"


def test_a_recount_leaves_pauses_in_force_and_does_not_touch_what_is_asleep_otherwise(tmp_path: Path):
    before = Town.at(side_plan(tmp_path / "before"))
    before.handling(at="2026-12-30 09:30")
    before.done("suspend", DISPATCHER, "2026-12-30 16:00", until="2027-01-01", reason="frost")
    assert before.due() == "2027-01-01 10:30"
    days = "date,kind,name,calendar,basis\n2027-01-01,holiday,New Year,testville-hours,made up\n"
    after = Town.at(side_plan(tmp_path / "after", tables={"calendar-days.csv": days}), before.city.ledger)
    after.id = before.id
    after.city.recount(DISPATCHER, now=after.moment("2027-01-01 09:00"))
    assert after.due() == "2027-01-04 10:30"
    assert [entry.type for entry in after.entries()[-2:]] == ["resume", "recounted"]
    assert after.case("2027-01-01 09:00").state == "handling"


def test_a_calendar_that_left_with_its_plugin_still_lets_a_case_be_suspended_and_extended(tmp_path: Path):
    before = Town.at(side_plan(tmp_path / "before"))
    before.handling()
    tables = {
        "calendar.toml": (TESTVILLE / "tables" / "calendar.toml").read_text().replace("testville-hours", "testville-h"),
        "city.toml": (TESTVILLE / "tables" / "city.toml").read_text().replace("testville-hours", "testville-h"),
        "limits.csv": "id,amount,unit\ntestville-lim,8,work_hour\n",
    }
    town = Town.at(side_plan(tmp_path / "after", tables=tables), before.city.ledger)
    town.id = before.id
    town.done("extend", DISPATCHER, "2026-06-01 10:00", reason="parts")
    case = town.done("suspend", DISPATCHER, "2026-06-01 16:00", until="2026-06-15", reason="x")
    assert case.due is not None
    assert (case.due.calendar, case.due.provisional) == ("testville-hours", True)
    assert town.due() == "2026-06-16 10:30"


def test_its_day_begins_with_the_first_moment_that_there_is():
    havana = ZoneInfo("America/Havana")  # clocks go forward at midnight there
    assert first_moment(date(2026, 3, 8), havana).isoformat() == "2026-03-08T01:00:00-04:00"
    assert first_moment(date(2026, 3, 9), havana).isoformat() == "2026-03-09T00:00:00-04:00"
