"""Properties of the working clock against a count minute by minute, whatever the calendar."""

from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cmsdk.clock.running import Pause, RunningClock, due_of
from cmsdk.clock.working import WorkClock
from cmsdk.contract.timing import WorkCalendar
from cmsdk.model.spans import WORK_MINUTES, Limit, LimitUnit

from .conftest import CALENDARS, SHANGHAI, STARTS, slow_due, slow_worked

HOURS = st.integers(1, 20)
few = settings(max_examples=25, deadline=None)


def _hours(clock: WorkClock, start: datetime, amount: int) -> datetime:
    return clock.due(start, Limit(amount, LimitUnit.WORK_HOUR)).at


@few
@given(CALENDARS, STARTS, st.sampled_from(list(WORK_MINUTES)), st.integers(1, 6))
def test_a_deadline_is_when_a_count_minute_by_minute_ends(
    calendar: WorkCalendar, start: datetime, unit: LimitUnit, amount: int
):
    found = WorkClock(calendar, SHANGHAI).due(start, Limit(amount, unit))
    assert found.at == slow_due(calendar, start, amount * WORK_MINUTES[unit])


@few
@given(CALENDARS, STARTS, HOURS)
def test_nothing_is_ever_due_on_a_day_off(calendar: WorkCalendar, start: datetime, amount: int):
    due = WorkClock(calendar, SHANGHAI).due(start, Limit(amount, LimitUnit.WORK_HOUR))
    last = due.at - timedelta(minutes=1)
    assert calendar.works_on(last.date())
    assert last.date() not in due.skipped
    assert not any(map(calendar.works_on, due.skipped))


@few
@given(CALENDARS, STARTS, STARTS, HOURS, HOURS)
def test_a_later_start_or_a_longer_limit_is_never_due_earlier(
    calendar: WorkCalendar, one: datetime, other: datetime, few_hours: int, more: int
):
    clock = WorkClock(calendar, SHANGHAI)
    first, second = sorted((one, other))
    assert _hours(clock, first, few_hours) <= _hours(clock, second, few_hours)
    assert _hours(clock, first, few_hours) <= _hours(clock, first, few_hours + more)
    assert clock.due(first, Limit(few_hours, LimitUnit.BUSINESS_DAY)).at <= (
        clock.due(first, Limit(few_hours + more, LimitUnit.BUSINESS_DAY)).at
    )


@few
@given(CALENDARS, STARTS, HOURS, HOURS)
def test_a_limit_is_the_sum_of_its_parts(calendar: WorkCalendar, start: datetime, first: int, then: int):
    clock = WorkClock(calendar, SHANGHAI)
    assert _hours(clock, start, first + then) == _hours(clock, _hours(clock, start, first), then)


@few
@given(CALENDARS, STARTS, HOURS, st.integers(0, 3000), st.integers(0, 6000))
def test_a_pause_of_so_many_working_minutes_moves_the_deadline_by_as_many(
    calendar: WorkCalendar, start: datetime, amount: int, after: int, length: int
):
    clock = WorkClock(calendar, SHANGHAI)
    plain, begins = _hours(clock, start, amount), start + timedelta(minutes=after)
    ends = begins + timedelta(minutes=length)
    stood = slow_worked(calendar, begins, ends) if begins < plain else 0
    running = RunningClock(start, Limit(amount, LimitUnit.WORK_HOUR), (Pause(begins, resumed=ends),))
    assert due_of(running, clock, ends).at == slow_due(calendar, start, amount * 60 + stood)


@few
@given(CALENDARS, STARTS, STARTS)
def test_working_time_between_two_moments_is_what_a_count_gives(calendar: WorkCalendar, one: datetime, other: datetime):
    first, last = sorted((one, other))
    clock = WorkClock(calendar, SHANGHAI)
    assert clock.worked(first, last) == slow_worked(calendar, first, last) * 60
    assert clock.worked(last, first) == 0


@few
@given(CALENDARS, STARTS, st.integers(1, 6))
def test_business_days_go_on_by_working_days_at_one_clock_time(calendar: WorkCalendar, start: datetime, amount: int):
    found = WorkClock(calendar, SHANGHAI).due(start, Limit(amount, LimitUnit.BUSINESS_DAY))
    opened = slow_due(calendar, start, 1) - timedelta(minutes=1)
    days, day = 0, opened.date()
    while days < amount:
        day += timedelta(days=1)
        days += calendar.works_on(day)
    assert (found.at.date(), found.at.timetz()) == (day, opened.timetz())
    assert found.at.time() != time(0) or opened.time() == time(0)
