"""All kinds of community work and all commands on them, by name."""

from collections.abc import Mapping
from typing import Final

from .activity import Activity, CancelActivity, CorrectActivity, PlanActivity, RecordActivity
from .agreement import Agreement, BreachAgreement, CureBreach, EndAgreement, RenewAgreement, SignAgreement
from .base import Work, WorkCommand, chinese_names
from .board import Board, CheckBoard, PutUpBoard, RemoveBoard, UpdateBoard
from .campaign import Campaign, CancelCampaign, CloseCampaign, HoldCampaign, PlanCampaign
from .clearance import Clearance, RecordClearance, VoidClearance
from .drive import BundleCases, CloseDrive, Drive, DropCase, PlanDrive
from .duty import BeginDuty, Duty, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from .handin import AcceptHandIn, AnswerHandIn, HandIn, HandInRecord, PassOnHandIn, SupplementHandIn, WithdrawHandIn
from .joint_action import CancelJointAction, CarryOutJointAction, JointAction, PlanJointAction, RepairAfterAction
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
from .station import CountStock, GiveOut, ServePeople, StationBook, TakeIn
from .task import AcceptTask, AssignTask, ConfirmTask, FeedBackTask, ReturnTask, WithdrawTask, WorkTask
from .volunteers import JoinVolunteers, LeaveVolunteers, ServeAsVolunteers, Volunteers
from .whistle import (
    CallUnits,
    CloseWhistle,
    EscalateWhistle,
    FeedBackWhistle,
    HandOverLead,
    RaiseWhistle,
    ReportIn,
    Whistle,
    WhistleAgain,
    WithdrawWhistle,
)

_RECORDS: Final[tuple[type[Work], ...]] = (
    Activity,
    Agreement,
    Board,
    Campaign,
    Clearance,
    Drive,
    Duty,
    HandInRecord,
    JointAction,
    Meeting,
    Opinion,
    Patrol,
    Programme,
    Routine,
    StationBook,
    Volunteers,
    Whistle,
    WorkTask,
)
WORKS: Final[Mapping[str, type[Work]]] = {work.kind: work for work in _RECORDS}
"""Kind of work → its record."""
WORK_COMMANDS: Final[Mapping[str, type[WorkCommand]]] = {
    command.name: command
    for command in (
        AcceptHandIn,
        AcceptTask,
        AnswerHandIn,
        AnswerOpinion,
        AssignTask,
        BeginDuty,
        BeginProgramme,
        BreachAgreement,
        BundleCases,
        CallMeeting,
        CallUnits,
        CancelActivity,
        CancelCampaign,
        CancelJointAction,
        CarryOutJointAction,
        CheckBoard,
        CloseCampaign,
        CloseDrive,
        CloseMeeting,
        CloseWhistle,
        ConfirmTask,
        CorrectActivity,
        CountStock,
        CureBreach,
        DecideItem,
        DispatchPatrol,
        DropCase,
        EndAgreement,
        EndDuty,
        EndPatrol,
        EscalateWhistle,
        FeedBackTask,
        FeedBackWhistle,
        FindOnPatrol,
        FinishItem,
        FixOnPatrol,
        FollowItem,
        GiveOut,
        HandIn,
        HandOverLead,
        HoldCampaign,
        HoldMeeting,
        JoinVolunteers,
        LeaveDuty,
        LeaveVolunteers,
        NoteProgramme,
        PassOnHandIn,
        PlanActivity,
        PlanCampaign,
        PlanDrive,
        PlanJointAction,
        PostponeItem,
        PutUpBoard,
        RaiseWhistle,
        RecordActivity,
        RecordClearance,
        RecordDuty,
        RegisterOpinion,
        ReleasePatrol,
        RemoveBoard,
        RenewAgreement,
        RepairAfterAction,
        ReportIn,
        ReturnTask,
        RoutineDone,
        ServeAsVolunteers,
        ServePeople,
        SignAgreement,
        StartPatrol,
        SupplementHandIn,
        SwapDuty,
        TakeIn,
        TakeOnPatrol,
        TrackPatrol,
        UpdateBoard,
        VoidClearance,
        WithdrawTask,
        WithdrawWhistle,
        WhistleAgain,
        WithdrawHandIn,
    )
}
"""Name of a command → its type."""
CALLED: Final[Mapping[str, type[WorkCommand]]] = {command.chinese: command for command in WORK_COMMANDS.values()}
"""What staff call a command → its type."""
FIELD_NAMES: Final[Mapping[str, str]] = {
    field: chinese for command in WORK_COMMANDS.values() for chinese, field in reversed(chinese_names(command).items())
}
"""Field → its Chinese name, as the last command that has it calls it."""
