"""What may be done with a case next (可办事项), as far as it hangs on the case alone. Pure."""

from datetime import datetime
from typing import Final

from cmsdk.contract.workflow import Transition
from cmsdk.model.case import Case
from cmsdk.model.commands import COMMANDS, Actor, Grant, Refusal, Reject, Unlink
from cmsdk.model.course import Request

from .approvals import agree, may_reject, open_request
from .guards import GUARDS
from .procedure import Asked, Procedure
from .waking import awake

ANSWERS: Final = frozenset({Grant.name, Reject.name})
"""Commands that answer a request, and are possible only while one waits."""


def _lets_through(
    row: Transition, case: Case, procedure: Procedure, now: datetime, by: Actor | None, waiting: Request | None
) -> bool:
    if by is not None and not procedure.may(by, row):
        return False
    asked = Asked(case, COMMANDS[row.command](), by or Actor("", row.roles), procedure, now, row, now)
    guards = (GUARDS[guard] for guard in row.guards)
    if any(guard.check(asked) for guard in guards if guard.of_case or (guard.of_actor and by is not None)):
        return False
    if row.command not in ANSWERS:
        return True
    return waiting is not None and (by is None or _may_answer(waiting, asked))


def _may_answer(waiting: Request, asked: Asked) -> bool:
    """Whether what waits for agreement waits for theirs."""
    answered = agree(waiting, asked) if isinstance(asked.command, Grant) else may_reject(waiting, asked)
    return not isinstance(answered, Refusal)


def possible(case: Case, procedure: Procedure, now: datetime, by: Actor | None = None) -> tuple[Transition, ...]:
    """The rows of the workflow that lead on from where ``case`` is at ``now`` (aware), in the table's order.

    For ``by``, only those that they may take, as far as that does not hang on what they will fill in; of rows with the
    same command and needs, between which the case decides once it is given, the first one.
    """
    case = awake(case, procedure, now)
    waiting = open_request(case, procedure)
    rows = tuple(
        row
        for row in procedure.plan.workflow.transitions
        if case.state in row.sources
        and (case.linked or row.command != Unlink.name)
        and _lets_through(row, case, procedure, now, by, waiting)
    )
    if by is None:
        return rows
    first: dict[tuple[str, tuple[str, ...]], Transition] = {}
    for row in rows:
        first.setdefault((row.command, row.needs), row)
    return tuple(first.values())
