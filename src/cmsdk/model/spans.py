"""Spans of time: validity of rules, and limits in the unit of their clock (contracts §4)."""

from datetime import date
from enum import StrEnum
from typing import Final

import attrs
from typing_extensions import override

from .expected import Expected


class LimitUnit(StrEnum):
    """Units of a limit (时限单位), as cities publish them. Each runs on one clock (contracts §4)."""

    MINUTE = "minute"
    """Wall-clock minutes."""
    URGENT_HOUR = "urgent_hour"
    """紧急工作时: wall-clock hours, night and holidays included."""
    URGENT_DAY = "urgent_day"
    """紧急工作日: 24 wall-clock hours."""
    NATURAL_DAY = "natural_day"
    """自然日: calendar days."""
    WORK_HOUR = "work_hour"
    """工作时: hours inside working time."""
    WORK_DAY = "work_day"
    """工作日: eight working hours."""
    BUSINESS_DAY = "business_day"
    """N working days on, at the same clock time."""


WALL_MINUTES = {
    LimitUnit.MINUTE: 1,
    LimitUnit.URGENT_HOUR: 60,
    LimitUnit.URGENT_DAY: 24 * 60,
    LimitUnit.NATURAL_DAY: 24 * 60,
}
"""Minutes of one unit, for the units on the wall clock."""
WORK_MINUTES = {LimitUnit.WORK_HOUR: 60, LimitUnit.WORK_DAY: 8 * 60}
"""Minutes of one unit, for the units on the working clock."""


MOST: Final = 1_000_000
"""Largest amount of a limit: a million days is the longest that a date can still be counted on by."""


@attrs.frozen
class Limit:
    """An amount of time (时限) on the clock that its unit names; the amount is at least 1, at most a million."""

    amount: int = attrs.field()
    unit: LimitUnit = attrs.field()

    @unit.validator
    def _known(self, _attribute: object, value: object) -> None:
        if not isinstance(value, LimitUnit):
            raise ValueError(f"unit: {value!r} is no LimitUnit; write one of {', '.join(map(str, LimitUnit))} as such")  # noqa: TRY004  as the other slips of a row

    @amount.validator
    def _positive(self, _attribute: object, value: object) -> None:
        if not (isinstance(value, int) and 1 <= value <= MOST):
            raise Expected("amount", given=value, most=MOST)

    @override
    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


@attrs.frozen
class DateSpan:
    """From the first to the last day (inclusive) on which a rule holds; ``None`` is open."""

    first: date | None = None
    last: date | None = attrs.field(default=None)

    @last.validator
    def _in_order(self, _attribute: object, value: date | None) -> None:
        if value and self.first and value < self.first:
            raise Expected("dates", first=self.first, last=value)

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in the span."""
        return not ((self.first and day < self.first) or (self.last and day > self.last))

    @property
    def always(self) -> bool:
        """Whether the span is open on both sides."""
        return self.first is None and self.last is None


ALWAYS = DateSpan()
