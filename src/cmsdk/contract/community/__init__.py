"""Rows of community work (社区工作) that a city contributes: one file a kind of work.

Plugins take them from here: ``from cmsdk.plugin import community`` and ``community.OpinionDuty(...)``.
"""

from .base import CommunityRow, WorkRole
from .duty import DutyRule, RosterRow
from .opinion import OpinionDuty
from .partner import Partner, PartnerKind
from .patrol import PatrolShift, TimeBand
from .whistle import Alone, LevelRow, Linkage, WhistleRow

__all__ = [
    "Alone",
    "CommunityRow",
    "DutyRule",
    "LevelRow",
    "Linkage",
    "OpinionDuty",
    "Partner",
    "PartnerKind",
    "PatrolShift",
    "RosterRow",
    "TimeBand",
    "WhistleRow",
    "WorkRole",
]  # fmt: skip
