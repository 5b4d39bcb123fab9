"""The working clocks of a plan, each compiled once, on first use."""

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.clock import Due

from .working import WorkClock


@attrs.frozen(eq=False)
class Clocks:
    """Calendar id → its working clock in the city's zone."""

    plan: CityPlan
    _made: dict[str, WorkClock] = attrs.field(factory=dict, init=False)

    def get(self, calendar: str) -> WorkClock | None:
        """The clock of a calendar, of the city's where none is named; nothing where the plan has no such calendar."""
        name = calendar or self.plan.profile.calendar
        if name not in self.plan.calendars:
            return None
        return self.named(name)

    def of(self, due: Due) -> WorkClock:
        """The clock on which a deadline's light is measured: its own calendar's, the city's where that is gone.

        A deadline whose calendar left with its plugin still turns red.
        """
        return self.get(due.calendar) or self.named(self.plan.profile.calendar)

    def named(self, calendar: str) -> WorkClock:
        """The clock of a calendar that the plan has."""
        found = self._made.get(calendar)
        if found is None:
            found = self._made[calendar] = WorkClock(self.plan.calendars[calendar], self.plan.zone)
        return found
