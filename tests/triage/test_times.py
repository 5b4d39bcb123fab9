"""Times as people write them become moments of the city's zone, or are refused; none is guessed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cmsdk.model.expected import Expected, expected_facts
from cmsdk.model.problem import problem
from cmsdk.triage.times import comes_twice, read_time

ZONE = ZoneInfo("Asia/Shanghai")
OPENING = time(8, 30)


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16 09:20", "2026-11-16T09:20", "2026-11-16 9:20", "2026/11/16 9:20", "2026.11.16 9:20",
        "2026年11月16日 9时20分", "2026年11月16日9时20分", "2026年11月16日 9点20分", "2026-11-16 09:20:00",
        "2026-11-16T01:20:00Z", "2026-11-16T09:20:00+08:00", "2026-11-15T17:20:00-08:00", "20261116T0920",
    ],
)  # fmt: skip
def test_a_time_is_read_however_it_is_written(text: str):
    assert read_time(text, ZONE, OPENING) == (_at(2026, 11, 16, 9, 20), False)


def test_hours_alone_and_seconds_are_read():
    assert read_time("2026年11月16日9时", ZONE, OPENING) == (_at(2026, 11, 16, 9), False)
    assert read_time("2026/11/16 9:20:33", ZONE, OPENING) == (_at(2026, 11, 16, 9, 20, 33), False)


@pytest.mark.parametrize("text", ["2026-11-16", "2026/11/16", "2026.11.16", "2026年11月16日", "20261116", "2026-1-6"])
def test_a_date_alone_is_that_days_opening_and_marked(text: str):
    at, day_only = read_time(text, ZONE, OPENING)
    assert day_only
    assert at.time() == OPENING
    assert at.tzinfo is ZONE


def test_a_time_is_given_in_the_citys_zone():
    at, _ = read_time("2026-11-16T01:20:00Z", ZONE, OPENING)
    assert at.utcoffset() == ZONE.utcoffset(datetime(2026, 11, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "2026-13-45 08:00", "2026-02-30", "2026-11-16 25:00", "2026-11-16 09:61", "昨天", "11月16日", "16/11/2026",
        "2026", "2026-11", "09:20", "2026-11-16 09:20 左右", "2026--11-16", "x", "1'; DROP TABLE cases;--",
        "0001-01-01", "9999-12-31 23:59", "0001-01-01T00:00:00+14:00", "2026-11-16T09:20:00+99:00",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str):
    with pytest.raises((ValueError, OverflowError)):
        read_time(text, ZONE, OPENING)


EASTERN = ZoneInfo("America/New_York")


@pytest.mark.parametrize("text", ["2011-03-13 02:30", "2011-03-13T02:00:00", "2011年3月13日 2时59分"])
def test_an_hour_that_summer_time_skips_is_no_time(text: str):
    with pytest.raises(ValueError, match=r"was 03:\d\d already"):
        read_time(text, EASTERN, OPENING)


def test_an_hour_that_comes_twice_is_the_first_and_an_offset_says_otherwise():
    first, _ = read_time("2011-11-06 01:30", EASTERN, OPENING)
    second, _ = read_time("2011-11-06T01:30:00-05:00", EASTERN, OPENING)
    assert first.isoformat() == "2011-11-06T01:30:00-04:00"
    assert second.isoformat() == "2011-11-06T01:30:00-05:00"
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("2011-11-06 01:30", True),
        ("2011-11-06T01:30:00", True),
        ("2011年11月6日 1时30分", True),
        ("2011-11-06T01:30:00-04:00", False),
        ("2011-11-06T05:30:00Z", False),
        ("2011-11-06 01:30-0400", False),
        ("2011-11-06 02:30", False),
        ("2011-07-06 01:30", False),
    ],
)
def test_a_time_that_comes_twice_is_known_where_no_offset_says_which(text: str, twice: bool):
    moment, _ = read_time(text, EASTERN, OPENING)
    assert comes_twice(text, moment) is twice


@pytest.mark.parametrize("text", ["2011-03-13 01:59", "2011-03-13 03:00", "2011-11-06 00:59", "2011-11-06 02:00"])
def test_times_beside_the_change_are_as_the_clock_shows_them(text: str):
    assert read_time(text, EASTERN, OPENING)[0].strftime("%Y-%m-%d %H:%M") == text


@pytest.mark.parametrize("text", ["2026-13-45", "yesterday", "9999-12-31", "2026-11-16 25:00"])
def test_why_a_time_cannot_be_read_is_said_in_the_readers_language(text: str):
    with pytest.raises(Expected) as raised:
        read_time(text, ZONE, OPENING)
    found = problem("CMS508", "1", value="x", **expected_facts(raised.value, "error"))
    assert str(raised.value) in found.what()
    assert str(raised.value) not in found.what("zh")
    assert "{" not in found.what("zh")
