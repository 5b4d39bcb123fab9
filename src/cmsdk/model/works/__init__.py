"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .base import Work, WorkCommand
from .board import Board, BoardCheck, CheckBoard, Printed, PutUpBoard, RemoveBoard, UpdateBoard
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

__all__ = [
    "WORKS",
    "WORK_COMMANDS",
    "AnswerOpinion",
    "BeginDuty",
    "Board",
    "BoardCheck",
    "CheckBoard",
    "CountStock",
    "DispatchPatrol",
    "Duty",
    "DutyClass",
    "EndDuty",
    "EndPatrol",
    "FindOnPatrol",
    "Finding",
    "Fix",
    "FixOnPatrol",
    "GiveOut",
    "LeaveDuty",
    "Movement",
    "Opinion",
    "Patrol",
    "PatrolMode",
    "Position",
    "Printed",
    "PutUpBoard",
    "RecordDuty",
    "RegisterOpinion",
    "ReleasePatrol",
    "RemoveBoard",
    "ServePeople",
    "Served",
    "StartPatrol",
    "StationBook",
    "Stock",
    "SwapDuty",
    "TakeIn",
    "TakeOnPatrol",
    "Task",
    "TrackPatrol",
    "UpdateBoard",
    "Work",
    "WorkCommand",
]  # fmt: skip
