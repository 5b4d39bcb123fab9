"""The mix of a city and of its parts: counted, compared with the aim, and never what a decision is made from."""

import ast
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk import City, Problem, RejectedInput
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.profile import ApproachPolicy
from cmsdk.figures.counts import figures
from cmsdk.figures.mix import mix, mixes
from cmsdk.model.approach import Approach
from cmsdk.model.case import Case
from cmsdk.model.course import Course
from cmsdk.model.mix import BREAKDOWNS, Mix
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder

SOURCE = Path(__file__).parents[2] / "src" / "cmsdk"
TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
SERVICE, MANAGEMENT, ENFORCEMENT = Approach
POLICY = ApproachPolicy(id="t")
NOW = datetime(2026, 6, 1, 12, tzinfo=ZoneInfo("US/Eastern"))
Reports = Callable[[int], bytes]
CityOf = Callable[..., City]


def _case(number: int, approach: Approach = SERVICE, *, opened: datetime = NOW, **fields: object) -> Case:
    channel = str(fields.pop("channel", "desk"))
    return Case(
        str(number), "us.ma.testville", channel, str(number), opened, opened, "", "", approach=approach, **fields
    )  # type: ignore[arg-type]


def _cases(service: int, management: int, enforcement: int, **fields: object) -> list[Case]:
    means = [SERVICE] * service + [MANAGEMENT] * management + [ENFORCEMENT] * enforcement
    return [_case(number, approach, **fields) for number, approach in enumerate(means)]


@pytest.fixture(scope="module")
def plan() -> CityPlan:
    return assemble([*discover(only=()), from_folder(TESTVILLE)], "us.ma.testville")


# ---------------------------------------------------------------- one mix


def test_counts_shares_deviation_and_interval_stand_beside_the_aim():
    found = mix(_cases(60, 27, 13), POLICY)
    assert [(s.approach, s.count, s.share, s.target, s.deviation) for s in found.shares] == [
        (SERVICE, 60, 60.0, 70, -10.0),
        (MANAGEMENT, 27, 27.0, 20, 7.0),
        (ENFORCEMENT, 13, 13.0, 10, 3.0),
    ]
    assert [(round(s.low, 1), round(s.high, 1)) for s in found.shares] == [(50.2, 69.1), (19.3, 36.4), (7.8, 21.0)]
    assert (found.total, found.test, found.on_the_spot) == (100, "exact", 0)


def test_the_same_shares_are_chance_in_ten_cases_and_more_than_chance_in_a_thousand():
    small, large = mix(_cases(6, 3, 1), POLICY), mix(_cases(600, 300, 100), POLICY)
    assert [s.share for s in small.shares] == [s.share for s in large.shares] == [60.0, 30.0, 10.0]
    assert (small.more_than_chance, small.test) == (False, "exact")
    assert (large.more_than_chance, large.test) == (True, "chi-square")


def test_a_city_without_cases_deviates_from_nothing():
    found = mix([], POLICY)
    assert (found.total, found.chance, found.test, found.more_than_chance) == (0, 1.0, "", False)
    assert {(s.count, s.share, s.low, s.high) for s in found.shares} == {(0, 0.0, 0.0, 100.0)}


def test_a_means_that_the_city_does_not_aim_at_is_more_than_chance_at_the_first_case():
    soft = ApproachPolicy(id="t", target={SERVICE: 80, MANAGEMENT: 20})
    assert not mix(_cases(8, 2, 0), soft).more_than_chance
    found = mix(_cases(8, 2, 1), soft)
    assert (found.chance, found.more_than_chance) == (0.0, True)
    assert found.shares[2].target == 0


def test_fixes_on_the_spot_are_counted_apart_and_are_no_part_of_the_shares():
    spot = [_case(n, course=Course(on_the_spot=True)) for n in range(100, 140)]
    others = [_case(n, course=Course(on_the_spot=False)) for n in range(200, 203)]
    found = mix([*spot, *_cases(4, 2, 1), *others], POLICY)
    assert (found.total, found.on_the_spot) == (10, 40)
    assert [s.count for s in found.shares] == [7, 2, 1]
    alone = mix(spot, POLICY)
    assert (alone.total, alone.on_the_spot, alone.chance) == (0, 40, 1.0)


@pytest.mark.parametrize(
    ("chance", "said"), [(0.0499999, True), (0.05, False), (0.0500001, False), (0.0, True), (1.0, False)]
)
def test_more_than_chance_is_less_often_than_one_time_in_twenty(chance: float, said: bool):
    assert Mix(10, (), chance).more_than_chance is said


# ---------------------------------------------------------------- the mix of each part


def test_a_mix_is_broken_down_by_every_part_that_a_case_has(plan: CityPlan):
    fields = {"grid": "g", "station": "s", "unit": "testville-desk", "division": "d", "category": "tv/1/E101"}
    cases = [*_cases(3, 1, 0, **fields), _case(9)]
    found = figures(cases, plan, NOW, BREAKDOWNS).mixes
    assert tuple(found) == BREAKDOWNS
    for by in ("grid", "station", "unit", "division", "category"):
        assert sorted((row.key, row.mix.total) for row in found[by]) == [("", 1), (fields[by], 4)], by
        assert all([s.count for s in row.mix.shares] == ([3, 1, 0] if row.key else [1, 0, 0]) for row in found[by])
    assert {row.label for row in found["unit"]} == {"Duty desk", "—"}
    assert {row.label for row in found["category"]} == {"Litter", "—"}
    assert [(row.key, row.label, row.mix.total) for row in found["channel"]] == [("desk", "Desk", 5)]
    assert figures(cases, plan, NOW).mixes == {}


def test_months_are_those_of_the_city_and_come_in_order(plan: CityPlan):
    """At 03:00 UTC of 1 June it is still May in Boston."""
    utc = ZoneInfo("UTC")
    moments = [(2026, 6, 1, 5), (2026, 6, 1, 3), (2025, 12, 31, 12), (2026, 1, 1, 4)]
    cases = [_case(n, opened=datetime(*moment, tzinfo=utc)) for n, moment in enumerate(moments)]
    rows = mixes(cases, plan, "month")
    assert [(row.key, row.label, row.mix.total) for row in rows] == [
        ("2025-12", "2025-12", 2),
        ("2026-05", "2026-05", 1),
        ("2026-06", "2026-06", 1),
    ]


def test_the_part_that_comes_least_by_chance_stands_first_and_ties_by_key(plan: CityPlan):
    cases = [
        *_cases(7, 2, 1, unit="c-as-aimed"),
        *_cases(2, 2, 6, unit="b-far"),
        *_cases(5, 4, 1, unit="d-near"),
        *_cases(7, 2, 1, unit="a-as-aimed"),
    ]
    rows = mixes(cases, plan, "unit")
    assert [row.key for row in rows] == ["b-far", "d-near", "a-as-aimed", "c-as-aimed"]
    assert [row.more_than_chance for row in rows] == [True, False, False, False]
    assert mixes(cases[::-1], plan, "unit") == rows


def test_of_many_parts_one_is_expected_to_look_odd_and_is_not_called_so(plan: CityPlan):
    """The same part, 11 of service among 24: more than chance by itself, not among twenty."""
    odd = _cases(11, 9, 4, unit="odd")
    (alone,) = mixes(odd, plan, "unit")
    assert alone.chance == alone.mix.chance
    others = [case for n in range(19) for case in _cases(7, 2, 1, unit=f"u{n}")]
    among = mixes([*odd, *others], plan, "unit")[0]
    assert among.key == "odd"
    assert among.mix == alone.mix
    assert among.chance == pytest.approx(20 * alone.chance)
    assert (alone.more_than_chance, among.more_than_chance) == (True, False)


def test_what_a_mix_cannot_be_broken_down_by_is_named_with_the_nearest(plan: CityPlan, speaks: Callable[..., None]):
    with pytest.raises(RejectedInput) as caught:
        mixes([], plan, "grids")
    (found,) = caught.value.problems
    assert isinstance(found, Problem)
    assert found.code == "CMS459"
    speaks(found, "grids", "grid", "month")


_ROWS = st.lists(st.tuples(st.sampled_from(Approach), st.sampled_from(["", "a", "b"]), st.booleans()), max_size=30)


@given(_ROWS, st.sampled_from(BREAKDOWNS))
def test_the_parts_add_up_to_the_whole(plan: CityPlan, rows: list[tuple[Approach, str, bool]], by: str):
    cases = [
        _case(
            n, means, grid=part, station=part, unit=part, division=part, category=part, channel=part,
            opened=NOW + timedelta(days=40 * len(part)), course=Course(on_the_spot=spot),
        )
        for n, (means, part, spot) in enumerate(rows)
    ]  # fmt: skip
    whole, parts = mix(cases, plan.approach_policy), mixes(cases, plan, by)
    assert sum(row.mix.total for row in parts) == whole.total
    assert sum(row.mix.on_the_spot for row in parts) == whole.on_the_spot
    assert whole.total + whole.on_the_spot == len(cases)
    for n in range(3):
        assert sum(row.mix.shares[n].count for row in parts) == whole.shares[n].count
    assert all(row.chance >= row.mix.chance for row in parts)


def test_the_city_answers_the_mix_of_its_parts(city_of: CityOf, reports: Reports):
    city = city_of()
    city.receive("jsonl", reports(5))
    assert city.figures().mixes == {}
    (row,) = city.figures(by="unit").mixes["unit"]
    assert (row.key, row.mix) == ("toy-desk", city.figures().mix)
    assert city.figures("1999", by="month").mixes == {"month": ()}
    with pytest.raises(RejectedInput):
        city.figures(by="weather")


# ---------------------------------------------------------------- measured, never forced


def _of_the_mix(node: ast.Attribute) -> bool:
    return node.attr in {"mix", "mixes", "more_than_chance"} or ast.unparse(node).endswith("policy.target")


_NOT_OF_THE_MIX = tuple(f"cmsdk.figures.{name}" for name in ("tallied", "known", "views", "indicators"))


def _read(room: str) -> list[tuple[str, str]]:
    """What the modules of a room import of the mix, and attributes that only it has."""
    found = []
    for path in (SOURCE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
                # counts of cases by state or unit, and views of community work, say nothing of the mix
                names = {name for name in names if not name.startswith(_NOT_OF_THE_MIX)}
                found += [(path.name, name) for name in names if ".mix" in name or ".figures" in name]
            if isinstance(node, ast.Attribute) and _of_the_mix(node):
                found.append((path.name, ast.unparse(node)))
    return found


@pytest.mark.parametrize("room", ["triage", "work", "rules", "clock", "registry", "ledger", "desk", "proof"])
def test_no_room_that_decides_reads_the_mix_or_its_target(room: str):
    assert _read(room) == []


def test_the_look_for_readers_of_the_mix_finds_those_that_there_are():
    assert {"mix.py", "counts.py"} <= {name for name, _ in _read("figures")}
    assert ("mix.py", "policy.target") in _read("figures")
    assert ("document.py", "figures.mix") in _read("publish")


@pytest.mark.parametrize("shares", [(100, 0, 0), (0, 0, 100), (70, 20, 10)])
def test_the_aim_changes_no_decision(city_of: CityOf, shares: Sequence[int]):
    """The same reports in cities that aim at other mixes: the same means, owner and deadline, whatever came before."""
    policy = ApproachPolicy(id="toy-721", target=dict(zip(Approach, shares, strict=True)), first={"event": MANAGEMENT})
    city = city_of(cmsdk_approach_policy=[policy])
    lines = [
        f'{{"external_id": "r{n:03}", "text": "x", "category": "toy/1/{code}"}}'
        for n, code in enumerate(["S1", "E1"] * 30)
    ]
    city.receive("jsonl", "\n".join(lines).encode())
    assert [case.approach for case in city.cases()] == [SERVICE, MANAGEMENT] * 30
    assert {(case.unit, case.due is None) for case in city.cases()} == {("toy-desk", False)}
