"""Who answers for a case now (责任人): one role at one unit, and the officer where there is one. Pure."""

import attrs

from cmsdk.contract.deciding import AT_STATION
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import AT_UNIT
from cmsdk.model.case import Case
from cmsdk.model.commands import Handle

from .procedure import procedure_of


@attrs.frozen
class Responsible:
    """The role that has to move the case on, the unit that it sits at, and the person where somebody is named."""

    role: str
    unit: str
    officer: str = ""


def holder(state: str, plan: CityPlan) -> str:
    """The role that answers in ``state``: as the table says, else the first role of the first row that leads on.

    Rows into side states come last. Empty where nothing leads on.
    """
    named = plan.workflow.holders.get(state)
    if named is not None:
        return named
    side = procedure_of(plan).side_states
    rows = [row for row in plan.workflow.transitions if row.roles and row.leads_from(state)]
    return next((row.roles[0] for row in sorted(rows, key=lambda row: row.to in side)), "")


def responsible(case: Case, plan: CityPlan) -> Responsible | None:
    """Who answers for ``case``: exactly one for an open case, none for one that has ended.

    Whoever answered before a case was suspended or put off does so while it is, unless the table names somebody for
    that state. A role sits where ``seats`` of the workflow say: at the unit that has the case, at the unit that runs
    its station, at a unit by name, else at the duty desk. The duty desk also stands in where a case has no unit or
    station, and where the present table no longer knows the state. An officer whom the unit has assigned answers by
    name as long as the case can be handled.
    """
    flow = plan.workflow
    if case.state in flow.ends:
        return None
    state = _in_work(case, plan)
    role = holder(state, plan)
    seat = flow.seats.get(role, "")
    unit = _sits_at(seat, case, plan) or plan.profile.duty_desk
    handles = any(row.command == Handle.name and state in row.sources for row in flow.transitions)
    officer = case.course.officer if handles and seat == AT_UNIT else ""
    return Responsible(role, unit, officer)


def _in_work(case: Case, plan: CityPlan) -> str:
    """The state that says who answers: the one before a side state, where that has nobody of its own."""
    back = case.course.back
    if case.state in plan.workflow.holders or not back:
        return case.state
    return back if case.state in procedure_of(plan).side_states else case.state


def _sits_at(seat: str, case: Case, plan: CityPlan) -> str:
    """The unit that ``seat`` stands for on this case; empty for the duty desk."""
    if seat == AT_UNIT:
        return case.unit
    if seat == AT_STATION:
        station = plan.stations.get(case.station)
        return station.unit if station else ""
    return seat if seat in plan.units else ""
