"""Holidays and make-up working days of 2024–2026, one by one, as the yearly notices list them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cmsdk.clock.working import WorkClock
from cmsdk.plugin import Contribution, Limit, LimitUnit, WorkCalendar

Ask = Callable[[str], list[Contribution]]
SHANGHAI = ZoneInfo("Asia/Shanghai")
OFF = {
    2024: "1-1 2-10..2-17 4-4..4-6 5-1..5-5 6-10 9-15..9-17 10-1..10-7",
    2025: "1-1 1-28..2-4 4-4..4-6 5-1..5-5 5-31..6-2 10-1..10-8",
    2026: "1-1..1-3 2-15..2-23 4-4..4-6 5-1..5-5 6-19..6-21 9-25..9-27 10-1..10-7",
}
ON = {
    2024: "2-4 2-18 4-7 4-28 5-11 9-14 9-29 10-12",
    2025: "1-26 2-8 4-27 9-28 10-11",
    2026: "1-4 2-14 2-28 5-9 9-20 10-10",
}
COUNTS = {2024: (28, 8), 2025: (28, 5), 2026: (33, 6)}


def _day(year: int, text: str) -> date:
    month, day = text.split("-")
    return date(year, int(month), int(day))


def _days(listed: dict[int, str]) -> list[date]:
    found = []
    for year, text in listed.items():
        for span in text.split():
            first, _, last = span.partition("..")
            start, end = _day(year, first), _day(year, last or first)
            found += [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return found


@pytest.fixture(scope="module")
def calendar(ask: Ask) -> WorkCalendar:
    (found,) = ask("cmsdk_calendars")
    assert isinstance(found, WorkCalendar)
    return found


@pytest.fixture(scope="module")
def clock(calendar: WorkCalendar) -> WorkClock:
    return WorkClock(calendar, SHANGHAI)


@pytest.mark.parametrize("day", _days(ON), ids=str)
def test_a_make_up_day_is_worked_although_it_is_a_weekend(day: date, calendar: WorkCalendar, clock: WorkClock) -> None:
    assert day.isoweekday() in calendar.weekend
    assert calendar.days[day] is True
    assert clock.works_on(day)
    start = datetime(day.year, day.month, day.day, 8, tzinfo=SHANGHAI)
    assert clock.due(start, Limit(1, LimitUnit.WORK_DAY)).at == start.replace(hour=18)


@pytest.mark.parametrize("day", _days(OFF), ids=str)
def test_a_listed_day_off_is_off(day: date, calendar: WorkCalendar, clock: WorkClock) -> None:
    assert calendar.days[day] is False
    assert not clock.works_on(day)


@pytest.mark.parametrize("year", COUNTS)
def test_no_other_day_is_listed(year: int, calendar: WorkCalendar) -> None:
    listed = [on for day, on in calendar.days.items() if day.year == year]
    assert (listed.count(False), listed.count(True)) == COUNTS[year]
    assert set(calendar.days) == {*_days(OFF), *_days(ON)}


def test_every_other_day_follows_the_weekend(calendar: WorkCalendar, clock: WorkClock) -> None:
    day = calendar.known_from
    while day <= calendar.known_until:
        if day not in calendar.days:
            assert clock.works_on(day) == (day.isoweekday() < 6)
        day += timedelta(days=1)


def test_the_calendar_knows_three_years_and_no_more(calendar: WorkCalendar, clock: WorkClock) -> None:
    assert (calendar.known_from, calendar.known_until) == (date(2024, 1, 1), date(2026, 12, 31))
    late = datetime(2026, 12, 31, 17, tzinfo=SHANGHAI)
    assert clock.due(late, Limit(1, LimitUnit.WORK_DAY)).provisional
    assert not clock.due(late, Limit(1, LimitUnit.WORK_HOUR)).provisional
