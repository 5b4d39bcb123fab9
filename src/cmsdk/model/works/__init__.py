"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .base import Work, WorkCommand
from .duty import BeginDuty, Duty, DutyClass, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .joint_action import CancelJointAction, CarryOutJointAction, JointAction, PlanJointAction, RepairAfterAction
from .known import WORK_COMMANDS, WORKS
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .patrol import (
    DispatchPatrol,
    EndPatrol,
    Finding,
    FindOnPatrol,
    Fix,
    FixOnPatrol,
    Patrol,
    PatrolMode,
    Position,
    ReleasePatrol,
    StartPatrol,
    TakeOnPatrol,
    Task,
    TrackPatrol,
)
from .task import AcceptTask, AssignTask, ConfirmTask, FeedBackTask, ReturnTask, WorkTask
from .whistle import (
    Called,
    CallUnits,
    CloseWhistle,
    EscalateWhistle,
    FeedBackWhistle,
    HandOverLead,
    RaiseWhistle,
    ReportIn,
    Rise,
    Whistle,
    WhistleAgain,
)

__all__ = [
    "WORKS",
    "WORK_COMMANDS",
    "AcceptTask",
    "AnswerOpinion",
    "AssignTask",
    "BeginDuty",
    "CallUnits",
    "Called",
    "CancelJointAction",
    "CarryOutJointAction",
    "CloseWhistle",
    "ConfirmTask",
    "DispatchPatrol",
    "Duty",
    "DutyClass",
    "EndDuty",
    "EndPatrol",
    "EscalateWhistle",
    "FeedBackTask",
    "FeedBackWhistle",
    "FindOnPatrol",
    "Finding",
    "Fix",
    "FixOnPatrol",
    "HandOverLead",
    "JointAction",
    "LeaveDuty",
    "Opinion",
    "Patrol",
    "PatrolMode",
    "PlanJointAction",
    "Position",
    "RaiseWhistle",
    "RecordDuty",
    "RegisterOpinion",
    "ReleasePatrol",
    "RepairAfterAction",
    "ReportIn",
    "ReturnTask",
    "Rise",
    "StartPatrol",
    "SwapDuty",
    "TakeOnPatrol",
    "Task",
    "TrackPatrol",
    "Whistle",
    "WhistleAgain",
    "Work",
    "WorkCommand",
    "WorkTask",
]  # fmt: skip
