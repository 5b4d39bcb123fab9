"""All kinds of community work and all commands on them, by name."""

from collections.abc import Mapping
from typing import Final

from .base import Work, WorkCommand
from .joint_action import CancelJointAction, CarryOutJointAction, JointAction, PlanJointAction, RepairAfterAction
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .task import AcceptTask, AssignTask, ConfirmTask, FeedBackTask, ReturnTask, Task
from .whistle import (
    CallUnits,
    CloseWhistle,
    EscalateWhistle,
    FeedBackWhistle,
    HandOverLead,
    RaiseWhistle,
    ReportIn,
    Whistle,
    WhistleAgain,
)

WORKS: Final[Mapping[str, type[Work]]] = {work.kind: work for work in (JointAction, Opinion, Task, Whistle)}
"""Kind of work → its record."""
WORK_COMMANDS: Final[Mapping[str, type[WorkCommand]]] = {
    command.name: command
    for command in (
        CancelJointAction,
        CarryOutJointAction,
        PlanJointAction,
        RepairAfterAction,
        AnswerOpinion,
        RegisterOpinion,
        AcceptTask,
        AssignTask,
        ConfirmTask,
        FeedBackTask,
        ReturnTask,
        CallUnits,
        CloseWhistle,
        EscalateWhistle,
        FeedBackWhistle,
        HandOverLead,
        RaiseWhistle,
        ReportIn,
        WhistleAgain,
    )
}
"""Name of a command → its type."""
CALLED: Final[Mapping[str, type[WorkCommand]]] = {command.chinese: command for command in WORK_COMMANDS.values()}
"""What staff call a command → its type."""
