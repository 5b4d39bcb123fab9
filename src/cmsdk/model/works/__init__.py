"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .activity import Activity, CancelActivity, CorrectActivity, PlanActivity, RecordActivity
from .agreement import Agreement, Breach, BreachAgreement, CureBreach, EndAgreement, RenewAgreement, SignAgreement
from .base import Work, WorkCommand
from .board import Board, BoardCheck, CheckBoard, Printed, PutUpBoard, RemoveBoard, UpdateBoard
from .campaign import Campaign, CancelCampaign, CloseCampaign, HoldCampaign, PlanCampaign
from .clearance import Clearance, RecordClearance, VoidClearance
from .drive import BundleCases, CloseDrive, Drive, DropCase, PlanDrive
from .duty import BeginDuty, Duty, DutyClass, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .handin import AcceptHandIn, AnswerHandIn, HandIn, HandInRecord, PassOnHandIn, SupplementHandIn, WithdrawHandIn
from .joint_action import CancelJointAction, CarryOutJointAction, JointAction, PlanJointAction, RepairAfterAction
from .known import WORK_COMMANDS, WORKS
from .meeting import CallMeeting, CloseMeeting, DecideItem, FollowItem, HoldMeeting, Meeting, MeetingItem
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
from .programme import BeginProgramme, FinishItem, ItemState, NoteProgramme, PostponeItem, Programme
from .routine import Routine, RoutineDone
from .station import CountStock, GiveOut, Movement, Served, ServePeople, StationBook, Stock, TakeIn
from .task import AcceptTask, AssignTask, ConfirmTask, FeedBackTask, ReturnTask, WithdrawTask, WorkTask
from .volunteers import JoinVolunteers, LeaveVolunteers, ServeAsVolunteers, Volunteers, VolunteerService
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
    WithdrawWhistle,
)

__all__ = [
    "WORKS", "WORK_COMMANDS", "AcceptHandIn", "AcceptTask", "Activity", "Agreement", "AnswerHandIn", "AnswerOpinion",
    "AssignTask", "BeginDuty", "BeginProgramme", "Board", "BoardCheck", "Breach", "BreachAgreement", "BundleCases",
    "CallMeeting", "CallUnits", "Called", "Campaign", "CancelActivity", "CancelCampaign", "CancelJointAction",
    "CarryOutJointAction", "CheckBoard", "Clearance", "CloseCampaign", "CloseDrive", "CloseMeeting", "CloseWhistle",
    "ConfirmTask", "CorrectActivity", "CountStock", "CureBreach", "DecideItem", "DispatchPatrol", "Drive", "DropCase",
    "Duty", "DutyClass", "EndAgreement", "EndDuty", "EndPatrol", "EscalateWhistle", "FeedBackTask", "FeedBackWhistle",
    "FindOnPatrol", "Finding", "FinishItem", "Fix", "FixOnPatrol", "FollowItem", "GiveOut", "HandIn", "HandInRecord",
    "HandOverLead", "HoldCampaign", "HoldMeeting", "ItemState", "JoinVolunteers", "JointAction", "LeaveDuty",
    "LeaveVolunteers", "Meeting", "MeetingItem", "Movement", "NoteProgramme", "Opinion", "PassOnHandIn", "Patrol",
    "PatrolMode", "PlanActivity", "PlanCampaign", "PlanDrive", "PlanJointAction", "Position", "PostponeItem",
    "Printed", "Programme", "PutUpBoard", "RaiseWhistle", "RecordActivity", "RecordClearance", "RecordDuty",
    "RegisterOpinion", "ReleasePatrol", "RemoveBoard", "RenewAgreement", "RepairAfterAction", "ReportIn",
    "ReturnTask", "Rise", "Routine", "RoutineDone", "ServeAsVolunteers", "ServePeople", "Served", "SignAgreement",
    "StartPatrol", "StationBook", "Stock", "SupplementHandIn", "SwapDuty", "TakeIn", "TakeOnPatrol", "Task",
    "TrackPatrol", "UpdateBoard", "VoidClearance", "VolunteerService", "Volunteers", "Whistle", "WhistleAgain",
    "WithdrawHandIn", "WithdrawTask", "WithdrawWhistle", "Work", "WorkCommand", "WorkTask",
]  # fmt: skip
