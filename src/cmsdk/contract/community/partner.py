"""Partners of city management in the communities (共治伙伴): they find and report, and act together with it."""

from enum import StrEnum
from typing import ClassVar

import attrs

from .base import CommunityRow


class PartnerKind(StrEnum):
    """Neighbourhood committee (居委会), property company (物业公司), owners' committee (业主委员会)."""

    COMMITTEE = "committee"
    PROPERTY = "property"
    OWNERS = "owners"


@attrs.frozen(kw_only=True)
class Partner(CommunityRow):
    """A unit that is a partner (城管+物业): of which kind, for where, and by which channel its reports come."""

    table: ClassVar[str] = "partners"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (
        ("unit", "units"), ("divisions", "divisions"), ("grids", "grids"), ("channel", "channels"),
    )  # fmt: skip
    unit: str
    kind: PartnerKind
    divisions: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()
    """Where it reports from; everywhere, if neither is given."""
    channel: str = ""
    """Empty where it has no channel of its own."""
