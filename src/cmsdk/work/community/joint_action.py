"""Joint actions at work (联合行动): planned, carried out, repaired; as a measure on their cases, if they are one."""

from collections.abc import Iterator
from typing import Any, Final

from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.commands import TakeMeasure
from cmsdk.model.works.joint_action import (
    CancelJointAction,
    CarryOutJointAction,
    JointAction,
    PlanJointAction,
    RepairAfterAction,
)

from .shape import BEGINS, Asked, Found, Happened, Step, Wants, WorkKind, unknown, unknown_case

PLANNED: Final = "arranged"
DONE: Final = "carried_out"
REPAIRED: Final = "repaired"
CANCELLED: Final = "cancelled"


def _unknown(asked: Asked[JointAction, PlanJointAction]) -> Iterator[Refusal]:
    command, plan = asked.command, asked.plan
    for field, units in (("lead", (command.lead,)), ("assistants", command.assistants)):
        for unit in units:
            if unit not in plan.units:
                yield unknown(command, field, unit, plan.units, "units")
    if command.division and command.division not in plan.divisions:
        yield unknown(command, "division", command.division, plan.divisions, "divisions")
    for case in command.cases:
        if case not in asked.cases:
            yield unknown_case(command, case)


def _plan(asked: Asked[JointAction, PlanJointAction]) -> Found | Refusal:
    command, plan = asked.command, asked.plan
    wrong = next(_unknown(asked), None)
    if wrong is not None:
        return wrong
    cases = [asked.cases[case].division for case in command.cases]
    lead = plan.units[command.lead].division
    return Found({"division": command.division or next((one for one in (*cases, lead) if one), "")})


def _planned(_work: JointAction, command: PlanJointAction, happened: Happened) -> dict[str, Any]:
    return {
        "lead": command.lead, "assistants": tuple(one for one in command.assistants if one != command.lead),
        "division": happened.effects["division"], "place": command.place, "on": command.on, "text": command.text,
        "cases": command.cases, "case": command.cases[0] if len(command.cases) == 1 else "",
    }  # fmt: skip


def _carry_out(asked: Asked[JointAction, CarryOutJointAction]) -> Found | Refusal:
    command, plan, work = asked.command, asked.plan, asked.work
    for unit in command.absent:
        if unit not in work.assistants:  # without its lead nothing takes place
            return unknown(command, "absent", unit, work.assistants, "units")
    if not command.measure:
        return Found()
    if command.measure not in plan.measures:
        return unknown(command, "measure", command.measure, plan.measures, "measures")
    measure = TakeMeasure(measure=command.measure)
    return Found(measures=tuple((case, measure) for case in work.cases))


def _carried_out(_work: JointAction, command: CarryOutJointAction, happened: Happened) -> dict[str, Any]:
    return {
        "result": command.result, "absent": command.absent, "measure": command.measure, "done": happened.at,
    }  # fmt: skip


def _wants(_work: JointAction, command: PlanJointAction, _plan: CityPlan) -> Wants:
    return Wants(cases=command.cases)


JOINT_ACTIONS: Final = WorkKind(
    JointAction,
    (
        Step(PlanJointAction, BEGINS, PLANNED, _planned, _plan, _wants, needs=("lead", "assistants", "text")),
        Step(CarryOutJointAction, (PLANNED,), DONE, _carried_out, _carry_out, needs=("result",)),
        Step(
            RepairAfterAction, (DONE,), REPAIRED,
            lambda _work, command, now: {"repair": command.result, "repaired": now.at}, needs=("result",),
        ),
        Step(
            CancelJointAction, (PLANNED,), CANCELLED,
            lambda _work, command, _now: {"result": command.reason}, needs=("reason",),
        ),
    ),
)  # fmt: skip
