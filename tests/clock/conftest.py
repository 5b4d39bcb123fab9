"""Calendars of the tests, and a count minute by minute that knows nothing of prefix sums."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
import pytest

from cmsdk.clock.working import WorkClock
from cmsdk.contract.timing import WorkCalendar, shift_seconds

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = ((time(8), time(12)), (time(14), time(18)))
OCTOBER_2025 = {date(2025, 10, day): False for day in range(1, 9)} | {
    date(2025, 9, 28): True,
    date(2025, 10, 11): True,
}


def calendar_of(**more: object) -> WorkCalendar:
    """The office calendar of 2025, with what the test wants otherwise."""
    given = {
        "id": "c", "version": "1", "time_zone": "Asia/Shanghai", "shifts": OFFICE, "days": OCTOBER_2025,
        "known_from": date(2025, 1, 1), "known_until": date(2025, 12, 31),
    }  # fmt: skip
    return WorkCalendar(**{**given, **more})  # type: ignore[arg-type]


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def is_worked(calendar: WorkCalendar, minute: datetime) -> bool:
    """Whether the minute that begins at ``minute`` is worked, asked in the plainest way."""
    day = minute.date()
    named = calendar.days.get(day)
    if named is False or (named is None and day.isoweekday() in calendar.weekend):
        return False
    shifts = calendar.shifts if named else calendar.hours.get(day.isoweekday(), calendar.shifts)
    second = minute.hour * 3600 + minute.minute * 60
    return any(first <= second < last for first, last in shift_seconds(shifts))


def slow_due(calendar: WorkCalendar, start: datetime, minutes: int) -> datetime:
    """When ``minutes`` of working time are over, by counting each."""
    moment = start
    while minutes:
        minutes -= is_worked(calendar, moment)
        moment += timedelta(minutes=1)
    return moment


def slow_worked(calendar: WorkCalendar, first: datetime, last: datetime) -> int:
    """Working minutes from ``first`` to ``last``, by counting each."""
    count = 0
    while first < last:
        count += is_worked(calendar, first)
        first += timedelta(minutes=1)
    return count


SHIFTS = st.sampled_from(
    [
        OFFICE,
        ((time(0), time(0)),),
        ((time(9, 30), time(17)),),
        ((time(6), time(7)), (time(8), time(9)), (time(23), time(0))),
    ]
)
CALENDARS = st.builds(
    lambda shifts, weekend, hours, days: calendar_of(shifts=shifts, weekend=weekend, hours=hours, days=days),
    SHIFTS,
    st.sampled_from([(6, 7), (), (7,), (1, 3, 5)]),
    st.sampled_from([{}, {6: ((time(9), time(11, 30)),)}, {2: ((time(10), time(0)),), 4: ((time(0), time(1)),)}]),
    st.dictionaries(st.dates(date(2025, 3, 1), date(2025, 4, 15)), st.booleans(), max_size=12),
)
STARTS = st.datetimes(datetime(2025, 3, 1), datetime(2025, 3, 20)).map(  # noqa: DTZ001  put on the wall below
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=SHANGHAI)
)


@pytest.fixture(scope="session")
def office() -> WorkClock:
    """The office of 2025: two shifts a day, the October holidays and their make-up days."""
    return WorkClock(calendar_of(), SHANGHAI)


@pytest.fixture(scope="session")
def always() -> WorkClock:
    """Every minute of every day."""
    whole = calendar_of(id="always", shifts=((time(0), time(0)),), weekend=(), days={})
    return WorkClock(whole, SHANGHAI)


Make = Callable[..., WorkClock]
