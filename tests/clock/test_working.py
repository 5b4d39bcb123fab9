"""The working clock: the vectors of the field, and a slow minute-by-minute count that it must agree with."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.clock.working import WorkClock
from cmsdk.contract.timing import DAY_SECONDS, Outside, WorkCalendar, shift_seconds
from cmsdk.model.spans import WORK_MINUTES, Limit, LimitUnit

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = ((time(8), time(12)), (time(14), time(18)))
OCTOBER_2025 = {date(2025, 10, day): False for day in range(1, 9)} | {
    date(2025, 9, 28): True,
    date(2025, 10, 11): True,
}


def _calendar(**more: object) -> WorkCalendar:
    given = {
        "id": "c", "version": "1", "time_zone": "Asia/Shanghai", "shifts": OFFICE, "days": OCTOBER_2025,
        "known_from": date(2025, 1, 1), "known_until": date(2025, 12, 31),
    }  # fmt: skip
    return WorkCalendar(**{**given, **more})  # type: ignore[arg-type]


CLOCK = WorkClock(_calendar(), SHANGHAI)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


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


def _working(calendar: WorkCalendar, minute: datetime) -> bool:
    """Whether the minute that begins at ``minute`` is worked, asked in the plainest way."""
    day = minute.date()
    on = calendar.days.get(day, day.isoweekday() not in calendar.weekend)
    second = minute.hour * 3600 + minute.minute * 60
    return on and any(first <= second < last for first, last in shift_seconds(calendar.shifts))


def _slow_work(calendar: WorkCalendar, start: datetime, minutes: int) -> datetime:
    at = start
    while minutes:
        minutes -= _working(calendar, at)
        at += timedelta(minutes=1)
    return at


def _slow_business(calendar: WorkCalendar, start: datetime, amount: int) -> datetime:
    at = start
    while not _working(calendar, at):
        at += timedelta(minutes=1)
    while amount:
        at += timedelta(days=1)
        amount -= any(_working(calendar, datetime.combine(at, time(h, m))) for h in range(24) for m in (0, 30))
    return at


shifts = st.sampled_from(
    [
        OFFICE,
        ((time(0), time(0)),),
        ((time(9, 30), time(17)),),
        ((time(6), time(7)), (time(8), time(9)), (time(23), time(0))),
    ]
)
calendars = st.builds(
    lambda shifts, weekend, days: _calendar(shifts=shifts, weekend=weekend, days=days),
    shifts,
    st.sampled_from([(6, 7), (), (7,), (1, 3, 5)]),
    st.dictionaries(st.dates(date(2025, 3, 1), date(2025, 4, 15)), st.booleans(), max_size=12),
)
starts = st.datetimes(datetime(2025, 3, 1), datetime(2025, 3, 20)).map(lambda at: at.replace(second=0, microsecond=0))  # noqa: DTZ001  naive as a clock on the wall


@settings(max_examples=60, deadline=None)
@given(calendars, starts, st.sampled_from([LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY]), st.integers(1, 9))
def test_working_time_is_what_a_count_minute_by_minute_gives(
    calendar: WorkCalendar, start: datetime, unit: LimitUnit, amount: int
):
    amount = amount if unit is LimitUnit.WORK_HOUR else 1 + amount % 3
    expected = _slow_work(calendar, start, amount * WORK_MINUTES[unit])
    found = WorkClock(calendar, SHANGHAI).due(start.replace(tzinfo=SHANGHAI), Limit(amount, unit))
    assert found.at == expected.replace(tzinfo=SHANGHAI)
    between = (start.date() + timedelta(days=n) for n in range((found.at.date() - start.date()).days + 1))
    midnight = found.at.timetz().replace(tzinfo=None) == time(0)
    stood = [d for d in between if not calendar.days.get(d, d.isoweekday() not in calendar.weekend)]
    assert [d for d in found.skipped if not (midnight and d == found.at.date())] == [
        d for d in stood if not (midnight and d == found.at.date())
    ]


@settings(max_examples=60, deadline=None)
@given(calendars, starts, st.integers(1, 6))
def test_business_days_are_what_a_count_day_by_day_gives(calendar: WorkCalendar, start: datetime, amount: int):
    expected = _slow_business(calendar, start, amount)
    found = WorkClock(calendar, SHANGHAI).due(start.replace(tzinfo=SHANGHAI), Limit(amount, LimitUnit.BUSINESS_DAY))
    assert found.at == expected.replace(tzinfo=SHANGHAI)


@settings(max_examples=40, deadline=None)
@given(calendars, starts, st.integers(1, 20), st.integers(1, 20))
def test_a_longer_limit_is_never_due_earlier(calendar: WorkCalendar, start: datetime, first: int, second: int):
    clock, at = WorkClock(calendar, SHANGHAI), start.replace(tzinfo=SHANGHAI)
    short, long = sorted((first, second))
    assert clock.due(at, Limit(short, LimitUnit.WORK_HOUR)).at <= clock.due(at, Limit(long, LimitUnit.WORK_HOUR)).at


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
