"""By when an opinion is answered (意见答复时限)."""

from typing import ClassVar

import attrs

from cmsdk.model.spans import Limit

from .base import CommunityRow


@attrs.frozen(kw_only=True)
class OpinionDuty(CommunityRow):
    """The term in which opinions on a topic are answered (答复时限); the row without a topic is the general one."""

    table: ClassVar[str] = "opinion-duties"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (("unit", "units"), ("calendar", "calendars"))
    topic: str = ""
    limit: Limit
    calendar: str = ""
    unit: str = ""
    """Who answers."""
