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


def overdue(due: Due | None, done: datetime | None, now: datetime) -> bool:
    """Whether a matter is or was late: what has no deadline never is; done after it, or not done and it is past.

    All times are aware. Done at the very moment of the deadline is in time. The on-time flag (按期) of open data of
    service requests is this with the time of closing for ``done``.
    """
    return due is not None and (done or now) > due.at
