"""Periods of a report: ``2026``, ``2026-10``, ``2026-10-01..2026-10-15``."""

from datetime import date, datetime, timedelta
import re
from zoneinfo import ZoneInfo

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

_YEAR, _MONTH = re.compile(r"\d{4}\Z"), re.compile(r"\d{4}-\d{2}\Z")
DECEMBER = 12
FIRST_YEAR = 1900
"""No ledger reaches further back, and stores count in UTC, where the year 1 would begin in the year 0."""


@attrs.frozen
class Period:
    """From ``first`` (inclusive) until ``end`` (exclusive), aware, in the city's zone; open where ``None``."""

    text: str
    first: datetime | None = None
    end: datetime | None = None


def _span(text: str) -> tuple[date, date]:
    if _YEAR.match(text):
        return date(int(text), 1, 1), date(int(text) + 1, 1, 1)
    if _MONTH.match(text):
        year, month = int(text[:4]), int(text[5:])
        first = date(year, month, 1)
        return first, date(year + month // DECEMBER, month % DECEMBER + 1, 1)
    first_text, dots, last_text = text.partition("..")
    first = date.fromisoformat(first_text)
    last = date.fromisoformat(last_text) if dots else first
    if last < first:
        raise ValueError(f"{last} lies before {first}")
    return first, last + timedelta(days=1)


def _days(text: str) -> tuple[date, date]:
    first, end = _span(text)
    if first.year < FIRST_YEAR:
        raise ValueError(f"the year {first.year} lies before {FIRST_YEAR}")
    return first, end


def read_period(text: str, zone: ZoneInfo) -> Period:
    """The period that ``text`` names; empty is all time. Raises RejectedInput."""
    if not text:
        return Period("")
    try:
        first, end = _days(text)
    except (ValueError, OverflowError) as error:
        raise RejectedInput([problem("CMS904", text, period=text)]) from error
    midnight = datetime.min.time()
    return Period(text, datetime.combine(first, midnight, zone), datetime.combine(end, midnight, zone))
