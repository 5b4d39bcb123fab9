"""Whether a row or callable holds for a report: on the day of the report, or on that of the decision."""

from collections.abc import Iterable, Sequence
from datetime import date

from cmsdk.contract.base import Applies, Contribution
from cmsdk.model.report import Report

from .draft import Draft

Days = tuple[date, date]
"""The day of the report and the day of the decision, in the city's zone."""


def days_of(report: Report) -> Days:
    """The two days that validity can be judged on."""
    return report.at.date(), report.received.date()


def holds(item: Contribution, days: Days) -> bool:
    """Whether ``item`` is valid on the day that counts for it."""
    return item.valid.always or item.valid.holds(days[item.applies is Applies.AT_DECISION])


def split(numbers: Iterable[int], item: Contribution, drafts: Sequence[Draft]) -> tuple[list[int], list[int]]:
    """The numbers of the drafts for which a callable holds, which it is asked about; and those of the others."""
    if item.valid.always:
        return list(numbers), []
    asked: list[int] = []
    left: list[int] = []
    for n in numbers:
        (asked if holds(item, days_of(drafts[n].report)) else left).append(n)
    return asked, left
