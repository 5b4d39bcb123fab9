"""Rows of ``calendar-days`` that name a calendar: further years of it, each a contribution of its own."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final

from cmsdk.contract.timing import CalendarYear
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

from .read import Row
from .settings import guarded

DECEMBER: Final = 12


def _year_of(day: date, years: set[int]) -> int:
    """The year whose notice names ``day``: in December it may be the next one's, if the table has nothing else."""
    return day.year + 1 if day.year not in years and day.year + 1 in years else day.year


def calendar_years(rows: Sequence[Row], *, named: bool) -> Iterator[CalendarYear]:
    """The years that ``rows`` add to calendars. ``named``: a ``calendar.toml`` takes the rows without a calendar.

    Raises:
        RejectedInput: rows without a calendar that no ``calendar.toml`` takes either: they would have no effect.
    """
    lost = [row for row in rows if "calendar" not in row.values]
    if lost and not named:
        raise RejectedInput([problem("CMS452", f"{lost[0].source} [calendar]", count=len(lost))])
    for calendar in dict.fromkeys(row.values["calendar"] for row in rows if "calendar" in row.values):
        own = [row for row in rows if row.values.get("calendar") == calendar]
        years = {row.values["date"].year for row in own if row.values["date"].month != DECEMBER}
        by_year: dict[int, list[Row]] = {}
        for row in own:
            by_year.setdefault(_year_of(row.values["date"], years), []).append(row)
        for year, found in sorted(by_year.items()):
            yield guarded(partial(_made, calendar, year, found), found[0].source)


def _made(calendar: str, year: int, found: Sequence[Row]) -> CalendarYear:
    return CalendarYear(
        calendar=calendar, year=year, days={row.values["date"]: row.values["kind"] for row in found},
        basis="；".join(dict.fromkeys(filter(None, (row.values.get("basis", "") for row in found)))),
        source=found[0].source,
    )  # fmt: skip
