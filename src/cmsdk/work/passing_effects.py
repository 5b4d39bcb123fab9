"""What passing a case on changes: filing, units, returns, rounds, visits, corrections, appeals. Pure."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from cmsdk.model.approach import Mode
from cmsdk.model.case import Case
from cmsdk.model.commands import (
    Appeal,
    Assign,
    Assist,
    CheckAfterHandling,
    Command,
    Dispatch,
    FeedBack,
    FixOnTheSpot,
    Handle,
    Refusal,
    Reopen,
    Return,
    Rework,
    TransferOut,
    VerifyBeforeFiling,
    Visit,
)
from cmsdk.model.course import Assisting, Course, Round, VisitMade

from .passing_guards import assisting_unit
from .procedure import Asked, Effects, refuse

CENTRE: Final = frozenset({"reported", "accepted", "verifying", "filed", "reviewed", "returned"})
"""States (contracts §5) in which a case lies with the centre: what goes back from there was not sent back by a unit."""


def _changed(course: Course, **fields: object) -> Effects:
    """The fields of ``course`` that differ; entries keep nothing that is as it was."""
    return {name: value for name, value in fields.items() if getattr(course, name) != value}


def _with(course: Mapping[str, Any], **fields: Any) -> Effects:  # noqa: ANN401  fields of a case
    return {**fields, "course": dict(course)} if course else fields


def _dispatch(command: Dispatch, asked: Asked) -> Effects | Refusal:
    unit, units = command.unit or asked.case.unit, asked.procedure.plan.units
    parts = (unit, *command.assisting)
    for one in parts:
        if one not in units:
            near = get_close_matches(one, units, n=1, cutoff=0)
            return refuse("CMS711", "unit", unit=one, near=near[0] if near else "—")
    if len(set(parts)) < len(parts):
        twice = next(one for number, one in enumerate(parts) if one in parts[:number])
        return refuse("CMS749", "assisting", asked.row.basis, unit=twice, lead=unit)
    course = _changed(
        asked.case.course,
        assisting=tuple(map(Assisting, command.assisting)),
        officer="",
        sent_back_by="",
        corrected=False,
        designated="returns_spent" in asked.row.guards,
        request=None if _lapses(asked, unit) else asked.case.course.request,
    )
    return _with(course, unit=unit, mode=Mode.TRANSFER)


def _lapses(asked: Asked, unit: str) -> bool:
    """Whether an open request was made for the unit that loses the case to ``unit``, which asks for itself."""
    case, waiting = asked.case, asked.case.course.request
    return waiting is not None and unit != case.unit and case.unit in asked.procedure.units_above(waiting.unit)


def _return(_command: Return, asked: Asked) -> Effects:
    """Back to the unit from whoever handles it, or from the unit; only the latter is counted."""
    case, course = asked.case, asked.case.course
    if asked.procedure.rows(Assign.name, asked.row.to):
        return _with(_changed(course, officer=""))
    returns = course.returns + (case.state not in CENTRE)
    return _with(_changed(course, returns=returns, sent_back_by=case.unit, corrected=False, officer="", assisting=()))


def _assign(command: Assign, asked: Asked) -> Effects:
    return _with(_changed(asked.case.course, officer=command.officer))


def _verify(command: VerifyBeforeFiling, asked: Asked) -> Effects:
    return _with(_changed(asked.case.course, found=command.found.value)) if command.found else {}


def _check(command: CheckAfterHandling, asked: Asked) -> Effects:
    return _with(_changed(asked.case.course, checked=command.checked.value)) if command.checked else {}


def _handle(command: Handle, _asked: Asked) -> Effects:
    return {"result": command.result}


def _feed_back(command: FeedBack, _asked: Asked) -> Effects:
    return {"result": command.result} if command.result.strip() else {}


def _assist(command: Assist, asked: Asked) -> Effects:
    """What an assisting unit says; from anybody else it is a remark, in a city whose table lets them make one."""
    unit = assisting_unit(asked)
    if not unit:
        return {}
    said = Assisting(unit, command.result, asked.now)
    parts = asked.case.course.assisting
    return {"course": {"assisting": tuple(said if one.unit == unit else one for one in parts)}}


def _again(case: Case, **more: object) -> Effects:
    """A round is done again: what was done and said before is kept in the course."""
    course = case.course
    kept = (*course.rounds, Round(case.unit, course.officer, case.result, case.handled))
    changes = {"rounds": kept, **_changed(course, checked="", visits=case.visits, **more)}
    return {"result": "", "solved": None, "satisfied": "", "course": changes}


def _rework(_command: Rework, asked: Asked) -> Effects:
    return _again(asked.case)


def _reopen(_command: Reopen, asked: Asked) -> Effects:
    return _again(asked.case, reopened=asked.case.course.reopened + 1)


def _visit(command: Visit, asked: Asked) -> Effects:
    """One more visit; one that does not count takes nothing away from what was said before."""
    said = command.solved is not None or command.satisfied is not None
    valid = said if command.valid is None else command.valid
    satisfied = command.satisfied.value if command.satisfied else ""
    made = VisitMade(asked.now, valid, command.contacted, command.solved, satisfied)
    course = {"visits": (*asked.case.visits, made)}
    return _with(course, solved=command.solved, satisfied=satisfied) if valid else _with(course)


def _transfer_out(command: TransferOut, asked: Asked) -> Effects | Refusal:
    """The reporter is told who has the power, and how to reach them."""
    for field in ("body", "path"):
        if not str(getattr(command, field)).strip():
            return refuse("CMS704", "needs", asked.row.basis, command=command.name, field=field)
    return {"course": {"outside": command.body}}


def _appeal(_command: Appeal, _asked: Asked) -> Effects:
    return {"course": {"appealed": True, "exempt": True}}


def _fix_on_the_spot(command: FixOnTheSpot, _asked: Asked) -> Effects:
    return {"result": command.result, "course": {"on_the_spot": True}}


PASSING: Final[Mapping[type[Command], Callable[[Any, Asked], Effects | Refusal]]] = {
    Dispatch: _dispatch,
    Return: _return,
    Assign: _assign,
    VerifyBeforeFiling: _verify,
    CheckAfterHandling: _check,
    Handle: _handle,
    FeedBack: _feed_back,
    Assist: _assist,
    Rework: _rework,
    Reopen: _reopen,
    Visit: _visit,
    TransferOut: _transfer_out,
    Appeal: _appeal,
    FixOnTheSpot: _fix_on_the_spot,
}
"""Command → what it changes."""
TURNED_DOWN: Final[Mapping[str, Effects]] = {Appeal.name: {"appealed": True}}
"""Command → what a request for it uses up of the course even where it is rejected: an appeal is made once."""
