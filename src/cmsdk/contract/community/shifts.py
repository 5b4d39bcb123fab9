"""What rosters and patrols share: people, the grids they look after, and days and hours that come again."""

from datetime import date, time

import attrs

from cmsdk.contract.when import DayType, When
from cmsdk.model.expected import Expected

from .base import CommunityRow


@attrs.frozen(kw_only=True)
class ShiftRow(CommunityRow):
    """People from an hour to an hour, on days that come again or on one date (班次)."""

    station: str = ""
    place: str = ""
    """Where, in words, if it is no station, or where at the station."""
    division: str = ""
    grids: tuple[str, ...] = ()
    """Those that they look after; those of the station if left out."""
    unit: str = ""
    officers: tuple[str, ...] = ()
    headcount: int = 0
    """How many come, where a squad is named by their number alone."""
    days: When | None = None
    """Weekdays, working days or days off; the hours are in ``begins`` and ``ends``."""
    day: date | None = attrs.field(default=None)
    """The one date, where it does not come again."""
    begins: time
    ends: time
    """At or before ``begins``: on the next day."""

    @day.validator
    def _one_of_both(self, _attribute: object, value: date | None) -> None:
        if (value is None) == (self.days is None):
            raise Expected("shift-days")

    def holds(self, day: date, kind: DayType) -> bool:
        """Whether there is a shift on ``day``, which is a day of such a kind."""
        meant = self.day == day if self.days is None else any(slot.begins(kind) for slot in self.days.slots)
        return meant and self.valid.holds(day)


SHIFT_LEADS = (
    ("station", "stations"), ("division", "divisions"), ("grids", "grids"), ("unit", "units"), ("officers", "people"),
)  # fmt: skip
"""Where the fields of a shift lead to."""
