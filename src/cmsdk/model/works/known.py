"""All kinds of community work and all commands on them, by name."""

from collections.abc import Mapping
from typing import Final

from .base import Work, WorkCommand
from .duty import BeginDuty, Duty, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .opinion import AnswerOpinion, Opinion, RegisterOpinion

WORKS: Final[Mapping[str, type[Work]]] = {work.kind: work for work in (Duty, Opinion)}
"""Kind of work → its record."""
WORK_COMMANDS: Final[Mapping[str, type[WorkCommand]]] = {
    command.name: command
    for command in (
        AnswerOpinion,
        BeginDuty,
        EndDuty,
        LeaveDuty,
        RecordDuty,
        RegisterOpinion,
        SwapDuty,
    )
}
"""Name of a command → its type."""
CALLED: Final[Mapping[str, type[WorkCommand]]] = {command.chinese: command for command in WORK_COMMANDS.values()}
"""What staff call a command → its type."""
