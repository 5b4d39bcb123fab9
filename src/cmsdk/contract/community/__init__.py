"""Rows of community work (社区工作) that a city contributes: one file a kind of work.

Plugins take them from here: ``from cmsdk.plugin import community`` and ``community.OpinionDuty(...)``.
"""

from .agreement import AgreementKind
from .base import CommunityRow, WorkRole
from .board import BoardKind, BoardRow
from .campaign import ActivityForm, ClearanceClass, InvitedGroup, PublicityTopic, VolunteerTeam
from .duty import DutyRule, RosterRow
from .handin import HandInKind
from .opinion import OpinionDuty
from .partner import Partner, PartnerKind
from .patrol import PatrolShift, TimeBand
from .programme import ProgrammeItem
from .station import Stationing, Supply
from .systems import Every, SystemDuty, SystemKind
from .tracing import Tracing
from .whistle import Alone, LevelRow, Linkage, WhistleRow

__all__ = [
    "ActivityForm", "AgreementKind", "Alone", "BoardKind", "BoardRow", "ClearanceClass", "CommunityRow", "DutyRule",
    "Every", "HandInKind", "InvitedGroup", "LevelRow", "Linkage", "OpinionDuty", "Partner", "PartnerKind",
    "PatrolShift", "ProgrammeItem", "PublicityTopic", "RosterRow", "Stationing", "Supply", "SystemDuty", "SystemKind",
    "TimeBand", "Tracing", "VolunteerTeam", "WhistleRow", "WorkRole",
]  # fmt: skip
