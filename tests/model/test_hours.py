"""Opening hours in Chinese and English become spans; holidays and make-up days are the calendar's."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.hours import Door, read_hours
from cmsdk.model.spoken_times import Unreadable

MONDAY = datetime(2026, 11, 16, 0, 0)  # noqa: DTZ001  hours are of the city's own wall clock
HOLIDAY, MAKE_UP = date(2026, 10, 1), date(2026, 10, 10)
"""A Thursday off, and a Saturday that is worked."""


def _days(day: date) -> bool | None:
    return {HOLIDAY: False, MAKE_UP: True}.get(day)


def _open(text: str, day: int, clock: str) -> bool:
    hour, minute = map(int, clock.split(":"))
    found = read_hours(text).door(MONDAY + timedelta(days=day - 1, hours=hour, minutes=minute), _days)
    assert found is not Door.UNKNOWN
    return found is Door.OPEN


SAME = (
    "周一至周五 09:00-17:00", "星期一到星期五09:00—17:00", "周一～周五 9:00～17:00", "周一-五 09:00-17:00",
    "Mon-Fri 09:00-17:00", "Monday to Friday 9:00–17:00", "MON-FRI 09:00 - 17:00", "工作日 09:00-17:00",
    "周一、周二、周三、周四、周五 09:00-17:00", "Mon, Tue, Wed, Thu, Fri 09:00-17:00", "working days 09:00-17:00",
    "周一至周五09：00至17：00",
)  # fmt: skip


@pytest.mark.parametrize("text", SAME)
def test_the_same_hours_however_they_are_written(text: str) -> None:
    opened = [(d, c) for d in range(1, 8) for c in ("08:59", "09:00", "16:59", "17:00") if _open(text, d, c)]
    assert opened == [(d, c) for d in range(1, 6) for c in ("09:00", "16:59")]


def test_several_parts_and_several_times_a_day() -> None:
    text = "周一至周五 09:00-12:00、14:00-17:30；周六 10:00-12:00"
    assert [_open(text, 1, c) for c in ("11:59", "12:00", "13:59", "14:00", "17:29")] == [
        True,
        False,
        False,
        True,
        True,
    ]
    assert (_open(text, 6, "11:00"), _open(text, 6, "15:00"), _open(text, 7, "11:00")) == (True, False, False)


def test_times_without_days_and_daily_are_every_day_and_hold_on_holidays() -> None:
    noon = datetime.combine(HOLIDAY, datetime.min.time()).replace(hour=12)
    for text in ("09:00-17:00", "每天 09:00-17:00", "daily 09:00-17:00", "Every day 09:00-17:00", "每日 24小时"):
        assert all(_open(text, d, "12:00") for d in range(1, 8))
        assert read_hours(text).door(noon, _days) is Door.OPEN


def test_on_a_holiday_of_the_calendar_weekdays_are_closed_and_named_holidays_open() -> None:
    noon = datetime.combine(HOLIDAY, datetime.min.time()).replace(hour=12)
    assert read_hours("周一至周五 09:00-17:00").door(noon, _days) is Door.CLOSED
    assert read_hours("周四 09:00-17:00").door(noon, _days) is Door.CLOSED
    assert read_hours("周一至周五 09:00-17:00；节假日 10:00-15:00").door(noon, _days) is Door.OPEN
    assert read_hours("holidays 10:00-15:00").door(MONDAY.replace(hour=12), _days) is Door.CLOSED


def test_a_make_up_day_has_the_hours_of_workdays() -> None:
    noon = datetime.combine(MAKE_UP, datetime.min.time()).replace(hour=12)
    assert read_hours("周一至周五 09:00-17:00").door(noon, _days) is Door.OPEN
    assert read_hours("工作日 09:00-17:00").door(noon, _days) is Door.OPEN
    assert read_hours("周五 09:00-17:00").door(noon, _days) is Door.CLOSED


def test_hours_past_midnight_belong_to_the_day_they_begin_on() -> None:
    text = "周五 18:00-02:00"
    assert [_open(text, d, c) for d, c in ((5, "17:59"), (5, "23:30"), (6, "01:59"), (6, "02:00"), (5, "01:00"))] == [
        False, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "  ", "；"])
def test_nothing_written_is_not_known(text: str) -> None:
    assert read_hours(text).door(MONDAY, _days) is Door.UNKNOWN


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("周一至周五", "周一至周五"), ("详询社区", "详询社区"), ("Mon-Fri 9-17", "9-17"),
        ("25:00-26:00", "25:00-26:00"),
        ("09:00-09:00", "09:00-09:00"), ("09:60-10:00", "09:60-10:00"), ("周八 09:00-17:00", "周八 09:00-17:00"),
        ("每天 08:00-20:00 午休", "午休"), ("09:00-17:00; by appointment", "by appointment"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_part(text: str, part: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_hours(text)
    assert (caught.value.text, caught.value.part) == (text, part)


@given(st.text(max_size=30))
def test_any_text_is_read_or_named(text: str) -> None:
    try:
        found = read_hours(text)
    except Unreadable as error:
        assert error.part  # noqa: PT017  the text decides which of the two it is
    else:
        assert found.door(MONDAY, _days) in Door
