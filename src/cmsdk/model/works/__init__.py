"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .base import Work, WorkCommand
from .known import WORK_COMMANDS, WORKS
from .meeting import CallMeeting, CloseMeeting, DecideItem, FollowItem, HoldMeeting, Meeting, MeetingItem
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .programme import BeginProgramme, FinishItem, ItemState, NoteProgramme, PostponeItem, Programme
from .routine import Routine, RoutineDone

__all__ = [
    "WORKS", "WORK_COMMANDS", "AnswerOpinion", "BeginProgramme", "CallMeeting", "CloseMeeting", "DecideItem",
    "FinishItem", "FollowItem", "HoldMeeting", "ItemState", "Meeting", "MeetingItem", "NoteProgramme", "Opinion",
    "PostponeItem", "Programme", "RegisterOpinion", "Routine", "RoutineDone", "Work", "WorkCommand",
]  # fmt: skip
