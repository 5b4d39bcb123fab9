"""Tasks at work (工作记录): assigned, accepted, fed back, confirmed; what is not done goes back. A loop each."""

from typing import Any, Final

from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.works.base import work_id
from cmsdk.model.works.task import AcceptTask, AssignTask, ConfirmTask, FeedBackTask, ReturnTask, WithdrawTask, WorkTask
from cmsdk.model.works.whistle import Whistle

from .shape import (
    BEGINS,
    Asked,
    Found,
    Happened,
    Step,
    Wants,
    WorkKind,
    refuse,
    unknown,
    unknown_case,
    unknown_work,
)
from .whose import acts_for, unit_of

ASSIGNED: Final = "assigned"
ACCEPTED: Final = "accepted"
FED_BACK: Final = "fed_back"
CONFIRMED: Final = "confirmed"
WITHDRAWN: Final = "withdrawn"


def _wants(_work: WorkTask, command: AssignTask, _plan: CityPlan) -> Wants:
    works = ((Whistle.kind, command.whistle),) if command.whistle else ()
    return Wants(cases=(command.case,) if command.case else (), works=works)


def _assign(asked: Asked[WorkTask, AssignTask]) -> Found | Refusal:
    command, plan = asked.command, asked.plan
    officer = plan.officers.get(command.officer)
    if command.officer and officer is None:
        return unknown(command, "officer", command.officer, plan.officers, "people")
    unit = command.unit or (officer.unit if officer is not None else "")
    if not unit:
        return refuse("CMS471", "needs", command=command.name, field="unit")
    if unit not in plan.units:
        return unknown(command, "unit", unit, plan.units, "units")
    if command.case and command.case not in asked.cases:
        return unknown_case(command, command.case)
    whistle = work_id(Whistle.kind, plan.city, command.whistle) if command.whistle else ""
    if whistle and whistle not in asked.works:
        return unknown_work(command, "whistle", command.whistle)
    return Found({"unit": unit, "whistle": whistle})


def _assigned(_work: WorkTask, command: AssignTask, happened: Happened) -> dict[str, Any]:
    return {
        "unit": happened.effects["unit"], "officer": command.officer, "text": command.text, "due": command.until,
        "case": command.case, "whistle": happened.effects["whistle"], "assigned_by": happened.by,
    }  # fmt: skip


def _of_assignee(asked: Asked[WorkTask, Any]) -> Found | Refusal:
    """The person whom it was given to; without one, anybody of the unit."""
    work, plan = asked.work, asked.plan
    if asked.by.id == work.officer or (not work.officer and acts_for(asked.by, work.unit, plan)):
        return Found()
    return _others(asked, work.officer or work.unit)


def _of_assigner(asked: Asked[WorkTask, Any]) -> Found | Refusal:
    """Whoever assigned it, or another of the same unit who has not done it."""
    given_by, plan = asked.work.assigned_by, asked.plan
    officer = plan.officers.get(given_by)
    same_unit = officer is not None and bool(officer.unit) and unit_of(asked.by, plan) == officer.unit
    allowed = asked.by.id == given_by or (same_unit and asked.by.id != asked.work.fed_back_by)
    return Found() if allowed else _others(asked, given_by)


def _others(asked: Asked[WorkTask, Any], whom: str) -> Refusal:
    return refuse(
        "CMS630", "whose", command=asked.command.name, work=asked.work.id, actor=asked.by.id, whom=whom
    )  # fmt: skip


TASKS: Final = WorkKind(
    WorkTask,
    (
        Step(AssignTask, BEGINS, ASSIGNED, _assigned, _assign, _wants, needs=("text",)),
        Step(AcceptTask, (ASSIGNED,), ACCEPTED, lambda _w, _c, now: {"accepted": now.at}, _of_assignee),
        Step(
            FeedBackTask, (ASSIGNED, ACCEPTED), FED_BACK,
            lambda work, command, now: {
                "result": command.result, "fed_back": now.at, "fed_back_by": now.by,
                "accepted": work.accepted or now.at,
            },
            _of_assignee, needs=("result",),
        ),
        Step(ConfirmTask, (FED_BACK,), CONFIRMED, lambda _w, _c, now: {"confirmed": now.at}, _of_assigner),
        Step(
            ReturnTask, (FED_BACK,), ASSIGNED,
            lambda work, command, _now: {
                "reason": command.reason, "returns": work.returns + 1, "fed_back": None,
            },
            _of_assigner, needs=("reason",),
        ),
        Step(
            WithdrawTask, (ASSIGNED, ACCEPTED, FED_BACK), WITHDRAWN,
            lambda _work, command, _now: {"reason": command.reason, "due": None}, _of_assigner, needs=("reason",),
        ),
    ),
)  # fmt: skip
