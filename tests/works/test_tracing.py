"""M28 M29: recurring places are named by an exact test for all places together; each number has its cases."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import comb
from random import Random
import sys

import attrs
from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk import City
from cmsdk.contract.community.tracing import Tracing
from cmsdk.figures.excess import Share, more_than_chance, other_than_chance
from cmsdk.figures.known import VIEWS
from cmsdk.figures.views import Seen
from cmsdk.model.case import Case
from cmsdk.model.errors import RejectedInput
from cmsdk.model.viewed import ViewRow
from cmsdk.model.works.duty import Duty

from .conftest import BASE, Made

pytest.importorskip("scipy")

TABLES = {
    "tracing.csv": "id,before,least\ndemo-t1,30,3\n",
    "grids.csv": BASE["grids.csv"] + "".join(
        f"x-demo-g{n},{n}网格,responsibility,x-demo-c2,demo-l,demo-kiosk\n" for n in range(3, 9)
    ),
}  # fmt: skip
END = datetime(2026, 11, 1, tzinfo=UTC) - timedelta(hours=8)
"""Midnight in China; the period is October."""
FIRST = datetime(2026, 10, 1, tzinfo=UTC) - timedelta(hours=8)


def _case(day: int, grid: str, category: str = "vendor", *, hour: int = 21, month: int = 10, n: int = 0) -> Case:
    at = datetime(2026, month, day, hour, 5, tzinfo=UTC) - timedelta(hours=8)
    return Case(
        id=f"{month:02}{day:02}{grid[-1]}{category[0]}{n}", city="109900", channel="desk", report="", at=at, opened=at,
        title="", text="", category=category, grid=grid,
    )  # fmt: skip


SPREAD = [_case(day, f"x-demo-g{1 + day % 8}", "waste") for day in range(1, 31)]
"""Waste comes up everywhere alike."""
VENDORS = [_case(day, "x-demo-g2") for day in range(1, 13)] + [_case(15, f"x-demo-g{n}") for n in (4, 5)]
"""A vendor comes back to one grid every evening."""
BEFORE = [_case(day, f"x-demo-g{1 + day % 8}", "waste", month=9) for day in range(5, 30)]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    from cmsdk import discover
    from cmsdk.registry.discovery import from_folder

    from .conftest import write_city

    row = from_folder(write_city(tmp_path_factory.mktemp("tracing"), TABLES))
    return City.open("109900", "memory://", plugins=[*discover(), row])


def _rows(city: City, view: str, cases: list[Case], now: datetime = END + timedelta(hours=12)) -> list[ViewRow]:
    return [*VIEWS[view].rows(Seen(plan=city.plan, now=now, first=FIRST, end=END, cases=cases))]


def test_the_place_to_which_a_vendor_comes_back_is_named_with_its_cases(city: City) -> None:
    rows = _rows(city, "recurring", SPREAD + VENDORS + BEFORE)
    found = [row for row in rows if row.cells["found"]]
    assert [(row.cells["place"], row.cells["category"]) for row in found] == [("x-demo-g2", "vendor")]
    cells = found[0].cells
    assert (cells["days"], cells["of"], cells["hour"], cells["at_hour"]) == (12, 31, 21, 12)
    assert set(found[0].sources) == {case.id for case in VENDORS if case.grid == "x-demo-g2"}
    assert (cells["first"], cells["last"]) == (date(2026, 10, 1), date(2026, 10, 12))
    assert all(not row.cells["found"] for row in rows if row.cells["category"] == "waste")


def test_the_numbers_are_those_of_the_test_by_hand(city: City) -> None:
    (row,) = (r for r in _rows(city, "recurring", SPREAD + VENDORS + BEFORE) if r.cells["category"] == "vendor")
    share = Fraction(31, 8 * (31 + 26))  # from 5 September on there were cases
    chance = sum(comb(14, k) * share**k * (1 - share) ** (14 - k) for k in range(12, 15))
    assert row.cells["expected"] == round(float(14 * share), 2)
    assert row.cells["chance"] == float(f"{float(chance):.3g}")
    assert row.cells["raised"] == pytest.approx(float(chance) * 8 * 2, rel=0.01)


@pytest.mark.parametrize(
    "less",
    [
        [case for case in VENDORS if case.grid != "x-demo-g2" or case.at.day < 3],
        [attrs.evolve(case, at=datetime(2026, 10, 3, 13, 0, tzinfo=UTC)) for case in VENDORS],
        [attrs.evolve(case, linked="first") for case in VENDORS],
        [attrs.evolve(case, state="voided") for case in VENDORS],
    ],
    ids=["too few days", "all on one day", "all duplicates", "no problem at all"],
)
def test_without_what_makes_it_recur_nothing_is_named(city: City, less: list[Case]) -> None:
    assert not [row for row in _rows(city, "recurring", SPREAD + less + BEFORE) if row.cells["found"]]


def test_many_reports_on_one_day_are_one_occurrence(city: City) -> None:
    more = [attrs.evolve(case, id=f"{case.id}-b", at=case.at + timedelta(minutes=9)) for case in VENDORS]
    once, twice = (
        next(r.cells for r in _rows(city, "recurring", SPREAD + BEFORE + v) if r.cells["found"])
        for v in (VENDORS, VENDORS + more)
    )  # fmt: skip
    assert (once["chance"], once["days"]) == (twice["chance"], twice["days"])
    assert (once["cases"], twice["cases"]) == (12, 24)


CALM = [_case(day, f"x-demo-g{n}", "waste", month=9, n=9) for day in range(5, 30) for n in (1, 3, 4)]
"""Three grids that were busy in September."""


def test_forces_are_suggested_where_cases_rose_against_before(city: City) -> None:
    calm = _rows(city, "forces", SPREAD + BEFORE)
    assert {(row.cells["against"], row.cells["suggestion"]) for row in calm} == {("time_before", "as_now")}
    risen = [_case(day, "x-demo-g2", "noise") for day in range(1, 31)]
    rows = {row.cells["place"]: row for row in _rows(city, "forces", SPREAD + VENDORS + risen + BEFORE + CALM)}
    suggested = {place: row.cells["suggestion"] for place, row in rows.items()}
    assert (suggested["x-demo-g2"], suggested["x-demo-g1"]) == ("more_officers", "fewer_officers")
    assert len(rows["x-demo-g2"].sources) == rows["x-demo-g2"].cells["cases"]


def _duty(grid: str, hours: int, officers: int = 1) -> Duty:
    begins = FIRST + timedelta(days=2)
    return Duty(
        id=f"duty:109900:{grid}", city="109900", grids=(grid,), begins=begins, ends=begins + timedelta(hours=hours),
        headcount=officers,
    )  # fmt: skip


def test_cases_are_set_against_the_hours_on_duty_where_they_are_known(city: City) -> None:
    duties = [_duty("x-demo-g2", 2), _duty("x-demo-g3", 9, officers=2), _duty("x-demo-g4", 20)]
    cases = [*VENDORS, *(_case(day, "x-demo-g3", "waste") for day in (1, 2, 3, 4, 5, 6))]
    seen = Seen(plan=city.plan, now=END, first=FIRST, end=END, cases=cases, works={"duty": duties})
    rows = {row.cells["place"]: row for row in VIEWS["forces"].rows(seen)}
    cells = rows["x-demo-g2"].cells
    assert (cells["against"], cells["hours"], cells["expected"]) == ("duty_hours", 2.0, 1.0)
    assert cells["suggestion"] == "more_officers"
    assert cells["move"] == round(40 * 12 / 20 - 2)
    assert rows["x-demo-g2"].sources[-1] == "duty:109900:x-demo-g2"
    assert (rows["x-demo-g4"].cells["suggestion"], rows["x-demo-g4"].cells["hours"]) == ("fewer_officers", 20.0)
    alike = attrs.evolve(seen, works={"duty": [_duty("x-demo-g2", 24), _duty("x-demo-g3", 12), _duty("x-demo-g4", 2)]})
    assert {row.cells["suggestion"] for row in VIEWS["forces"].rows(alike)} == {"as_now"}


def test_places_are_divisions_where_the_row_says_so(city: City) -> None:
    plan = attrs.evolve(city.plan, community={"t": Tracing(id="t", level="community")})
    seen = Seen(plan=plan, now=END, cases=VENDORS + SPREAD)
    assert {row.cells["place"] for row in VIEWS["recurring"].rows(seen)} <= {"x-demo-c1", "x-demo-c2"}


def test_an_empty_ledger_and_one_place_alone_say_nothing(city: City) -> None:
    assert _rows(city, "recurring", []) == []
    assert _rows(city, "forces", []) == []
    alone = [case for case in VENDORS if case.grid == "x-demo-g2"]
    assert [row.cells["chance"] for row in _rows(city, "recurring", alone)] == [1.0]


def test_without_scipy_the_view_says_which_extra_is_missing(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.special", None)
    with pytest.raises(RejectedInput, match="CMS906") as caught:
        _rows(city, "recurring", VENDORS)
    assert "pip install 'cmsdk[tracing]'" in caught.value.problems[0].remedy()


def test_a_row_that_cannot_be_is_refused(made: Made) -> None:
    from cmsdk.model.errors import AssemblyError

    for row in ("demo-t1,5000,3,5", "demo-t1,90,1,5", "demo-t1,90,3,80"):
        with pytest.raises(AssemblyError, match="CMS451"):
            made({"tracing.csv": f"id,before,least,percent\n{row}\n"})


def test_where_nothing_recurs_something_is_named_no_oftener_than_the_row_says() -> None:
    """Days that fall on 20 places by chance, three classes, 400 times over: at most 5 in 100 name any place."""
    chance, alarms = Random(49), 0  # noqa: S311  a made-up ledger
    for _ in range(400):
        fallen = [Counter(chance.choices(range(20), k=days)) for days in (12, 40, 90)]
        shares = [Share(one[place], one.total(), 1 / 20) for one in fallen for place in range(20)]
        alarms += any(one.raised <= 0.05 for one in more_than_chance(shares))
    assert 0 < alarms <= 20


@given(total=st.integers(1, 60), here=st.integers(0, 60), parts=st.integers(1, 99))
def test_both_tails_are_exact(total: int, here: int, parts: int) -> None:
    here, share = min(here, total), Fraction(parts, 100)
    terms = [comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(total + 1)]
    (more,) = more_than_chance([Share(here, total, float(share))])
    (other,) = other_than_chance([Share(here, total, float(share))])
    assert more.chance == pytest.approx(float(sum(terms[here:])), rel=0.006)
    assert other.chance == pytest.approx(float(min(1, 2 * min(sum(terms[here:]), sum(terms[: here + 1])))), rel=0.006)
    assert more.raised == more.chance
