"""Shifted coordinates come back to WGS84 to the centimetre; unshifted ones stay."""

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.crs import _offset, to_wgs84
from cmsdk.model.place import Crs, Point


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [((116.42079, 39.90105), (116.42703, 39.90245)), ((128.543, 37.065), (128.54821, 37.06565))],
)
def test_published_pairs_of_wgs84_and_gcj02_agree(wgs: tuple[float, float], gcj: tuple[float, float]):
    back = to_wgs84(Point(*gcj, Crs.GCJ02))
    assert back.crs is Crs.WGS84
    assert (back.lon, back.lat) == pytest.approx(wgs, abs=1e-5)


@given(lon=st.floats(75, 134), lat=st.floats(5, 53))
def test_shifting_forth_and_back_is_exact_to_a_centimetre(lon: float, lat: float):
    dlon, dlat = _offset(lon, lat)
    back = to_wgs84(Point(lon + dlon, lat + dlat, Crs.GCJ02))
    assert (back.lon, back.lat) == pytest.approx((lon, lat), abs=1e-7)


def test_bd09_is_shifted_twice():
    bd = to_wgs84(Point(116.43352, 39.90849, Crs.BD09))
    assert (bd.lon, bd.lat) == pytest.approx((116.42079, 39.90105), abs=2e-4)


def test_points_outside_china_have_no_shift():
    assert to_wgs84(Point(-71.06, 42.36, Crs.GCJ02)) == Point(-71.06, 42.36, Crs.WGS84)


def test_cgcs2000_counts_as_wgs84():
    assert to_wgs84(Point(108.9, 34.3, Crs.CGCS2000)) == Point(108.9, 34.3, Crs.WGS84)


def test_a_wgs84_point_is_given_back_as_it_is():
    point = Point(108.9, 34.3, Crs.WGS84)
    assert to_wgs84(point) is point
