"""A clerk adds a year with one table; a year that does not fit is named. Unknown stages of limits too."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from cmsdk import AssemblyError, City, Problem, discover
from cmsdk.clock.working import WorkClock
from cmsdk.contract.timing import STAGES
from cmsdk.plugin import CalendarYear, Limit, LimitRow, LimitUnit

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
Facts = Callable[[Problem], dict[str, str]]
Speaks = Callable[..., None]

CALENDAR = """
    [[calendar]]
    id = "toy-days"
    version = "2025-2026.1"
    time_zone = "Asia/Shanghai"
    days = "calendar-days"
    shifts = ["08:00-12:00", "14:00-18:00"]
    known_from = 2025-01-01
    known_until = 2026-12-31
    basis = "notices of 2025 and 2026"
    """
DAYS = "date,kind,name\n2026-10-01,休,国庆节\n2026-12-31,休,元旦\n"
YEAR = "日期,类型,名称,日历,依据\n2027-01-01,休,元旦,toy-days,2027年通知\n2027-01-02,班,调休,toy-days,2027年通知\n"


@pytest.fixture
def national(install: Install) -> None:
    """A plugin for the whole of ``test`` with a calendar that knows two years."""
    tables = {"calendar.toml": CALENDAR, "calendar-days.csv": DAYS}
    install("wide", scope="test", tables=tables)


def _open() -> City:
    return City.open("test.toy", plugins=discover(only=["toy", "wide"]))


def test_a_table_in_the_citys_plugin_carries_the_nations_calendar_on_by_a_year(
    install: Install, toy: dict[str, str], national: None
) -> None:
    install(tables={**toy, "calendar-days.csv": YEAR})
    with _open() as city:
        calendar = city.plan.calendars["toy-days"]
        assert (calendar.version, calendar.known_until) == ("2025-2026.1+2027", date(2027, 12, 31))
        assert calendar.days[date(2027, 1, 1)] is False
        assert calendar.days[date(2026, 10, 1)] is False
        assert calendar.basis == "notices of 2025 and 2026；2027年通知"
        start = datetime(2026, 12, 30, 16, tzinfo=city.plan.zone)
        due = WorkClock(calendar, city.plan.zone).due(start, Limit(1, LimitUnit.WORK_DAY))
        assert due.at == datetime(2027, 1, 2, 16, tzinfo=city.plan.zone)
        assert (due.calendar_version, due.provisional) == ("2025-2026.1+2027", False)
        assert due.skipped == (date(2026, 12, 31), date(2027, 1, 1))


def test_a_year_that_the_calendar_has_come_to_know_with_the_same_days_adds_nothing(
    install: Install, toy: dict[str, str], national: None
) -> None:
    install(tables={**toy, "calendar-days.csv": _rows("2026-10-01", "2026-12-31", "2026-10-03")})
    with _open() as city:
        assert city.plan.calendars["toy-days"].version == "2025-2026.1"
        assert city.check() == ()


def test_years_that_follow_one_another_are_carried_on_together(
    install: Install, toy: dict[str, str], national: None
) -> None:
    more = YEAR + "2028-01-03,休,元旦,toy-days,2028年通知\n"
    install(tables={**toy, "calendar-days.csv": more})
    with _open() as city:
        calendar = city.plan.calendars["toy-days"]
        assert (calendar.version, calendar.known_until.year) == ("2025-2026.1+2027+2028", 2028)


def test_a_notice_may_name_days_of_the_december_before(install: Install, toy: dict[str, str], national: None) -> None:
    more = YEAR + "2026-12-26,班,调休,toy-days,2027年通知\n"
    install(tables={**toy, "calendar-days.csv": more})
    with _open() as city:
        assert city.plan.calendars["toy-days"].days[date(2026, 12, 26)] is True
        assert city.plan.calendars["toy-days"].version == "2025-2026.1+2027"


FULL = "date,kind\n" + "".join(f"2026-10-0{n},休\n" for n in range(1, 8)) + "2026-09-27,班\n2026-10-10,班\n"


@pytest.mark.parametrize(
    ("off", "made_up", "few"), [(1, 2, True), (3, 2, True), (4, 1, False), (4, 0, True), (7, 2, False)]
)
def test_a_year_with_far_fewer_days_than_the_calendars_own_years_is_a_warning_with_the_numbers(
    off: int, made_up: int, few: bool, install: Install, toy: dict[str, str], speaks: Speaks
) -> None:
    install("wide", scope="test", tables={"calendar.toml": CALENDAR, "calendar-days.csv": FULL})
    rows = [f"2027-10-0{n},休,toy-days\n" for n in range(1, off + 1)]
    rows += [f"2027-09-2{n},班,toy-days\n" for n in range(made_up)]
    install(tables={**toy, "calendar-days.csv": "date,kind,calendar\n" + "".join(rows)})
    with _open() as city:
        assert [p.code for p in city.check()] == ["CMS394"] * few
        for found in city.check():
            assert found.where.startswith("toy/tables/calendar-days.csv:2")
            speaks(found, "toy-days", "2027", str(off), str(made_up), "7", "2")


def test_an_incomplete_year_gives_no_measure_for_the_next_one(install: Install, toy: dict[str, str]) -> None:
    install("wide", scope="test", tables={"calendar.toml": CALENDAR, "calendar-days.csv": FULL})
    install(tables={**toy, "calendar-days.csv": _rows("2027-01-01", "2028-01-03")})
    with _open() as city:
        assert [p.code for p in city.check()] == ["CMS394", "CMS394"]


@pytest.mark.parametrize("listed", ["date,kind\n", "date,kind\n2027-01-02,班\n"])
def test_a_calendar_that_lists_no_day_of_a_whole_year_gives_nothing_to_compare(
    listed: str, install: Install, toy: dict[str, str]
) -> None:
    install("wide", scope="test", tables={"calendar.toml": CALENDAR, "calendar-days.csv": listed})
    install(tables={**toy, "calendar-days.csv": _rows("2027-01-01")})
    with _open() as city:
        assert city.check() == ()


def _rows(*days: str, calendar: str = "toy-days") -> str:
    return "date,kind,calendar\n" + "".join(f"{day},holiday,{calendar}\n" for day in days)


WRONG = {
    "CMS330": (_rows("2027-01-01", calendar="toy-day"), ("toy-day", "toy-days")),
    "CMS332": (_rows("2026-05-01"), ("toy-days", "2026", "2025-01-01", "2026-05-01")),
    "CMS333": (_rows("2028-01-03"), ("toy-days", "2028", "2027")),
    "CMS334": (
        _rows("2027-01-01") + "2026-12-31,workday,toy-days\n",
        ("toy-days", "2027", "2026-12-31"),
    ),
}


@pytest.mark.parametrize("code", WRONG)
def test_a_year_that_does_not_fit_is_named_with_its_row(
    code: str, install: Install, toy: dict[str, str], national: None, complaints: Complaints, speaks: Speaks
) -> None:
    text, needles = WRONG[code]
    install(tables={**toy, "calendar-days.csv": text})
    (found,) = complaints(only=("toy", "wide"))
    assert found.code == code
    assert found.where.startswith("toy/tables/calendar-days.csv:2")
    speaks(found, *needles)


def test_days_that_belong_to_no_calendar_at_all_are_named(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    install(tables={**toy, "calendar-days.csv": "date,kind\n2027-01-01,holiday\n2027-01-02,holiday\n"})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS452", "toy/tables/calendar-days.csv:2 [calendar]")
    speaks(found, "2", "calendar")
    assert "—" not in found.what() + found.remedy()


def test_a_year_that_is_known_is_contradicted_by_a_day_of_the_clerks_own_file(
    install: Install, toy: dict[str, str], national: None, complaints: Complaints, facts: Facts
) -> None:
    install(tables={**toy, "calendar-days.csv": _rows("2026-10-12")})
    (found,) = complaints(only=("toy", "wide"))
    assert (found.code, facts(found)["day"]) == ("CMS332", "2026-10-12")


def test_a_more_general_plugin_does_not_carry_on_a_citys_calendar(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    install(tables={**toy, "calendar.toml": CALENDAR, "calendar-days.csv": DAYS})
    install("wide", scope="test", tables={"calendar-days.csv": YEAR})
    (found,) = complaints(only=("toy", "wide"))
    assert found.code == "CMS331"
    speaks(found, "wide", "toy-days", "2027")


def test_two_plugins_that_bring_the_same_year_are_named(
    install: Install, toy: dict[str, str], national: None, complaints: Complaints
) -> None:
    install(tables={**toy, "calendar-days.csv": YEAR})
    install("other", scope="test.toy", tables={"calendar-days.csv": YEAR})
    assert [p.code for p in complaints(only=("toy", "wide", "other"))] == ["CMS204"]


def test_a_day_that_is_not_of_the_year_makes_no_year() -> None:
    with pytest.raises(ValueError, match="2026-11-30 is neither of 2027 nor of the December before it"):
        CalendarYear(calendar="c", year=2027, days={date(2026, 11, 30): True})
    assert CalendarYear(calendar="c", year=2027, days={date(2026, 12, 1): True}).key == "c/2027"


def test_the_fingerprint_of_a_city_changes_with_a_year(install: Install, toy: dict[str, str], national: None) -> None:
    root = install(tables={**toy, "calendar-days.csv": YEAR})
    with _open() as city:
        first = city.plan.fingerprint
    (root / "tables" / "calendar-days.csv").write_text(YEAR.replace("01-02", "01-03"), encoding="utf-8")
    with _open() as city:
        assert city.plan.fingerprint != first


def test_a_limit_of_an_unknown_stage_is_named_with_the_nearest(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    limits = "id,stage,amount,unit\ntoy-l,handel,3,work_day\ntoy-m,check,30,minute\n"
    install(tables={**toy, "limits.csv": limits})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS335", "toy/tables/limits.csv:2")
    speaks(found, "handel", "handle", "dispatch")


def test_the_stage_of_a_limit_may_be_written_in_chinese(install: Install, toy: dict[str, str]) -> None:
    names = ("受理", "立案前核实", "派遣", "签收", "处置", "处置后核查")
    rows = "".join(f"toy-l{n},{name},3,工作日\n" for n, name in enumerate(names))
    install(tables={**toy, "limits.csv": f"编号,环节,时限,单位\n{rows}"})
    with City.open("test.toy", plugins=discover()) as city:
        limits = {r.item.id: r.item.stage for r in city.plan.limits if isinstance(r.item, LimitRow)}
    assert tuple(limits[f"toy-l{n}"] for n in range(len(names))) == STAGES


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("known_until = 2026-12-31", "known_until = 2024-12-31", "CMS412", "2024-12-31 is not between known_from"),
        ('"Asia/Shanghai"', '"Asia/Shanghia"', "CMS303", "Asia/Shanghia"),
        ("12:00", "14:30", "CMS412", "without overlap"),
        ('"14:00-18:00"]', '"14:00-18:00"]\n    hours = { 8 = ["08:00-12:00"] }', "CMS412", "8 is no day of the week"),
        ('"14:00-18:00"]', '"14:00-18:00"]\n    hours = { sat = ["08:00-12:00"] }', "CMS412", "sat is no day"),
        ('"14:00-18:00"]', '"14:00-18:00"]\n    hours = { 6 = [] }', "CMS412", "hours.6: give them in order"),
    ],
)
def test_a_calendar_that_cannot_be_counted_on_is_named_at_load(
    old: str, new: str, code: str, said: str, install: Install, toy: dict[str, str], complaints: Complaints,
    speaks: Speaks,
) -> None:  # fmt: skip
    install(tables={**toy, "calendar.toml": CALENDAR.replace(old, new), "calendar-days.csv": DAYS})
    found = next(p for p in complaints() if p.code == code)
    assert found.where == "toy/tables/calendar.toml"
    speaks(found, said)


def test_a_unit_on_an_unknown_calendar_is_named(install: Install, toy: dict[str, str], complaints: Complaints) -> None:
    install(tables={**toy, "units.csv": "id,name,calendar\ntoy-desk,值班台,toy-dys\n"})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS302", "toy/tables/units.csv:2")


def test_days_past_the_known_end_are_named_since_they_make_no_deadline_firm(
    install: Install, toy: dict[str, str], speaks: Speaks
) -> None:
    """The clerk who adds the rows of a year, and forgets to say that the year is known."""
    days = DAYS + "2027-01-01,休,元旦\n2027-01-02,班,调休\n2024-12-31,休,元旦\n"
    install("wide", scope="test", tables={"calendar.toml": CALENDAR, "calendar-days.csv": days})
    install(tables=toy)
    with _open() as city:
        (found,) = city.check()
        assert (found.code, found.severity) == ("CMS380", "warning")
        speaks(found, "toy-days", "2025-01-01", "2026-12-31", "3", "2024-12-31")


def test_a_year_past_the_last_that_can_be_counted_is_named(
    install: Install, toy: dict[str, str], national: None
) -> None:
    install(tables={**toy, "calendar-days.csv": "date,kind,calendar\n2200-01-01,holiday,toy-days\n"})
    with pytest.raises(AssemblyError) as refused:
        _open()
    assert "year: 2200 is past 2199" in str(refused.value)
    assert "calendar-days.csv:2" in str(refused.value)
