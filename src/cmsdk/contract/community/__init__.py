"""Rows of community work (社区工作) that a city contributes: one file a kind of work.

Plugins take them from here: ``from cmsdk.plugin import community`` and ``community.OpinionDuty(...)``.
"""

from .base import CommunityRow, WorkRole
from .board import BoardKind, BoardRow
from .duty import DutyRule, RosterRow
from .opinion import OpinionDuty
from .patrol import PatrolShift, TimeBand
from .station import Stationing, Supply

__all__ = [
    "BoardKind",
    "BoardRow",
    "CommunityRow",
    "DutyRule",
    "OpinionDuty",
    "PatrolShift",
    "RosterRow",
    "Stationing",
    "Supply",
    "TimeBand",
    "WorkRole",
]  # fmt: skip
