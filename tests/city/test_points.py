"""What a city answers about points: its grid by kind and day, its division, and stations near it that are open."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest
from shapely import to_wkb
from shapely.geometry import box

from cmsdk import City, Crs, Door, Nearby, Point, RejectedInput, discover
from cmsdk.desk.points import read_point
from cmsdk.geo.metres import LocalMetres, distance
from cmsdk.model.crs import to
from cmsdk.plugin import DateSpan, Division, Grid, GridKind, Level, Station, StationKind

CityOf = Callable[..., City]
NOV = DateSpan(date(2026, 11, 1))
BEFORE = DateSpan(None, date(2026, 10, 31))


def at(lon: float, lat: float, crs: Crs = Crs.WGS84) -> Point:
    return Point(lon, lat, crs)


HERE = at(108.905, 34.205)


def _area(west: float, south: float, east: float, north: float) -> bytes:
    return to_wkb(box(west, south, east, north))


DIVISIONS = [
    Division(code="x-city", name="城", level=Level.CITY, geometry=_area(108, 34, 110, 35)),
    Division(code="x-d", name="片区", level=Level.DISTRICT, parent="x-city", geometry=_area(108.9, 34.2, 108.99, 34.3)),
    Division(code="x-s", name="街", level=Level.SUBDISTRICT, parent="x-d", geometry=_area(108.9, 34.2, 108.95, 34.3)),
]
SQUARE = _area(108.9, 34.2, 108.91, 34.21)
UNIT = Grid(code="a-unit", name="单元", kind=GridKind.UNIT, division="x-s", geometry=SQUARE)
PEOPLE = Grid(code="p-people", name="责任", division="x-s", geometry=SQUARE)


@pytest.fixture
def city(city_of: CityOf) -> City:
    return city_of(cmsdk_divisions=DIVISIONS, cmsdk_grids=[UNIT, PEOPLE])


def test_a_grid_with_people_comes_before_a_unit_grid_and_each_kind_can_be_asked(city: City) -> None:
    assert city.grid_at(HERE) == "p-people"
    assert city.grid_at(HERE, kind=GridKind.UNIT) == "a-unit"
    assert city.grids_at([HERE, at(109, 35)], kind=GridKind.RESPONSIBILITY) == ["p-people", ""]


def test_a_point_is_asked_in_its_own_system(city: City) -> None:
    inside = at(108.9001, 34.2001)
    for crs in Crs:
        assert city.grid_at(to(inside, crs)) == "p-people"
    assert city.grid_at(at(108.9001, 34.2001, Crs.GCJ02)) == ""


def test_the_smallest_division_that_holds_the_point_answers(city: City) -> None:
    places = [at(108.92, 34.25), at(108.97, 34.25), at(109.5, 34.5), at(111, 34)]
    assert city.divisions_at(places) == ["x-s", "x-d", "x-city", ""]
    assert [city.division_at(place) for place in places] == ["x-s", "x-d", "x-city", ""]


def test_dates_of_grids_and_of_their_divisions_are_judged_one_at_a_time_and_in_bulk(city_of: CityOf) -> None:
    old, new = (Grid(code=c, name=c, division="x-s", geometry=SQUARE, valid=v) for c, v in (("a", BEFORE), ("b", NOV)))
    city = city_of(cmsdk_divisions=DIVISIONS, cmsdk_grids=[old, new])
    october, november = (datetime(2026, m, 15, 12, tzinfo=city.plan.zone) for m in (10, 11))
    assert (city.grid_at(HERE, october), city.grid_at(HERE, november), city.grid_at(HERE)) == ("a", "b", "b")
    assert (city.grids_at([HERE] * 20, october), city.grids_at([HERE] * 20)) == (["a"] * 20, ["b"] * 20)


def test_no_points_are_no_answers_and_a_naive_time_is_refused(city: City) -> None:
    assert city.grids_at([]) == []
    with pytest.raises(RejectedInput) as refused:
        city.grid_at(HERE, datetime(2026, 11, 1))  # noqa: DTZ001  that is the point
    assert [p.code for p in refused.value.problems] == ["CMS918"]


def cases(city: City, **fields: str) -> Any:  # noqa: ANN401  a case
    import json

    report = {"external_id": "1", "text": "路灯不亮", "lon": "108.92", "lat": "34.25", "crs": "wgs84", **fields}
    (case,) = city.receive("jsonl", json.dumps(report).encode()).cases
    return case


def _why(city: City, case: Any) -> list[str]:  # noqa: ANN401  a case
    return [step.why for step in city.case(case.id).trail if step.stage == "locate"]


def test_a_report_from_where_no_grid_is_drawn_is_placed_by_the_polygon_of_its_division(city: City) -> None:
    case = cases(city)
    assert (case.division, case.grid, _why(city, case)) == ("x-s", "", ["point-division"])
    assert "x-s" in str(city.explain(case.id))


def test_words_that_lie_in_the_polygons_division_say_more_and_those_outside_it_nothing(city_of: CityOf) -> None:
    inner = Division(code="x-c", name="柳巷社区", level=Level.COMMUNITY, parent="x-s")
    outer = Division(code="x-o", name="远山街道", level=Level.SUBDISTRICT, parent="x-d")
    city = city_of(cmsdk_divisions=[*DIVISIONS, inner, outer])
    near = cases(city, place="柳巷社区")
    assert (near.division, _why(city, near)) == ("x-c", ["place-words"])
    far = cases(city, place="远山街道", external_id="2")
    assert (far.division, _why(city, far)) == ("x-s", ["point-division"])


@pytest.mark.parametrize("words", [
        ("34.2", "108.9", "wgs84"), ("nan", "34", "wgs84"), ("108.9", "34.2", "xian80"), ("abc", "34.2", "wgs84"),
    ],
)  # fmt: skip
def test_words_that_name_no_point_are_refused_by_name(words: tuple[str, str, str]) -> None:
    with pytest.raises(RejectedInput) as refused:
        read_point(*words)
    (found,) = refused.value.problems
    assert found.code == "CMS524"
    wrong = {"34.2": "108.9", "nan": "nan", "108.9": "xian80", "abc": "abc"}[words[0]]
    assert f'"{wrong}" cannot' in found.what()
    assert f"“{wrong}”不应" in found.what("zh")
    assert not {"convert", "valid Crs"} & set(found.what().split())


# ---------------------------------------------------------------- nearest

STATIONS = [
    Station(id="toy-b", name="乙", point=at(108.905, 34.206), opens="周一至周五 09:00-17:00",
            services=("饮水", "咨询")),
    Station(id="toy-a", name="甲", kind=StationKind.KIOSK, point=at(108.905, 34.208), opens="每天 08:00-20:00",
            services=("饮水",)),
    Station(id="toy-c", name="丙", point=at(108.905, 34.2051), services=("咨询",)),
    Station(id="toy-n", name="丁", services=("饮水",)),
]  # fmt: skip


@pytest.fixture
def served(city_of: CityOf) -> City:
    return city_of(cmsdk_stations=STATIONS)


def _ids(found: tuple[Nearby, ...]) -> list[tuple[str, Door]]:
    return [(near.station.id, near.door) for near in found]


def test_the_nearest_open_station_comes_first_then_unknown_hours_then_closed(served: City) -> None:
    monday = datetime(2026, 11, 16, 10, tzinfo=served.plan.zone)
    assert _ids(served.nearest(HERE, at=monday)) == [("toy-b", "open"), ("toy-a", "open"), ("toy-c", "unknown")]
    evening = monday.replace(hour=18)
    assert _ids(served.nearest(HERE, at=evening)) == [("toy-a", "open"), ("toy-c", "unknown"), ("toy-b", "closed")]
    assert _ids(served.nearest(HERE, at=monday + timedelta(days=5))) == [
        ("toy-a", "open"), ("toy-c", "unknown"), ("toy-b", "closed"),
    ]  # fmt: skip


def test_only_stations_that_offer_the_service_are_found_and_no_more_than_asked(served: City) -> None:
    assert [near.station.id for near in served.nearest(HERE, "饮水")] == ["toy-b", "toy-a"]
    assert [near.station.id for near in served.nearest(HERE, "饮水", limit=1)] == ["toy-b"]
    assert served.nearest(HERE, "理发") == served.nearest(HERE, limit=0) == ()


def test_distances_are_metres_and_the_points_system_counts(served: City) -> None:
    (near,) = served.nearest(HERE, "饮水", limit=1)
    assert near.metres == pytest.approx(111.2, abs=0.2)
    assert served.nearest(to(HERE, Crs.BD09), "饮水", limit=1)[0].metres == pytest.approx(near.metres, abs=0.1)


def test_equally_near_stations_go_by_id(city_of: CityOf) -> None:
    same = [Station(id=f"toy-{n}", name=n, point=at(108.9, 34.2)) for n in "dacb"]
    found = city_of(cmsdk_stations=same).nearest(HERE)
    assert [near.station.id for near in found] == ["toy-a", "toy-b", "toy-c", "toy-d"]


def test_a_station_that_has_moved_away_is_not_near(city_of: CityOf) -> None:
    old, new = (Station(id=f"toy-{n}", name="站", point=HERE, valid=v) for n, v in (("old", BEFORE), ("new", NOV)))
    city = city_of(cmsdk_stations=[old, new])
    assert [near.station.id for near in city.nearest(HERE)] == ["toy-new"]


def test_a_station_that_has_ended_gets_no_case_any_more(city_of: CityOf) -> None:
    old = Station(id="toy-old", name="旧站", grids=("p-people",), valid=BEFORE)
    city = city_of(cmsdk_divisions=DIVISIONS, cmsdk_grids=[PEOPLE], cmsdk_stations=[old])
    assert cases(city, lon="108.905", lat="34.205").station == ""


def test_a_holiday_of_the_citys_calendar_closes_a_station_of_weekdays(xian: City) -> None:
    station = Station(id="x", name="站", point=HERE, opens="周一至周五 09:00-17:00")
    calendar = xian.plan.calendars[xian.plan.profile.calendar]
    national_day, make_up = (
        datetime(2026, 10, 1, 10, tzinfo=xian.plan.zone), datetime(2026, 10, 10, 10, tzinfo=xian.plan.zone),
    )  # fmt: skip
    assert (calendar.days[national_day.date()], calendar.days[make_up.date()]) == (False, True)
    assert station.hours.door(national_day, calendar.days.get) is Door.CLOSED
    assert station.hours.door(make_up, calendar.days.get) is Door.OPEN


@given(lon=st.floats(-179, 179), lat=st.floats(-80, 80), east=st.floats(-3000, 3000), north=st.floats(-3000, 3000))
def test_metres_of_the_plane_and_of_the_great_circle_agree_to_one_per_cent(
    lon: float, lat: float, east: float, north: float
) -> None:
    there = at(*LocalMetres(lon, lat).to_degrees(east, north))
    assert distance(at(lon, lat), there) == pytest.approx((east**2 + north**2) ** 0.5, rel=0.01, abs=0.01)


def test_hours_that_cannot_be_read_are_named_with_their_row(
    install: Callable[..., Any], toy: dict[str, str], complaints: Callable[..., Any], speaks: Callable[..., None]
) -> None:
    rows = "id,name,opens\ntoy-s,站,周一至周五 09:00-17:00\ntoy-t,站,请先电话预约\n"
    install(tables={**toy, "stations.csv": rows})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS432", "toy/tables/stations.csv:3")
    speaks(found, "请先电话预约")


def test_empty_hours_are_not_known_and_no_problem(install: Callable[..., Any], toy: dict[str, str]) -> None:
    rows = "id,name,lon,lat,crs,opens\ntoy-s,站,108.9,34.2,wgs84,\n"
    install(tables={**toy, "stations.csv": rows})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert (city.check(), _ids(city.nearest(HERE))) == ((), [("toy-s", "unknown")])
