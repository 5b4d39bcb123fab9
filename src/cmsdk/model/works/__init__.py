"""Community work (社区工作) as values: one file a kind of work, with its record and the commands on it.

Apps take them from here: ``from cmsdk import works`` and ``works.RegisterOpinion(...)``.
"""

from .agreement import Agreement, Breach, BreachAgreement, CureBreach, EndAgreement, RenewAgreement, SignAgreement
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
from .known import WORK_COMMANDS, WORKS
from .opinion import AnswerOpinion, Opinion, RegisterOpinion

__all__ = [
    "WORKS", "WORK_COMMANDS", "AcceptHandIn", "Agreement", "AnswerHandIn", "AnswerOpinion", "Breach",
    "BreachAgreement", "CureBreach", "EndAgreement", "HandIn", "HandInRecord", "Opinion", "PassOnHandIn",
    "RegisterOpinion", "RenewAgreement", "SignAgreement", "SupplementHandIn", "WithdrawHandIn", "Work", "WorkCommand",
]  # fmt: skip
