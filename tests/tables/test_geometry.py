"""Grid outlines: what is no GeoJSON, and what is no polygon, is named by feature and code."""

import json

import pytest
from shapely import from_wkb

from cmsdk.model.errors import RejectedInput
from cmsdk.tables.geometry import polygons

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


def _file(*geometries: object) -> bytes:
    features = [{"type": "Feature", "properties": {"code": f"g{n}"}, "geometry": g} for n, g in enumerate(geometries)]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode("utf-8-sig")


def test_polygons_are_kept_by_code():
    found, problems = polygons(_file(SQUARE, {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]}), "x")
    assert problems == []
    assert {code: from_wkb(shape).area for code, shape in found.items()} == {"g0": 1.0, "g1": 1.0}


@pytest.mark.parametrize(
    "geometry",
    [
        BOW_TIE,
        {"type": "Point", "coordinates": [0, 0]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1]]]},
        {"type": "Polygon", "coordinates": [[["a", "b"], [1, 0], [1, 1], ["a", "b"]]]},
        {"type": "Blob", "coordinates": []},
        {"type": "Polygon"},
        {},
        None,
        "POLYGON",
        7,
    ],
)
def test_an_outline_that_is_no_polygon_is_named_and_the_others_stay(geometry: object):
    found, problems = polygons(_file(SQUARE, geometry), "grids.geojson")
    assert list(found) == ["g0"]
    assert [(p.code, p.where) for p in problems] == [("CMS415", "grids.geojson feature 2")]
    assert "g1" in problems[0].what()


@pytest.mark.parametrize(
    "payload",
    [b"", b"not json", b"[]", b"7", b"{}", b'{"features": 7}', b'{"features": null}', b'{"features": {"a": 1}}',
     b'{"features": [7]}', b'{"features": [{"properties": [1]}]}', b"\xff\xfe\x00", b"[" * 100_000],
)  # fmt: skip
def test_a_file_that_is_no_list_of_features_is_named(payload: bytes):
    with pytest.raises(RejectedInput) as refused:
        polygons(payload, "grids.geojson")
    assert [(p.code, p.where) for p in refused.value.problems] == [("CMS414", "grids.geojson")]
