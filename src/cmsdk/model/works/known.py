"""All kinds of community work and all commands on them, by name."""

from collections.abc import Mapping
from typing import Final

from .activity import Activity, CancelActivity, CorrectActivity, PlanActivity, RecordActivity
from .base import Work, WorkCommand
from .campaign import Campaign, CancelCampaign, CloseCampaign, HoldCampaign, PlanCampaign
from .clearance import Clearance, RecordClearance, VoidClearance
from .drive import BundleCases, CloseDrive, Drive, DropCase, PlanDrive
from .duty import BeginDuty, Duty, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .opinion import AnswerOpinion, Opinion, RegisterOpinion
from .volunteers import JoinVolunteers, LeaveVolunteers, ServeAsVolunteers, Volunteers

WORKS: Final[Mapping[str, type[Work]]] = {
    work.kind: work for work in (Activity, Campaign, Clearance, Drive, Duty, Opinion, Volunteers)
}
"""Kind of work → its record."""
WORK_COMMANDS: Final[Mapping[str, type[WorkCommand]]] = {
    command.name: command
    for command in (
        AnswerOpinion,
        BeginDuty,
        BundleCases,
        CancelActivity,
        CancelCampaign,
        CloseCampaign,
        CloseDrive,
        CorrectActivity,
        DropCase,
        EndDuty,
        HoldCampaign,
        JoinVolunteers,
        LeaveDuty,
        LeaveVolunteers,
        PlanActivity,
        PlanCampaign,
        PlanDrive,
        RecordActivity,
        RecordClearance,
        RecordDuty,
        RegisterOpinion,
        ServeAsVolunteers,
        SwapDuty,
        VoidClearance,
    )
}
"""Name of a command → its type."""
CALLED: Final[Mapping[str, type[WorkCommand]]] = {command.chinese: command for command in WORK_COMMANDS.values()}
"""What staff call a command → its type."""
