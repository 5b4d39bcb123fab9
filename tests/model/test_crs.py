"""Coordinates convert between the four systems, both ways, one at a time and as arrays; abroad nothing is shifted."""

from hypothesis import given
from hypothesis import strategies as st
import numpy as np
import pytest

from cmsdk.model.crs import to, to_arrays, to_wgs84
from cmsdk.model.place import Crs, Point

PAIRS = [((116.42079, 39.90105), (116.42703, 39.90245)), ((128.543, 37.065), (128.54821, 37.06565))]
"""WGS84 and GCJ-02 of two places, as published (five decimals)."""
LONS, LATS = st.floats(73.7, 135.0), st.floats(3.9, 53.5)
SYSTEMS = st.sampled_from(Crs)


def _numbers(point: Point) -> tuple[float, float]:
    return point.lon, point.lat


@pytest.mark.parametrize(("wgs", "gcj"), PAIRS)
def test_published_pairs_of_wgs84_and_gcj02_agree_both_ways(wgs: tuple[float, float], gcj: tuple[float, float]):
    back = to_wgs84(Point(*gcj, Crs.GCJ02))
    assert back.crs is Crs.WGS84
    assert _numbers(back) == pytest.approx(wgs, abs=1e-5)
    forth = to(Point(*wgs, Crs.WGS84), Crs.GCJ02)
    assert _numbers(forth) == pytest.approx(gcj, abs=1e-5)


@given(lon=LONS, lat=LATS, source=SYSTEMS, target=SYSTEMS)
def test_there_and_back_is_the_same_to_a_millionth_of_a_degree(lon: float, lat: float, source: Crs, target: Crs):
    start = to(Point(lon, lat, Crs.WGS84), source)
    there = to(start, target)
    assert there.crs is target
    assert _numbers(to(there, source)) == pytest.approx(_numbers(start), abs=1e-6)
    assert _numbers(to_wgs84(there)) == pytest.approx((lon, lat), abs=1e-8)


@given(lon=LONS, lat=LATS, target=st.sampled_from([Crs.GCJ02, Crs.BD09]))
def test_inside_china_web_maps_shift_by_tens_to_some_thousands_of_metres(lon: float, lat: float, target: Crs):
    there = to(Point(lon, lat, Crs.WGS84), target)
    assert 1e-5 < max(abs(there.lon - lon), abs(there.lat - lat)) < 0.04


def test_bd09_is_shifted_twice():
    bd = to_wgs84(Point(116.43352, 39.90849, Crs.BD09))
    assert _numbers(bd) == pytest.approx((116.42079, 39.90105), abs=2e-4)
    gcj = to(Point(116.43352, 39.90849, Crs.BD09), Crs.GCJ02)
    assert (116.43352 - gcj.lon, 39.90849 - gcj.lat) == pytest.approx((0.0065, 0.006), abs=2e-4)


@given(
    place=st.sampled_from([(-71.06, 42.36), (0.0, 0.0), (180.0, 90.0), (-180.0, -90.0), (151.2, -33.9), (2.35, 48.86)]),
    source=SYSTEMS,
    target=SYSTEMS,
)
def test_points_outside_china_have_no_shift(place: tuple[float, float], source: Crs, target: Crs):
    assert to(Point(*place, source), target) == Point(*place, target)


def test_cgcs2000_counts_as_wgs84():
    assert to_wgs84(Point(108.9, 34.3, Crs.CGCS2000)) == Point(108.9, 34.3, Crs.WGS84)


def test_a_point_that_is_in_the_system_already_is_given_back_as_it_is():
    point = Point(108.9, 34.3, Crs.WGS84)
    assert to_wgs84(point) is point


@given(places=st.lists(st.tuples(st.floats(60, 150), st.floats(-10, 60)), min_size=1), source=SYSTEMS, target=SYSTEMS)
def test_arrays_give_what_single_points_give(places: list[tuple[float, float]], source: Crs, target: Crs):
    lons, lats = to_arrays(*zip(*places, strict=True), source, target)
    assert isinstance(lons, np.ndarray)
    single = [_numbers(to(Point(*place, source), target)) for place in places]
    assert list(zip(lons.tolist(), lats.tolist(), strict=True)) == [pytest.approx(s, abs=1e-9) for s in single]
