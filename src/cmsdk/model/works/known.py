"""All kinds of community work and all commands on them, by name."""

from collections.abc import Mapping
from typing import Final

from .base import Work, WorkCommand
from .board import Board, CheckBoard, PutUpBoard, RemoveBoard, UpdateBoard
from .duty import BeginDuty, Duty, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .patrol import (
    DispatchPatrol,
    EndPatrol,
    FindOnPatrol,
    FixOnPatrol,
    Patrol,
    ReleasePatrol,
    StartPatrol,
    TakeOnPatrol,
    TrackPatrol,
)
from .station import CountStock, GiveOut, ServePeople, StationBook, TakeIn

WORKS: Final[Mapping[str, type[Work]]] = {work.kind: work for work in (Duty, Opinion, Patrol, Board, StationBook)}
"""Kind of work → its record."""
WORK_COMMANDS: Final[Mapping[str, type[WorkCommand]]] = {
    command.name: command
    for command in (
        AnswerOpinion,
        BeginDuty,
        DispatchPatrol,
        EndDuty,
        EndPatrol,
        FindOnPatrol,
        FixOnPatrol,
        LeaveDuty,
        RecordDuty,
        CheckBoard,
        CountStock,
        GiveOut,
        PutUpBoard,
        RegisterOpinion,
        ReleasePatrol,
        StartPatrol,
        SwapDuty,
        TakeOnPatrol,
        TrackPatrol,
        RemoveBoard,
        ServePeople,
        TakeIn,
        UpdateBoard,
    )
}
"""Name of a command → its type."""
CALLED: Final[Mapping[str, type[WorkCommand]]] = {command.chinese: command for command in WORK_COMMANDS.values()}
"""What staff call a command → its type."""
