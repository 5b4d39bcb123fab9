"""Into a side state and back to the state before (旁支状态)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Transition
from cmsdk.model.case import Case
from cmsdk.model.commands import Actor, Resume, Return
from cmsdk.work.decide import Allowed, decide
from cmsdk.work.procedure import procedure_of

ROWS = (
    Transition(command="supervise", sources=("accepted", "filed"), to="x-aside", roles=("clerk",)),
    Transition(command="resume", sources=("x-aside",), to="<", roles=("clerk",)),
)


@pytest.fixture
def aside(plan: CityPlan) -> CityPlan:
    """The town, with a side state that asks for nothing."""
    return attrs.evolve(plan, workflow=attrs.evolve(plan.workflow, transitions=(*plan.workflow.transitions, *ROWS)))


@pytest.mark.parametrize("before", ["accepted", "filed", ""])
def test_a_case_goes_back_to_where_it_was_and_to_the_beginning_where_it_was_nowhere(
    before: str, aside: CityPlan, desk: Callable[..., Any], opened_at: datetime
) -> None:
    """A case that was linked to one in a side state, and parted again, has no state before."""
    case: Case = desk().case
    case = attrs.evolve(case, state="x-aside", course=attrs.evolve(case.course, back=before))
    decided = decide(case, Resume(), Actor("ann", ("clerk",)), procedure_of(aside), opened_at)
    assert isinstance(decided, Allowed)
    assert decided.to == (before or "reported")


def test_from_aside_to_aside_the_way_back_leads_to_where_it_was_before(
    aside: CityPlan, desk: Callable[..., Any], opened_at: datetime
) -> None:
    rows = (
        Transition(command="return", sources=("x-aside",), to="x-further", roles=("clerk",)),
        Transition(command="resume", sources=("x-further",), to="<", roles=("clerk",)),
    )
    flow = attrs.evolve(aside.workflow, transitions=(*aside.workflow.transitions, *rows))
    case: Case = desk().case
    case = attrs.evolve(case, state="x-aside", course=attrs.evolve(case.course, back="filed"))
    procedure = procedure_of(attrs.evolve(aside, workflow=flow))
    further = decide(case, Return(reason="x"), Actor("ann", ("clerk",)), procedure, opened_at)
    assert isinstance(further, Allowed)
    assert (further.to, further.effects["course"]["back"]) == ("x-further", "filed")
