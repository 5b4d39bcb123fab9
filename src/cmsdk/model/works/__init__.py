"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .base import Work, WorkCommand
from .joint_action import CancelJointAction, CarryOutJointAction, JointAction, PlanJointAction, RepairAfterAction
from .known import WORK_COMMANDS, WORKS
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .task import AcceptTask, AssignTask, ConfirmTask, FeedBackTask, ReturnTask, Task
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
    "WORKS", "WORK_COMMANDS", "AcceptTask", "AnswerOpinion", "AssignTask", "CallUnits", "Called",
    "CancelJointAction", "CarryOutJointAction", "CloseWhistle", "ConfirmTask", "EscalateWhistle",
    "FeedBackTask", "FeedBackWhistle", "HandOverLead", "JointAction", "Opinion", "PlanJointAction",
    "RaiseWhistle", "RegisterOpinion", "RepairAfterAction", "ReportIn", "ReturnTask", "Rise", "Task", "Whistle",
    "WhistleAgain", "Work", "WorkCommand",
]  # fmt: skip
