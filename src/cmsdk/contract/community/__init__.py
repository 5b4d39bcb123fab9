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
from .station import Stationing, Supply
from .whistle import Alone, LevelRow, Linkage, WhistleRow

__all__ = [
    "ActivityForm", "AgreementKind", "Alone", "BoardKind", "BoardRow", "ClearanceClass", "CommunityRow", "DutyRule",
    "HandInKind", "InvitedGroup", "LevelRow", "Linkage", "OpinionDuty", "Partner", "PartnerKind", "PatrolShift",
    "PublicityTopic", "RosterRow", "Stationing", "Supply", "TimeBand", "VolunteerTeam", "WhistleRow", "WorkRole",
]  # fmt: skip
