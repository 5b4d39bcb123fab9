"""A clock that has paused, resumed and been extended: a value, and the deadline that is counted from it."""

from datetime import timedelta

import attrs
import pytest

from cmsdk.clock.running import Pause, PutOff, RunningClock, due_of
from cmsdk.clock.working import WorkClock
from cmsdk.model.spans import Limit, LimitUnit

from .conftest import at

START = "2025-09-29 08:00"


def _clock(amount: int = 1, unit: LimitUnit = LimitUnit.WORK_DAY, start: str = START) -> RunningClock:
    return RunningClock(at(start), Limit(amount, unit))


def _paused(running: RunningClock, begins: str, resumed: str = "", until: str = "") -> RunningClock:
    pause = Pause(at(begins), at(until) if until else None, at(resumed) if resumed else None)
    return attrs.evolve(running, pauses=(*running.pauses, pause))


def _extended(running: RunningClock, asked: str) -> RunningClock:
    return attrs.evolve(running, extensions=(*running.extensions, at(asked)))


def test_a_clock_that_never_stood_is_due_as_its_limit_says(office: WorkClock):
    running = _clock()
    assert due_of(running, office, at(START)) == office.due(running.start, running.limit)


def test_a_pause_of_two_working_hours_moves_the_deadline_by_two_working_hours(office: WorkClock):
    running = _paused(_clock(), "2025-09-29 16:00", "2025-09-30 08:00")
    due = due_of(running, office, at("2025-09-30 09:00"))
    assert due.at == at("2025-09-30 10:00")
    assert due.calendar_version == "1"


def test_a_pause_outside_hours_moves_nothing(office: WorkClock):
    running = _paused(_clock(), "2025-09-29 12:00", "2025-09-29 14:00")
    assert due_of(running, office, at("2025-09-29 15:00")).at == at("2025-09-29 18:00")


def test_a_pause_into_the_holidays_skips_them_and_says_so(office: WorkClock):
    running = _paused(_clock(2), "2025-09-30 17:00", "2025-10-09 09:00")
    due = due_of(running, office, at("2025-10-09 09:00"))
    assert due.at == at("2025-10-09 10:00")
    assert [day.day for day in due.skipped] == list(range(1, 9))


def test_a_pause_on_the_wall_moves_the_deadline_by_as_long_as_it_was(office: WorkClock):
    running = _clock(2, LimitUnit.URGENT_HOUR, "2025-09-30 23:30")
    running = _paused(running, "2025-10-01 00:00", "2025-10-01 00:40")
    assert due_of(running, office, at("2025-10-01 01:00")).at == at("2025-10-01 02:10")


def test_an_open_pause_counts_up_to_the_moment_of_asking(office: WorkClock):
    stopped = _paused(_clock(), "2025-09-29 16:00")
    assert due_of(stopped, office, at("2025-09-29 17:00")).at == at("2025-09-30 09:00")
    assert due_of(stopped, office, at("2025-09-29 18:00")).at == at("2025-09-30 10:00")


def test_a_pause_with_an_end_of_its_own_is_over_by_itself(office: WorkClock):
    stopped = _paused(_clock(), "2025-09-29 16:00", until="2025-09-29 17:00")
    assert due_of(stopped, office, at("2025-11-01 08:00")).at == at("2025-09-30 09:00")
    earlier = _paused(_clock(), "2025-09-29 16:00", "2025-09-29 16:30", until="2025-09-29 17:00")
    assert due_of(earlier, office, at("2025-11-01 08:00")).at == at("2025-09-30 08:30")


def test_several_pauses_add_up(office: WorkClock):
    running = _clock()
    for day, first, last in (("29", "09:00", "10:00"), ("29", "15:00", "15:30"), ("29", "16:00", "16:15")):
        running = _paused(running, f"2025-09-{day} {first}", f"2025-09-{day} {last}")
    assert due_of(running, office, at("2025-09-29 17:00")).at == at("2025-09-30 09:45")


@pytest.mark.parametrize(
    ("unit", "once", "twice"),
    [
        (LimitUnit.WORK_DAY, "2025-09-30 18:00", "2025-10-09 18:00"),
        (LimitUnit.NATURAL_DAY, "2025-10-01 08:00", "2025-10-02 08:00"),
        (LimitUnit.URGENT_HOUR, "2025-09-29 10:00", "2025-09-29 11:00"),
        (LimitUnit.BUSINESS_DAY, "2025-10-09 08:00", "2025-10-10 08:00"),
    ],
)
def test_an_extension_adds_one_original_limit_to_the_deadline(
    office: WorkClock, unit: LimitUnit, once: str, twice: str
):
    running = _extended(_clock(1, unit), "2025-09-29 08:30")
    assert due_of(running, office, at(START)).at == at(once)
    running = _extended(running, "2025-09-29 08:45")
    assert due_of(running, office, at(START)).at == at(twice)
    assert due_of(running, office, at(START)).limit == Limit(1, unit)


def test_an_extension_into_unknown_days_is_provisional(office: WorkClock):
    running = _clock(1, start="2025-12-31 08:00")
    assert not due_of(running, office, at(START)).provisional
    running = _extended(running, "2025-12-31 09:00")
    assert due_of(running, office, at(START)).provisional


def test_a_pause_after_the_deadline_does_not_make_a_late_case_punctual(office: WorkClock):
    late = RunningClock(at(START), Limit(1, LimitUnit.WORK_DAY), (Pause(at("2025-09-30 09:00")),))
    assert due_of(late, office, at("2025-10-30 09:00")).at == at("2025-09-29 18:00")


def test_extended_and_paused_the_order_of_the_two_does_not_matter(office: WorkClock):
    first = _extended(_clock(), "2025-09-29 09:00")
    first = _paused(first, "2025-09-29 10:00", "2025-09-29 11:00")
    second = _paused(_clock(), "2025-09-29 10:00", "2025-09-29 11:00")
    second = _extended(second, "2025-09-29 15:00")
    assert due_of(first, office, at(START)).at == due_of(second, office, at(START)).at == at("2025-10-09 09:00")


def test_a_naive_moment_makes_no_clock():
    naive = at(START).replace(tzinfo=None)
    for make in (lambda: RunningClock(naive, Limit(1, LimitUnit.WORK_DAY)), lambda: Pause(naive)):
        with pytest.raises(ValueError, match="has no time zone"):
            make()
    assert Pause(at(START), at(START) + timedelta(hours=1)).ends == at("2025-09-29 09:00")


@pytest.mark.parametrize(
    ("unit", "amount", "due"),
    [(LimitUnit.WORK_HOUR, 4, "2025-09-30 09:00"), (LimitUnit.URGENT_HOUR, 8, "2025-09-29 23:00")],
)
def test_time_in_which_two_pauses_overlap_stands_once(office: WorkClock, unit: LimitUnit, amount: int, due: str):
    """From nine to three in all: six hours on the wall, four of them worked."""
    start = at("2025-09-29 09:00")
    first, second = Pause(start, at("2025-09-29 12:00")), Pause(at("2025-09-29 10:00"), at("2025-09-29 15:00"))
    whole = Pause(start, at("2025-09-29 15:00"))
    for pauses in ((first, second), (second, first), (whole, second), (whole,)):
        found = due_of(RunningClock(start, Limit(amount, unit), pauses), office, at("2025-09-29 16:00"))
        assert found.at == at(due), pauses


def test_a_day_that_it_is_put_off_to_is_the_deadline_where_it_is_later(office: WorkClock):
    for agreed, until, due in (
        ("2025-09-29 09:00", "2025-10-20 00:00", "2025-10-20 00:00"),
        ("2025-09-29 09:00", "2025-09-29 12:00", "2025-09-29 18:00"),  # earlier: it moves nothing
        ("2025-09-29 18:00", "2025-10-20 00:00", "2025-09-29 18:00"),  # agreed at the deadline: too late
    ):
        put = RunningClock(at(START), Limit(1, LimitUnit.WORK_DAY), put_off=(PutOff(at(agreed), at(until)),))
        assert due_of(put, office, at(START)).at == at(due)
    later = RunningClock(at(START), Limit(1, LimitUnit.WORK_DAY), put_off=(PutOff(at(START), at("2025-10-09 00:00")),))
    assert [day.day for day in due_of(later, office, at(START)).skipped] == list(range(1, 9))


def test_put_off_extended_and_paused_in_the_order_of_time(office: WorkClock):
    running = RunningClock(
        at(START),
        Limit(1, LimitUnit.WORK_DAY),
        (Pause(at("2025-10-10 08:00"), at("2025-10-11 00:00")),),  # a whole working day, before the day agreed on
        (at("2025-09-29 10:00"),),
        (PutOff(at("2025-09-29 11:00"), at("2025-10-11 00:00")),),
    )
    assert due_of(running, office, at(START)).at == at("2025-10-11 18:00")


def test_an_extension_that_was_granted_counts_whenever_it_was_asked_for(office: WorkClock):
    asked = RunningClock(at(START), Limit(1, LimitUnit.WORK_DAY), extensions=(at("2025-09-30 09:00"),))
    assert due_of(asked, office, at(START)).at == at("2025-09-30 18:00")
