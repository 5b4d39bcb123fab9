"""Postponement (缓办): the end of the hold becomes the deadline, where it is later; the clock does not stand."""

from pathlib import Path

from cmsdk.model.clock import Light

from .sides import DEPARTMENT, DISPATCHER, HANDLER, Town, side_plan


def test_the_day_that_it_is_put_off_to_becomes_the_deadline(town: Town):
    town.handling()
    case = town.done("postpone", DISPATCHER, "2026-06-01 16:00", until="2026-06-20", reason="two owners")
    assert (case.state, town.due()) == ("postponed", "2026-06-20 00:00")
    clock = town.clock("handle", "2026-06-10 12:00")
    assert (clock.paused_until, clock.light) == (None, Light.GREEN)


def test_a_day_before_the_deadline_moves_nothing(town: Town):
    town.handling("street light out")
    assert town.due() == "2026-06-03 09:30"
    town.done("postpone", DISPATCHER, "2026-06-01 16:00", until="2026-06-02", reason="two owners")
    assert town.due() == "2026-06-03 09:30"


def test_left_out_it_is_the_longest_that_the_city_allows(town: Town):
    town.handling()
    town.done("postpone", DISPATCHER, "2026-06-01 16:00", reason="two owners")
    assert town.due() == "2026-07-31 00:00"
    town.handling()
    assert town.refused("postpone", DISPATCHER, "2026-06-01 16:00", until="2026-08-01", reason="x") == "CMS733"


def test_it_may_be_handled_meanwhile_and_the_day_stays_the_deadline(town: Town):
    town.handling()
    town.done("postpone", DISPATCHER, "2026-06-01 16:00", until="2026-06-20", reason="two owners")
    case = town.done("handle", HANDLER, "2026-06-10 09:00", result="settled")
    assert (case.state, town.due()) == ("handled", "2026-06-20 00:00")
    assert not case.late(town.moment("2026-07-01 00:00"))
    assert case.course.holds[0].resumed == town.moment("2026-06-10 09:00")


def test_resumed_early_it_keeps_the_day_that_was_agreed(town: Town):
    town.handling()
    town.done("postpone", DISPATCHER, "2026-06-01 16:00", until="2026-06-20", reason="two owners")
    town.done("resume", DEPARTMENT, "2026-06-05 09:00")
    assert town.due() == "2026-06-20 00:00"


def test_it_resumes_by_itself_when_it_is_due(town: Town):
    town.handling()
    town.done("postpone", DISPATCHER, "2026-06-01 16:00", until="2026-06-20", reason="two owners")
    assert town.case("2026-06-19 23:59").state == "postponed"
    assert town.case("2026-06-20 00:00").state == "handling"
    assert town.clock("handle", "2026-06-20 00:00").light is Light.RED


def test_as_often_as_the_rule_says_each_kind_for_itself(town: Town):
    town.handling()
    for day in (10, 20):
        town.done("postpone", DISPATCHER, f"2026-06-0{day // 10} 16:00", until=f"2026-06-{day}", reason="x")
        town.done("resume", DISPATCHER, f"2026-06-0{day // 10} 16:30")
    assert town.refused("postpone", DISPATCHER, "2026-06-03 09:00", until="2026-06-30", reason="x") == "CMS731"
    assert town.done("suspend", DISPATCHER, "2026-06-03 09:00", until="2026-06-30", reason="x").state == "suspended"


def test_postponed_after_its_deadline_it_stays_late(town: Town):
    town.handling()
    town.done("postpone", DISPATCHER, "2026-06-02 10:00", until="2026-06-20", reason="x")
    assert town.due() == "2026-06-02 09:30"


def test_extended_after_it_was_put_off_the_limit_comes_on_top(town: Town):
    town.handling()
    town.done("postpone", DISPATCHER, "2026-06-01 16:00", until="2026-06-20", reason="x")
    town.done("resume", DISPATCHER, "2026-06-01 16:30")
    town.done("extend", DISPATCHER, "2026-06-10 09:00", reason="y")
    assert town.due() == "2026-06-22 17:00"  # the twentieth is a Saturday


def test_a_recount_keeps_the_day(tmp_path: Path):
    before = Town.at(side_plan(tmp_path / "before"))
    before.handling(at="2026-12-30 09:30")
    before.done("postpone", DISPATCHER, "2026-12-30 10:00", until="2027-01-20", reason="x")
    before.done("resume", DISPATCHER, "2026-12-30 11:00")
    assert before.due() == "2027-01-20 00:00"
    days = "date,kind,name,calendar,basis\n2027-01-01,holiday,New Year,testville-hours,made up\n"
    after = Town.at(side_plan(tmp_path / "after", tables={"calendar-days.csv": days}), before.city.ledger)
    assert list(after.city.moved_deadlines()) == []
