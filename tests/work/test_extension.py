"""Extension (延期): one original limit each, asked before the deadline, as often as the city's rules allow."""

from pathlib import Path

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.clock import Light
from cmsdk.model.commands import Extend, Refusal
from cmsdk.work.decide import decide
from cmsdk.work.procedure import procedure_of

from .sides import CLERK, DEPARTMENT, DISPATCHER, FORMS, HANDLER, RULES, Town, side_plan, workflow


def test_an_extension_adds_one_original_limit_on_the_cases_own_calendar(town: Town):
    town.handling()
    assert town.due() == "2026-06-02 09:30"
    town.done("extend", DISPATCHER, "2026-06-01 16:00", reason="parts")
    assert town.due() == "2026-06-03 09:30"
    form = FORMS.read(town.entries()[-1])  # the entry keeps the new deadline
    assert form["effects"]["due"]["calendar"] == "testville-hours"
    assert form["effects"]["due"]["at"].startswith("2026-06-03T09:30")


@pytest.mark.parametrize(
    ("text", "first", "once", "twice"),
    [
        ("litter", "2026-06-02 09:30", "2026-06-03 09:30", "2026-06-04 09:30"),
        ("pothole, shallow", "2026-06-04 09:30", "2026-06-09 09:30", "2026-06-12 09:30"),
        ("street light out", "2026-06-03 09:30", "2026-06-05 09:30", "2026-06-07 09:30"),
        ("bench broken", "2026-06-03 09:30", "2026-06-05 09:30", "2026-06-09 09:30"),
        ("pothole, dangerous", "2026-06-01 13:30", "2026-06-01 17:30", "2026-06-01 21:30"),
    ],
)
def test_each_unit_of_a_limit_is_extended_on_its_own_clock(town: Town, text: str, first: str, once: str, twice: str):
    town.handling(text)
    assert town.due() == first
    town.done("extend", DISPATCHER, "2026-06-01 10:00", reason="parts")
    assert town.due() == once
    town.done("extend", DISPATCHER, "2026-06-01 10:01", reason="more parts")
    assert town.due() == twice


def test_a_third_extension_is_refused_and_the_rule_of_the_city_says_how_many(town: Town, tmp_path: Path):
    town.handling()
    for minute in (10, 11):
        town.done("extend", DISPATCHER, f"2026-06-01 10:{minute}", reason="parts")
    assert town.refused("extend", DISPATCHER, "2026-06-01 10:12", reason="parts") == "CMS337"
    once = Town.at(side_plan(tmp_path, rules=RULES.replace("extensions = 2", "extensions = 1")))
    once.handling()
    once.done("extend", DISPATCHER, "2026-06-01 10:10", reason="parts")
    refusal = once.act("extend", DISPATCHER, "2026-06-01 10:11", reason="parts")
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.guard, dict(refusal.facts)) == (
        "CMS337",
        "extensions_left",
        {"count": "1", "most": "1"},
    )
    assert refusal.basis == "testville order 7"


def test_the_minute_before_the_deadline_is_in_time_and_the_deadline_itself_is_not(town: Town):
    town.handling()
    assert town.refused("extend", DISPATCHER, "2026-06-02 09:30", reason="parts") == "CMS336"
    town.handling()
    assert isinstance(town.act("extend", DISPATCHER, "2026-06-02 09:29", reason="parts"), Case)


def test_an_extension_asked_after_the_deadline_is_refused_to_whoever_asks(town: Town):
    town.handling()
    for by in (HANDLER, DEPARTMENT, DISPATCHER):
        assert town.refused("extend", by, "2026-06-02 10:00", reason="parts") == "CMS336"


def test_asked_before_the_deadline_and_granted_after_it_counts(town: Town):
    town.handling()
    town.done("extend", HANDLER, "2026-06-02 09:00", reason="parts")
    assert town.due() == "2026-06-02 09:30"
    assert town.case("2026-06-02 11:00").late(town.moment("2026-06-02 11:00"))
    town.done("grant", DEPARTMENT, "2026-06-02 11:00")
    town.done("grant", DISPATCHER, "2026-06-02 12:00")
    case = town.case("2026-06-02 12:00")
    assert town.due() == "2026-06-03 09:30"
    assert case.course.extensions == (town.moment("2026-06-02 09:00"),)
    assert not case.late(town.moment("2026-06-02 12:00"))


def test_granted_when_nothing_is_left_is_refused_and_enters_nothing(town: Town):
    """While a request waits, the dispatcher extends of their own accord: together no more than the rule allows."""
    town.handling()
    town.done("extend", HANDLER, "2026-06-01 10:00", reason="parts")
    for minute in (1, 2):
        town.done("extend", DISPATCHER, f"2026-06-01 10:0{minute}", reason="mine")
    town.done("grant", DEPARTMENT, "2026-06-01 10:05")
    assert town.refused("grant", DISPATCHER, "2026-06-01 10:06") == "CMS337"
    assert len(town.case("2026-06-01 10:07").course.extensions) == 2


def test_a_deadline_extended_into_a_year_that_nobody_has_announced_is_provisional(town: Town):
    town.handling(at="2026-12-30 09:30")
    case = town.case("2026-12-30 10:00")
    assert case.due is not None
    assert (town.due(), case.due.provisional) == ("2026-12-31 09:30", False)
    town.done("extend", DISPATCHER, "2026-12-30 10:00", reason="parts")
    case = town.case("2026-12-30 10:00")
    assert case.due is not None
    assert (town.due(), case.due.provisional) == ("2027-01-01 09:30", True)


def test_a_provisional_deadline_of_a_report_without_a_time_stays_provisional(town: Town):
    outcome = town.city.receive("desk", b"No.,Time,Text\n1,,litter\n", now=town.moment("2026-06-01 09:30"))
    (town.id,) = outcome.case_ids
    for minute, name in enumerate(("accept", "file")):
        town.done(name, CLERK, f"2026-06-01 09:3{minute}")
    town.done("extend", DISPATCHER, "2026-06-01 10:00", reason="parts")
    due = town.case("2026-06-01 10:00").due
    assert due is not None
    assert (town.due(), due.provisional) == ("2026-06-03 09:30", True)


def test_a_case_without_a_deadline_has_none_to_extend(town: Town, sides: CityPlan):
    town.handling()
    bare = attrs.evolve(town.case("2026-06-01 10:00"), due=None)
    now = town.moment("2026-06-01 10:00")
    refusal = decide(bare, Extend(reason="parts"), DISPATCHER, procedure_of(sides), now)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "CMS730"


def test_an_extension_keeps_the_hour_of_summer_time_on_working_clocks_and_not_on_the_wall(town: Town):
    town.handling("bench broken", "2026-10-29 10:00")  # Thursday; clocks go back on Sunday, 1 November
    town.done("extend", DISPATCHER, "2026-10-29 11:00", reason="parts")
    assert town.due() == "2026-11-04 10:00"
    town.handling("pothole, dangerous", "2026-10-31 20:00")
    town.done("extend", DISPATCHER, "2026-10-31 21:00", reason="parts")
    assert town.due() == "2026-11-01 03:00"  # eight hours by the sun


def test_an_extension_turns_the_light_back_to_green(town: Town):
    town.handling()
    assert town.clock("handle", "2026-06-02 09:00").light is Light.YELLOW
    town.done("extend", DISPATCHER, "2026-06-02 09:00", reason="parts")
    clock = town.clock("handle", "2026-06-02 09:00")
    assert (clock.light, clock.spent, clock.left) == (Light.GREEN, 450, 510)


def test_without_the_guard_a_late_extension_moves_nothing_and_is_not_counted(tmp_path: Path):
    lax = Town.at(side_plan(tmp_path, workflow(drop="before_deadline")))
    lax.handling()
    case = lax.done("extend", DISPATCHER, "2026-06-02 10:00", reason="parts")
    assert (lax.due(), case.course.extensions) == ("2026-06-02 09:30", ())


def test_a_recount_keeps_extensions(tmp_path: Path):
    before = Town.at(side_plan(tmp_path / "before"))
    before.handling(at="2026-12-29 09:30")
    before.done("extend", DISPATCHER, "2026-12-29 10:00", reason="parts")
    before.done("extend", DISPATCHER, "2026-12-29 11:00", reason="parts")
    assert before.due() == "2027-01-01 09:30"
    head = "date,kind,name,calendar,basis\n"
    days = head + "2027-01-01,holiday,New Year,testville-hours,made up\n"
    after = Town.at(side_plan(tmp_path / "after", tables={"calendar-days.csv": days}), before.city.ledger)
    after.id = before.id
    found = after.city.recount(DISPATCHER, now=after.moment("2026-12-29 12:00"))
    assert [row.case.id for row in found.moved] == [after.id]
    assert after.due() == "2027-01-04 09:30"
    assert list(after.city.moved_deadlines()) == []


def test_a_calendar_corrected_since_takes_no_extension_away(tmp_path: Path):
    """What had been asked for in time would come too late by the corrected calendar."""
    before = Town.at(side_plan(tmp_path / "before"))
    before.handling(at="2026-06-05 16:00")  # Friday: due on Monday 16:00
    before.done("extend", DISPATCHER, "2026-06-08 14:00", reason="parts")
    assert before.due() == "2026-06-09 16:00"
    days = "date,kind\n2026-06-06,workday\n"
    after = Town.at(side_plan(tmp_path / "after", tables={"calendar-days.csv": days}), before.city.ledger)
    after.city.recount(DISPATCHER, now=after.moment("2026-06-08 15:00"))
    after.id = before.id
    assert after.due() == "2026-06-08 16:00"
