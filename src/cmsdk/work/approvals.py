"""Commands that wait until others agree (审批): asked, granted level by level, rejected. Pure."""

from collections.abc import Sequence
import json

from cmsdk.contract.workflow import Transition
from cmsdk.model.case import Case
from cmsdk.model.command import Refusal
from cmsdk.model.commands import COMMANDS, Actor, Command
from cmsdk.model.course import Request
from cmsdk.serial import make_converter

from .procedure import Asked, Procedure, refuse

_CONVERTER = make_converter()
_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def still_needed(row: Transition, roles: frozenset[str]) -> tuple[str, ...]:
    """Roles that have to agree to ``row`` where somebody of ``roles`` asks: those after their own."""
    return row.approvals[_last_of(roles, row.approvals) :]


def _last_of(roles: frozenset[str], approvals: Sequence[str]) -> int:
    """Which of ``approvals`` is the last that ``roles`` have, counted from 1; 0 where they have none."""
    last = 0
    for number, role in enumerate(approvals, start=1):
        if role in roles:
            last = number
    return last


def _in_turn(roles: frozenset[str], approvals: Sequence[str]) -> int:
    """How many of ``approvals`` are theirs to give now: from the first on, one after the other, as they hold them."""
    return next((number for number, role in enumerate(approvals) if role not in roles), len(approvals))


def request(asked: Asked, approvals: Sequence[str]) -> Request:
    """The command as a request that waits for ``approvals``."""
    told = {"name": asked.command.name, "command": _CONVERTER.unstructure(asked.command)}
    form = _line(told | ({"file": asked.file} if asked.file else {}))
    unit, roles = asked.procedure.unit_of(asked.by), tuple(asked.by.roles)
    return Request(asked.command.name, asked.by.id, asked.now, tuple(approvals), form, (), roles, unit)


def requested(waiting: Request) -> Command:
    """The command that was asked for."""
    form = json.loads(waiting.form)
    return _CONVERTER.structure(form["command"], COMMANDS[form["name"]])


def file_of(waiting: Request) -> str:
    """The enforcement file from which it was asked for; empty where somebody asked on the case."""
    return str(json.loads(waiting.form).get("file", ""))


def asker(waiting: Request) -> Actor:
    """Who asked, as they were when they did: what was agreed to is their command, not that of those who agreed."""
    return Actor(waiting.by, waiting.roles, waiting.unit)


def open_request(case: Case, procedure: Procedure) -> Request | None:
    """The request that lies open; nothing where there is none, or the case has gone on to where it is moot."""
    waiting = case.course.request
    if waiting is None or not any(row.approvals for row in procedure.rows(waiting.command, case.state)):
        return None
    return waiting


def check_request(case: Case, procedure: Procedure) -> Refusal | Request:
    """The request that lies open, or a refusal."""
    waiting = open_request(case, procedure)
    return refuse("CMS717", "request", case=case.id, state=case.state) if waiting is None else waiting


def _roles(asked: Asked) -> frozenset[str]:
    """The roles of the row that the actor holds, or fills as well."""
    return asked.procedure.roles_of(asked.by).intersection(asked.row.roles)


def _may_answer(waiting: Request, asked: Asked, theirs: int) -> Refusal | None:
    """Why whoever grants or rejects ``waiting`` may not; ``theirs`` is how many levels they hold that count for it."""
    if not theirs:
        wanted, held = waiting.approvals[0], ", ".join(asked.by.roles) or "—"
        return refuse("CMS718", "approval", asked.row.basis, command=waiting.command, wanted=wanted, roles=held)
    if waiting.by == asked.by.id:
        return refuse("CMS719", "approval", asked.row.basis, command=waiting.command, actor=asked.by.id)
    return None


def agree(waiting: Request, asked: Asked) -> Refusal | Request:
    """``waiting`` with the agreement of whoever grants it: each level for itself and in its turn, none for another.

    Who holds the roles of several levels that follow each other agrees for each of them, as far as the row names
    them: another row may have other guards.
    """
    own = _in_turn(_roles(asked), waiting.approvals)
    refusal = _may_answer(waiting, asked, own)
    if refusal is not None:
        return refusal
    still, agreed = waiting.approvals[own:], (*waiting.agreed, asked.by.id)
    return Request(waiting.command, waiting.by, waiting.at, still, waiting.form, agreed, waiting.roles, waiting.unit)


def may_reject(waiting: Request, asked: Asked) -> Refusal | None:
    """Why whoever turns ``waiting`` down may not. Any level may that is still to agree: nothing comes of it without."""
    return _may_answer(waiting, asked, _last_of(_roles(asked), waiting.approvals))
