"""All kinds of community work and all commands on them, by name."""

from collections.abc import Mapping
from typing import Final

from .activity import Activity, CancelActivity, CorrectActivity, PlanActivity, RecordActivity
from .base import Work, WorkCommand
from .campaign import Campaign, CancelCampaign, CloseCampaign, HoldCampaign, PlanCampaign
from .clearance import Clearance, RecordClearance, VoidClearance
from .drive import BundleCases, CloseDrive, Drive, DropCase, PlanDrive
from .duty import BeginDuty, Duty, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .meeting import CallMeeting, CloseMeeting, DecideItem, FollowItem, HoldMeeting, Meeting
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
from .programme import BeginProgramme, FinishItem, NoteProgramme, PostponeItem, Programme
from .routine import Routine, RoutineDone
from .volunteers import JoinVolunteers, LeaveVolunteers, ServeAsVolunteers, Volunteers

WORKS: Final[Mapping[str, type[Work]]] = {
    work.kind: work
    for work in (
        Activity,
        Campaign,
        Clearance,
        Drive,
        Duty,
        Meeting,
        Opinion,
        Patrol,
        Programme,
        Routine,
        Volunteers,
    )
}
"""Kind of work → its record."""
WORK_COMMANDS: Final[Mapping[str, type[WorkCommand]]] = {
    command.name: command
    for command in (
        AnswerOpinion,
        BeginDuty,
        BeginProgramme,
        BundleCases,
        CallMeeting,
        CancelActivity,
        CancelCampaign,
        CloseCampaign,
        CloseDrive,
        CloseMeeting,
        CorrectActivity,
        DecideItem,
        DispatchPatrol,
        DropCase,
        EndDuty,
        EndPatrol,
        FindOnPatrol,
        FinishItem,
        FixOnPatrol,
        FollowItem,
        HoldCampaign,
        HoldMeeting,
        JoinVolunteers,
        LeaveDuty,
        LeaveVolunteers,
        NoteProgramme,
        PlanActivity,
        PlanCampaign,
        PlanDrive,
        PostponeItem,
        RecordActivity,
        RecordClearance,
        RecordDuty,
        RegisterOpinion,
        ReleasePatrol,
        RoutineDone,
        ServeAsVolunteers,
        StartPatrol,
        SwapDuty,
        TakeOnPatrol,
        TrackPatrol,
        VoidClearance,
    )
}
"""Name of a command → its type."""
CALLED: Final[Mapping[str, type[WorkCommand]]] = {command.chinese: command for command in WORK_COMMANDS.values()}
"""What staff call a command → its type."""
