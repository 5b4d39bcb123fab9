"""The plan of a programme (工作方案): what is done, by whom, by when, and by which figure it is measured."""

from datetime import date
from typing import ClassVar

import attrs

from .base import CommunityRow


@attrs.frozen(kw_only=True)
class ProgrammeItem(CommunityRow):
    """An item of a work plan (任务): its owner, its day, and the figure that it aims at."""

    table: ClassVar[str] = "programme"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (
        ("unit", "units"), ("officer", "people"), ("indicator", "indicators"),
    )  # fmt: skip
    programme: str
    """Own name of the programme that it belongs to."""
    item: str
    unit: str = ""
    officer: str = ""
    due: date | None = None
    indicator: str = ""
    """Of the city; what it comes to is compared with the two that follow."""
    at_least: float | None = None
    at_most: float | None = None
