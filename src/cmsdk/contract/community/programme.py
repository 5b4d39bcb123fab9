"""The plan of a programme (工作方案): what is done, by whom, by when, and by which figure it is measured."""

from datetime import date
from typing import ClassVar

import attrs

from .base import CommunityRow


@attrs.frozen(kw_only=True)
class ProgrammeItem(CommunityRow):
    """An item of a work plan (任务): its owner, its day, and the figure that it aims at."""

    table: ClassVar[str] = "programme"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (("unit", "units"), ("officer", "people"))
    programme: str
    """Own name of the programme that it belongs to."""
    item: str
    unit: str = ""
    officer: str = ""
    due: date | None = None
    indicator: str = ""
    target: str = ""
    """What the indicator has to come to: ``≥ 55``, ``至少 98``; a number alone is at least that many."""
