"""What the deadlines of other systems broke on (their public issue trackers), each as a test that ours must pass."""

from datetime import UTC, date, datetime, time, timedelta

import attrs
import pytest

from cmsdk.clock.lights import warn_at
from cmsdk.clock.running import Pause, RunningClock, due_of
from cmsdk.clock.working import WorkClock
from cmsdk.contract.plan import Ranked
from cmsdk.model.spans import DateSpan, Limit, LimitUnit
from cmsdk.rules.validity import holds

from .conftest import OCTOBER_2025, SHANGHAI, at, calendar_of

FOUR_HOURS = Limit(4, LimitUnit.WORK_HOUR)


def test_helpdesk_2449_pause_time_is_working_time_and_never_lands_on_a_holiday(office: WorkClock):
    """Frappe Helpdesk added the length of the pause to the time of creation, and so landed on days off."""
    paused = Pause(at("2025-09-30 16:00"), resumed=at("2025-10-09 10:00"))
    running = RunningClock(at("2025-09-30 14:00"), FOUR_HOURS, (paused,))
    due = due_of(running, office, at("2025-10-09 10:00"))
    # two hours were left when it was paused, and two hours are left when it goes on
    assert due.at == at("2025-10-09 12:00")
    assert office.works_on(due.at.date())


def test_helpdesk_2449_a_changed_list_of_holidays_moves_a_deadline():
    """The same issue: tickets that were open kept the deadline of the old list; see tests/city/test_recount.py."""
    start = at("2025-09-30 16:00")
    before = WorkClock(calendar_of(days={}), SHANGHAI).due(start, FOUR_HOURS)
    after = WorkClock(calendar_of(version="2"), SHANGHAI).due(start, FOUR_HOURS)
    assert (before.at, after.at) == (at("2025-10-01 10:00"), at("2025-10-09 10:00"))
    assert (before.calendar_version, after.calendar_version) == ("1", "2")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2025-09-29 11:30", "2025-09-29 14:30"),
        ("2025-09-29 12:00", "2025-09-29 15:00"),
        ("2025-09-29 13:59", "2025-09-29 15:00"),
        ("2025-09-29 11:00", "2025-09-29 12:00"),
    ],
)
def test_helpdesk_2212_and_1528_the_lunch_break_is_not_worked(office: WorkClock, start: str, due: str):
    assert office.due(at(start), Limit(1, LimitUnit.WORK_HOUR)).at == at(due)


def test_helpdesk_2405_a_weekend_before_a_holiday_is_skipped_with_it(office: WorkClock):
    days = {**OCTOBER_2025, date(2025, 9, 29): False}
    clock = WorkClock(calendar_of(days={d: on for d, on in days.items() if d != date(2025, 9, 28)}), SHANGHAI)
    due = clock.due(at("2025-09-26 17:00"), Limit(2, LimitUnit.WORK_HOUR))
    assert due.at == at("2025-09-30 09:00")
    assert due.skipped == (date(2025, 9, 27), date(2025, 9, 28), date(2025, 9, 29))


def test_zammad_3180_a_calendar_round_the_clock_loses_no_minute_at_midnight(always: WorkClock):
    """Zammad's days ended at 23:59, so that each midnight cost a minute."""
    start = at("2025-03-01 23:59")
    assert always.due(start, Limit(2, LimitUnit.WORK_HOUR)).at == at("2025-03-02 01:59")
    assert always.due(start, Limit(30, LimitUnit.WORK_DAY)).at == start + timedelta(hours=240)
    assert always.worked(at("2025-01-01 00:00"), at("2025-12-31 00:00")) == 364 * 24 * 3600
    end = always.due(at("2025-12-31 16:00"), Limit(1, LimitUnit.WORK_DAY))
    assert (end.at, end.provisional) == (at("2026-01-01 00:00"), False)


def test_a_shift_that_ends_at_midnight_is_due_at_midnight_and_the_day_off_after_it_is_not_skipped():
    late = WorkClock(calendar_of(shifts=((time(16), time(0)),), days={}), SHANGHAI)
    due = late.due(at("2025-09-26 16:00"), Limit(1, LimitUnit.WORK_DAY))
    assert due.at == at("2025-09-27 00:00")
    assert due.skipped == ()


def test_zammad_4432_a_warning_does_not_fall_to_midnight(office: WorkClock):
    start = at("2025-09-29 08:00")
    for unit in LimitUnit:
        due = office.due(start, Limit(5, unit))
        yellow, red = warn_at(due, start, office)
        assert start < yellow < red == due.at
        if unit in {LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY}:
            assert office.worked(yellow, yellow + timedelta(minutes=1)) or yellow.time() in {time(12), time(18)}


def test_glpi_22678_a_lead_time_is_working_time_and_not_a_day_at_00_00(office: WorkClock):
    """GLPI put the moment of escalation at midnight where the lead time reached into the day before."""
    start = at("2025-09-29 16:00")
    due = office.due(start, Limit(10, LimitUnit.WORK_HOUR))
    assert warn_at(due, start, office)[0] == at("2025-09-30 16:00")


@pytest.mark.parametrize("start", ["2025-09-27 03:00", "2025-10-04 12:00", "2025-09-29 23:00", "2025-09-29 05:00"])
@pytest.mark.parametrize("unit", LimitUnit)
def test_glpi_687_what_is_reported_outside_hours_has_its_whole_limit(office: WorkClock, start: str, unit: LimitUnit):
    due = office.due(at(start), Limit(1, unit))
    assert due.at > at(start)
    if unit is LimitUnit.WORK_HOUR:
        assert office.worked(at(start), due.at) == 3600


def test_osticket_1168_and_6739_a_limit_in_working_hours_is_no_limit_on_the_wall(office: WorkClock):
    start = at("2025-09-26 17:00")
    on_the_wall = office.due(start, Limit(24, LimitUnit.URGENT_HOUR)).at
    in_hours = office.due(start, Limit(24, LimitUnit.WORK_HOUR)).at
    assert on_the_wall == at("2025-09-27 17:00")
    assert in_hours == at("2025-09-30 17:00")  # the 28th is a make-up Sunday
    assert office.due(start, Limit(3, LimitUnit.WORK_DAY)).at == in_hours


def test_austin_14005_a_limit_that_changes_its_unit_has_days_of_validity():
    """Austin changed limits from business to calendar days, and old cases were judged by the new ones."""
    from cmsdk.contract.plan import PluginInfo
    from cmsdk.contract.timing import LimitRow

    info = PluginInfo("x", "x", "1", "*", 0)
    old = LimitRow(id="x-old", limit=Limit(5, LimitUnit.BUSINESS_DAY), valid=DateSpan(None, date(2023, 9, 30)))
    new = LimitRow(id="x-new", limit=Limit(5, LimitUnit.NATURAL_DAY), valid=DateSpan(date(2023, 10, 1), None))
    for day, holding in ((date(2023, 9, 30), [old]), (date(2023, 10, 1), [new])):
        rows = [r.item for r in (Ranked(old, info), Ranked(new, info)) if holds(r.item, (day, date(2026, 1, 1)))]
        assert rows == holding


def test_a_deadline_can_be_counted_from_a_start_in_any_zone(office: WorkClock):
    start = datetime(2025, 9, 30, 8, tzinfo=UTC)
    assert office.due(start, FOUR_HOURS) == office.due(start.astimezone(SHANGHAI), FOUR_HOURS)


def test_saturday_mornings_are_worked_where_the_calendar_gives_the_weekday_its_own_hours():
    mornings = calendar_of(weekend=(7,), hours={6: ((time(9), time(11)),)}, days={date(2025, 9, 28): True})
    clock = WorkClock(mornings, SHANGHAI)
    assert clock.due(at("2025-09-26 17:00"), Limit(2, LimitUnit.WORK_HOUR)).at == at("2025-09-27 10:00")
    # a make-up day stands in for an ordinary one and has its hours
    assert clock.due(at("2025-09-27 11:00"), Limit(1, LimitUnit.WORK_DAY)).at == at("2025-09-28 18:00")
    # eight hours are a work day, however long the days are
    assert clock.due(at("2025-09-27 09:00"), Limit(1, LimitUnit.WORK_DAY)).at == at("2025-09-28 16:00")
    # a report after Saturday's closing begins at the opening of the next working day
    assert clock.due(at("2025-09-27 15:00"), Limit(1, LimitUnit.BUSINESS_DAY)).at == at("2025-09-29 08:00")
    assert attrs.evolve(mornings, hours={}) != mornings
