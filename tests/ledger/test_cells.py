"""Squares of the map: every point within a distance lies in one of the squares around, in whatever system it is."""

from hypothesis import given
from hypothesis import strategies as st

from cmsdk.geo.metres import distance
from cmsdk.ledger.cells import cell_of, cells_around
from cmsdk.model.crs import to, to_wgs84
from cmsdk.model.place import Crs, Point

PLACES = st.sampled_from([(108.94, 34.26), (120.0, 36.8), (87.6, 43.8), (-71.05, 42.36), (179.9999, -16.8), (0.0, 0.0)])
SHIFT = st.floats(-0.006, 0.006)


@given(
    place=PLACES,
    east=SHIFT,
    north=SHIFT,
    metres=st.floats(1, 500),
    here=st.sampled_from(Crs),
    there=st.sampled_from(Crs),
)
def test_no_point_that_is_near_lies_outside(
    place: tuple[float, float], east: float, north: float, metres: float, here: Crs, there: Crs
):
    lon = (place[0] + east + 180) % 360 - 180
    centre, point = to(Point(*place, Crs.WGS84), here), to(Point(lon, place[1] + north, Crs.WGS84), there)
    if distance(to_wgs84(centre), to_wgs84(point)) <= metres:
        assert cell_of(point) in cells_around(centre, metres)


def test_the_surroundings_of_a_place_are_few_squares():
    here = Point(108.94, 34.26, Crs.GCJ02)
    assert len(cells_around(here, 50)) <= 3 * 6
    assert len(cells_around(here, 500)) <= 3 * 170
    assert len({cell_of(to(here, crs)) for crs in (Crs.WGS84, Crs.GCJ02, Crs.BD09)}) == 3
    assert cell_of(to(here, Crs.WGS84)) == cell_of(to(here, Crs.CGCS2000))
