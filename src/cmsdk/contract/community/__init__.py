"""Rows of community work (社区工作) that a city contributes: one file a kind of work.

Plugins take them from here: ``from cmsdk.plugin import community`` and ``community.OpinionDuty(...)``.
"""

from .agreement import AgreementKind
from .base import CommunityRow, WorkRole
from .handin import HandInKind
from .opinion import OpinionDuty

__all__ = [
    "AgreementKind", "CommunityRow", "HandInKind", "OpinionDuty", "WorkRole",
]  # fmt: skip
