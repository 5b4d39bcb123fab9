"""Who gave a command in another ledger: the officer of the roster, else whom that ledger's app had vouched for."""

from collections.abc import Iterable

from cmsdk.contract.community.base import WorkRole
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import BACK, STAYS, Transition
from cmsdk.model.case import Case
from cmsdk.model.command import Actor
from cmsdk.work.enforcement.statute import Statute
from cmsdk.work.procedure import procedure_of


def actor_on_case(by: str, command: str, to: str, case: Case, plan: CityPlan) -> Actor:
    """``by``, who gave ``command`` on ``case``, as it was there before, and led it to the state ``to``.

    Roles of an officer are those of the roster as it is here, now. Nobody's else are on record: who is not in the
    roster has those by which the other ledger can have let the command through, and acts for the unit of the case.
    """
    officer = plan.officers.get(by)
    if officer is not None:
        return Actor(officer.id, officer.roles, officer.unit)
    rows = procedure_of(plan).rows(command, case.state)
    led = [row for row in rows if row.to in {to, STAYS, BACK} or row.approvals]
    asked = case.course.request.approvals if case.course.request is not None else ()
    return Actor(by, (*_roles(led or rows), *asked), case.unit)


def actor_on_file(by: str, command: str, state: str, unit: str, statute: Statute, plan: CityPlan) -> Actor:
    """The same for a command on an enforcement file in ``state``, which is ``unit``'s."""
    officer = plan.officers.get(by)
    if officer is not None:
        return Actor(officer.id, officer.roles, officer.unit)
    return Actor(by, _roles(row for row in statute.rows.get(command, ()) if state in row.sources), unit)


def actor_on_work(by: str, command: str, plan: CityPlan) -> Actor:
    """The same for a command on community work."""
    officer = plan.officers.get(by)
    if officer is not None:
        return Actor(officer.id, officer.roles, officer.unit)
    rows = (row for row in plan.rows(WorkRole).values() if row.command == command)
    return Actor(by, tuple(dict.fromkeys(role for row in rows for role in row.roles)))


def _roles(rows: Iterable[Transition]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for row in rows for role in row.roles))
