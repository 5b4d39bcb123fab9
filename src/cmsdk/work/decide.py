"""Whether a command may be carried out on a case (能否办理), and where it leads; a refusal is a value. Pure."""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches

import attrs

from cmsdk.contract.workflow import BACK, STAYS
from cmsdk.model.case import Case
from cmsdk.model.commands import Actor, Command, Grant, Refusal, Reject
from cmsdk.model.course import Request

from .approvals import (
    agree,
    asker,
    check_request,
    file_of,
    may_reject,
    open_request,
    request,
    requested,
    still_needed,
)
from .clock_effects import leaving
from .effects import effects_of
from .guards import GUARDS
from .passing_effects import TURNED_DOWN
from .procedure import NOBODY, Asked, Effects, Procedure, refuse, too_early
from .waking import awake


@attrs.define  # as Asked
class Allowed:
    """A command that may be carried out: the state it leads to, and what else it changes (see ``effects.Effects``)."""

    to: str
    effects: Effects
    done: Asked | None = None
    """What was carried out, for the cases that follow; nothing where it was only asked for, agreed to or rejected."""


def decide(
    case: Case, command: Command, by: Actor, procedure: Procedure, now: datetime, *, key: str = "",
    related: Mapping[str, Case] = NOBODY, file: str = "",
) -> Allowed | Refusal:  # fmt: skip
    """Whether ``by`` may give ``command`` on ``case`` at ``now`` (aware) by ``procedure``, and where it leads.

    ``key`` is the caller's name for this very command (idempotency key): one that was carried out is refused when it
    comes again. ``related`` are the other cases that the command names, by id; ``file`` is the enforcement file of the
    case of which the command is a step. A case whose hold is over is judged as the one that it has become; whoever
    enters the command enters that before it (``waking.wake``).
    """
    if case.course.holds:
        case = awake(case, procedure, now)
    rows = procedure.rows(command.name, case.state)
    refusal = _again(case, key) if key else None
    if refusal is None:
        refusal = too_early(now, case.last) if rows else _out_of_place(case, command, procedure)
    if refusal is not None:
        return refusal
    refusals: list[Refusal] = []
    for row in rows:
        asked = Asked(case, command, by, procedure, now, row, now, related, file)
        decided = _judge(asked) or _decided(asked)
        if isinstance(decided, Allowed):
            return attrs.evolve(decided, effects=keyed(decided.effects, case, key)) if key else decided
        refusals.append(decided)
    return next((one for one in refusals if one.guard != "role"), refusals[0])


def _out_of_place(case: Case, command: Command, procedure: Procedure) -> Refusal:
    """The table has no such command, or not in this state."""
    if command.name not in procedure.commands:
        near = get_close_matches(command.name, procedure.commands, n=1, cutoff=0)
        return refuse("CMS706", "workflow", command=command.name, near=near[0] if near else "—")
    flow = procedure.plan.workflow
    leads_on = (row for row in flow.transitions if row.to != STAYS and case.state in row.sources)
    possible = ", ".join(sorted({row.command for row in leads_on}))
    return refuse("CMS702", "state", command=command.name, state=case.state, possible=possible or "—")


def _again(case: Case, key: str) -> Refusal | None:
    """The very command was carried out before, wherever that has taken the case since."""
    return refuse("CMS720", "key", case=case.id, key=key) if key in case.course.keys else None


def _judge(asked: Asked) -> Refusal | None:
    """Why this row of the table does not let the command through, or nothing."""
    row, command = asked.row, asked.command
    if not asked.procedure.may(asked.by, row):
        held, wanted = ", ".join(asked.by.roles) or "—", ", ".join(row.roles)
        facts = {"command": row.command, "actor": asked.by.id, "roles": held, "wanted": wanted}
        return refuse("CMS703", "role", row.basis, **facts)
    for guard in row.guards:
        refusal = GUARDS[guard].check(asked)
        if refusal is not None:
            return refusal
    for field in row.needs:
        if _blank(getattr(command, field)):
            return refuse("CMS704", "needs", row.basis, command=row.command, field=field)
    return None


def _blank(value: object) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def keyed(effects: Effects, case: Case, key: str) -> Effects:
    """``effects`` on ``case`` with the key of the command that they are of, if it was given with one."""
    if not key:
        return effects
    return effects | {"course": {**effects.get("course", {}), "keys": (*case.course.keys, key)}}


def _decided(asked: Asked) -> Allowed | Refusal:
    """The command carried out, or put before those who have to agree first."""
    command, row = asked.command, asked.row
    if isinstance(command, Grant):
        return _granted(asked)
    if isinstance(command, Reject):
        waiting = check_request(asked.case, asked.procedure)
        if isinstance(waiting, Refusal):
            return waiting
        refusal = may_reject(waiting, asked)
        if refusal is not None:
            return refusal
        return Allowed(asked.case.state, {"course": {"request": None, **TURNED_DOWN.get(waiting.command, {})}})
    approvals = row.approvals and still_needed(row, asked.procedure.roles_of(asked.by))
    if not approvals:
        return _carried_out(asked)
    effects = effects_of(asked)  # what could not be carried out is not asked for either
    if isinstance(effects, Refusal):
        return effects
    before = open_request(asked.case, asked.procedure)
    if before is not None:
        return refuse("CMS721", "request", case=asked.case.id, command=before.command, wanted=before.approvals[0])
    return Allowed(asked.case.state, {"course": {"request": request(asked, approvals)}})


def _granted(asked: Asked) -> Allowed | Refusal:
    """A level more has agreed; after the last one the command that was asked for is carried out."""
    waiting = check_request(asked.case, asked.procedure)
    agreed = waiting if isinstance(waiting, Refusal) else agree(waiting, asked)
    if isinstance(agreed, Refusal):
        return agreed
    if agreed.approvals:
        return Allowed(asked.case.state, {"course": {"request": agreed}})
    done = _as_asked(agreed, asked)
    if isinstance(done, Refusal):
        return done
    course = {**done.effects.get("course", {}), "request": None}
    return Allowed(done.to, done.effects | {"course": course, "grants": agreed.command}, done.done)


def _as_asked(agreed: Request, asked: Asked) -> Allowed | Refusal:
    """The command of ``agreed`` carried out for whoever asked, by the first row that lets them; guards hold as now.

    A deadline that came while others had to agree is none that was missed: ``since`` says when it was asked.
    """
    rows = [row for row in asked.procedure.rows(agreed.command, asked.case.state) if row.approvals]
    refusals = []
    for row in rows:
        again = attrs.evolve(
            asked, command=requested(agreed), by=asker(agreed), row=row, since=agreed.at, file=file_of(agreed)
        )
        refusal = _judge(again)
        if refusal is None:
            return _carried_out(again)
        refusals.append(refusal)
    return next((one for one in refusals if one.guard != "role"), refusals[0])


def _carried_out(asked: Asked) -> Allowed | Refusal:
    effects = effects_of(asked)
    if isinstance(effects, Refusal):
        return effects
    case, row = asked.case, asked.row
    if row.to == STAYS:
        return Allowed(case.state, effects, asked)
    procedure = asked.procedure
    # a case that was linked to one in a side state, and parted again, never was anywhere else
    to = row.to if row.to != BACK else case.course.back or procedure.plan.workflow.initial
    if case.course.holds:
        effects = leaving(effects, asked, to)
    phase = procedure.phase_after(row)
    if phase is not None:
        effects["phase"] = phase
    side = procedure.side_states
    if to in side:
        # from aside to aside, the way back leads to where it was before the first of them
        back = case.course.back if case.state in side else case.state
        effects["course"] = {"back": back, **effects.get("course", {})}
    return Allowed(to, effects, asked)
