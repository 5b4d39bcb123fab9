"""Figures: every count is a count of cases, and the parts add up to the whole."""

from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.figures.counts import figures
from cmsdk.figures.mix import mix
from cmsdk.model.approach import Approach
from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder

TESTVILLE = Path(__file__).parents[1] / "city" / "testville"


@pytest.fixture(scope="module")
def plan() -> CityPlan:
    return assemble([*discover(only=()), from_folder(TESTVILLE)], "us.ma.testville")


def _now(plan: CityPlan) -> datetime:
    return datetime(2026, 6, 1, 12, tzinfo=plan.zone)


def _case(number: int, at: datetime, **fields: object) -> Case:
    given_fields = {"unit": "testville-desk", "channel": "desk", **fields}
    channel = str(given_fields.pop("channel"))
    return Case(str(number), "us.ma.testville", channel, str(number), at, at, "", "", **given_fields)  # type: ignore[arg-type]


def test_without_cases_every_figure_is_zero_and_no_share_is_divided_by_it(plan: CityPlan):
    found = figures([], plan, _now(plan))
    assert (found.total, found.open, found.late, found.provisional) == (0, 0, 0, 0)
    assert [s.share for s in found.mix.shares] == [0.0, 0.0, 0.0]
    assert found.states == found.units == found.categories == found.channels == found.kinds == ()


def test_counts_by_state_unit_category_and_channel_carry_labels_open_and_late(plan: CityPlan):
    now = _now(plan)
    past = Due(now - timedelta(hours=1), Limit(1, LimitUnit.MINUTE))
    later = Due(now + timedelta(hours=1), Limit(1, LimitUnit.MINUTE), provisional=True)
    cases = [
        _case(1, now, category="tv/1/E101", due=past),
        _case(2, now, category="tv/1/E101", due=later, state="filed", kind="complaint"),
        _case(3, now, due=past, state="struck_off", handled=now - timedelta(hours=2), unit="testville-works"),
        _case(4, now, unit="gone", channel="gone", due=past, handled=now),
    ]
    found = figures(cases, plan, now)
    assert (found.total, found.open, found.late, found.provisional) == (4, 3, 2, 1)
    assert [(c.key, c.label, c.cases, c.open, c.late) for c in found.units] == [
        ("testville-desk", "Duty desk", 2, 2, 1),
        ("gone", "gone", 1, 1, 1),
        ("testville-works", "Public works", 1, 0, 0),
    ]
    assert [(c.key, c.label, c.cases) for c in found.categories] == [("", "—", 2), ("tv/1/E101", "Litter", 2)]
    assert [(c.key, c.cases) for c in found.states] == [("reported", 2), ("filed", 1), ("struck_off", 1)]
    assert {c.label for c in found.channels} == {"Desk", "gone"}
    assert [(c.key, c.label, c.cases) for c in found.kinds] == [("", "—", 3), ("complaint", "complaint", 1)]


def test_the_mix_stands_beside_its_target_in_the_order_of_the_ladder(plan: CityPlan):
    now = _now(plan)
    means = [Approach.SERVICE] * 6 + [Approach.MANAGEMENT] * 3 + [Approach.ENFORCEMENT]
    found = mix([_case(n, now, approach=means[n]) for n in range(10)], plan.approach_policy)
    assert [(s.approach, s.count, s.share, s.target) for s in found.shares] == [
        (Approach.SERVICE, 6, 60.0, 70),
        (Approach.MANAGEMENT, 3, 30.0, 20),
        (Approach.ENFORCEMENT, 1, 10.0, 10),
    ]
    assert [s.deviation for s in found.shares] == [-10.0, 10.0, 0.0]


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["reported", "filed", "struck_off"]),
            st.sampled_from(["a", "b"]),
            st.sampled_from(list(Approach)),
            st.none() | st.integers(-2, 2),
        ),
        max_size=20,
    )
)
def test_every_breakdown_adds_up_to_the_whole(plan: CityPlan, rows: list[tuple[str, str, Approach, int | None]]):
    now = _now(plan)
    cases = [
        _case(
            n, now, state=state, unit=unit, approach=approach,
            due=None if hours is None else Due(now + timedelta(hours=hours), Limit(1, LimitUnit.MINUTE)),
        )
        for n, (state, unit, approach, hours) in enumerate(rows)
    ]  # fmt: skip
    found = figures(iter(cases), plan, now)
    for breakdown in (found.states, found.units, found.categories, found.channels, found.kinds):
        assert sum(c.cases for c in breakdown) == found.total == len(rows)
        assert sum(c.open for c in breakdown) == found.open
        assert sum(c.late for c in breakdown) == found.late
        assert [c.cases for c in breakdown] == sorted((c.cases for c in breakdown), reverse=True)
    assert sum(s.count for s in found.mix.shares) == found.total
    assert sum(s.share for s in found.mix.shares) == pytest.approx(100.0 if rows else 0.0)
