"""Warnings at 80 % and at 100 % of a limit, on the clock that its unit names."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk.clock.lights import light, light_of, spent, warn_at
from cmsdk.clock.running import Pause, RunningClock, due_of
from cmsdk.clock.working import WorkClock
from cmsdk.contract.timing import WorkCalendar
from cmsdk.model.clock import Light, overdue
from cmsdk.model.spans import Limit, LimitUnit

from .conftest import CALENDARS, SHANGHAI, STARTS, at


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2025-09-30 16:00", Light.GREEN),
        ("2025-10-05 12:00", Light.GREEN),  # two of ten hours are worked before the holidays
        ("2025-10-09 17:59", Light.YELLOW),
        ("2025-10-09 15:59", Light.GREEN),
        ("2025-10-09 16:00", Light.YELLOW),  # 80 % of ten hours
        ("2025-10-09 18:00", Light.RED),
        ("2025-11-01 12:00", Light.RED),
    ],
)
def test_a_working_limit_is_green_yellow_red_by_working_time(office: WorkClock, now: str, shown: Light):
    start = at("2025-09-30 16:00")
    due = office.due(start, Limit(10, LimitUnit.WORK_HOUR))
    assert due.at == at("2025-10-09 18:00")
    assert light(due, start, at(now), office) is shown


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, Light.GREEN), (11, Light.GREEN), (12, Light.YELLOW), (14, Light.YELLOW), (15, Light.RED)]
)
def test_a_limit_on_the_wall_is_measured_on_the_wall(office: WorkClock, minutes: int, shown: Light):
    start = at("2025-10-01 23:50")
    due = office.due(start, Limit(15, LimitUnit.MINUTE))
    assert light(due, start, start + timedelta(minutes=minutes), office) is shown


@settings(max_examples=40, deadline=None)
@given(CALENDARS, STARTS, st.sampled_from(list(LimitUnit)), st.integers(1, 8), STARTS)
def test_the_light_turns_at_the_moments_of_warning_and_never_back(
    calendar: WorkCalendar, start: datetime, unit: LimitUnit, amount: int, now: datetime
):
    clock = WorkClock(calendar, SHANGHAI)
    due = clock.due(start, Limit(amount, unit))
    yellow, red = warn_at(due, start, clock)
    assert start <= yellow <= red == due.at
    shown = light(due, start, now, clock)
    assert shown is (Light.RED if now >= red else Light.YELLOW if now >= yellow else Light.GREEN)


def test_what_is_done_at_its_very_deadline_is_in_time_and_shows_no_red(office: WorkClock):
    start = at("2025-09-29 08:00")
    due = office.due(start, Limit(1, LimitUnit.WORK_DAY))
    assert not overdue(due, due.at, due.at + timedelta(days=9))
    assert light_of(due, start, due.at, due.at + timedelta(days=9), office) is Light.YELLOW
    assert light_of(due, start, due.at + timedelta(seconds=1), due.at, office) is Light.RED
    assert light_of(due, start, start, due.at, office) is Light.GREEN
    assert light_of(due, start, None, due.at, office) is Light.RED


def test_while_a_clock_stands_its_light_stands(office: WorkClock):
    start = at("2025-09-29 08:00")
    running = RunningClock(
        start, Limit(1, LimitUnit.WORK_DAY), (Pause(at("2025-09-29 16:00"), at("2025-10-10 00:00")),)
    )
    due = due_of(running, office, start)
    assert due.at == at("2025-10-10 10:00")
    for moment, minutes, shown in (
        ("2025-09-29 15:59", 359, Light.GREEN),
        ("2025-09-30 16:00", 360, Light.GREEN),
        ("2025-10-09 23:00", 360, Light.GREEN),
        ("2025-10-10 08:24", 384, Light.YELLOW),
        ("2025-10-10 10:00", 480, Light.RED),
    ):
        assert spent(due, start, at(moment), office, running.pauses) == minutes * 60
        assert light(due, start, at(moment), office, running.pauses) is shown
    # by the same count without the pause it would have been yellow all the while
    assert light(due, start, at("2025-10-09 17:00"), office) is Light.YELLOW
