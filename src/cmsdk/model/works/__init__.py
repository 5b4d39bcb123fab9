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
from .programme import BeginProgramme, FinishItem, ItemState, NoteProgramme, PostponeItem, Programme
from .routine import Routine, RoutineDone
from .volunteers import JoinVolunteers, LeaveVolunteers, ServeAsVolunteers, Served, Volunteers

__all__ = [
    "WORKS", "WORK_COMMANDS", "Activity", "AnswerOpinion", "BeginDuty", "BeginProgramme", "BundleCases",
    "CallMeeting", "Campaign", "CancelActivity", "CancelCampaign", "Clearance", "CloseCampaign", "CloseDrive",
    "CloseMeeting", "CorrectActivity", "DecideItem", "Drive", "DropCase", "Duty", "DutyClass", "EndDuty",
    "FinishItem", "FollowItem", "HoldCampaign", "HoldMeeting", "ItemState", "JoinVolunteers", "LeaveDuty",
    "LeaveVolunteers", "Meeting", "MeetingItem", "NoteProgramme", "Opinion", "PlanActivity", "PlanCampaign",
    "PlanDrive", "PostponeItem", "Programme", "RecordActivity", "RecordClearance", "RecordDuty", "RegisterOpinion",
    "Routine", "RoutineDone", "ServeAsVolunteers", "Served", "SwapDuty", "VoidClearance", "Volunteers", "Work",
    "WorkCommand",
]  # fmt: skip
