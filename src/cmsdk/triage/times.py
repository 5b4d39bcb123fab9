"""Times as people and office systems write them → aware times in the city's zone."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
import re
from typing import Final
from zoneinfo import ZoneInfo

from cmsdk.model.clock import YEARS
from cmsdk.model.expected import Expected

_WRITTEN = re.compile(
    r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?"
    r"(?:[ T]*(?P<H>\d{1,2})[:时点](?P<M>\d{1,2})?(?:[:分](?P<S>\d{1,2})?秒?)?)?"
)

_OFFSET: Final = re.compile(r"(?:Z|[+-]\d\d(?::?\d\d)?)\Z", re.IGNORECASE)
"""How a time ends that says which zone it is of (ISO 8601)."""


def read_time(text: str, zone: ZoneInfo, opening: time) -> tuple[datetime, bool]:
    """The moment that ``text`` names, and whether it was a date only (then that day's ``opening``).

    Reads ISO 8601, ``2026-11-16 09:20``, ``2026/11/16 9:20`` and ``2026年11月16日 9时20分``. A time without
    offset is the city's own; one that comes twice, because clocks are set back, is the first of the two. Raises
    ValueError for anything else, also for days, and for hours skipped by summer time, that do not exist.
    """
    try:
        moment, day_only = _read(text, zone, opening)
    except OverflowError as error:  # the year 1 or 9999, where another zone's clock would leave the calendar
        raise Expected("time-form") from error
    if moment.year not in YEARS:
        raise Expected("time-year", year=moment.year, least=YEARS[0], most=YEARS[-1])
    return moment, day_only


def comes_twice(text: str, moment: datetime) -> bool:
    """Whether ``moment``, read from ``text``, was shown twice by the clocks there, and ``text`` does not say which."""
    zone = moment.tzinfo
    if isinstance(zone, ZoneInfo) and not _clocks_set(moment.date(), zone):
        return False
    return moment.utcoffset() != moment.replace(fold=1).utcoffset() and not _OFFSET.search(text)


def rehomed(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same moment in ``zone``, as a plain ``datetime``; whoever made it, nothing of theirs is kept.

    Raises ValueError for one that is not aware, or whose year is not among ``YEARS``.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; give an aware time")
    if moment.year not in YEARS:
        raise Expected("time-year", year=moment.year, least=YEARS[0], most=YEARS[-1])
    utc = moment.astimezone(UTC)
    plain = datetime.combine(date(utc.year, utc.month, utc.day), time(utc.hour, utc.minute, utc.second), UTC)
    return plain.replace(microsecond=utc.microsecond).astimezone(zone)


def _read(text: str, zone: ZoneInfo, opening: time) -> tuple[datetime, bool]:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _written(text, zone, opening)
    if len(text) <= len("2026-11-16"):
        return datetime.combine(moment.date(), opening, zone), True
    if moment.tzinfo is None:
        return _local(moment, zone), False
    return moment.astimezone(zone), False


def _written(text: str, zone: ZoneInfo, opening: time) -> tuple[datetime, bool]:
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        # not the text itself: what stands in a wrong column is often a name or a phone number
        raise Expected("time-form")
    try:
        day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        clock = time(int(match["H"] or 0), int(match["M"] or 0), int(match["S"] or 0))
    except ValueError as error:
        raise Expected("time-none") from error
    if match["H"] is None:
        return datetime.combine(day, opening, zone), True
    return _local(datetime.combine(day, clock), zone), False


def _local(wall: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the wall shows, as a moment in ``zone``."""
    moment = datetime.combine(wall, wall.time(), zone)
    if not _clocks_set(wall.date(), zone):
        return moment
    # the two readings differ where clocks are set: by skipping an hour or by showing it twice
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        there_and_back = moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0)
        if there_and_back != wall.replace(fold=0):
            raise Expected("time-skipped", wall=f"{wall:%H:%M}", there=f"{there_and_back:%H:%M}")
    return moment


@lru_cache(maxsize=1000)
def _clocks_set(day: date, zone: ZoneInfo) -> bool:
    """Whether clocks are set on ``day`` or on one beside it; nowhere have they been set twice in so few days."""
    midnights = (datetime.combine(day, time(), zone) + timedelta(days=n) for n in (-1, 0, 1, 2))
    return len({midnight.utcoffset() for midnight in midnights}) > 1
