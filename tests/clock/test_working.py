"""The working clock: the vectors of the field, the edges of what is known, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from cmsdk.clock.working import WorkClock
from cmsdk.contract.timing import DAY_SECONDS, Outside, shift_seconds
from cmsdk.model.spans import Limit, LimitUnit

from .conftest import SHANGHAI
from .conftest import at as _at
from .conftest import calendar_of as _calendar

CLOCK = WorkClock(_calendar(), SHANGHAI)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2025-09-30 16:00", 4, LimitUnit.WORK_HOUR, "2025-10-09 10:00"),
        ("2025-09-30 16:00", 2, LimitUnit.WORK_DAY, "2025-10-10 16:00"),
        ("2025-10-10 16:00", 1, LimitUnit.WORK_DAY, "2025-10-11 16:00"),
        ("2025-09-30 23:30", 2, LimitUnit.URGENT_HOUR, "2025-10-01 01:30"),
        ("2025-09-30 23:30", 1, LimitUnit.URGENT_DAY, "2025-10-01 23:30"),
        ("2025-09-30 23:30", 15, LimitUnit.MINUTE, "2025-09-30 23:45"),
        ("2025-09-30 16:00", 3, LimitUnit.NATURAL_DAY, "2025-10-03 16:00"),
        ("2025-09-30 16:00", 1, LimitUnit.BUSINESS_DAY, "2025-10-09 16:00"),
        ("2025-10-10 16:00", 1, LimitUnit.BUSINESS_DAY, "2025-10-11 16:00"),
        ("2025-09-29 08:00", 1, LimitUnit.WORK_DAY, "2025-09-29 18:00"),
        ("2025-09-29 20:00", 1, LimitUnit.WORK_HOUR, "2025-09-30 09:00"),
        ("2025-09-29 12:30", 1, LimitUnit.BUSINESS_DAY, "2025-09-30 14:00"),
        ("2025-09-29 19:00", 1, LimitUnit.BUSINESS_DAY, "2025-10-09 08:00"),
        ("2025-09-29 06:00", 1, LimitUnit.BUSINESS_DAY, "2025-09-30 08:00"),
    ],
)
def test_the_vectors_of_the_field_hold(start: str, amount: int, unit: LimitUnit, due: str):
    found = CLOCK.due(_at(start), Limit(amount, unit))
    assert found.at == _at(due)
    assert not found.provisional


def test_skipped_days_are_those_on_which_the_clock_stood():
    due = CLOCK.due(_at("2025-09-30 16:00"), Limit(4, LimitUnit.WORK_HOUR))
    assert due.skipped == tuple(date(2025, 10, day) for day in range(1, 9))
    assert (due.calendar, due.calendar_version) == ("c", "1")
    assert CLOCK.due(_at("2025-09-30 16:00"), Limit(9, LimitUnit.NATURAL_DAY)).skipped == ()


@pytest.mark.parametrize("unit", [LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY, LimitUnit.BUSINESS_DAY])
def test_a_deadline_past_the_known_end_is_provisional_and_counted_on_by_weekdays(unit: LimitUnit):
    due = CLOCK.due(_at("2025-12-31 17:00"), Limit(8, unit))
    assert due.provisional
    assert due.at > _at("2025-12-31 18:00")
    assert not CLOCK.due(_at("2025-12-15 09:00"), Limit(8, unit)).provisional


@pytest.mark.parametrize("start", ["2012-03-01 09:00", "2199-12-31 23:00", "2024-12-31 23:59"])
@pytest.mark.parametrize("unit", LimitUnit)
def test_a_day_that_no_calendar_knows_still_gets_a_deadline(start: str, unit: LimitUnit):
    due = CLOCK.due(_at(start), Limit(4, unit))
    assert _at(start) < due.at <= _at(start) + timedelta(days=4)
    assert due.provisional == (unit in {LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY, LimitUnit.BUSINESS_DAY})


@pytest.mark.parametrize("unit", LimitUnit)
def test_the_largest_limit_of_all_can_be_counted(unit: LimitUnit):
    assert CLOCK.due(_at("2199-12-31 23:59"), Limit(1_000_000, unit)).at.year > 2199


def test_an_urgent_hour_is_sixty_minutes_on_the_night_the_clocks_change():
    new_york = ZoneInfo("America/New_York")
    clock = WorkClock(_calendar(time_zone="America/New_York"), new_york)
    start = datetime(2025, 11, 2, 0, 30, tzinfo=new_york)
    due = clock.due(start, Limit(3, LimitUnit.URGENT_HOUR))
    assert due.at.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=3)
    assert (due.at.hour, due.at.minute) == (2, 30)
    day = clock.due(start, Limit(1, LimitUnit.NATURAL_DAY))
    assert (day.at.day, day.at.hour, day.at.minute) == (3, 0, 30)


def test_a_start_in_another_zone_is_the_same_moment():
    limit = Limit(2, LimitUnit.WORK_DAY)
    assert CLOCK.due(_at("2025-09-30 16:00").astimezone(UTC), limit) == CLOCK.due(_at("2025-09-30 16:00"), limit)


def test_shifts_out_of_order_are_refused():
    with pytest.raises(ValueError, match="shifts: give them in order"):
        _calendar(shifts=((time(14), time(18)), (time(8), time(12))))
    assert shift_seconds(((time(0), time(0)),)) == [(0, DAY_SECONDS)]


def test_a_working_hour_ends_at_a_time_that_clocks_show():
    new_york = ZoneInfo("America/New_York")
    night = _calendar(
        time_zone="America/New_York", shifts=((time(0), time(8)),), weekend=(), days={},
        known_from=date(2026, 1, 1), known_until=date(2026, 12, 31),
    )  # fmt: skip
    due = WorkClock(night, new_york).due(datetime(2026, 3, 8, 1, 30, tzinfo=new_york), Limit(1, LimitUnit.WORK_HOUR))
    assert due.at.isoformat() == "2026-03-08T03:30:00-04:00"
    day = WorkClock(night, new_york).due(datetime(2026, 3, 7, 2, 30, tzinfo=new_york), Limit(1, LimitUnit.NATURAL_DAY))
    assert day.at.isoformat() == "2026-03-08T03:30:00-04:00"


@pytest.mark.parametrize("unit", LimitUnit)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Shanghai"])
def test_a_deadline_past_the_last_day_there_is_is_that_day_and_provisional(unit: LimitUnit, zone: str):
    clock = WorkClock(_calendar(time_zone=zone), ZoneInfo(zone))
    start = datetime(9999, 12, 30, 9, tzinfo=UTC)
    due = clock.due(start, Limit(1_000_000, unit))
    assert (due.at.astimezone(UTC).date(), due.provisional) == (date(9999, 12, 31), True)
    assert due.at > start


@pytest.mark.parametrize("unit", LimitUnit)
@pytest.mark.parametrize("year", [1900, 2199])
def test_every_limit_can_be_counted_in_the_first_and_last_year_of_reports(unit: LimitUnit, year: int):
    for start in (datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year, 12, 31, 23, 59, tzinfo=SHANGHAI)):
        assert CLOCK.due(start, Limit(1_000_000, unit)).at > start


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2025-09-13 11:20", "2025-09-16 11:20"),  # a Saturday keeps its clock time
        ("2025-09-13 23:20", "2025-09-17 08:00"),  # late on a Saturday: Monday 23:20, so Tuesday's opening
        ("2025-09-13 18:00", "2025-09-17 08:00"),
        ("2025-09-14 17:59", "2025-09-16 17:59"),
        ("2025-09-12 18:00", "2025-09-16 08:00"),  # after closing on Friday: Monday's opening
        ("2025-09-12 13:00", "2025-09-15 13:00"),
        ("2025-09-12 06:10", "2025-09-15 06:10"),
    ],
)
def test_a_calendar_may_say_that_reports_outside_hours_keep_their_clock_time(start: str, due: str):
    clock = WorkClock(_calendar(outside=Outside.CLOCK), SHANGHAI)
    assert clock.due(_at(start), Limit(1, LimitUnit.BUSINESS_DAY)).at == _at(due)


@pytest.mark.parametrize("unit", [LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY, LimitUnit.BUSINESS_DAY])
@pytest.mark.parametrize("weekend", [(6, 7), (1, 2, 3, 4, 5, 6, 7)])
def test_past_the_last_day_that_is_counted_out_nothing_is_due_earlier_for_being_longer_or_later(
    unit: LimitUnit, weekend: tuple[int, ...]
):
    """The calendar is counted out for three years past its known end; 1,045 working days from its first leave it."""
    clock = WorkClock(_calendar(weekend=weekend), SHANGHAI)
    start = _at("2025-01-06 09:00")
    by_amount = [clock.due(start, Limit(amount, unit)) for amount in range(1, 9000, 97)]
    assert all(one.at <= other.at for one, other in pairwise(by_amount))
    assert by_amount[-1].provisional
    starts = [start + timedelta(days=11 * n, hours=n % 9) for n in range(150)]
    by_start = [clock.due(moment, Limit(200, unit)) for moment in starts]
    assert all(one.at <= other.at for one, other in pairwise(by_start))
