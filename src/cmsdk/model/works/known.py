"""All kinds of community work and all commands on them, by name."""

from collections.abc import Mapping
from typing import Final

from .agreement import Agreement, BreachAgreement, CureBreach, EndAgreement, RenewAgreement, SignAgreement
from .base import Work, WorkCommand
from .handin import (
    AcceptHandIn,
    AnswerHandIn,
    HandIn,
    HandInRecord,
    PassOnHandIn,
    SupplementHandIn,
    WithdrawHandIn,
)
from .opinion import AnswerOpinion, Opinion, RegisterOpinion

WORKS: Final[Mapping[str, type[Work]]] = {work.kind: work for work in (Agreement, HandInRecord, Opinion)}
"""Kind of work → its record."""
WORK_COMMANDS: Final[Mapping[str, type[WorkCommand]]] = {
    command.name: command
    for command in (
        AcceptHandIn,
        AnswerHandIn,
        AnswerOpinion,
        BreachAgreement,
        CureBreach,
        EndAgreement,
        HandIn,
        PassOnHandIn,
        RegisterOpinion,
        RenewAgreement,
        SignAgreement,
        SupplementHandIn,
        WithdrawHandIn,
    )
}
"""Name of a command → its type."""
CALLED: Final[Mapping[str, type[WorkCommand]]] = {command.chinese: command for command in WORK_COMMANDS.values()}
"""What staff call a command → its type."""
