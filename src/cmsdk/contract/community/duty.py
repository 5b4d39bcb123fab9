"""Who is on duty where and when (值班表), and how much duty a station owes (三定: 定人、定时、定点)."""

from datetime import date, time
from typing import ClassVar

import attrs

from cmsdk.contract.places import StationKind
from cmsdk.contract.when import DayType, When
from cmsdk.model.expected import Expected
from cmsdk.model.works.duty import DutyClass

from .base import CommunityRow


@attrs.frozen(kw_only=True)
class RosterRow(CommunityRow):
    """People at a place, from an hour to an hour, on days that come again or on one date (值班表)."""

    table: ClassVar[str] = "roster"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (
        ("station", "stations"), ("division", "divisions"), ("grids", "grids"), ("officers", "people"),
        ("unit", "units"), ("category", "categories"),
    )  # fmt: skip
    station: str = ""
    place: str = ""
    """Where, in words, if it is no station, or where at the station."""
    division: str = ""
    grids: tuple[str, ...] = ()
    """Those that it looks after; those of the station if left out."""
    category: str = ""
    """The class of problems that it is for; all if left out."""
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
    duty: DutyClass = DutyClass.POST
    campaign: str = ""
    """The campaign that it belongs to, if any."""

    @day.validator
    def _one_of_both(self, _attribute: object, value: date | None) -> None:
        if (value is None) == (self.days is None):
            raise Expected("roster-days")

    @property
    def strength(self) -> int:
        """How many come (人数): those who are named, or the number of the squad if that is more."""
        return max(len(self.officers), self.headcount)

    def holds(self, day: date, kind: DayType) -> bool:
        """Whether there is a session on ``day``, which is a day of such a kind."""
        meant = self.day == day if self.days is None else any(slot.begins(kind) for slot in self.days.slots)
        return meant and self.valid.holds(day)


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
