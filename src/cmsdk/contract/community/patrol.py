"""Shifts of patrols by mode (巡查班次), and the bands of the day that coverage is counted in (时段)."""

from datetime import time
from typing import ClassVar

import attrs

from cmsdk.model.works.patrol import PatrolMode

from .base import CommunityRow
from .shifts import SHIFT_LEADS, ShiftRow


@attrs.frozen(kw_only=True)
class PatrolShift(ShiftRow):
    """A unit that patrols its grids, stands at a post, or comes at staggered hours (巡查班次)."""

    table: ClassVar[str] = "patrols"
    leads: ClassVar[tuple[tuple[str, str], ...]] = SHIFT_LEADS
    mode: PatrolMode = PatrolMode.REGULAR


@attrs.frozen(kw_only=True)
class TimeBand(CommunityRow):
    """A band of the day (时段), such as day, evening, night; coverage is counted in each."""

    table: ClassVar[str] = "time-bands"
    name: str
    begins: time
    ends: time
    """Not included; at or before ``begins``: on the next day."""

    def holds(self, at: time) -> bool:
        """Whether a time of day lies in it."""
        if self.begins < self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends
