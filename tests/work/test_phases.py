"""When a case counts as handled and closed: from its entries, through returns, rework and reopening, to every end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Transition
from cmsdk.model.case import Case
from cmsdk.model.commands import (
    Accept,
    Archive,
    Close,
    Decline,
    Dispatch,
    File,
    Handle,
    Reopen,
    Return,
    Rework,
    StrikeOff,
    Visit,
    Void,
)  # fmt: skip
from cmsdk.work.phases import Phase, phase_after

Desks = Callable[..., Any]
STATES = {
    Phase.OPEN: ["reported", "accepted", "verifying", "filed", "reviewed", "dispatched", "handling", "returned"],
    Phase.HANDLED: ["handled", "checking"],
    Phase.CLOSED: ["closed", "visiting", "archived", "struck_off", "declined", "voided"],
    None: ["waiting_for_parts"],
}


def _given(at: Any, *commands: object) -> Case:  # noqa: ANN401  the desk of conftest.py
    for command in commands:
        case = at.give(command, "clerk", "handler")
        assert isinstance(case, Case), case
    return at.case


@pytest.mark.parametrize(("phase", "states"), STATES.items())
def test_every_state_of_the_contract_has_its_phase(phase: Phase | None, states: list[str], plan: CityPlan):
    for state in states:
        assert phase_after("visit", state, plan.workflow) is phase


def test_a_state_of_the_citys_own_goes_by_command_and_an_end_of_its_own_is_an_end(plan: CityPlan):
    flow = attrs.evolve(plan.workflow, ends=(*plan.workflow.ends, "merged"))
    phases = {c: phase_after(c, "own", flow) for c in ("return", "rework", "reopen", "handle", "close", "supervise")}
    assert phases == {
        "return": Phase.OPEN, "rework": Phase.OPEN, "reopen": Phase.OPEN, "handle": Phase.HANDLED,
        "close": Phase.CLOSED, "supervise": None,
    }  # fmt: skip
    assert phase_after("supervise", "merged", flow) is Phase.CLOSED


@pytest.mark.parametrize("path", [(Decline(reason="x"),), (Accept(), File(), Void(reason="x"))])
def test_an_end_without_handling_is_closed_and_late_no_more(desk: Desks, path: tuple[object, ...]):
    at = desk()
    case = _given(at, *path)
    assert (case.handled, case.closed) == (None, at.now)
    assert not case.late(at.now + timedelta(days=1000))


def test_an_end_after_the_deadline_stays_late(desk: Desks):
    at = desk()
    at.now += timedelta(days=400)
    assert _given(at, Decline(reason="x")).late(at.now)


def test_rework_makes_a_case_unhandled_until_it_is_handled_again(desk: Desks):
    at = desk()
    assert _given(at, Accept(), File(), Dispatch(), Handle(result="swept")).handled == at.now
    reworked = _given(at, Rework(reason="still dirty"))
    assert (reworked.handled, reworked.late(at.now), reworked.late(at.now + timedelta(days=400))) == (None, False, True)
    assert _given(at, Handle(result="swept again")).handled == at.now


def test_a_return_from_handling_keeps_a_case_unhandled(desk: Desks):
    case = _given(desk(), Accept(), File(), Dispatch(), Return(reason="not ours"))
    assert (case.handled, case.closed) == (None, None)


def test_closing_archiving_visiting_and_striking_off_keep_the_time_of_closing(desk: Desks):
    at = desk()
    handled = _given(at, Accept(), File(), Dispatch(), Handle(result="swept")).handled
    closed = _given(at, Close()).closed
    assert closed == at.now
    done = _given(at, Archive(), Visit(solved=True), StrikeOff())
    assert (done.handled, done.closed) == (handled, closed)


def test_a_reopened_case_is_neither_handled_nor_closed(desk: Desks, plan: CityPlan):
    row = Transition(command="reopen", sources=("visiting",), to="handling", roles=("clerk",))
    at = desk()
    at.plan = attrs.evolve(plan, workflow=attrs.evolve(plan.workflow, transitions=(*plan.workflow.transitions, row)))
    _given(at, Accept(), File(), Dispatch(), Handle(result="swept"), Close(), Archive(), Visit(solved=False))
    case = _given(at, Reopen(reason="back again"))
    assert (case.state, case.handled, case.closed) == ("handling", None, None)
    assert case.late(at.now + timedelta(days=400))


def test_a_case_that_is_closed_without_being_handled_is_judged_by_its_closing(desk: Desks, plan: CityPlan):
    row = Transition(command="close", sources=("accepted",), to="closed", roles=("clerk",))
    at = desk()
    at.plan = attrs.evolve(plan, workflow=attrs.evolve(plan.workflow, transitions=(*plan.workflow.transitions, row)))
    case = _given(at, Accept(), Close())
    assert (case.handled, case.closed, case.late(at.now + timedelta(days=400))) == (None, at.now, False)
