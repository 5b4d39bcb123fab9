"""Rows of community work (社区工作) that a city contributes: one file a kind of work.

Plugins take them from here: ``from cmsdk.plugin import community`` and ``community.OpinionDuty(...)``.
"""

from .base import CommunityRow, WorkRole
from .campaign import ActivityForm, ClearanceClass, InvitedGroup, PublicityTopic, VolunteerTeam
from .duty import DutyRule, RosterRow
from .opinion import OpinionDuty

__all__ = [
    "ActivityForm", "ClearanceClass", "CommunityRow", "DutyRule", "InvitedGroup", "OpinionDuty", "PublicityTopic",
    "RosterRow", "VolunteerTeam", "WorkRole",
]  # fmt: skip
