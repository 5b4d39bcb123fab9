"""All kinds of community work and all commands on them, by name."""

from collections.abc import Mapping
from typing import Final

from .base import Work, WorkCommand
from .board import Board, CheckBoard, PutUpBoard, RemoveBoard, UpdateBoard
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .station import CountStock, GiveOut, ServePeople, StationBook, TakeIn

WORKS: Final[Mapping[str, type[Work]]] = {work.kind: work for work in (Board, Opinion, StationBook)}
"""Kind of work → its record."""
WORK_COMMANDS: Final[Mapping[str, type[WorkCommand]]] = {
    command.name: command
    for command in (
        AnswerOpinion,
        CheckBoard,
        CountStock,
        GiveOut,
        PutUpBoard,
        RegisterOpinion,
        RemoveBoard,
        ServePeople,
        TakeIn,
        UpdateBoard,
    )
}
"""Name of a command → its type."""
CALLED: Final[Mapping[str, type[WorkCommand]]] = {command.chinese: command for command in WORK_COMMANDS.values()}
"""What staff call a command → its type."""
