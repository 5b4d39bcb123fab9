"""Who is on duty where and when (值班表), and how much duty a station owes (三定: 定人、定时、定点)."""

from typing import ClassVar

import attrs

from cmsdk.contract.places import StationKind
from cmsdk.model.works.duty import DutyClass

from .base import CommunityRow
from .shifts import SHIFT_LEADS, ShiftRow


@attrs.frozen(kw_only=True)
class RosterRow(ShiftRow):
    """Duty at a place (值班表): who, where, on which days, from when to when."""

    table: ClassVar[str] = "roster"
    leads: ClassVar[tuple[tuple[str, str], ...]] = SHIFT_LEADS
    category: str = "*"
    """The class of problems that it is for."""
    duty: DutyClass = DutyClass.POST
    campaign: str = ""
    """The campaign that it belongs to, if any."""


@attrs.frozen(kw_only=True)
class DutyRule(CommunityRow):
    """The least duty that a station owes (值守要求): officers a session, sessions a week, hours a session.

    The row of a station goes before that of its kind, and that before the one that names neither.
    """

    table: ClassVar[str] = "duty-rules"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (("station", "stations"),)
    station: str = ""
    kind: StationKind | None = None
    officers: int = 1
    sessions: int = 1
    """In an ISO week, Monday to Sunday."""
    hours: float = 0
