"""Ids sort by time, never come twice, and can be read over the telephone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
import re

from hypothesis import given
from hypothesis import strategies as st

from cmsdk.desk.ids import TimeOrderedIds

NOW = datetime(2026, 11, 20, 9, 30, 0, 123000, tzinfo=UTC)


def test_an_id_says_its_day_and_has_no_letter_that_people_misread():
    (taken,) = TimeOrderedIds().take(1, NOW)
    assert re.fullmatch(r"261120-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]{6}", taken)


def test_ids_of_later_moments_sort_later_also_between_sources():
    moments = [NOW + timedelta(milliseconds=n * 37) for n in range(50)] + [NOW + timedelta(days=40)]
    ids = [TimeOrderedIds().take(1, moment)[0] for moment in moments]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


@given(st.lists(st.tuples(st.integers(-5000, 5000), st.integers(0, 30)), max_size=20))
def test_ids_of_one_source_ascend_even_if_its_clock_steps_back(steps: list[tuple[int, int]]):
    source = TimeOrderedIds()
    ids = [taken for ms, count in steps for taken in source.take(count, NOW + timedelta(milliseconds=ms))]
    assert ids == sorted(set(ids))


def test_the_zone_of_the_clock_does_not_matter():
    there = NOW.astimezone(timezone(timedelta(hours=8)))
    assert TimeOrderedIds().take(1, there)[0][:13] == TimeOrderedIds().take(1, NOW)[0][:13]


def test_threads_that_share_a_source_never_get_the_same_id():
    source = TimeOrderedIds()
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _n: source.take(50, NOW), range(200)))
    ids = [i for some in taken for i in some]
    assert len(set(ids)) == len(ids) == 10_000
    assert all(list(some) == sorted(some) for some in taken)
