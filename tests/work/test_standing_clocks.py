"""Stage clocks and holds: the clock for signing, stages that stand while work does, what is spent and what is left."""

from pathlib import Path

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.clock import Light
from cmsdk.publish.clocks import clock_lines
from cmsdk.publish.columns import View
from cmsdk.work.stages import running

from .conftest import TESTVILLE
from .sides import CLERK, DEPARTMENT, DISPATCHER, HANDLER, SIGN, Town, side_plan, workflow


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> CityPlan:
    limits = (TESTVILLE / "tables" / "limits.csv").read_text(encoding="utf-8").rstrip() + SIGN
    return side_plan(tmp_path_factory.mktemp("signing"), tables={"limits.csv": limits})


@pytest.fixture
def town(signing: CityPlan) -> Town:
    return Town.at(signing)


def _dispatched(town: Town) -> str:
    """Dispatched at 09:33 of a Monday; four working hours to sign for it."""
    town.report()
    for minute, (name, by) in enumerate((("accept", CLERK), ("file", CLERK), ("dispatch", DISPATCHER)), start=1):
        town.done(name, by, f"2026-06-01 09:3{minute}")
    return town.id


def test_the_clock_for_signing_runs_while_a_case_is_dispatched(town: Town):
    _dispatched(town)
    clock = town.clock("sign", "2026-06-01 10:33")
    assert (clock.began, clock.due.at) == (town.moment("2026-06-01 09:33"), town.moment("2026-06-01 14:33"))
    assert (clock.done, clock.spent, clock.left, clock.light) == (None, 60, 180, Light.GREEN)
    town.done("sign_for", DEPARTMENT, "2026-06-01 10:40")
    assert town.clock("sign", "2026-06-03 09:00").done == town.moment("2026-06-01 10:40")
    assert [clock.stage for clock in running(_clocks(town, "2026-06-03 09:00"))] == ["handle"]


def _clocks(town: Town, at: str):  # noqa: ANN202  stage clocks
    return town.city.deadlines.clocks(town.case(at), town.entries(), town.moment(at))


def test_a_case_that_comes_back_is_signed_for_anew(town: Town):
    _dispatched(town)
    town.done("return", DEPARTMENT, "2026-06-01 11:00", reason="not ours")
    assert town.clock("sign", "2026-06-01 11:30").done == town.moment("2026-06-01 11:00")
    town.done("dispatch", DISPATCHER, "2026-06-01 13:00")
    clock = town.clock("sign", "2026-06-01 13:30")
    assert (clock.began, clock.done) == (town.moment("2026-06-01 13:00"), None)


def test_signed_for_where_the_table_leaves_the_state_the_clock_ends_and_does_not_begin_again(tmp_path: Path):
    limits = (TESTVILLE / "tables" / "limits.csv").read_text(encoding="utf-8").rstrip() + SIGN
    flow = workflow().replace('from = ["dispatched"]\nto = "handling"', 'from = ["dispatched"]\nto = "="')
    town = Town.at(side_plan(tmp_path, flow, tables={"limits.csv": limits}))
    _dispatched(town)
    town.done("sign_for", DEPARTMENT, "2026-06-01 10:40")
    town.done("extend", DISPATCHER, "2026-06-01 10:50", reason="x")
    signed = [clock.done for clock in _clocks(town, "2026-06-01 13:30") if clock.stage == "sign"]
    assert signed == [town.moment("2026-06-01 10:40")]


def test_a_stage_stands_while_the_case_is_on_hold_and_goes_on_after_it(town: Town):
    _dispatched(town)
    town.done("suspend", DISPATCHER, "2026-06-01 10:33", until="2026-06-15", reason="x")
    clock = town.clock("sign", "2026-06-08 09:00")
    assert (clock.spent, clock.left, clock.done) == (60, 180, None)
    assert clock.paused_until == town.moment("2026-06-15 00:00")
    for at in ("2026-06-15 09:00", "2026-06-16 09:00"):
        clock = town.clock("sign", at)
        assert (clock.due.at, clock.done) == (town.moment("2026-06-15 11:00"), None)
        town.city.wake(now=town.moment(at))  # whether it has been entered makes no difference
    town.done("sign_for", DEPARTMENT, "2026-06-16 10:00")
    (only,) = [clock for clock in _clocks(town, "2026-06-16 12:00") if clock.stage == "sign"]
    assert (only.done, only.light) == (town.moment("2026-06-16 10:00"), Light.RED)


def test_a_hold_of_before_does_not_stand_in_a_later_run(town: Town):
    _dispatched(town)
    town.done("suspend", DISPATCHER, "2026-06-01 10:33", until="2026-06-15", reason="x")
    town.done("return", DEPARTMENT, "2026-06-15 08:30", reason="not ours")
    town.done("dispatch", DISPATCHER, "2026-06-15 09:00")
    clock = town.clock("sign", "2026-06-15 10:00")
    assert (clock.due.at, clock.spent, clock.left) == (town.moment("2026-06-15 14:00"), 60, 180)


def test_it_stands_while_the_case_is_put_off_too_and_ends_with_it(town: Town):
    _dispatched(town)
    town.done("postpone", DISPATCHER, "2026-06-01 10:33", until="2026-06-15", reason="x")
    assert town.clock("sign", "2026-06-08 09:00").left == 180
    assert town.clock("handle", "2026-06-08 09:00").paused_until is None
    town.done("handle", HANDLER, "2026-06-09 09:00", result="settled")
    clock = town.clock("sign", "2026-06-10 09:00")
    assert (clock.done, clock.light) == (town.moment("2026-06-09 09:00"), Light.GREEN)


def test_a_stage_that_begins_when_a_case_resumes_by_itself_begins_on_that_day(tmp_path: Path):
    limits = "id,stage,category,amount,unit\ntestville-l-d,dispatch,*,1,work_hour\ntestville-l-h,handle,*,8,work_hour\n"
    flow = workflow().replace('to = "<"', 'to = "filed"')
    town = Town.at(side_plan(tmp_path, flow, tables={"limits.csv": limits}))
    town.handling()
    town.done("suspend", DISPATCHER, "2026-06-01 16:00", until="2026-06-15", reason="x")
    for _ in range(2):  # before it has been entered and after
        clock = town.clock("dispatch", "2026-06-15 08:30")
        assert (clock.began, clock.spent, clock.done) == (town.moment("2026-06-15 00:00"), 30, None)
        town.city.wake(now=town.moment("2026-06-15 08:30"))


def test_late_says_by_how_much(town: Town):
    town.handling()
    clock = town.clock("handle", "2026-06-02 11:00")
    assert (clock.spent, clock.left, clock.light) == (570, -90, Light.RED)


def test_clocks_are_told_in_both_languages(town: Town):
    _dispatched(town)
    town.done("suspend", DISPATCHER, "2026-06-01 10:33", until="2026-06-15", reason="x")
    at = "2026-06-08 09:00"
    told = {
        lang: clock_lines(_clocks(town, at), View(town.city.plan, lang, town.moment(at)))[1] for lang in ("en", "zh")
    }
    assert told["en"] == (
        "sign for · green · 2026-06-01 09:33 → 2026-06-15 11:00 · 4 work hours · "
        "paused until 2026-06-15 00:00 · spent 1 h 00 min, left 3 h 00 min"
    )
    assert told["zh"].endswith("计时暂停，2026-06-15 00:00 恢复 · 已用 1 小时 00 分，剩余 3 小时 00 分")
    assert "handle · green" in str(town.city.explain(town.id, now=town.moment(at)))
