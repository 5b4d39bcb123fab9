"""All kinds of community work and all commands on them, by name."""

from collections.abc import Mapping
from typing import Final

from .base import Work, WorkCommand
from .duty import BeginDuty, Duty, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .joint_action import CancelJointAction, CarryOutJointAction, JointAction, PlanJointAction, RepairAfterAction
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .patrol import (
    DispatchPatrol,
    EndPatrol,
    FindOnPatrol,
    FixOnPatrol,
    Patrol,
    ReleasePatrol,
    StartPatrol,
    TakeOnPatrol,
    TrackPatrol,
)
from .task import AcceptTask, AssignTask, ConfirmTask, FeedBackTask, ReturnTask, WorkTask
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

WORKS: Final[Mapping[str, type[Work]]] = {
    work.kind: work for work in (Duty, JointAction, Opinion, Patrol, Whistle, WorkTask)
}
"""Kind of work → its record."""
WORK_COMMANDS: Final[Mapping[str, type[WorkCommand]]] = {
    command.name: command
    for command in (
        CancelJointAction,
        CarryOutJointAction,
        PlanJointAction,
        RepairAfterAction,
        AnswerOpinion,
        BeginDuty,
        DispatchPatrol,
        EndDuty,
        EndPatrol,
        FindOnPatrol,
        FixOnPatrol,
        LeaveDuty,
        RecordDuty,
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
        ReleasePatrol,
        StartPatrol,
        SwapDuty,
        TakeOnPatrol,
        TrackPatrol,
    )
}
"""Name of a command → its type."""
CALLED: Final[Mapping[str, type[WorkCommand]]] = {command.chinese: command for command in WORK_COMMANDS.values()}
"""What staff call a command → its type."""
