"""Values refuse what makes no sense, and say which field and how to mend it."""

from datetime import UTC, date, datetime

import attrs
import pytest

from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.entry import GENESIS, Entry, seal
from cmsdk.model.ids import Scope, is_city_id
from cmsdk.model.place import Crs, Point
from cmsdk.model.report import Dated, Report
from cmsdk.model.spans import ALWAYS, DateSpan, Limit, LimitUnit

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_limit_below_one_is_refused_by_field(amount: int):
    with pytest.raises(ValueError, match="amount: a limit is at least 1"):
        Limit(amount, LimitUnit.WORK_DAY)


def test_a_limit_that_no_calendar_could_hold_is_refused():
    with pytest.raises(ValueError, match=r"amount: .*correct the row's amount"):
        Limit(999_999_999, LimitUnit.NATURAL_DAY)


def test_a_limit_reads_as_amount_and_unit():
    assert str(Limit(3, LimitUnit.WORK_DAY)) == "3 work_day"


def test_a_span_backwards_is_refused_with_both_ends():
    with pytest.raises(ValueError, match="valid_to 2026-01-01 lies before valid_from 2026-02-01"):
        DateSpan(date(2026, 2, 1), date(2026, 1, 1))


def test_a_span_holds_on_both_its_ends_and_not_outside():
    span = DateSpan(date(2026, 1, 1), date(2026, 1, 31))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    assert [span.holds(day) for day in days] == [False, True, True, False]
    assert not span.always


def test_an_open_span_always_holds():
    assert ALWAYS.always
    assert ALWAYS.holds(date.min)
    assert ALWAYS.holds(date.max)
    assert DateSpan(last=date(2026, 1, 1)).holds(date.min)


@pytest.mark.parametrize("lon", [181.0, -180.5, float("nan"), float("inf")])
def test_a_longitude_out_of_range_is_named(lon: float):
    with pytest.raises(ValueError, match=r"lon: .* is no longitude"):
        Point(lon, 0.0, Crs.WGS84)


@pytest.mark.parametrize("lat", [90.5, -91.0, float("nan"), float("-inf")])
def test_a_latitude_out_of_range_asks_whether_the_axes_are_swapped(lat: float):
    with pytest.raises(ValueError, match=r"lat: .*are the axes swapped"):
        Point(0.0, lat, Crs.WGS84)


def test_the_edges_of_the_earth_are_points():
    assert Point(180.0, -90.0, Crs.WGS84).lat == -90.0


def test_a_deadline_without_a_zone_is_refused():
    with pytest.raises(ValueError, match=r"at: 2026-11-20T09:00:00 has no time zone; give an aware time"):
        Due(datetime(2026, 11, 20, 9), Limit(1, LimitUnit.MINUTE))  # noqa: DTZ001  what is refused


def test_a_report_needs_aware_times():
    naive = datetime(2026, 11, 20)  # noqa: DTZ001  what is refused
    with pytest.raises(ValueError, match=r"received: .* no time zone"):
        Report("610100", "c", "k", NOW, Dated.OWN, naive, "text")


def test_values_are_frozen():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Limit(1, LimitUnit.MINUTE).amount = 2  # type: ignore[misc]


def test_a_case_is_late_once_its_deadline_is_past_and_it_is_not_handled():
    due = Due(NOW, Limit(1, LimitUnit.MINUTE))
    case = Case("1", "610100", "c", "k", NOW, NOW, "", "", due=due)
    later, earlier = NOW.replace(hour=10), NOW.replace(hour=8)
    assert not case.late(NOW)
    assert case.late(later)
    assert not attrs.evolve(case, handled=earlier).late(later)
    assert attrs.evolve(case, handled=later).late(earlier)
    assert not attrs.evolve(case, due=None).late(later)


def _sealed(data: str, prev: str = GENESIS) -> Entry:
    return seal(stream="s", version=1, city="610100", type_="file", at=NOW, by="me", plan="p", data=data, prev=prev)


def test_the_hash_of_an_entry_depends_on_its_data_and_on_the_one_before():
    assert _sealed("{}").hash == _sealed("{}").hash
    assert len({_sealed("{}").hash, _sealed("{ }").hash, _sealed("{}", "1" * 64).hash}) == 3


@pytest.mark.parametrize(
    ("scope", "covered", "not_covered", "specificity"),
    [
        ("*", ["610100", "us.ma.boston"], [], -1),
        ("cn", ["610100"], ["us.ma.boston"], 0),
        ("370000", ["370200", "370283"], ["610100", "us.ma"], 1),
        ("370200", ["370200", "370283"], ["370300", "370000"], 2),
        ("370283", ["370283"], ["370200", "370282"], 3),
        ("us.ma", ["us.ma", "us.ma.boston"], ["us.maine.x", "us.mab", "610100"], 2),
        ("us.ma.boston", ["us.ma.boston"], ["us.ma"], 3),
    ],
)
def test_a_scope_covers_what_begins_with_it(scope: str, covered: list[str], not_covered: list[str], specificity: int):
    made = Scope(scope)
    assert all(made.covers(city) for city in covered)
    assert not any(made.covers(city) for city in not_covered)
    assert made.specificity == specificity


@pytest.mark.parametrize("text", ["", "61010", "6101000", "US.MA", "a b", "us..ma", "６１０１００"])
def test_what_is_no_city_id_is_no_scope(text: str):
    assert not is_city_id(text)
    with pytest.raises(ValueError, match="is no six-digit code, dotted id"):
        Scope(text)
