"""Deadlines as values (期限)."""

from datetime import date, datetime

import attrs

from .spans import Limit


def aware(instance: object, attribute: "attrs.Attribute[datetime]", value: datetime | None) -> None:
    """Attrs validator: a time without a zone is refused, since it names no moment."""
    del instance
    if value is not None and value.tzinfo is None:
        raise ValueError(f"{attribute.name}: {value.isoformat()} has no time zone; give an aware time")


@attrs.frozen
class Due:
    """When a case must be handled, and how that was counted.

    ``at`` is aware, in the city's zone. ``skipped`` are the days that the clock did not run on.
    ``provisional`` (暂定) says that the calendar's known days end before ``at``: it is counted on
    anew when the next year is published.
    """

    at: datetime = attrs.field(validator=aware)
    limit: Limit
    calendar: str = ""
    calendar_version: str = ""
    skipped: tuple[date, ...] = ()
    provisional: bool = False
