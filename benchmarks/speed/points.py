"""A million points in 5,000 irregular cells: ours beside shapely's STRtree, in one run, with equal answers.

    python benchmarks/speed/points.py [--points 1000000] [--cells 5000] [--rounds 3] [--profile]

The cells are Voronoi cells of a jittered raster with their edges cut into short pieces (about 40 vertices a cell), cut
to a square. Build times are printed apart. Points on a border are in no polygon for ``within`` and in one for us; of
random points there is none, so the answers are equal.
"""

import argparse
import cProfile
import pstats
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import shapely

from cmsdk.geo.index import PolygonIndex

SEED = 20_261_125
ONE_BY_ONE = 20_000


def cells(count: int) -> Any:  # noqa: ANN401  an array of polygons
    """``count`` irregular polygons that cover a square of about a city's size without gap."""
    side = int(np.ceil(np.sqrt(count)))
    rng = np.random.default_rng(SEED)
    middles = np.stack(np.meshgrid(np.arange(side) + 0.5, np.arange(side) + 0.5), axis=-1).reshape(-1, 2)[:count] / side
    seeds = shapely.multipoints(middles + rng.uniform(-0.4, 0.4, middles.shape) / side)
    square = shapely.box(0, 0, 1, 1)
    cut = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=square)), square)
    placed = shapely.transform(shapely.segmentize(cut, 0.11 / side), lambda xy: xy * [0.5, 0.4] + [108.7, 34.1])
    return np.array(sorted(placed.tolist(), key=lambda cell: cell.bounds))


def positions(count: int) -> tuple[Any, Any]:
    """Longitudes and latitudes, a few of them outside the square."""
    rng = np.random.default_rng(SEED + 1)
    return rng.uniform(108.69, 109.21, count), rng.uniform(34.09, 34.51, count)


def by_tree(tree: Any, lons: Any, lats: Any) -> Any:  # noqa: ANN401  arrays
    """The obvious call."""
    points, polygons = tree.query(shapely.points(lons, lats), predicate="within")
    found = np.full(len(lons), -1)
    found[points] = polygons
    return found


def timed(work: Any, rounds: int) -> tuple[float, Any]:  # noqa: ANN401  a callable and its answer
    """Median seconds, and the answer."""
    spent, answer = [], None
    for _ in range(rounds):
        start = perf_counter()
        answer = work()
        spent.append(perf_counter() - start)
    return median(spent), answer


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--points", type=int, default=1_000_000)
    arguments.add_argument("--cells", type=int, default=5_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--profile", action="store_true")
    asked = arguments.parse_args()
    polygons = cells(asked.cells)
    lons, lats = positions(asked.points)
    vertices = shapely.get_num_coordinates(polygons).mean()

    start = perf_counter()
    index = PolygonIndex((f"{n:06}", shape) for n, shape in enumerate(shapely.to_wkb(polygons)))
    index.owner(0.0, 0.0)
    built = perf_counter() - start
    start = perf_counter()
    tree = shapely.STRtree(polygons)
    planted = perf_counter() - start
    print(
        f"{asked.points} points × {len(polygons)} cells ({vertices:.0f} vertices); "
        f"build: ours {built:.2f} s, STRtree {planted:.2f} s"
    )

    ours, found = timed(lambda: index.owner_numbers(lons, lats), asked.rounds)
    theirs, wanted = timed(lambda: by_tree(tree, lons, lats), asked.rounds)
    if not np.array_equal(found, wanted):
        raise SystemExit("the answers differ")
    print(
        f"in bulk: ours {ours / asked.points * 1e6:.2f} µs, "
        f"STRtree.query(within) {theirs / asked.points * 1e6:.2f} µs a point: "
        f"{theirs / ours:.1f} times; equal answers ({int((found >= 0).sum())} points in a cell)"
    )
    few = list(zip(lons[:ONE_BY_ONE].tolist(), lats[:ONE_BY_ONE].tolist(), strict=True))
    one, codes = timed(lambda: [index.owner(lon, lat) for lon, lat in few], asked.rounds)
    single, _ = timed(
        lambda: [tree.query(shapely.Point(lon, lat), predicate="within") for lon, lat in few[:2000]], asked.rounds
    )
    if codes != [f"{n:06}" if n >= 0 else "" for n in found[: len(few)].tolist()]:
        raise SystemExit("one at a time the answers differ")
    one, single = one / len(few) * 1e6, single / 2000 * 1e6
    print(
        f"one at a time: ours {one:.2f} µs, STRtree.query(within) {single:.2f} µs: "
        f"{single / one:.1f} times; equal answers"
    )
    if asked.profile:
        profile = cProfile.Profile()
        profile.runcall(index.owner_numbers, lons, lats)
        pstats.Stats(profile).sort_stats("tottime").print_stats(6)


if __name__ == "__main__":
    main()
