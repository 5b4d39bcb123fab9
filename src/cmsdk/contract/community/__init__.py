"""Rows of community work (社区工作) that a city contributes: one file a kind of work.

Plugins take them from here: ``from cmsdk.plugin import community`` and ``community.OpinionDuty(...)``.
"""

from .base import CommunityRow, WorkRole
from .campaign import ActivityForm, ClearanceClass, InvitedGroup, PublicityTopic, VolunteerTeam
from .duty import DutyRule, RosterRow
from .opinion import OpinionDuty
from .patrol import PatrolShift, TimeBand
from .programme import ProgrammeItem
from .systems import Every, SystemDuty, SystemKind
from .tracing import Tracing

__all__ = [
    "ActivityForm",
    "ClearanceClass",
    "CommunityRow",
    "DutyRule",
    "Every",
    "InvitedGroup",
    "OpinionDuty",
    "PatrolShift",
    "ProgrammeItem",
    "PublicityTopic",
    "RosterRow",
    "SystemDuty",
    "SystemKind",
    "TimeBand",
    "Tracing",
    "VolunteerTeam",
    "WorkRole",
]
