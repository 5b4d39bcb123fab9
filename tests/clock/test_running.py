"""A clock that pauses, resumes and is extended: a value, and the deadline that is counted from it."""

from datetime import timedelta

import pytest

from cmsdk.clock.running import MOST_EXTENSIONS, Pause, PutOff, RunningClock, due_of, extend, pause, resume
from cmsdk.clock.working import WorkClock
from cmsdk.model.commands import Refusal
from cmsdk.model.problem import Problem
from cmsdk.model.spans import Limit, LimitUnit

from .conftest import at

START = "2025-09-29 08:00"


def _clock(amount: int = 1, unit: LimitUnit = LimitUnit.WORK_DAY, start: str = START) -> RunningClock:
    return RunningClock(at(start), Limit(amount, unit))


def _whole(found: RunningClock | Refusal) -> RunningClock:
    assert isinstance(found, RunningClock), found
    return found


def _code(found: RunningClock | Refusal) -> str:
    assert isinstance(found, Refusal)
    said = Problem(found.code, "x", found.facts)
    for lang in ("en", "zh"):
        assert "{" not in said.what(lang) + said.remedy(lang)
    return found.code


def test_a_clock_that_never_stood_is_due_as_its_limit_says(office: WorkClock):
    running = _clock()
    assert due_of(running, office, at(START)) == office.due(running.start, running.limit)


def test_a_pause_of_two_working_hours_moves_the_deadline_by_two_working_hours(office: WorkClock):
    stopped = _whole(pause(_clock(), at("2025-09-29 16:00")))
    running = _whole(resume(stopped, at("2025-09-30 08:00")))
    due = due_of(running, office, at("2025-09-30 09:00"))
    assert due.at == at("2025-09-30 10:00")
    assert due.calendar_version == "1"


def test_a_pause_outside_hours_moves_nothing(office: WorkClock):
    running = _whole(resume(_whole(pause(_clock(), at("2025-09-29 12:00"))), at("2025-09-29 14:00")))
    assert due_of(running, office, at("2025-09-29 15:00")).at == at("2025-09-29 18:00")


def test_a_pause_into_the_holidays_skips_them_and_says_so(office: WorkClock):
    running = _whole(resume(_whole(pause(_clock(2), at("2025-09-30 17:00"))), at("2025-10-09 09:00")))
    due = due_of(running, office, at("2025-10-09 09:00"))
    assert due.at == at("2025-10-09 10:00")
    assert [day.day for day in due.skipped] == list(range(1, 9))


def test_a_pause_on_the_wall_moves_the_deadline_by_as_long_as_it_was(office: WorkClock):
    running = _clock(2, LimitUnit.URGENT_HOUR, "2025-09-30 23:30")
    running = _whole(resume(_whole(pause(running, at("2025-10-01 00:00"))), at("2025-10-01 00:40")))
    assert due_of(running, office, at("2025-10-01 01:00")).at == at("2025-10-01 02:10")


def test_an_open_pause_counts_up_to_the_moment_of_asking(office: WorkClock):
    stopped = _whole(pause(_clock(), at("2025-09-29 16:00")))
    assert stopped.paused(at("2025-09-29 17:00"))
    assert due_of(stopped, office, at("2025-09-29 17:00")).at == at("2025-09-30 09:00")
    assert due_of(stopped, office, at("2025-09-29 18:00")).at == at("2025-09-30 10:00")


def test_a_pause_with_an_end_of_its_own_is_over_by_itself(office: WorkClock):
    stopped = _whole(pause(_clock(), at("2025-09-29 16:00"), until=at("2025-09-29 17:00")))
    assert stopped.paused(at("2025-09-29 16:59"))
    assert not stopped.paused(at("2025-09-29 17:00"))
    assert due_of(stopped, office, at("2025-11-01 08:00")).at == at("2025-09-30 09:00")
    assert _code(resume(stopped, at("2025-09-29 17:00"))) == "CMS339"
    earlier = _whole(resume(stopped, at("2025-09-29 16:30")))
    assert due_of(earlier, office, at("2025-11-01 08:00")).at == at("2025-09-30 08:30")


def test_several_pauses_add_up(office: WorkClock):
    running = _clock()
    for day, first, last in (("29", "09:00", "10:00"), ("29", "15:00", "15:30"), ("29", "16:00", "16:15")):
        running = _whole(pause(running, at(f"2025-09-{day} {first}")))
        running = _whole(resume(running, at(f"2025-09-{day} {last}")))
    assert due_of(running, office, at("2025-09-29 17:00")).at == at("2025-09-30 09:45")


def test_a_clock_that_stands_cannot_be_paused_and_moments_come_in_their_order():
    stopped = _whole(pause(_clock(), at("2025-09-29 16:00")))
    assert _code(pause(stopped, at("2025-09-29 17:00"))) == "CMS338"
    assert _code(pause(_clock(), at("2025-09-29 07:00"))) == "CMS338"
    assert _code(pause(_clock(), at("2025-09-29 16:00"), until=at("2025-09-29 16:00"))) == "CMS338"
    running = _whole(resume(stopped, at("2025-09-29 17:00")))
    assert _code(pause(running, at("2025-09-29 16:30"))) == "CMS338"
    assert _code(resume(_clock(), at("2025-09-29 16:00"))) == "CMS339"


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
    running = _whole(extend(_clock(1, unit), at("2025-09-29 08:30"), office))
    assert due_of(running, office, at(START)).at == at(once)
    running = _whole(extend(running, at("2025-09-29 08:45"), office))
    assert due_of(running, office, at(START)).at == at(twice)
    assert due_of(running, office, at(START)).limit == Limit(1, unit)


def test_a_deadline_is_extended_twice_at_most(office: WorkClock):
    running = _clock()
    for minute in range(MOST_EXTENSIONS):
        running = _whole(extend(running, at(f"2025-09-29 09:0{minute}"), office))
    assert _code(extend(running, at("2025-09-29 10:00"), office)) == "CMS337"


def test_an_extension_is_asked_for_before_the_deadline(office: WorkClock):
    assert _code(extend(_clock(), at("2025-09-29 18:00"), office)) == "CMS336"
    assert isinstance(extend(_clock(), at("2025-09-29 17:59"), office), RunningClock)


def test_an_extension_into_unknown_days_is_provisional(office: WorkClock):
    running = _clock(1, start="2025-12-31 08:00")
    assert not due_of(running, office, at(START)).provisional
    running = _whole(extend(running, at("2025-12-31 09:00"), office))
    assert due_of(running, office, at(START)).provisional


def test_a_pause_after_the_deadline_does_not_make_a_late_case_punctual(office: WorkClock):
    late = RunningClock(at(START), Limit(1, LimitUnit.WORK_DAY), (Pause(at("2025-09-30 09:00")),))
    assert due_of(late, office, at("2025-10-30 09:00")).at == at("2025-09-29 18:00")


def test_extended_and_paused_the_order_of_the_two_does_not_matter(office: WorkClock):
    first = _whole(extend(_clock(), at("2025-09-29 09:00"), office))
    first = _whole(resume(_whole(pause(first, at("2025-09-29 10:00"))), at("2025-09-29 11:00")))
    second = _whole(resume(_whole(pause(_clock(), at("2025-09-29 10:00"))), at("2025-09-29 11:00")))
    second = _whole(extend(second, at("2025-09-29 15:00"), office))
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


def test_a_city_may_allow_another_number_of_extensions(office: WorkClock):
    running = _whole(extend(_clock(), at("2025-09-29 09:00"), office, most=1))
    assert _code(extend(running, at("2025-09-29 09:01"), office, most=1)) == "CMS337"
    assert _code(extend(_clock(), at("2025-09-29 09:00"), office, most=0)) == "CMS337"


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
    assert later.last == at(START)


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
