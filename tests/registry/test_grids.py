"""Grids: codes of the city's pattern, outlines that do not fit together, and people and stations that are not there."""

from collections.abc import Callable, Sequence
from datetime import date
import json
from pathlib import Path
from typing import Any

import pytest
from shapely import to_wkb
from shapely.geometry import MultiPolygon, Polygon, box

from cmsdk import City, Problem, discover
from cmsdk.plugin import Crs, DateSpan, Division, Grid, GridKind, Level, PlaceName, Point, Station
from cmsdk.proof.topology import check_topology

CityOf = Callable[..., City]
Complaints = Callable[..., tuple[Problem, ...]]
Facts = Callable[[Problem], dict[str, Any]]
Install = Callable[..., Path]
Speaks = Callable[..., None]

EAST = Division(code="x-d", name="片区", level=Level.DISTRICT)
PLACES = {"divisions.csv": "code,name,level\n370102,甲区,district\n"}
STEP = 0.001
"""About 92 m to the east and 111 m to the north at 34° N."""


def unit(code: str, shape: Polygon | None, **more: Any) -> Grid:  # noqa: ANN401  fields of a grid
    fields = {"kind": GridKind.UNIT, "division": "x-d", **more}
    return Grid(code=code, name=code, geometry=None if shape is None else to_wkb(shape), **fields)


def square(column: float, row: float, wide: float = 1, high: float = 1) -> Polygon:
    west, south = 108.9 + column * STEP, 34.2 + row * STEP
    return box(west, south, west + wide * STEP, south + high * STEP)


def found_in(city_of: CityOf, grids: Sequence[Grid], **more: Sequence[Any]) -> list[Problem]:
    return list(city_of(cmsdk_divisions=[EAST], cmsdk_grids=grids, **more).check())


def _grids(*codes: str, kind: str = "unit") -> str:
    return "code,name,kind,division,leader\n" + "".join(f"{code},网格,{kind},370102,\n" for code in codes)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("[0-9]{14}", "37010201300608", "370102013006008"),
        ("[0-9]{15}", "370102013006008", "37010201300608"),
        ("[0-9]{16}", "3701020013006008", "370102013006008"),
        ("[0-9]{14,16}", "370102013006008", "370102013006008x"),
        ("JN-[0-9]{4}", "JN-0001", "JN-001"),
    ],
)
def test_unit_grid_codes_are_of_the_citys_own_pattern(
    pattern: str, good: str, bad: str, install: Install, toy: dict[str, str], complaints: Complaints, facts: Facts
) -> None:
    toy["city.toml"] += f'        grid_code = "{pattern}"\n'
    install(tables={**toy, **PLACES, "grids.csv": _grids(good, bad)})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS340", "toy/tables/grids.csv:3")
    assert facts(found) == {"grid": bad, "pattern": pattern}


def test_no_length_of_a_code_is_assumed_where_the_city_says_nothing(install: Install, toy: dict[str, str]) -> None:
    install(tables={**toy, **PLACES, "grids.csv": _grids("37010201300608", "370102013006008", "999999", "x-1")})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert city.check() == ()


def test_a_responsibility_grid_may_have_a_code_of_its_own(install: Install, toy: dict[str, str]) -> None:
    toy["city.toml"] += '        grid_code = "[0-9]{15}"\n'
    grids = _grids("x-01", kind="responsibility").replace(",\n", ",toy-a\n")
    people = "id,name,unit\ntoy-a,甲,toy-desk\n"
    install(tables={**toy, **PLACES, "people.csv": people, "grids.csv": grids.replace("leader\ntoy-a", "leader")})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert [p.code for p in city.check()] == []


def test_the_first_six_digits_of_a_unit_grids_code_are_a_known_division(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    toy["city.toml"] += '        grid_code = "[0-9]{15}"\n'
    install(tables={**toy, **PLACES, "grids.csv": _grids("370102013006008", "370103013006008")})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS341", "toy/tables/grids.csv:3")
    speaks(found, "370103", "370103013006008")


def test_a_pattern_that_is_none_is_named(install: Install, toy: dict[str, str], complaints: Complaints) -> None:
    toy["city.toml"] += '        grid_code = "[0-9"\n'
    install(tables=toy)
    (found,) = (p for p in complaints() if p.code == "CMS412")
    assert found.where == "toy/tables/city.toml"
    assert "grid_code" in found.what()


@pytest.mark.parametrize(("column", "unknown"), [("leader", "toy-nobody"), ("station", "toy-nowhere")])
def test_a_leader_or_station_that_is_not_there_is_named_with_the_row(
    column: str, unknown: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    install(tables={**toy, **PLACES, "grids.csv": f"code,name,kind,division,{column}\nx-1,甲,unit,370102,{unknown}\n"})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS302", "toy/tables/grids.csv:2")
    speaks(found, unknown)


def test_grids_that_overlap_are_named_with_both_codes_area_and_place(
    city_of: CityOf, facts: Facts, speaks: Speaks
) -> None:
    grids = [unit("b", square(0.5, 0)), unit("a", square(0, 0)), unit("c", square(1.5, 0))]
    (found,) = found_in(city_of, grids)
    told = facts(found)
    assert (found.code, found.where, found.severity) == ("CMS342", "b", "warning")
    assert (told["first"], told["second"]) == ("a", "b")
    assert float(told["area"]) == pytest.approx(92.1 / 2 * 110.9, rel=0.01)
    assert 108.9005 <= float(told["lon"]) <= 108.901
    assert 34.2 <= float(told["lat"]) <= 34.201
    speaks(found, told["area"], told["lon"])


def test_the_same_outline_twice_is_an_overlap(city_of: CityOf) -> None:
    assert [p.code for p in found_in(city_of, [unit("a", square(0, 0)), unit("b", square(0, 0))])] == ["CMS342"]


def test_a_gap_inside_is_named_with_its_neighbours_area_and_place(
    city_of: CityOf, facts: Facts, speaks: Speaks
) -> None:
    around = [(c, r) for c in range(3) for r in range(3) if (c, r) != (1, 1)]
    grids = [unit(f"g{c}{r}", square(c, r)) for c, r in around]
    (found,) = found_in(city_of, grids)
    told = facts(found)
    assert (found.code, found.severity) == ("CMS343", "warning")
    assert told["neighbours"] == ", ".join(f"g{c}{r}" for c, r in sorted(around))
    assert float(told["area"]) == pytest.approx(92.1 * 110.9, rel=0.01)
    assert (float(told["lon"]), float(told["lat"])) == pytest.approx((108.9015, 34.2015), abs=0.0005)
    speaks(found, told["neighbours"], told["area"])


def test_a_slit_that_opens_to_the_outside_is_a_gap(city_of: CityOf, facts: Facts) -> None:
    (found,) = found_in(city_of, [unit("a", square(0, 0)), unit("b", square(1.005, 0, 0.995))])
    assert (found.code, facts(found)["neighbours"]) == ("CMS343", "a, b")
    assert float(facts(found)["area"]) == pytest.approx(0.46 * 110.9, rel=0.05)


@pytest.mark.parametrize("metres", [1.8, 5, 9.5])
def test_a_corridor_to_the_outside_is_a_gap_up_to_ten_metres(city_of: CityOf, facts: Facts, metres: float) -> None:
    away = metres / 92.1
    (found,) = found_in(city_of, [unit("a", square(0, 0)), unit("b", square(1 + away, 0))])
    assert (found.code, facts(found)["neighbours"]) == ("CMS343", "a, b")
    assert float(facts(found)["area"]) == pytest.approx(metres * 110.9, rel=0.05)


def test_a_missing_grid_behind_a_narrow_corridor_is_a_gap(city_of: CityOf, facts: Facts) -> None:
    around = [(c, r) for c in range(3) for r in range(3) if (c, r) not in {(1, 1), (1, 2)}]
    grids = [unit(f"g{c}{r}", square(c, r)) for c, r in around] + [unit("g12", square(1, 2, 0.98))]
    (found,) = found_in(city_of, grids)
    assert found.code == "CMS343"
    assert float(facts(found)["area"]) == pytest.approx(92.1 * 110.9 * 1.02, rel=0.01)


def test_a_notch_of_the_citys_edge_where_two_grids_meet_is_no_gap(city_of: CityOf) -> None:
    """Both borders bend away from each other at once: 8 m at the edge, to nothing 30 m inside."""
    east, north = 1 / 92_100, 1 / 110_900  # a metre in degrees at 34.2° N
    notch = (108.901, 34.201 - 30 * north)
    left = Polygon([(108.9, 34.2), (108.901, 34.2), notch, (108.901 - 4 * east, 34.201), (108.9, 34.201)])
    right = Polygon([(108.902, 34.2), (108.902, 34.201), (108.901 + 4 * east, 34.201), notch, (108.901, 34.2)])
    assert found_in(city_of, [unit("a", left), unit("b", right)]) == []


def test_a_wide_street_to_the_outside_a_bay_and_rounding_are_no_gaps(city_of: CityOf) -> None:
    grids = [
        unit("a", square(0, 0)),
        unit("b", square(1.12, 0)),
        unit("c", square(0, 1 + 1e-6)),
        unit("d", square(0, 9)),
    ]
    assert found_in(city_of, grids) == []


def test_a_responsibility_grid_may_lie_over_unit_grids_and_leave_gaps(city_of: CityOf) -> None:
    grids = [unit("a", square(0, 0)), unit("b", square(1, 0))]
    people = [unit(f"p{n}", square(3 * n, 0, 2), kind=GridKind.RESPONSIBILITY) for n in range(2)]
    assert {p.code for p in found_in(city_of, [*grids, *people])} == {"CMS304"}


def test_grids_of_different_days_do_not_overlap(city_of: CityOf) -> None:
    old = unit("a", square(0, 0), valid=DateSpan(None, date(2026, 10, 31)))
    city = city_of(
        cmsdk_divisions=[EAST], cmsdk_grids=[old, unit("b", square(0, 0), valid=DateSpan(date(2026, 11, 1)))]
    )
    assert city.check() == ()
    assert list(check_topology(city.plan, date(2026, 10, 31))) == []


def test_a_grid_without_outline_where_others_have_one_is_named(city_of: CityOf, facts: Facts, speaks: Speaks) -> None:
    (found,) = found_in(city_of, [unit("a", square(0, 0)), unit("b", None), unit("c", None)])
    assert (found.code, found.where, facts(found)["count"]) == ("CMS344", "b", "2")
    speaks(found, "b", "unit")
    assert found.severity == "warning"


def test_no_grid_needs_an_outline_where_none_has_one(city_of: CityOf) -> None:
    assert found_in(city_of, [unit("a", None), unit("b", None)]) == []


BOSTON = (-71.06, 42.36)


def _near(lon: float, lat: float) -> Polygon:
    return box(lon, lat, lon + 0.01, lat + 0.01)


def test_one_outline_with_swapped_axes_among_others_is_named(city_of: CityOf, speaks: Speaks, facts: Facts) -> None:
    lon, lat = BOSTON
    good = [unit(f"g{n}", _near(lon + n * 0.01, lat)) for n in range(4)]
    (found,) = found_in(city_of, [*good, unit("turned", _near(lat, lon))])
    assert (found.code, found.where, facts(found)["id"]) == ("CMS345", "turned", "turned")
    speaks(found, "turned", "Grid")


def test_a_station_or_place_name_with_swapped_axes_is_named(city_of: CityOf) -> None:
    lon, lat = BOSTON
    found = found_in(
        city_of,
        [unit(f"g{n}", _near(lon + n * 0.01, lat)) for n in range(4)],
        cmsdk_stations=[Station(id="toy-s", name="站", point=Point(lat, lon, Crs.WGS84))],
        cmsdk_gazetteer=[
            PlaceName(id="toy-n", words=("门",), division="x-d", point=Point(lat, lon, Crs.WGS84)),
            PlaceName(id="toy-m", words=("桥",), division="x-d", point=Point(lon, lat, Crs.WGS84)),
        ],
    )
    assert {(p.code, p.where) for p in found} == {("CMS345", "toy-s"), ("CMS345", "toy-n")}


def test_a_grid_that_is_far_and_stays_far_when_swapped_is_left_alone(city_of: CityOf) -> None:
    lon, lat = BOSTON
    good = [unit(f"g{n}", _near(lon + n * 0.01, lat)) for n in range(4)]
    assert found_in(city_of, [*good, unit("island", _near(lon + 10, lat))]) == []


def test_heights_are_told_once(city_of: CityOf, facts: Facts) -> None:
    high = Polygon([(108.9, 34.2, 400), (108.91, 34.2, 400), (108.91, 34.21, 400), (108.9, 34.2, 400)])
    (found,) = found_in(city_of, [unit("a", high)])
    assert (found.code, facts(found)["count"], facts(found)["code"]) == ("CMS346", "1", "a")


def test_an_outline_across_the_antimeridian_that_is_not_split_is_named(city_of: CityOf, speaks: Speaks) -> None:
    whole = box(-179, 0, 179, 1)
    (found,) = found_in(city_of, [unit("a", whole)])
    assert (found.code, found.where) == ("CMS347", "a")
    speaks(found, "-179", "179")


def test_a_polygon_of_a_division_that_cannot_be_used_is_named(city_of: CityOf, install: Install) -> None:
    from cmsdk import AssemblyError

    bow_tie = to_wkb(Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))
    with pytest.raises(AssemblyError) as caught:
        city_of(cmsdk_divisions=[Division(code="x-d", name="片", level=Level.DISTRICT, geometry=bow_tie)])
    (found,) = caught.value.problems
    assert (found.code, found.where) == ("CMS314", "x-d")
    assert "[0.5 0.5]" in found.what()


def test_a_multipolygon_split_there_is_whole(city_of: CityOf) -> None:
    halves = MultiPolygon([box(179, 0, 180, 1), box(-180, 0, -179, 1)])
    assert found_in(city_of, [unit("a", halves)]) == []


def test_outlines_from_files_are_checked_too(install: Install, toy: dict[str, str]) -> None:
    ring = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    features = [
        {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code in ("x-1", "x-2")
    ]
    outlines = json.dumps({"features": features})
    install(tables={**toy, **PLACES, "grids.csv": _grids("x-1", "x-2"), "grids.geojson": outlines})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert [(p.code, p.where) for p in city.check()] == [("CMS342", "toy/tables/grids.csv:3")]
