"""All kinds of community work and all commands on them, by name."""

from collections.abc import Mapping
from typing import Final

from .base import Work, WorkCommand
from .duty import BeginDuty, Duty, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .meeting import CallMeeting, CloseMeeting, DecideItem, FollowItem, HoldMeeting, Meeting
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .programme import BeginProgramme, FinishItem, NoteProgramme, PostponeItem, Programme
from .routine import Routine, RoutineDone

WORKS: Final[Mapping[str, type[Work]]] = {work.kind: work for work in (Duty, Meeting, Opinion, Programme, Routine)}
"""Kind of work → its record."""
WORK_COMMANDS: Final[Mapping[str, type[WorkCommand]]] = {
    command.name: command
    for command in (
        AnswerOpinion,
        BeginDuty,
        BeginProgramme,
        CallMeeting,
        CloseMeeting,
        DecideItem,
        EndDuty,
        FinishItem,
        FollowItem,
        HoldMeeting,
        LeaveDuty,
        NoteProgramme,
        PostponeItem,
        RecordDuty,
        RegisterOpinion,
        RoutineDone,
        SwapDuty,
    )
}
"""Name of a command → its type."""
CALLED: Final[Mapping[str, type[WorkCommand]]] = {command.chinese: command for command in WORK_COMMANDS.values()}
"""What staff call a command → its type."""
