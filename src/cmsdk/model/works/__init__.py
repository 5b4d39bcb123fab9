"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .base import Work, WorkCommand
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

__all__ = [
    "WORKS",
    "WORK_COMMANDS",
    "AnswerOpinion",
    "BeginDuty",
    "DispatchPatrol",
    "Duty",
    "DutyClass",
    "EndDuty",
    "EndPatrol",
    "FindOnPatrol",
    "Finding",
    "Fix",
    "FixOnPatrol",
    "LeaveDuty",
    "Opinion",
    "Patrol",
    "PatrolMode",
    "Position",
    "RecordDuty",
    "RegisterOpinion",
    "ReleasePatrol",
    "StartPatrol",
    "SwapDuty",
    "TakeOnPatrol",
    "Task",
    "TrackPatrol",
    "Work",
    "WorkCommand",
]  # fmt: skip
