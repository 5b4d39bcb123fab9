"""Into a side state and back to the state before (旁支状态)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Transition
from cmsdk.model.case import Case
from cmsdk.model.commands import Actor, Resume
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
