"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .base import Work, WorkCommand
from .duty import BeginDuty, Duty, DutyClass, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .known import WORK_COMMANDS, WORKS
from .meeting import CallMeeting, CloseMeeting, DecideItem, FollowItem, HoldMeeting, Meeting, MeetingItem
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .programme import BeginProgramme, FinishItem, ItemState, NoteProgramme, PostponeItem, Programme
from .routine import Routine, RoutineDone

__all__ = [
    "WORKS", "WORK_COMMANDS", "AnswerOpinion", "BeginDuty", "BeginProgramme", "CallMeeting", "CloseMeeting",
    "DecideItem", "Duty", "DutyClass", "EndDuty", "FinishItem", "FollowItem", "HoldMeeting", "ItemState",
    "LeaveDuty", "Meeting", "MeetingItem", "NoteProgramme", "Opinion", "PostponeItem", "Programme", "RecordDuty",
    "RegisterOpinion", "Routine", "RoutineDone", "SwapDuty", "Work", "WorkCommand",
]  # fmt: skip
