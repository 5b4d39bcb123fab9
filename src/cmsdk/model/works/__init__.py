"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .activity import Activity, CancelActivity, CorrectActivity, PlanActivity, RecordActivity
from .base import Work, WorkCommand
from .board import Board, BoardCheck, CheckBoard, Printed, PutUpBoard, RemoveBoard, UpdateBoard
from .campaign import Campaign, CancelCampaign, CloseCampaign, HoldCampaign, PlanCampaign
from .clearance import Clearance, RecordClearance, VoidClearance
from .drive import BundleCases, CloseDrive, Drive, DropCase, PlanDrive
from .duty import BeginDuty, Duty, DutyClass, EndDuty, LeaveDuty, RecordDuty, SwapDuty
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
from .station import CountStock, GiveOut, Movement, Served, ServePeople, StationBook, Stock, TakeIn
from .volunteers import JoinVolunteers, LeaveVolunteers, ServeAsVolunteers, Volunteers, VolunteerService

__all__ = [
    "WORKS", "WORK_COMMANDS", "Activity", "AnswerOpinion", "BeginDuty", "Board", "BoardCheck", "BundleCases",
    "Campaign", "CancelActivity", "CancelCampaign", "CheckBoard", "Clearance", "CloseCampaign", "CloseDrive",
    "CorrectActivity", "CountStock", "DispatchPatrol", "Drive", "DropCase", "Duty", "DutyClass", "EndDuty", "EndPatrol",
    "FindOnPatrol", "Finding", "Fix", "FixOnPatrol", "GiveOut", "HoldCampaign", "JoinVolunteers", "LeaveDuty",
    "LeaveVolunteers", "Movement", "Opinion", "Patrol", "PatrolMode", "PlanActivity", "PlanCampaign", "PlanDrive",
    "Position", "Printed", "PutUpBoard", "RecordActivity", "RecordClearance", "RecordDuty", "RegisterOpinion",
    "ReleasePatrol", "RemoveBoard", "ServeAsVolunteers", "ServePeople", "Served", "StartPatrol", "StationBook", "Stock",
    "SwapDuty", "TakeIn", "TakeOnPatrol", "Task", "TrackPatrol", "UpdateBoard", "VoidClearance", "VolunteerService",
    "Volunteers", "Work", "WorkCommand",
]  # fmt: skip
