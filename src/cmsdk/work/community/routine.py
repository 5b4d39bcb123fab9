"""What is done for a system (制度工作): one step, entered when it was done."""

from typing import Any, Final

from cmsdk.contract.community.systems import SystemDuty
from cmsdk.model.command import Refusal
from cmsdk.model.works.routine import Routine, RoutineDone

from .shape import BEGINS, Asked, Found, Happened, Step, WorkKind, row, unknown

DONE: Final = "done"


def _judge(asked: Asked[Routine, RoutineDone]) -> Found | Refusal:
    command, plan = asked.command, asked.plan
    if isinstance(refusal := row(asked, SystemDuty, "system"), Refusal):
        return refusal
    for field, table, known in (("unit", "units", plan.units), ("station", "stations", plan.stations)):
        name = getattr(command, field)
        if name and name not in known:
            return unknown(command, field, name, known, table)
    return Found()


def _done(_work: Routine, command: RoutineDone, happened: Happened) -> dict[str, Any]:
    return {
        "system": command.system, "what": command.what, "unit": command.unit, "station": command.station,
        "done": happened.at,
    }  # fmt: skip


ROUTINES: Final = WorkKind(Routine, (Step(RoutineDone, BEGINS, DONE, _done, _judge, needs=("system", "what")),))
