"""Several stage clocks at once: accept, verify, dispatch, handle, check, each with its limit, calendar and light."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
import shutil

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.clock import Light, StageClock
from cmsdk.model.commands import Accept, Dispatch, File, Return
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.work.stages import StageClocks, running

from .conftest import FORMS, TESTVILLE, Desk

LIMITS = (
    "id,stage,category,amount,unit,calendar,basis,valid_to\n"
    "testville-l-accept,accept,*,15,minute,,made up,\n"
    "testville-l-dispatch,dispatch,*,1,work_hour,,made up,\n"
    "testville-l-dispatch-e1,dispatch,E1,2,work_hour,testville-hours,made up,2020-12-31\n"
    "testville-l-order,handle,E1,8,work_hour,,made up,\n"
)


@pytest.fixture
def staged(tmp_path: Path) -> CityPlan:
    folder = tmp_path / "testville"
    shutil.copytree(TESTVILLE, folder)
    (folder / "tables" / "limits.csv").write_text(LIMITS, encoding="utf-8")
    return assemble([*discover(only=()), from_folder(folder)], "us.ma.testville")


def _clocks(desk: Desk, plan: CityPlan, now: datetime | None = None) -> tuple[StageClock, ...]:
    forms = [FORMS.read(entry) for entry in desk.entries]
    return StageClocks(plan).of(desk.case, desk.entries, forms, now or desk.now)


def _stages(clocks: tuple[StageClock, ...]) -> list[str]:
    return [clock.stage for clock in clocks]


def test_acceptance_runs_from_the_report_beside_the_deadline_for_handling(desk: Callable[..., Desk], staged: CityPlan):
    at = desk()
    accept, handle = _clocks(at, staged, at.now + timedelta(minutes=13))
    assert (accept.stage, accept.began, accept.done) == ("accept", at.case.at, None)
    assert accept.due.at - at.case.at == timedelta(minutes=15)
    assert (accept.light, accept.rule) == (Light.YELLOW, "testville-l-accept")
    assert (handle.stage, handle.due, handle.light) == ("handle", at.case.due, Light.GREEN)


def test_dispatch_begins_when_the_case_enters_its_state_and_runs_again_when_it_comes_back(
    desk: Callable[..., Desk], staged: CityPlan
):
    at = desk()
    at.give(Accept(), "clerk")
    assert _stages(running(_clocks(at, staged))) == ["handle"]
    at.give(File(), "clerk")
    filed = at.now
    (dispatch,) = [clock for clock in running(_clocks(at, staged)) if clock.stage == "dispatch"]
    assert (dispatch.began, dispatch.due.calendar) == (filed, "testville-hours")
    assert dispatch.due.limit.amount == 1  # the row for E1 ended in 2020
    at.give(Dispatch(), "clerk", hours=0.5)
    done = next(clock for clock in _clocks(at, staged) if clock.stage == "dispatch")
    assert (done.done, done.light) == (at.now, Light.GREEN)
    assert getattr(at.give(Return(reason="not ours"), "handler"), "state", "") == "returned"
    again = [clock for clock in _clocks(at, staged) if clock.stage == "dispatch"]
    assert [clock.done is None for clock in again] == [False, True]
    assert again[1].began == at.now


def test_a_stage_that_has_no_limit_has_no_clock_and_lights_hold_when_it_is_done(
    desk: Callable[..., Desk], plan: CityPlan, staged: CityPlan
):
    at = desk()
    assert _stages(_clocks(at, plan)) == ["handle"]
    at.give(Accept(), "clerk")
    accept = next(clock for clock in _clocks(at, staged, at.now + timedelta(days=9)) if clock.stage == "accept")
    assert (accept.done, accept.light) == (at.now, Light.RED)
