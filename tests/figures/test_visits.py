"""Return visits: the three rates and the composite by hand, and what hypothesis finds about any visits."""

from datetime import UTC, datetime
from fractions import Fraction

import attrs
from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.contract.case_rules import VisitRules
from cmsdk.figures.visits import visits
from cmsdk.model.case import Case
from cmsdk.model.course import Course, VisitMade
from cmsdk.model.figures import VisitRow, Visits

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
COMPOSITE = VisitRules(basically=90, contacted=10, solved=50, satisfied=40)
OTHER = VisitRules(contacted=30, solved=35, satisfied=35)
PLAIN = VisitRules()
GOOD, FAIR, BAD = "satisfied", "basically_satisfied", "dissatisfied"


def _case(number: int, unit: str, *made: tuple[bool, bool | None, bool | None, str]) -> Case:
    course = Course(visits=tuple(VisitMade(AT, *visit) for visit in made))
    return Case(str(number), "x", "desk", str(number), AT, AT, "", "", unit=unit, course=course, last=AT)


def _cases(unit: str, *made: tuple[bool, bool | None, bool | None, str]) -> list[Case]:
    return [_case(number, unit, visit) for number, visit in enumerate(made)]


ROADS = _cases(
    "roads",
    (True, True, True, GOOD),
    (True, True, True, FAIR),
    (True, False, False, BAD),
    (True, True, True, GOOD),
    (False, None, None, ""),
)
"""Four valid visits: contacted 3, solved 3, satisfied 2, basically 1."""
WATER = _cases("water", (True, True, True, GOOD), (True, True, False, FAIR), (True, None, False, BAD))
"""Three valid visits: contacted 2, solved 1, satisfied 1, basically 1."""


def _by(found: Visits, key: str) -> VisitRow:
    return next(row for row in found.units if row.key == key)


def _rates(row: VisitRow | None) -> tuple[float | None, ...]:
    assert row is not None
    return row.contacted_rate, row.solved_rate, row.satisfied_rate, row.score


def test_the_base_is_the_valid_visits_and_basically_counts_what_the_city_says():
    row = _by(visits(ROADS, COMPOSITE, str.title), "roads")
    assert (row.label, row.visited, row.valid) == ("Roads", 5, 4)
    assert (row.contacted, row.solved, row.satisfied, row.basically) == (3, 3, 2, 1)
    # 3/4, 3/4, (2 + 0.9)/4 = 72.5; 7.5 + 37.5 + 29.0 = 74.0
    assert _rates(row) == (75.0, 75.0, 72.5, 74.0)


def test_by_the_plain_rule_basically_satisfied_is_satisfied_and_there_is_no_score():
    # of four, two are satisfied and one is basically: (2 + 1)/4
    assert _rates(_by(visits(ROADS, PLAIN, str), "roads")) == (75.0, 75.0, 75.0, None)


def test_other_cities_weigh_otherwise():
    # 0.30 × 75 + 0.35 × 75 + 0.35 × 75
    assert _rates(_by(visits(ROADS, OTHER, str), "roads")) == (75.0, 75.0, 75.0, 75.0)
    # 2/3, 1/3, 2/3: 20 + 11.666… + 23.333…
    assert _rates(_by(visits(WATER, OTHER, str), "water")) == (66.7, 33.3, 66.7, 55.0)


def test_the_summary_adds_up_counts_and_averages_the_units_rates_plainly():
    found = visits([*ROADS, *WATER], COMPOSITE, str)
    # water: 66.67, 33.33, (1 + 0.9)/3 = 63.33 → 6.667 + 16.667 + 25.333 = 48.667
    assert _rates(_by(found, "water")) == (66.7, 33.3, 63.3, 48.7)
    assert found.summary is not None
    assert (found.summary.visited, found.summary.valid, found.summary.satisfied) == (8, 7, 3)
    # averages of the two: (75 + 66.667)/2, (75 + 33.333)/2, (72.5 + 63.333)/2, (74 + 48.667)/2
    assert _rates(found.summary) == (70.8, 54.2, 67.9, 61.3)
    assert [row.key for row in found.units] == ["roads", "water"]


def test_the_best_score_comes_first_then_volume_then_the_id():
    best = (True, True, True, GOOD)
    cases = [*_cases("c", best), *_cases("b", best), *_cases("a", best, best), *_cases("d", (False, None, None, ""))]
    assert [row.key for row in visits(cases, COMPOSITE, str).units] == ["a", "b", "c", "d"]


def test_of_several_visits_of_a_case_the_last_valid_one_counts():
    case = _case(1, "roads", (True, False, False, BAD), (True, True, True, GOOD), (False, None, None, ""))
    row = _by(visits([case], PLAIN, str), "roads")
    assert (row.visited, row.valid, row.solved, row.satisfied) == (1, 1, 1, 1)


def test_without_a_valid_visit_there_is_no_rate_and_without_any_visit_no_row():
    found = visits(_cases("roads", (False, None, None, "")), COMPOSITE, str)
    assert (_by(found, "roads").valid, _rates(found.summary)) == (0, (None, None, None, None))
    assert visits([_case(1, "roads")], COMPOSITE, str) == Visits()


def test_halves_are_rounded_up():
    # 1 of 16 is 6.25 %
    cases = _cases("roads", (True, True, True, GOOD), *[(True, False, False, BAD)] * 15)
    assert _rates(_by(visits(cases, PLAIN, str), "roads"))[:3] == (6.3, 6.3, 6.3)


@pytest.mark.parametrize("given_weights", [{"contacted": 10}, {"contacted": 50, "solved": 51}, {"basically": -1}])
def test_weights_add_up_and_shares_are_per_cent(given_weights: dict[str, int]):
    with pytest.raises(ValueError, match=r"per cent|add up to"):
        VisitRules(**given_weights)


MADE = st.tuples(
    st.booleans(), st.none() | st.booleans(), st.none() | st.booleans(), st.sampled_from(["", GOOD, FAIR, BAD])
)


@given(rows=st.lists(st.tuples(st.sampled_from("abc"), MADE), max_size=25), basically=st.integers(0, 100))
def test_rates_are_shares_and_follow_from_the_counts(
    rows: list[tuple[str, tuple[bool, bool | None, bool | None, str]]], basically: int
):
    rules = attrs.evolve(COMPOSITE, basically=basically)
    cases = [_case(number, unit, made) for number, (unit, made) in enumerate(rows)]
    found = visits(iter(cases), rules, str)
    assert sum(row.visited for row in found.units) == len(rows)
    for row in found.units:
        assert row.visited >= row.valid >= max(row.contacted, row.solved, row.satisfied + row.basically)
        if not row.valid:
            assert _rates(row) == (None,) * 4
            continue
        exact = Fraction(100 * row.satisfied + basically * row.basically, row.valid)
        assert abs(Fraction(str(row.satisfied_rate)) - exact) <= Fraction(1, 20)
        assert all(rate is not None and 0 <= rate <= 100 for rate in _rates(row))
