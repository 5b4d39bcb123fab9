"""The nights on which clocks change (New York): gaps, folds, and what runs on the UTC line."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cmsdk.clock.working import WorkClock
from cmsdk.contract.timing import Outside
from cmsdk.model.spans import Limit, LimitUnit

from .conftest import calendar_of

CITY = ZoneInfo("America/New_York")
SPAN = {"time_zone": "America/New_York", "days": {}, "known_from": date(2026, 1, 1), "known_until": date(2026, 12, 31)}
NIGHT = WorkClock(calendar_of(shifts=((time(22), time(0)),), weekend=(), hours={}, **SPAN), CITY)
ALWAYS = WorkClock(calendar_of(shifts=((time(0), time(0)),), weekend=(), **SPAN), CITY)
GAP, FOLD = date(2026, 3, 8), date(2026, 11, 1)


def _at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY, fold=fold)


def _real(first: datetime, last: datetime) -> timedelta:
    return last.astimezone(UTC) - first.astimezone(UTC)


@pytest.mark.parametrize("start", ["2026-03-08 01:30", "2026-11-01 00:30", "2026-11-01 01:30"])
@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize(
    ("unit", "minutes"), [(LimitUnit.MINUTE, 1), (LimitUnit.URGENT_HOUR, 60), (LimitUnit.URGENT_DAY, 1440)]
)
def test_minutes_and_urgent_hours_run_on_the_utc_line(start: str, fold: int, unit: LimitUnit, minutes: int):
    for amount in (1, 2, 45):
        due = ALWAYS.due(_at(start, fold), Limit(amount, unit))
        assert _real(_at(start, fold), due.at) == timedelta(minutes=minutes * amount)


def test_a_shift_across_the_missing_hour_counts_what_clocks_show():
    start = _at("2026-03-08 00:00")
    due = ALWAYS.due(start, Limit(1, LimitUnit.WORK_DAY))
    assert due.at.isoformat() == "2026-03-08T08:00:00-04:00"
    assert _real(start, due.at) == timedelta(hours=7)
    assert ALWAYS.due(_at("2026-11-01 00:00"), Limit(1, LimitUnit.WORK_DAY)).at.isoformat() == (
        "2026-11-01T08:00:00-05:00"
    )


def test_a_deadline_in_the_missing_hour_is_a_moment_that_clocks_show():
    due = ALWAYS.due(_at("2026-03-07 18:30"), Limit(1, LimitUnit.WORK_DAY))
    assert due.at.isoformat() == "2026-03-08T03:30:00-04:00"
    kept = calendar_of(shifts=((time(0), time(0)),), weekend=(), outside=Outside.CLOCK, **SPAN)
    business = WorkClock(kept, CITY).due(_at("2026-03-07 02:15"), Limit(1, LimitUnit.BUSINESS_DAY))
    assert business.at.isoformat() == "2026-03-08T03:15:00-04:00"


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-07 02:30", "2026-03-08T03:30:00-04:00"),
        ("2026-03-07 12:00", "2026-03-08T12:00:00-04:00"),
        ("2026-10-31 01:30", "2026-11-01T01:30:00-04:00"),
        ("2026-10-31 12:00", "2026-11-01T12:00:00-05:00"),
    ],
)
def test_a_natural_day_keeps_the_clock_time_over_gap_and_fold(start: str, due: str):
    assert ALWAYS.due(_at(start), Limit(1, LimitUnit.NATURAL_DAY)).at.isoformat() == due


@pytest.mark.parametrize("day", [GAP, FOLD])
def test_office_hours_on_the_day_of_the_change_are_whole(day: date):
    clock = WorkClock(calendar_of(weekend=(), **SPAN), CITY)
    start = datetime.combine(day, time(8), CITY)
    assert clock.due(start, Limit(1, LimitUnit.WORK_DAY)).at == start.replace(hour=18)


def test_evening_shifts_around_the_change_end_at_midnight():
    due = NIGHT.due(_at("2026-03-07 22:00"), Limit(4, LimitUnit.WORK_HOUR))
    assert due.at == _at("2026-03-09 00:00")


def test_the_second_of_two_equal_times_is_not_earlier_than_the_first():
    limit = Limit(1, LimitUnit.WORK_HOUR)
    first, second = (ALWAYS.due(_at("2026-11-01 01:30", fold), limit) for fold in (0, 1))
    assert first.at <= second.at


@pytest.mark.parametrize("unit", LimitUnit)
def test_a_naive_time_is_refused(unit: LimitUnit):
    with pytest.raises(ValueError, match="has no time zone"):
        ALWAYS.due(datetime(2026, 3, 8, 12), Limit(1, unit))  # noqa: DTZ001  what is refused
