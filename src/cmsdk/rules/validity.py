"""Whether a row or callable holds for a report: on the day of the report, or on that of the decision."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

from cmsdk.contract.base import Applies, Contribution
from cmsdk.model.report import Report

Days = tuple[date, date]
"""The day of the report and the day of the decision, in the city's zone."""


def days_of(report: Report) -> Days:
    """The two days that validity can be judged on."""
    return report.at.date(), report.received.date()


def holds(item: Contribution, days: Days) -> bool:
    """Whether ``item`` is valid on the day that counts for it."""
    return item.valid.always or item.valid.holds(days[item.applies is Applies.AT_DECISION])


class Periods:
    """The spans of days between which the validity of no row changes; answers of rows are kept by them."""

    def __init__(self, items: Iterable[Contribution]) -> None:
        """``items`` are all rows that an answer may depend on."""
        firsts, lasts = set(), set()
        for item in items:
            firsts.add(item.valid.first)
            lasts.add(item.valid.last)
        after = {last + timedelta(days=1) for last in lasts if last is not None and last < date.max}
        self._edges = sorted({first for first in firsts if first is not None} | after)

    def of(self, days: Days) -> tuple[int, ...]:
        """The numbers of the periods in which the two days lie; nothing where no row has a date."""
        return tuple(bisect_right(self._edges, day) for day in days) if self._edges else ()
