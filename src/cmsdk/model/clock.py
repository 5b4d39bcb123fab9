"""Deadlines as values (期限)."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

import attrs

from .spans import Limit

YEARS: Final = range(1900, 2200)
"""Years that anything can be of; from any other no deadline can be counted."""


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


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def before(one: datetime, other: datetime) -> bool:
    """Whether ``one`` (aware) is earlier: in the hour that comes twice, moments of one zone compare as clocks show."""
    return one - _EPOCH < other - _EPOCH


class Light(StrEnum):
    """How far a running clock has come (亮灯): green below 80 % of its limit, yellow to 100 %, red from there on.

    The shares are those of the traffic lights of running cases that Chinese city platforms publish.
    """

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@attrs.frozen
class StageClock:
    """The clock of one stage of a case (环节计时): when it began, when it is or was due, when it was done.

    ``done`` is empty while it runs or stands. ``light``, ``spent`` and ``left`` are those of ``done`` or, where that
    is open, of the moment it was asked for.
    """

    stage: str
    began: datetime = attrs.field(validator=aware)
    due: Due
    done: datetime | None = attrs.field(validator=aware)
    light: Light
    rule: str = ""
    """The limit row, or the case's own deadline."""
    spent: int = 0
    """Minutes that it has run, in working time where its limit is; pauses do not count."""
    left: int = 0
    """Minutes to its deadline, counted likewise; less than nothing once it is late."""
    paused_until: datetime | None = attrs.field(default=None, validator=aware)
    """When it runs again by itself; nothing where it does not stand."""


def overdue(due: Due | None, done: datetime | None, now: datetime) -> bool:
    """Whether a matter is or was late: what has no deadline never is; done after it, or not done and it is past.

    All times are aware. Done at the very moment of the deadline is in time. The on-time flag (按期) of open data of
    service requests is this with the time of closing for ``done``.
    """
    return due is not None and (done or now) > due.at
