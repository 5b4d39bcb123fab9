"""Outlines: what is no GeoJSON, no area, in an unknown system or turned round is named by feature, place and code."""

from collections.abc import Callable
import json

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest
from shapely import from_wkb

from cmsdk.contract.context import AssemblyContext
from cmsdk.model.crs import to
from cmsdk.model.errors import RejectedInput
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import Problem
from cmsdk.tables.city import TableCity
from cmsdk.tables.geometry import polygons

Speaks = Callable[..., None]
RING = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


def _file(*geometries: object, **members: object) -> bytes:
    features = [{"type": "Feature", "properties": {"code": f"g{n}"}, "geometry": g} for n, g in enumerate(geometries)]
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode("utf-8-sig")


def _polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def _only(geometry: object) -> Problem:
    """The one problem of a file whose second feature is ``geometry``; the first stays."""
    found, (problem,) = polygons(_file(SQUARE, geometry), "grids.geojson")
    assert list(found) == ["g0"]
    assert "g1" in problem.what()
    return problem


def test_polygons_are_kept_by_code():
    found, problems = polygons(_file(SQUARE, {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]}), "x")
    assert problems == []
    assert {code: from_wkb(shape).area for code, shape in found.items()} == {"g0": 1.0, "g1": 1.0}


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [7]},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "Blob", "coordinates": []},
        {"type": "Polygon"},
        {},
        None,
        "POLYGON",
        7,
    ],
)
def test_an_outline_that_is_no_polygon_is_named_and_the_others_stay(geometry: object):
    found = _only(geometry)
    assert (found.code, found.where) == ("CMS415", "grids.geojson feature 2")


def test_an_outline_that_crosses_itself_is_named_with_the_place_where_it_does(speaks: Speaks):
    found = _only(BOW_TIE)
    assert (found.code, found.where) == ("CMS415", "grids.geojson feature 2")
    speaks(found, "Self-intersection at 0.5, 0.5")


@pytest.mark.parametrize("position", ["[NaN, 1]", "[Infinity, 1]", "[null, 1]", '["a", "b"]', "[true, 1]", "[1]", "7"])
def test_a_position_that_is_no_pair_of_finite_numbers_is_named_with_its_place(position: str, speaks: Speaks):
    text = _file(SQUARE, _polygon([[0, 0], [1, 0], ["here"], [0, 1], [0, 0]])).decode("utf-8-sig")
    _, (found,) = polygons(text.replace('["here"]', position).encode(), "grids.geojson")
    assert (found.code, found.where) == ("CMS431", "grids.geojson feature 2 ring 1 position 3")
    speaks(found, "g1")


@pytest.mark.parametrize("position", [[500_000.0, 3_800_000.0], [200, 100], [181, 0]])
def test_a_position_that_is_not_in_degrees_is_named(position: list[float]):
    found = _only(_polygon([position, [1, 0], [1, 1], position]))
    assert (found.code, found.where) == ("CMS431", "grids.geojson feature 2 ring 1 position 1")


def test_swapped_axes_are_named_where_they_are_certain_and_never_swapped_in_silence(speaks: Speaks):
    found = _only(
        {"type": "MultiPolygon", "coordinates": [[[[34.2, 108.9], [34.3, 108.9], [34.3, 109], [34.2, 108.9]]]]}
    )
    assert (found.code, found.where) == ("CMS429", "grids.geojson feature 2 polygon 1 ring 1 position 1")
    speaks(found, "34.2", "108.9")


@pytest.mark.parametrize("ring", [RING[:4], [[0, 0], [1, 0], [0, 0]], [[0, 0]], []])
def test_a_ring_that_is_not_closed_or_too_short_is_named(ring: list[list[float]], speaks: Speaks):
    found = _only(_polygon(RING, ring))
    assert (found.code, found.where) == ("CMS430", "grids.geojson feature 2 ring 2")
    speaks(found, str(len(ring)))


def test_every_ring_and_every_feature_is_told_at_once():
    wrong = _polygon(RING[:4], [[34, 108], [34, 108], [34, 108], [34, 108]])
    _, problems = polygons(_file(wrong, BOW_TIE, SQUARE), "x")
    assert [(p.code, p.where) for p in problems] == [
        ("CMS430", "x feature 1 ring 1"), ("CMS429", "x feature 1 ring 2 position 1"), ("CMS415", "x feature 2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "payload",
    [b"", b"not json", b"[]", b"7", b"{}", b'{"features": 7}', b'{"features": null}', b'{"features": {"a": 1}}',
     b'{"features": [7]}', b'{"features": [{"properties": [1]}]}', b"\xff\xfe\x00", b"[" * 100_000],
)  # fmt: skip
def test_a_file_that_is_no_list_of_features_is_named(payload: bytes):
    with pytest.raises(RejectedInput) as refused:
        polygons(payload, "grids.geojson")
    assert [(p.code, p.where) for p in refused.value.problems] == [("CMS414", "grids.geojson")]


XIAN = [[108.9, 34.2], [109.0, 34.2], [109.0, 34.3], [108.9, 34.2]]


def _named(name: str) -> dict[str, object]:
    return {"type": "name", "properties": {"name": name}}


@pytest.mark.parametrize(
    ("crs", "system"),
    [
        (None, Crs.WGS84), ("wgs84", Crs.WGS84), ("CGCS2000", Crs.CGCS2000), ("gcj02", Crs.GCJ02), ("BD09", Crs.BD09),
        (_named("urn:ogc:def:crs:OGC:1.3:CRS84"), Crs.WGS84), (_named("urn:ogc:def:crs:EPSG::4490"), Crs.CGCS2000),
        (_named("EPSG:4326"), Crs.WGS84),
    ],
)  # fmt: skip
def test_a_file_may_name_its_system_and_is_converted_vertex_by_vertex(crs: object, system: Crs):
    found, problems = polygons(_file(_polygon(XIAN), **({"crs": crs} if crs else {})), "x")
    wanted = [(p.lon, p.lat) for p in (to(Point(*at, system), Crs.WGS84) for at in XIAN)]
    assert problems == []
    assert list(from_wkb(found["g0"]).exterior.coords) == [pytest.approx(at, abs=1e-9) for at in wanted]


@pytest.mark.parametrize("crs", ["xian80", "urn:ogc:def:crs:EPSG::4498", _named("EPSG:3857"), {"type": "link"}, 7, ""])
def test_a_file_in_an_unknown_system_is_refused_by_its_name(crs: object, speaks: Speaks):
    if crs == "":
        assert polygons(_file(SQUARE, crs=crs), "x")[1] == []
        return
    with pytest.raises(RejectedInput) as refused:
        polygons(_file(SQUARE, crs=crs), "x")
    (found,) = refused.value.problems
    assert (found.code, found.where) == ("CMS428", "x")
    speaks(found, "gcj02", "EPSG:3857" if crs == _named("EPSG:3857") else "")


DIVISIONS = b"code,name,level\nd1,One,district\nd2,Two,district\n"


def test_divisions_have_outlines_too_and_a_strange_one_is_named():
    files = {"tables/divisions.csv": DIVISIONS, "tables/divisions.geojson": _file(SQUARE).replace(b"g0", b"d1")}
    context = AssemblyContext("", "toy", files.get, lambda _path: ())
    one, two = TableCity().cmsdk_divisions(context)
    assert (one.geometry is None, two.geometry) == (False, None)
    files["tables/divisions.geojson"] = _file(SQUARE)
    with pytest.raises(RejectedInput) as refused:
        list(TableCity().cmsdk_divisions(context))
    (found,) = refused.value.problems
    assert (found.code, found.where) == ("CMS418", "toy/tables/divisions.geojson [g0]")
    assert "`divisions`" in found.what()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.sampled_from(["Polygon", "MultiPolygon"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(JSON)
def test_whatever_stands_for_a_geometry_is_an_outline_or_named(geometry: object):
    found, problems = polygons(json.dumps({"features": [{"geometry": geometry}]}).encode(), "x")
    assert bool(found) != bool(problems)


@pytest.mark.parametrize("crs", [{"properties": ["epsg:4326"]}, {"properties": "x"}, ["gcj02"], {}])
def test_a_crs_of_the_wrong_shape_is_named_and_breaks_nothing(crs: object):
    payload = json.dumps({"type": "FeatureCollection", "crs": crs, "features": []}).encode()
    with pytest.raises(RejectedInput) as rejected:
        polygons(payload, "x")
    assert [p.code for p in rejected.value.problems] == ["CMS428"]


def test_a_code_that_is_no_text_can_be_shown():
    ring = b"[[0,0],[1,0],[1,1],[0,0]]"
    feature = b'{"properties":{"code":"\\ud800"},"geometry":{"type":"Polygon","coordinates":[%b]}}' % ring
    payload = b'{"features":[%b]}' % feature
    found, problems = polygons(payload, "x")
    assert (list(found), problems) == (["?"], [])
