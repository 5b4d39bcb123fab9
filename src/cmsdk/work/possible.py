"""What may be done with a case next (可办事项), as far as it hangs on the case alone. Pure."""

from datetime import datetime

from cmsdk.contract.workflow import Transition
from cmsdk.model.case import Case
from cmsdk.model.commands import COMMANDS, Actor, Grant, Reject, Unlink

from .approvals import open_request
from .guards import GUARDS
from .procedure import Asked, Procedure
from .waking import awake


def _lets_through(row: Transition, case: Case, procedure: Procedure, now: datetime) -> bool:
    asked = Asked(case, COMMANDS[row.command](), Actor("", row.roles), procedure, now, row, now)
    guards = (GUARDS[guard] for guard in row.guards)
    return all(not guard.of_case or guard.check(asked) is None for guard in guards)


def possible(case: Case, procedure: Procedure, now: datetime) -> tuple[Transition, ...]:
    """The rows of the workflow that lead on from where ``case`` is at ``now`` (aware), in the table's order."""
    case = awake(case, procedure, now)
    waiting = open_request(case, procedure) is not None
    return tuple(
        row
        for row in procedure.plan.workflow.transitions
        if case.state in row.sources
        and (waiting or row.command not in {Grant.name, Reject.name})
        and (case.linked or row.command != Unlink.name)
        and _lets_through(row, case, procedure, now)
    )
