"""A point has one owner, the same one at a time and in bulk, in any order, on borders and corners too."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
import runpy

from hypothesis import example, given, settings
from hypothesis import strategies as st
import numpy as np
import pytest
from shapely import box, intersects_xy, points, to_wkb, union_all
from shapely.affinity import rotate, translate
from shapely.geometry import MultiPolygon, Polygon

from cmsdk.geo.index import PolygonIndex
from cmsdk.geo.raster import MOST_PAIRS
from cmsdk.model.place import Crs, Point

QUARTERS = {"a": box(0, 0, 1, 1), "b": box(1, 0, 2, 1), "c": box(0, 1, 1, 2), "d": box(1, 1, 2, 2)}
Shapes = dict[str, Polygon]


def index(shapes: Shapes) -> PolygonIndex:
    return PolygonIndex((code, to_wkb(shape)) for code, shape in shapes.items())


def by_force(shapes: Shapes, lon: float, lat: float) -> str:
    """The smaller code of all polygons that meet the point, asked one by one."""
    return min((code for code, shape in shapes.items() if intersects_xy(shape, lon, lat)), default="")


def _points(places: Sequence[tuple[float, float]]) -> list[Point]:
    return [Point(lon, lat, Crs.WGS84) for lon, lat in places]


@pytest.mark.parametrize(
    ("place", "owner"),
    [
        ((0.5, 0.5), "a"), ((1.5, 1.5), "d"),
        ((1.0, 0.5), "a"), ((0.5, 1.0), "a"), ((1.5, 1.0), "b"), ((1.0, 1.5), "c"),
        ((1.0, 1.0), "a"),
        ((0.0, 0.0), "a"), ((2.0, 2.0), "d"), ((2.0, 0.3), "b"), ((0.3, 2.0), "c"), ((1.0, 2.0), "c"),
        ((2.0000001, 0.3), ""), ((-1e-9, 0.3), ""), ((50.0, 50.0), ""), ((-180.0, -90.0), ""),
    ],
)  # fmt: skip
def test_a_point_on_a_border_a_corner_or_the_outer_border_has_exactly_one_owner(
    place: tuple[float, float], owner: str
) -> None:
    for shapes in (QUARTERS, dict(reversed(QUARTERS.items()))):
        made = index(shapes)
        assert made.owner(*place) == owner
        assert made.owners(_points([place])) == [owner]


@st.composite
def _drawn(draw: st.DrawFn) -> tuple[Shapes, list[tuple[float, float]]]:
    """Polygons that overlap, touch and lie apart, and points on their vertices, edges and anywhere."""
    at, turn = st.floats(-3, 3, allow_subnormal=False), st.sampled_from([0.0, 17.3, 45.0, 90.0])
    shapes: Shapes = {}
    for number in range(draw(st.integers(1, 6))):
        width, height = draw(st.sampled_from([1e-6, 0.3, 1.0, 2.5])), draw(st.sampled_from([1e-6, 0.3, 1.0]))
        shape = translate(rotate(box(0, 0, width, height), draw(turn)), round(draw(at), 1), round(draw(at), 1))
        shapes[f"g{number}"] = shape
    edges = [c for shape in shapes.values() for c in shape.exterior.coords]
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise(edges)]
    anywhere = draw(st.lists(st.tuples(at, at), max_size=8))
    return shapes, [*edges, *middles, *anywhere]


@settings(deadline=None)
@given(_drawn(), st.randoms(use_true_random=False))
@example((QUARTERS, [(1.0, 1.0)]), None)
def test_owners_are_those_that_every_polygon_asked_one_by_one_gives(
    drawn: tuple[Shapes, list[tuple[float, float]]], shuffled: object
) -> None:
    shapes, places = drawn
    wanted = [by_force(shapes, *place) for place in places]
    order = list(shapes.items())
    if shuffled is not None:
        shuffled.shuffle(order)  # type: ignore[attr-defined]
    made = index(dict(order))
    assert [made.owner(*place) for place in places] == wanted
    assert made.owners(_points(places)) == wanted


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=40))
def test_a_thousand_irregular_cells_give_every_point_in_them_an_owner(places: list[tuple[float, float]]) -> None:
    made, shapes = CELLS
    assert made.owners(_points(places)) == [made.owner(*place) for place in places]
    assert made.owners(_points(places)) == [by_force(shapes, *place) for place in places]


def _cells() -> tuple[PolygonIndex, Shapes]:
    import shapely

    seeds = np.random.default_rng(3).uniform(0, 1, (300, 2))
    cut = shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=box(0, 0, 1, 1))
    shapes = {f"{n:04}": shape for n, shape in enumerate(shapely.intersection(shapely.get_parts(cut), box(0, 0, 1, 1)))}
    return index(shapes), shapes


CELLS = _cells()


def test_every_vertex_of_neighbouring_cells_has_one_owner() -> None:
    made, shapes = CELLS
    places = [c for shape in shapes.values() for c in shape.exterior.coords]
    wanted = [by_force(shapes, *place) for place in places]
    assert made.owners(_points(places)) == wanted
    assert [made.owner(*place) for place in places] == wanted


def test_a_hole_and_the_parts_of_a_multipolygon_count() -> None:
    ring = box(0, 0, 3, 3).difference(box(1, 1, 2, 2))
    made = index({"ring": ring, "two": MultiPolygon([box(10, 0, 11, 1), box(20, 0, 21, 1)])})
    assert [made.owner(x, 0.5) for x in (0.5, 10.5, 15.0, 20.5)] == ["ring", "two", "", "two"]
    assert (made.owner(1.5, 1.5), made.owner(1.0, 1.5)) == ("", "ring")


def test_the_antimeridian_is_two_borders_and_a_polygon_split_there_has_both_halves() -> None:
    made = index({"east": MultiPolygon([box(179, 0, 180, 1), box(-180, 0, -179, 1)]), "west": box(-179, 0, -178, 1)})
    assert [made.owner(lon, 0.5) for lon in (180.0, -180.0, 179.5, -179.5, -178.5, 0.0)] == ["east"] * 4 + ["west", ""]


def test_what_is_no_number_lies_nowhere() -> None:
    made = index(QUARTERS)
    lons, lats = np.array([np.nan, 0.5, np.inf]), np.array([0.5, np.nan, 0.5])
    assert made.owner_numbers(lons, lats).tolist() == [-1, -1, -1]
    assert made.owner(float("nan"), 0.5) == ""


def test_no_polygons_hold_no_points() -> None:
    made = PolygonIndex([])
    assert (len(made), made.owner(0, 0), made.owners(_points([(0, 0)]))) == (0, "", [""])
    assert made.owner_numbers(np.zeros(2), np.zeros(2)).tolist() == [-1, -1]


def test_several_threads_may_ask_the_first_point_at_once() -> None:
    _, shapes = CELLS
    places = np.random.default_rng(5).uniform(0, 1, (4000, 2)).tolist()
    wanted = index(shapes).owners(_points(places))
    made = index(shapes)
    with ThreadPoolExecutor(8) as pool:
        singly = [pool.submit(lambda: [made.owner(*place) for place in places]) for _ in range(4)]
        in_bulk = [pool.submit(made.owners, _points(places)) for _ in range(4)]
        assert [asked.result() for asked in (*singly, *in_bulk)] == [wanted] * 8


def test_the_benchmarks_cells_and_points_give_what_the_tree_gives() -> None:
    import shapely

    bench = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "speed" / "points.py"))
    cells, (lons, lats) = bench["cells"](100), bench["positions"](5_000)
    made = PolygonIndex((f"{n:04}", shape) for n, shape in enumerate(shapely.to_wkb(cells)))
    assert made.owner_numbers(lons, lats).tolist() == bench["by_tree"](shapely.STRtree(cells), lons, lats).tolist()


def test_heights_of_vertices_do_not_count() -> None:
    assert index({"g": Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 9), (0, 0, 5)])}).owner(0.6, 0.2) == "g"


def test_the_cells_of_the_fixture_cover_the_square() -> None:
    _, shapes = CELLS
    assert union_all(list(shapes.values())).area == pytest.approx(1.0)
    assert points(0.5, 0.5).intersects(union_all(list(shapes.values())))


def test_polygons_that_lie_over_each_other_make_the_raster_coarser_and_no_answer_wrong():
    # 400 boxes all over the same ground would be 8 million pairs of polygon and cell at the usual fineness
    shapes = {f"{n:03}": box(120, 36, 120.5 - n * 1e-5, 36.5) for n in reversed(range(400))}
    made = index(shapes)
    places = [(120.2, 36.2), (120.4999, 36.2), (120.5, 36.2), (120.50001, 36.2), (120, 36)]
    assert [made.owner(*place) for place in places] == ["000", "000", "000", "", "000"]
    assert made.owners(_points(places)) == ["000", "000", "000", "", "000"]
    assert len(made._built.raster.polygons) <= MOST_PAIRS
