"""Commands that wait until others agree (审批): asked, granted level by level, rejected. Pure."""

from collections.abc import Sequence
import json

import attrs

from cmsdk.contract.workflow import Transition
from cmsdk.model.case import Case
from cmsdk.model.command import Refusal
from cmsdk.model.commands import COMMANDS, Actor, Command
from cmsdk.model.course import Request
from cmsdk.serial import make_converter

from .procedure import Asked, Procedure, refuse

_CONVERTER = make_converter()


def still_needed(row: Transition, roles: frozenset[str]) -> tuple[str, ...]:
    """Roles that have to agree to ``row`` where somebody of ``roles`` asks: those after their own."""
    own = max((number for number, role in enumerate(row.approvals, start=1) if role in roles), default=0)
    return row.approvals[own:]


def request(asked: Asked, approvals: Sequence[str]) -> Request:
    """The command as a request that waits for ``approvals``."""
    form = json.dumps(
        {"name": asked.command.name, "command": _CONVERTER.unstructure(asked.command)},
        ensure_ascii=False,
        sort_keys=True,
    )
    unit, roles = asked.procedure.unit_of(asked.by), tuple(asked.by.roles)
    return Request(asked.command.name, asked.by.id, asked.now, tuple(approvals), form, (), roles, unit)


def requested(waiting: Request) -> Command:
    """The command that was asked for."""
    form = json.loads(waiting.form)
    return _CONVERTER.structure(form["command"], COMMANDS[form["name"]])


def asker(waiting: Request) -> Actor:
    """Who asked, as they were when they did: what was agreed to is their command, not that of those who agreed."""
    return Actor(waiting.by, waiting.roles, waiting.unit)


def check_request(case: Case, procedure: Procedure) -> Refusal | Request:
    """The request that lies open; a refusal where there is none, or the case has gone on to where it is moot."""
    waiting = case.course.request
    if waiting is None or not any(row.approvals for row in procedure.rows(waiting.command, case.state)):
        return refuse("CMS717", "request", case=case.id, state=case.state)
    return waiting


def agree(waiting: Request, asked: Asked) -> Refusal | Request:
    """``waiting`` with the agreement of whoever grants it; they must hold the role whose turn it is, or a later one."""
    roles = asked.procedure.roles_of(asked.by)
    mine = [number for number, role in enumerate(waiting.approvals, start=1) if role in roles]
    if not mine:
        wanted, held = waiting.approvals[0], ", ".join(asked.by.roles) or "—"
        return refuse("CMS718", "approval", asked.row.basis, command=waiting.command, wanted=wanted, roles=held)
    if waiting.by == asked.by.id:
        return refuse("CMS719", "approval", asked.row.basis, command=waiting.command, actor=asked.by.id)
    return attrs.evolve(waiting, approvals=waiting.approvals[mine[-1] :], agreed=(*waiting.agreed, asked.by.id))
