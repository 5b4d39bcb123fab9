"""Whether a row or callable holds for a report: on the day of the report, or on that of the decision."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

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
    """The spans of days between which the validity of no row changes; answers of rows are kept by them.

    The day of the report is cut by the rows that are judged on it, that of the decision by those judged on that one.
    """

    def __init__(self, items: Iterable[Contribution]) -> None:
        """``items`` are all rows that an answer may depend on."""
        edges: dict[Applies, set[date]] = {applies: set() for applies in Applies}
        for item in items:
            if item.valid.first is not None:
                edges[item.applies].add(item.valid.first)
            if item.valid.last is not None and item.valid.last < date.max:
                edges[item.applies].add(item.valid.last + timedelta(days=1))
        self._edges = tuple(sorted(edges[applies]) for applies in (Applies.AT_REPORT, Applies.AT_DECISION))
        self.dated: Final = any(self._edges)
        """Whether any row begins or ends to hold."""

    def of(self, days: Days) -> tuple[int, ...]:
        """The numbers of the periods in which the two days lie; nothing where no row has a date."""
        if not self.dated:
            return ()
        at_report, at_decision = self._edges
        return bisect_right(at_report, days[0]), bisect_right(at_decision, days[1])

    def at(self, report: Report) -> tuple[int, ...]:
        """The same for the two days of a report, which are not looked at where no row has a date."""
        return self.of(days_of(report)) if self.dated else ()
