"""Who answers for a case (issue: every open case has exactly one responsible)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs
import pytest

from cmsdk.contract.places import Station
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Transition, Workflow
from cmsdk.model.case import Case
from cmsdk.model.course import Course
from cmsdk.work.phases import Phase, phase_after
from cmsdk.work.responsible import Responsible, responsible

NOBODY = "x-nobody-knows"
ROWS = (
    Transition(command="link", sources=("reported",), to="=", roles=("linker",)),
    Transition(command="supervise", sources=("reported",), to="reported", roles=("supervisor",)),
    Transition(command="accept", sources=("reported",), to="accepted", roles=("station_officer", "clerk")),
    Transition(command="dispatch", sources=("accepted",), to="handling", roles=("dispatcher",)),
    Transition(command="handle", sources=("handling",), to="handled", roles=("handler",)),
    Transition(command="suspend", sources=("handling", "handled"), to="suspended", roles=("handler",)),
    Transition(command="resume", sources=("suspended",), to="<", roles=("dispatcher",)),
    Transition(command="close", sources=("handled",), to="closed", roles=("clerk",)),
)
FLOW = Workflow(
    id="w", initial="reported", ends=("closed",), transitions=ROWS,
    seats={"handler": "@unit", "station_officer": "@station", "dispatcher": "tv-garden"},
)  # fmt: skip

Make = Callable[..., Case]
Planned = Callable[..., CityPlan]


@pytest.fixture
def planned(plan: CityPlan) -> Planned:
    def make(**changes: Any) -> CityPlan:  # noqa: ANN401  fields of a workflow
        unit = next(iter(plan.units))
        station = Station(id="s", name="Station", unit=unit)
        flow = attrs.evolve(FLOW, seats={**FLOW.seats, "dispatcher": unit}, **changes)
        return attrs.evolve(plan, workflow=flow, stations={"s": station})

    return make


@pytest.fixture
def case(plan: CityPlan, opened_at: datetime) -> Make:
    def make(state: str, course: Mapping[str, Any] | None = None, **fields: str) -> Case:
        base = Case("c", plan.city, "desk", "r", opened_at, opened_at, "", "", state=state)
        return attrs.evolve(base, course=Course(**(course or {})), **fields)

    return make


def test_every_open_case_has_one_responsible_and_an_ended_one_has_none(planned: Planned, case: Make) -> None:
    plan = planned()
    for state in FLOW.states:
        assert isinstance(responsible(case(state, {"back": "handling"}), plan), Responsible) is (state != "closed")


def test_the_first_row_that_leads_on_says_who_where_the_table_names_nobody(planned: Planned, case: Make) -> None:
    """Not a link, and not a step that stays where it is."""
    found = responsible(case("reported"), planned())
    assert found
    assert found.role == "station_officer"


def test_the_table_names_who_answers(planned: Planned, case: Make) -> None:
    found = responsible(case("reported"), planned(holders={"reported": "clerk"}))
    assert found
    assert found.role == "clerk"


def test_a_role_sits_where_the_table_says_else_at_the_duty_desk(planned: Planned, case: Make) -> None:
    plan = planned()
    desk, unit = plan.profile.duty_desk, next(iter(plan.units))

    def sits(state: str, **fields: str) -> str:
        found = responsible(case(state, **fields), plan)
        assert found
        return found.unit

    assert sits("reported", station="s") == unit
    assert sits("reported") == desk, "no station: the desk"
    assert sits("accepted", unit="somebody") == unit, "a unit by its id"
    assert sits("handling", unit="tv-roads") == "tv-roads"
    assert sits("handling") == desk, "no unit: the desk"
    assert sits("handled", unit="tv-roads") == desk, "no seat: the desk"


def test_an_assigned_officer_answers_by_name_while_the_case_can_be_handled(planned: Planned, case: Make) -> None:
    plan, course = planned(), {"officer": "ann"}
    found = {state: responsible(case(state, course, unit="u"), plan) for state in ("accepted", "handling", "handled")}
    assert {state: one.officer for state, one in found.items() if one} == {
        "accepted": "", "handling": "ann", "handled": "",
    }  # fmt: skip


@pytest.mark.parametrize("before", ["handling", "handled"])
def test_in_a_side_state_whoever_answered_before_still_does(before: str, planned: Planned, case: Make) -> None:
    plan, course = planned(), {"back": before, "officer": "ann"}
    assert responsible(case("suspended", course, unit="u"), plan) == responsible(case(before, course, unit="u"), plan)
    named = responsible(case("suspended", course, unit="u"), planned(holders={"suspended": "dispatcher"}))
    assert named
    assert named.role == "dispatcher", "unless the table names somebody for it"


def test_a_case_that_has_come_back_is_not_with_whoever_had_it_before_the_hold(planned: Planned, case: Make) -> None:
    found = responsible(case("handled", {"back": "handling"}, unit="u"), planned())
    assert found
    assert found.role == "clerk"


def test_a_state_that_the_present_table_no_longer_knows_is_the_duty_desks(planned: Planned, case: Make) -> None:
    plan = planned()
    assert responsible(case(NOBODY), plan) == Responsible("", plan.profile.duty_desk)


def test_where_the_unit_confirms_the_result_that_stops_the_clock_and_not_the_handling(plan: CityPlan) -> None:
    """Facts: confirming (department) stops the disposal clock."""
    confirm = Transition(command="feed_back", sources=("handled",), to="checking", roles=("department",))
    rows = (*plan.workflow.transitions, confirm)
    confirmed = attrs.evolve(plan.workflow, transitions=rows)
    assert phase_after("handle", "handled", plan.workflow) is Phase.HANDLED
    assert phase_after("handle", "handled", confirmed) is Phase.OPEN
    assert phase_after("feed_back", "checking", confirmed) is Phase.HANDLED
    assert phase_after("feed_back", "x-back-at-the-station", confirmed) is Phase.HANDLED
