"""Calendar tables and documents: days off and on, hours by weekday, other countries' holidays, and bad ones."""

from collections.abc import Mapping
from datetime import date, time
import sys

import pytest

from cmsdk.contract.timing import WorkCalendar
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem
from cmsdk.tables import documents
from cmsdk.tables.read import read_table
from cmsdk.tables.schema import TABLES
from cmsdk.tables.settings import parse

CALENDAR = (
    '[[calendar]]\nid = "c"\nversion = "1"\ntime_zone = "America/New_York"\nshifts = ["08:00-12:00"]\n'
    "known_from = 2026-01-01\nknown_until = 2027-12-31\n"
)


def _calendar(more: str = "", days: Mapping[date, bool] | None = None) -> WorkCalendar:
    form = parse((CALENDAR + more).encode(), "x.toml")
    (found,) = documents.calendars(form, "x.toml", lambda _name: days or {})
    return found


def _refused(more: str) -> Problem:
    with pytest.raises(RejectedInput) as refused:
        _calendar(more)
    (found,) = refused.value.problems
    return found


def _days(text: str) -> list[tuple[str, str]]:
    found = read_table(text.encode(), TABLES["calendar-days"], "calendar-days.csv")
    return [(p.code, p.where) for p in found.problems]


def test_a_day_that_is_off_and_on_is_named_with_both_rows():
    text = "日期,类型\n2026-10-01,休\n2026-10-01,班\n"
    (found,) = read_table(text.encode(), TABLES["calendar-days"], "x.csv").problems
    assert (found.code, found.where) == ("CMS426", "x.csv:3")
    for lang in ("en", "zh"):
        assert "2026-10-01" in found.what(lang)
        assert "x.csv:2" in found.what(lang)


def test_a_day_that_is_listed_twice_is_named_and_calendars_do_not_meddle_with_each_other():
    assert _days("date,kind\n2026-10-01,休\n2026-10-01,休\n") == [("CMS410", "calendar-days.csv:3")]
    assert _days("date,kind,calendar\n2027-10-01,休,a\n2027-10-01,班,b\n") == []
    assert _days("date,kind,calendar\n2027-10-01,休,a\n2027-10-01,班,a\n") == [("CMS426", "calendar-days.csv:3")]


@pytest.mark.parametrize("amount", ["0", "-1", "1.5", "1000001", "二"])
def test_a_limit_of_nothing_or_less_is_named_with_its_row(amount: str):
    from cmsdk.tables.build import build

    found = read_table(f"id,amount,unit\na,{amount},work_day\n".encode(), TABLES["limits"], "limits.csv")
    problems = [*found.problems, *(build("limits", row) for row in found.rows)]
    code = "CMS451" if amount == "1000001" else "CMS404"
    assert [(p.code, p.where.partition(" ")[0]) for p in problems if isinstance(p, Problem)] == [(code, "limits.csv:2")]


def test_a_limit_whose_validity_ends_before_it_starts_is_named_with_its_row():
    from cmsdk.tables.build import build

    text = "id,amount,unit,valid_from,valid_to\na,3,work_day,2026-05-01,2026-04-30\n"
    (row,) = read_table(text.encode(), TABLES["limits"], "limits.csv").rows
    found = build("limits", row)
    assert isinstance(found, Problem)
    assert (found.code, found.where) == ("CMS450", "limits.csv:2 [valid_to]")
    assert "ends on 2026-04-30 (`valid_to`), before it begins on 2026-05-01" in found.what()


def test_a_weekday_may_have_hours_of_its_own():
    found = _calendar('weekend = [7]\n[calendar.hours]\n6 = ["09:00-11:30"]\n')
    assert found.shifts_on(date(2026, 5, 9)) == ((time(9), time(11, 30)),)
    assert found.shifts_on(date(2026, 5, 8)) == ((time(8), time(12)),)
    assert found.shifts_on(date(2026, 5, 10)) == ()


def test_a_make_up_day_on_a_weekday_and_a_holiday_on_a_weekend_are_fine():
    found = _calendar('days = "calendar-days"\n', {date(2026, 5, 6): True, date(2026, 5, 9): False})
    assert found.works_on(date(2026, 5, 6))
    assert not found.works_on(date(2026, 5, 9))


def test_holidays_of_another_country_come_from_the_package_for_the_years_asked_for():
    pytest.importorskip("holidays")
    found = _calendar('holidays = "US-MA"\n')
    assert found.days[date(2026, 4, 20)] is False  # Patriots' Day, a holiday of Massachusetts
    assert found.days[date(2027, 7, 5)] is False  # observed: the 4th is a Sunday
    assert {day.year for day in found.days} == {2026, 2027}
    assert found.version.startswith("1+holidays-0.")


def test_zammad_390_observances_on_which_offices_are_open_are_no_days_off():
    pytest.importorskip("holidays")
    found = _calendar('holidays = "US"\n')
    assert date(2026, 2, 14) not in found.days  # Valentine's Day
    assert found.works_on(date(2026, 3, 17))  # St. Patrick's Day
    assert len([day for day in found.days if day.year == 2026]) <= 13


def test_the_citys_own_rows_come_before_the_packages_days():
    pytest.importorskip("holidays")
    found = _calendar('holidays = "US"\ndays = "calendar-days"\n', {date(2026, 7, 3): True})
    assert found.works_on(date(2026, 7, 3))


@pytest.mark.parametrize("region", ["CN", "CN-BJ"])
def test_the_holidays_of_china_are_refused_since_the_package_guesses_years_in_silence(region: str):
    found = _refused(f'holidays = "{region}"\n')
    assert (found.code, found.where) == ("CMS427", "x.toml")
    for lang in ("en", "zh"):
        assert region in found.what(lang)
        assert "cn-working-days" in found.remedy(lang)


@pytest.mark.parametrize(("region", "near"), [("US-XX", "US-"), ("UX", "U"), ("us", "US")])
def test_a_region_that_the_package_does_not_know_is_named_with_the_nearest(region: str, near: str):
    pytest.importorskip("holidays")
    found = _refused(f'holidays = "{region}"\n')
    assert found.code == "CMS412"
    assert f"{region} is no region that the package knows; nearest: " in found.what()
    assert near[0] in found.what()


def test_a_package_that_is_not_installed_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "holidays", None)
    found = _refused('holidays = "US"\n')
    assert found.code == "CMS906"
    assert "pip install 'cmsdk[holidays]'" in found.remedy()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("00:00-24:00", (time(0), time(0))),
        ("20:00-24:00", (time(20), time(0))),
        ("20:00-00:00", (time(20), time(0))),
        ("8:00-12:00", (time(8), time(12))),
        ("０８：３０—１２：００", (time(8, 30), time(12))),
        ("08:00 ~ 08:01", (time(8), time(8, 1))),
        ("09-17", (time(9), time(17))),
    ],
)
def test_a_shift_is_read_as_people_write_it(written: str, read: tuple[time, time]):
    form = parse(CALENDAR.replace("08:00-12:00", written).encode(), "x.toml")
    (found,) = documents.calendars(form, "x.toml", lambda _name: {})
    assert found.shifts == (read,)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("22:00-06:00", "'22:00-06:00' ends before it opens; one past midnight is two"),
        ("08:00-08:00", "ends before it opens"),
        ("08:00", "'08:00' is no shift"),
        ("08:00+08:00-12:00", "is no shift"),
        ("上午8点", "'上午8点' is no shift"),
        ("08:00-24:30", "names no time of day"),
        ("24:00-06:00", "names no time of day"),
        ("08:70-12:00", "names no time of day"),
    ],
)
def test_what_is_no_shift_is_named_with_its_text(written: str, said: str):
    with pytest.raises(RejectedInput) as refused:
        list(documents.calendars(parse(CALENDAR.replace("08:00-12:00", written).encode(), "x.toml"), "x.toml", dict))
    (found,) = refused.value.problems
    assert (found.code, found.where) == ("CMS412", "x.toml")
    assert said in found.what()


def test_a_calendar_on_which_no_day_is_worked_is_refused_and_one_with_make_up_days_or_round_the_clock_is_not():
    found = _refused("weekend = [7, 6, 5, 4, 3, 2, 1]\n")
    assert found.code == "CMS412"
    assert "weekend: no day is worked" in found.what()
    assert _calendar('weekend = [1, 2, 3, 4, 5, 6, 7]\ndays = "d"\n', {date(2026, 5, 6): True}).works_on(
        date(2026, 5, 6)
    )
    assert _calendar("weekend = []\n").works_on(date(2026, 5, 9))
