"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .activity import Activity, CancelActivity, CorrectActivity, PlanActivity, RecordActivity
from .base import Work, WorkCommand
from .campaign import Campaign, CancelCampaign, CloseCampaign, HoldCampaign, PlanCampaign
from .clearance import Clearance, RecordClearance, VoidClearance
from .drive import BundleCases, CloseDrive, Drive, DropCase, PlanDrive
from .duty import BeginDuty, Duty, DutyClass, EndDuty, LeaveDuty, RecordDuty, SwapDuty
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
from .volunteers import JoinVolunteers, LeaveVolunteers, ServeAsVolunteers, Served, Volunteers

__all__ = [
    "WORKS",
    "WORK_COMMANDS",
    "Activity",
    "AnswerOpinion",
    "BeginDuty",
    "BeginProgramme",
    "BundleCases",
    "CallMeeting",
    "Campaign",
    "CancelActivity",
    "CancelCampaign",
    "Clearance",
    "CloseCampaign",
    "CloseDrive",
    "CloseMeeting",
    "CorrectActivity",
    "DecideItem",
    "DispatchPatrol",
    "Drive",
    "DropCase",
    "Duty",
    "DutyClass",
    "EndDuty",
    "EndPatrol",
    "FindOnPatrol",
    "Finding",
    "FinishItem",
    "Fix",
    "FixOnPatrol",
    "FollowItem",
    "HoldCampaign",
    "HoldMeeting",
    "ItemState",
    "JoinVolunteers",
    "LeaveDuty",
    "LeaveVolunteers",
    "Meeting",
    "MeetingItem",
    "NoteProgramme",
    "Opinion",
    "Patrol",
    "PatrolMode",
    "PlanActivity",
    "PlanCampaign",
    "PlanDrive",
    "Position",
    "PostponeItem",
    "Programme",
    "RecordActivity",
    "RecordClearance",
    "RecordDuty",
    "RegisterOpinion",
    "ReleasePatrol",
    "Routine",
    "RoutineDone",
    "ServeAsVolunteers",
    "Served",
    "StartPatrol",
    "SwapDuty",
    "TakeOnPatrol",
    "Task",
    "TrackPatrol",
    "VoidClearance",
    "Volunteers",
    "Work",
    "WorkCommand",
]
