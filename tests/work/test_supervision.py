"""Supervision (督办): three levels, only upward; it stays on record."""

from pathlib import Path

from cmsdk.model.commands import Refusal

from .sides import HANDLER, INSPECTOR, RULES, Town, side_plan, workflow


def test_without_a_level_it_goes_up_one_at_a_time(town: Town):
    town.handling()
    levels = [
        town.done("supervise", INSPECTOR, f"2026-06-01 10:0{minute}", reason="late again").course.supervised
        for minute in range(3)
    ]
    assert levels == ["ordinary", "listed", "interview"]
    refusal = town.act("supervise", INSPECTOR, "2026-06-01 10:05", reason="late again")
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.guard, dict(refusal.facts)["last"]) == ("CMS736", "level_rises", "interview")
    assert town.refused("supervise", INSPECTOR, "2026-06-01 10:05", reason="late again") == "CMS736"


def test_it_may_begin_at_any_level_and_never_comes_down_or_stays(town: Town):
    town.handling()
    case = town.done("supervise", INSPECTOR, "2026-06-01 10:00", level="listed", reason="grave")
    assert (case.state, case.course.supervised) == ("handling", "listed")
    for level in ("ordinary", "listed"):
        assert town.refused("supervise", INSPECTOR, "2026-06-01 10:01", level=level, reason="x") == "CMS736"
    assert town.done("supervise", INSPECTOR, "2026-06-01 10:02", level="interview", reason="x").course.supervised


def test_an_unknown_level_is_refused_with_those_that_there_are(town: Town):
    town.handling()
    assert town.refused("supervise", INSPECTOR, "2026-06-01 10:00", level="severe", reason="x") == "CMS735"
    assert town.refused("supervise", INSPECTOR, "2026-06-01 10:00", level="listed") == "CMS704"
    assert town.refused("supervise", HANDLER, "2026-06-01 10:00", level="listed", reason="x") == "CMS703"


def test_it_changes_neither_the_deadline_nor_the_state_and_outlives_rework(town: Town):
    town.handling()
    due = town.due()
    town.done("supervise", INSPECTOR, "2026-06-01 10:00", reason="x")
    assert town.due() == due
    town.done("handle", HANDLER, "2026-06-01 11:00", result="swept")
    assert town.case("2026-06-01 12:00").course.supervised == "ordinary"


def test_without_its_guard_a_lower_level_changes_nothing(tmp_path: Path):
    town = Town.at(side_plan(tmp_path, workflow(drop="level_rises")))
    town.handling()
    for minute, level in enumerate(("listed", "ordinary")):
        case = town.done("supervise", INSPECTOR, f"2026-06-01 10:0{minute}", level=level, reason="x")
        assert case.course.supervised == "listed"
    assert town.refused("supervise", INSPECTOR, "2026-06-01 10:02", level="severe", reason="x") == "CMS735"


def test_a_city_without_levels_supervises_nothing(tmp_path: Path):
    rules = RULES.replace('["ordinary", "listed", "interview"]', "[]")
    town = Town.at(side_plan(tmp_path, rules=rules))
    town.handling()
    assert town.refused("supervise", INSPECTOR, "2026-06-01 10:00", reason="x") == "CMS736"
    assert town.refused("supervise", INSPECTOR, "2026-06-01 10:00", level="listed", reason="x") == "CMS735"
