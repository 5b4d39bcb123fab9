"""Holidays and make-up working days: 2024–2026 one by one, as the notices list them; 2013–2026 against a package."""

from collections.abc import Callable
import csv
from datetime import date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from cmsdk.clock.working import WorkClock
from cmsdk.plugin import Contribution, Limit, LimitRow, LimitUnit, WorkCalendar

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
def rows() -> list[dict[str, str]]:
    """The table as it is shipped."""
    text = files("cmsdk_cn").joinpath("tables/calendar-days.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


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
    assert {day for day in calendar.days if day.year == year} == {
        d for d in (*_days(OFF), *_days(ON)) if d.year == year
    }


def test_every_other_day_follows_the_weekend(calendar: WorkCalendar, clock: WorkClock) -> None:
    day = calendar.known_from
    while day <= calendar.known_until:
        if day not in calendar.days:
            assert clock.works_on(day) == (day.isoweekday() < 6)
        day += timedelta(days=1)


def test_every_day_has_its_notice_with_title_and_address(rows: list[dict[str, str]]) -> None:
    assert len(rows) == 473
    assert {row["date"][:4] for row in rows} == {str(year) for year in range(2013, 2027)}
    for row in rows:
        title, _, url = row["basis"].partition(" ")
        assert title.startswith("国务院"), row
        assert title.endswith("的通知"), row
        assert url.partition("://www.gov.cn/zhengce/")[2].endswith(".htm"), row


AMENDED = {
    "content_9742": ("2015-09-03", "2015-09-06"),  # 70 years after the war: three days off, a Sunday worked
    "content_5375877": ("2019-04-28", "2019-05-05"),  # 1 May 2019 made four days, two Sundays worked
    "content_5472352": ("2020-01-31", "2020-02-03"),  # Spring Festival 2020 prolonged to 2 February
}
"""Notices that changed a year which was known already, and the first and last day that they name."""


def test_days_that_a_later_notice_changed_name_that_notice(rows: list[dict[str, str]]) -> None:
    for address, (first, last) in AMENDED.items():
        days = sorted(row["date"] for row in rows if address in row["basis"])
        assert (days[0], days[-1]) == (first, last)
    yearly = [row for row in rows if not any(address in row["basis"] for address in AMENDED)]
    # the notices of 2019 and 2023 also name days of the December before
    early = {"2018-12-29": "2019", "2018-12-30": "2019", "2018-12-31": "2019", "2022-12-31": "2023"}
    for row in yearly:
        assert f"关于{early.get(row['date'], row['date'][:4])}年部分节假日安排的通知" in row["basis"], row


EXPLAINED: dict[date, str] = {}
"""Days on which the package says otherwise and the notice is with us; there are none."""


def test_no_day_of_2013_to_2026_differs_from_the_package_chinesecalendar(clock: WorkClock) -> None:
    package = pytest.importorskip("chinese_calendar")
    days = [date(2013, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2013, 1, 1)).days)]
    assert len(days) == 5113
    assert [day for day in days if package.is_workday(day) != clock.works_on(day) and day not in EXPLAINED] == []


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2025-09-30 16:00", 4, LimitUnit.WORK_HOUR, "2025-10-09 10:00"),
        ("2025-09-30 16:00", 2, LimitUnit.WORK_DAY, "2025-10-10 16:00"),
        ("2025-10-10 16:00", 1, LimitUnit.WORK_DAY, "2025-10-11 16:00"),
        ("2025-09-30 23:30", 2, LimitUnit.URGENT_HOUR, "2025-10-01 01:30"),
    ],
)
def test_the_vectors_of_the_field_hold_on_the_calendar_of_the_pack(
    clock: WorkClock, start: str, amount: int, unit: LimitUnit, due: str
) -> None:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (start, due))
    found = clock.due(first, Limit(amount, unit))
    assert (found.at, found.provisional) == (last, False)


def test_the_stage_limits_of_the_pack_are_minutes_with_their_source(ask: Ask) -> None:
    rows = [row for row in ask("cmsdk_deadlines") if isinstance(row, LimitRow)]
    assert {row.stage: (row.limit.amount, row.limit.unit) for row in rows} == {
        "accept": (15, LimitUnit.MINUTE), "dispatch": (15, LimitUnit.MINUTE),
        "verify": (30, LimitUnit.MINUTE), "check": (30, LimitUnit.MINUTE),
    }  # fmt: skip
    assert all("据运城市平台缺省值" in row.basis for row in rows)


def test_the_calendar_knows_fourteen_years_and_no_more(calendar: WorkCalendar, clock: WorkClock) -> None:
    assert (calendar.known_from, calendar.known_until) == (date(2013, 1, 1), date(2026, 12, 31))
    assert calendar.version == "2013-2026.1"
    late = datetime(2026, 12, 31, 17, tzinfo=SHANGHAI)
    assert clock.due(late, Limit(1, LimitUnit.WORK_DAY)).provisional
    assert not clock.due(late, Limit(1, LimitUnit.WORK_HOUR)).provisional
