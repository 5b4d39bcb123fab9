"""Checks of calendars, each failing on a calendar that has just this fault."""

from collections.abc import Callable

import attrs
import pytest

from cmsdk.testing.kit.check import Kind
from cmsdk.testing.kit.known import BY_ID
from cmsdk.testing.kit.stand import Stand

Stands = Callable[..., Stand]
CITY = """
    name = "玩具市"
    time_zone = "Asia/Shanghai"
    duty_desk = "toy-desk"
    scheme = "toy/1"
    calendar = "toy-days"
    """
CALENDAR = """
    [[calendar]]
    id = "toy-days"
    version = "1"
    time_zone = "Asia/Shanghai"
    days = "calendar-days"
    shifts = ["08:00-12:00", "14:00-18:00"]
    known_from = 2025-01-01
    known_until = 2026-12-31
    basis = "放假通知"
    """
OFF = ("01-01", "04-04", "05-01", "10-01", "10-02", "10-05", "10-06", "10-07", "10-08")
LIMITS = """
    id,category,amount,unit,basis
    toy-all,*,5,work_day,办法第三条
    """


def days(*years: int, made_up: bool = True) -> str:
    rows = [f"{year}-{day},holiday,节,通知" for year in years for day in OFF]
    return "\n".join(["date,kind,name,basis", *rows, *(f"{year}-10-10,workday,班,通知" for year in years if made_up)])


def stand_of(stand: Stands, calendar: str = CALENDAR, listed: str = "", limits: str = LIMITS) -> Stand:
    tables = {"city.toml": CITY, "calendar.toml": calendar, "limits.csv": limits}
    return stand(tables={**tables, "calendar-days.csv": listed or days(2025, 2026)})


def found(made: Stand, check: str) -> list[str]:
    return [p.what("en") for thing in made.things(Kind.CALENDAR) for p in BY_ID[check].run(made, thing)]


@pytest.mark.parametrize(
    "check",
    [
        "calendar-covers",
        "calendar-years-whole",
        "calendar-day-has-eight-hours",
        "calendar-year-has-basis",
        "calendar-counts-in-order",
    ],
)
def test_a_whole_calendar_passes(stand: Stands, check: str) -> None:
    made = stand_of(stand)
    assert made.things(Kind.CALENDAR)
    assert found(made, check) == []


def test_a_calendar_that_ends_before_the_year_does_is_named(stand: Stands) -> None:
    made = stand_of(stand, CALENDAR.replace("2026-12-31", "2025-12-31"), days(2025))
    assert "until 2026-12-31" in found(made, "calendar-covers")[0]


def test_the_next_year_is_asked_for_from_december_on(stand: Stands) -> None:
    made = stand_of(stand)
    later = attrs.evolve(made, target=attrs.evolve(made.target, at="2026-12-01T00:00:00+08:00"))
    assert "until 2027-12-31" in found(later, "calendar-covers")[0]


def test_a_year_without_make_up_days_beside_years_that_have_them_is_named(stand: Stands) -> None:
    listed = days(2025) + "\n" + days(2026, made_up=False).partition("\n")[2]
    (told,) = found(stand_of(stand, listed=listed), "calendar-years-whole")
    assert "For 2026" in told
    assert "weekday(s) off and 0 make-up" in told


def test_a_year_that_lists_no_day_between_years_that_do_is_a_hole(stand: Stands) -> None:
    (told,) = found(stand_of(stand, listed=days(2026)), "calendar-years-whole")
    assert "For 2025" in told
    assert "lists 0 weekday(s) off" in told


def test_seven_hours_a_day_are_named_where_limits_count_in_work_days(stand: Stands) -> None:
    short = CALENDAR.replace("18:00", "17:00")
    assert "7 hours" in found(stand_of(stand, short), "calendar-day-has-eight-hours")[0]


def test_business_days_need_no_eight_hours(stand: Stands) -> None:
    made = stand_of(stand, CALENDAR.replace("18:00", "17:00"), limits=LIMITS.replace("work_day", "business_day"))
    assert found(made, "calendar-day-has-eight-hours") == []


def test_a_year_that_is_added_without_its_notice_is_named(stand: Stands) -> None:
    more = "".join(f"\n2027-{day},holiday,节,,toy-days" for day in OFF) + "\n2027-10-10,workday,班,,toy-days"
    listed = days(2025, 2026).replace("通知", "通知,").replace("basis\n", "basis,calendar\n") + more
    made = stand_of(stand, listed=listed)
    assert str(made.plan.calendars["toy-days"].known_until) == "2027-12-31"
    assert found(made, "calendar-year-has-basis") == ["toy-days/2027 has no basis."]


def test_weekend_reports_that_keep_their_clock_time_are_due_after_later_ones(stand: Stands) -> None:
    made = stand_of(stand, CALENDAR + 'outside = "clock"\n', limits=LIMITS.replace("work_day", "business_day"))
    assert "is due at" in found(made, "calendar-counts-in-order")[0]
