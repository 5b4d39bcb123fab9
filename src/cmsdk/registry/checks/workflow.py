"""Checks of a workflow as a table and as a graph (流程检查): all that is wrong at once, each with the nearest word."""

from collections.abc import Iterator

import attrs

from cmsdk.contract.deciding import AT_STATION
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import AT_DESK, AT_UNIT, BACK, GUARDS, STATES, Transition, Workflow
from cmsdk.model.commands import COMMANDS, Grant, Reject, Reopen
from cmsdk.model.problem import Problem, problem
from cmsdk.model.words import catalogue
from cmsdk.registry.graph import ending, nearest_word, reached

from .resolve import nearest

_OWN = "x-"
"""How ids of the city's own begin."""
_ROLE = "role-"
"""How the words for the usual roles are called in ``messages/workflow.toml``."""
SEATS = (AT_UNIT, AT_STATION, AT_DESK)
"""Signs that say where a role sits, beside the units of a city."""


def check_workflow(flow: Workflow) -> Iterator[Problem]:
    """Every row can be carried out; every state can be reached, and an end from it; requests can be decided.

    A workflow whose base is missing is looked at row by row only: what it leads to stands in that base.
    """
    for row in flow.transitions:
        yield from _row(row, row.source or flow.source or flow.id)
    if not flow.extends:
        yield from _graph(flow)
        yield from _ways_back(flow)
        yield from _approvals(flow)
        yield from _holders(flow)
        yield from _names(flow)


def _row(row: Transition, where: str) -> Iterator[Problem]:
    """Command, roles, guards and fields of a row."""
    kind = COMMANDS.get(row.command)
    if kind is None:
        near = nearest_word(row.command, COMMANDS)
        yield problem("CMS307", where, command=row.command, known=", ".join(sorted(COMMANDS)), near=near)
        return
    if not row.roles:
        yield problem("CMS308", where, command=row.command)
    for guard in (*row.guards, *row.drops):
        if guard not in GUARDS:
            facts = {"guard": guard, "known": ", ".join(GUARDS), "near": nearest_word(guard, GUARDS)}
            yield problem("CMS309", where, **facts)
    fields = attrs.fields_dict(kind)
    for need in row.needs:
        if need not in fields:
            yield problem("CMS310", where, command=row.command, field=need, near=nearest_word(need, fields))


def _graph(flow: Workflow) -> Iterator[Problem]:
    """States that nothing leads to, and those from which no end can be reached."""
    where = flow.source or flow.id
    rows = flow.transitions
    can_be = reached({flow.initial, *flow.retired}, rows)
    named = flow.states
    yield from (
        problem("CMS305", where, state=state, near=nearest_word(state, can_be - {state}))
        for state in named
        if state not in can_be
    )
    stuck = [
        state for state in named if state not in flow.ends and not any(row.leads_from(state) for row in rows)
    ]  # a way back leads on, too
    circles = can_be - ending(flow, {*flow.ends, *stuck})
    yield from (problem("CMS306", where, state=state) for state in named if state in circles or state in stuck)
    for row in rows:
        for end in flow.ends:
            if row.leads_from(end) and row.command != Reopen.name:
                yield problem("CMS375", row.source or where, command=row.command, state=end)


def _ways_back(flow: Workflow) -> Iterator[Problem]:
    """Rows that lead back from where no case can have come to."""
    entered = {row.to for row in flow.transitions}
    for row in flow.transitions:
        for state in row.sources if row.to == BACK else ():
            if state == flow.initial or state not in entered:
                yield problem("CMS374", row.source or flow.source or flow.id, command=row.command, state=state)


def _approvals(flow: Workflow) -> Iterator[Problem]:
    """Requests that some level could not grant, or not turn down, where they are made."""
    for row in flow.transitions:
        where = row.source or flow.source or flow.id
        for state in row.sources if row.approvals else ():
            for answer in (Grant.name, Reject.name):
                may = _roles(flow, answer, state)
                missing = [role for role in row.approvals if role not in may]
                if missing:
                    facts = {"command": row.command, "state": state, "answer": answer, "roles": ", ".join(missing)}
                    yield problem("CMS373", where, **facts)


def _roles(flow: Workflow, command: str, state: str) -> set[str]:
    """Roles that may give ``command`` in ``state``, and those that their holders fill as well."""
    named = {role for row in flow.transitions if row.command == command and state in row.sources for role in row.roles}
    return named.union(*(flow.merged.get(role, ()) for role in named))


def _holders(flow: Workflow) -> Iterator[Problem]:
    """Whoever is to answer for a case in a state that there is not, or in which they can do nothing."""
    where = flow.source or flow.id
    for state, role in flow.holders.items():
        if state not in flow.states:
            yield problem("CMS376", where, state=state, role=role, near=nearest_word(state, flow.states))
            continue
        may = {role for row in flow.transitions if state in row.sources for role in row.roles}
        if role not in may:
            yield problem("CMS376", where, state=state, role=role, near=nearest_word(role, may))


def _names(flow: Workflow) -> Iterator[Problem]:
    """States whose ids are neither those of the contracts nor the city's own."""
    for state in flow.states:
        if state not in STATES and not state.startswith(_OWN):
            yield problem("CMS379", flow.source or flow.id, state=state, near=nearest_word(state, STATES))


def check_roles(plan: CityPlan) -> Iterator[Problem]:
    """Roles that the table does not know, seats that there are not, and states that nobody on the roster can leave."""
    flow = plan.workflow
    where = flow.source or flow.id
    known = _named(flow)
    held = {role for officer in plan.officers.values() for role in officer.roles}
    for others in flow.merged.values():
        # whose roles are merged may be a name of the city's own, which an app vouches for and no roster has
        for other in others:
            if other not in known:
                yield problem("CMS378", where, field="merged", role=other, near=nearest_word(other, known))
    for role, seat in flow.seats.items():
        if role not in known:
            yield problem("CMS378", where, field="seats", role=role, near=nearest_word(role, known))
        if seat not in SEATS and seat not in plan.units:
            near = nearest(seat, {**plan.units, **dict.fromkeys(SEATS)})
            yield problem("CMS302", where, field="seats", what="units", name=seat, near=near)
    yield from _unknown_roles(flow, held)
    if held:
        yield from _unattended(flow, held.union(*(flow.merged.get(role, ()) for role in held)))


def _named(flow: Workflow) -> dict[str, Transition]:
    """Roles that the table names → the first row that does."""
    found: dict[str, Transition] = {}
    for row in flow.transitions:
        for role in (*row.roles, *row.approvals):
            found.setdefault(role, row)
    return found


def _unknown_roles(flow: Workflow, held: set[str]) -> Iterator[Problem]:
    """Roles of rows that no one on the roster has and that stand nowhere else, so that they may be mistyped.

    A city without roles on its roster and among its labels is asked nothing: an app vouches for everybody.
    """
    labels = set(flow.labels) - set(flow.states)
    if not held and not labels:
        return
    elsewhere = held.union(labels, flow.seats, flow.merged, *flow.merged.values())
    common = {key.removeprefix(_ROLE) for key in catalogue("workflow") if key.startswith(_ROLE)}
    for role, row in _named(flow).items():
        if role not in elsewhere and role not in common:
            facts = {"command": row.command, "role": role, "near": nearest_word(role, elsewhere)}
            yield problem("CMS382", row.source or flow.source or flow.id, **facts)


def _unattended(flow: Workflow, held: set[str]) -> Iterator[Problem]:
    """One warning for all states that no one on the roster can take a case out of."""
    wanted = {
        state: roles
        for state in flow.states
        if (roles := {role for row in flow.transitions if row.leads_from(state) for role in row.roles})
        and roles.isdisjoint(held)
        and state not in flow.ends
    }
    if wanted:
        names = ", ".join(sorted(set().union(*wanted.values())))
        yield problem("CMS377", flow.source or flow.id, states=", ".join(wanted), roles=names)
