"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .base import Work, WorkCommand
from .duty import BeginDuty, Duty, DutyClass, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .known import WORK_COMMANDS, WORKS
from .opinion import AnswerOpinion, Opinion, RegisterOpinion

__all__ = [
    "WORKS", "WORK_COMMANDS", "AnswerOpinion", "BeginDuty", "Duty", "DutyClass", "EndDuty", "LeaveDuty",
    "Opinion", "RecordDuty", "RegisterOpinion", "SwapDuty", "Work", "WorkCommand",
]  # fmt: skip
