"""Rules of whistles and levels by themselves: the nearest row wins whatever the order, and tables are checked."""

from pathlib import Path

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import City
from cmsdk.contract.community.whistle import Alone, LevelRow, Linkage, WhistleRow
from cmsdk.contract.plan import CityPlan
from cmsdk.model.approach import Mode
from cmsdk.model.errors import AssemblyError, RejectedInput
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.rules.levels import Manner, Spot, category_key, linkage, matrix_row, next_level, settled_at, station_unit

from .conftest import NOW, Made, write_city

DAY = NOW.date()
SPOT = Spot("gbt30428.2/2013/E0401", "x-demo-g1", "x-demo-c1")
CATEGORIES = (SPOT.category, "gbt30428.2/2013/E04", "*")
AREAS = ("x-demo-g1", "x-demo-c1", "x-demo-d", "109900", "*")
ELSEWHERE = ("x-demo-c2", "x-demo-g2")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> CityPlan:
    folder: Path = write_city(tmp_path_factory.mktemp("demo") / "city", {})
    return City.open("109900", plugins=[*discover(only=["cn"]), from_folder(folder)], clock=lambda: NOW).plan


def _with(plan: CityPlan, *rows: WhistleRow | LevelRow) -> CityPlan:
    return attrs.evolve(plan, community={row.key: row for row in rows})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CATEGORIES), st.sampled_from((*AREAS, *ELSEWHERE))), max_size=8))
def test_the_nearest_category_wins_and_within_it_the_smallest_area(
    plan: CityPlan, claims: list[tuple[str, str]]
) -> None:
    rows = [WhistleRow(id=f"r{n}", category=c, area=a, units=("demo-squad",)) for n, (c, a) in enumerate(claims)]
    here = [(CATEGORIES.index(c), AREAS.index(a)) for c, a in claims if a in AREAS]
    found = matrix_row(_with(plan, *rows), SPOT, DAY)
    assert (found is None) == (not here)
    if found is not None:
        assert (CATEGORIES.index(found.category), AREAS.index(found.area)) == min(here)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from([None, *Alone]), st.sampled_from([(), (Mode.NOW,)])), max_size=6
    ),
    st.sampled_from(Mode),
    st.booleans(),
)
def test_a_matter_is_settled_at_the_lowest_level_whose_conditions_hold(
    plan: CityPlan, claims: list[tuple[int, Alone | None, tuple[Mode, ...]]], mode: Mode, joint: bool
) -> None:
    rows = [LevelRow(id=f"l{n}", level=str(o), order=o, alone=a, modes=m) for n, (o, a, m) in enumerate(claims)]
    holding = [o for o, a, m in claims if (not m or mode in m) and (a is None or (a is Alone.JOINT) == joint)]
    found = settled_at(_with(plan, *rows), SPOT, Manner("demo-squad", mode, joint), DAY)
    assert (found.order if found else None) == min(holding, default=None)


def test_going_up_never_skips_a_level_and_takes_the_nearest_category(plan: CityPlan) -> None:
    rows = [
        LevelRow(id="a", level="1", order=1), LevelRow(id="b", level="2", order=2),
        LevelRow(id="c", level="3", order=3), LevelRow(id="d", level="3", order=3, category=CATEGORIES[1]),
    ]  # fmt: skip
    city, at, way = _with(plan, *rows), "a", []
    while up := next_level(city, SPOT, DAY, at):
        at = up.id
        way.append(at)
    assert way == ["b", "d"]
    assert next_level(city, SPOT, DAY, "nowhere") is None


def test_a_code_without_its_scheme_is_the_citys_own(plan: CityPlan) -> None:
    assert category_key(plan, "E0401") == category_key(plan, SPOT.category) == SPOT.category
    assert category_key(plan, "E9999") == ""


def test_the_station_is_that_of_the_grid_else_of_the_division(plan: CityPlan) -> None:
    assert station_unit(plan, SPOT) == "demo-squad"
    assert station_unit(plan, Spot(division="x-demo-c2")) == "demo-squad"
    assert station_unit(plan, Spot(division="109900")) == ""


def test_what_settling_counts_as_is_what_the_row_says() -> None:
    row = LevelRow(id="a", level="1", order=1, linkage=Linkage.NET)
    assert linkage(row, joint=False) is Linkage.NET
    assert (linkage(None, joint=False), linkage(None, joint=True)) == (Linkage.GRID, Linkage.NET)


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        ({"whistle-matrix.csv": "id,area,units\ndemo-1,x-demo-9,demo-squad\n"}, "CMS302", "x-demo-9"),
        ({"whistle-matrix.csv": "id,units\ndemo-1,demo-squat\n"}, "CMS302", "demo-squad"),
        ({"levels.csv": "id,level,order,takes\ndemo-1,社区,1,demo-squat\n"}, "CMS302", "demo-squad"),
        ({"partners.csv": "id,unit,kind,channel\ndemo-1,demo-c1,居委会,demo-nowhere\n"}, "CMS302", "demo-nowhere"),
        ({"whistle-matrix.csv": "id,units,amount\ndemo-1,demo-squad,30\n"}, "CMS4", "whistle-matrix.csv"),
        ({"whistle-matrix.csv": "id,units,handle_amount\ndemo-1,demo-squad,30\n"}, "CMS4", "whistle-matrix.csv"),
        ({"levels.csv": "id,level,order,begins\ndemo-1,社区,1,也许\n"}, "CMS4", "begins"),
        ({"levels.csv": "id,level,order,modes\ndemo-1,社区,1,now;later\n"}, "CMS4", "modes"),
    ],
)
def test_a_mistake_in_the_tables_is_named_with_its_row(made: Made, table: dict[str, str], code: str, said: str) -> None:
    with pytest.raises((AssemblyError, RejectedInput), match=code) as caught:
        made(table)
    assert said in str(caught.value)
