"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .base import Work, WorkCommand
from .board import Board, BoardCheck, CheckBoard, Printed, PutUpBoard, RemoveBoard, UpdateBoard
from .known import WORK_COMMANDS, WORKS
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .station import CountStock, GiveOut, Movement, Served, ServePeople, StationBook, Stock, TakeIn

__all__ = [
    "WORKS", "WORK_COMMANDS", "AnswerOpinion", "Board", "BoardCheck", "CheckBoard", "CountStock", "GiveOut",
    "Movement", "Opinion", "Printed", "PutUpBoard", "RegisterOpinion", "RemoveBoard", "ServePeople", "Served",
    "StationBook", "Stock", "TakeIn", "UpdateBoard", "Work", "WorkCommand",
]  # fmt: skip
