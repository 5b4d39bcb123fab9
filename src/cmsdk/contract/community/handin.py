"""What is handed in at a window (一窗受理事项): the papers it takes, and by when it is answered."""

from typing import ClassVar

import attrs

from cmsdk.model.spans import Limit

from .base import CommunityRow


@attrs.frozen(kw_only=True)
class HandInKind(CommunityRow):
    """A matter with its checklist (材料清单), its term (办理时限), who decides it, and where it is taken."""

    table: ClassVar[str] = "hand-ins"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (("unit", "units"), ("calendar", "calendars"))
    name: str
    documents: tuple[str, ...]
    optional: tuple[str, ...] = ()
    limit: Limit | None = None
    """From acceptance to the answer; nothing where the city has published none."""
    calendar: str = ""
    unit: str = ""
    services: tuple[str, ...] = ()
    """What a station has to offer to take it; any station does where nothing is said."""
