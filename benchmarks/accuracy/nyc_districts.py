"""New York: point → community district, against the board that the city published with each report.

    python benchmarks/accuracy/nyc_districts.py [../shared/data]

Counts the rows that have a point and name a real board: a number that the map has (joint interest areas such as parks
and airports among them), so not ``0 Unspecified`` or a borough alone. A miss near the border is a report on a street
that is the border: the point is on one side, the board was taken from an address on the other.
"""

import csv
import json
from pathlib import Path

import attrs
from shapely import Point as ShapelyPoint
from shapely import to_wkb, transform
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from cmsdk.geo.index import PolygonIndex
from cmsdk.geo.metres import LocalMetres
from cmsdk.model.place import Crs, Point

MAP, REPORTS = "geo/nyc_community_districts.geojson", "us311/nyc311_20260801_03_dev.csv"
NEAR = 30.0
"""Metres: about the width of an avenue."""
BOROUGHS = {"MANHATTAN": 1, "BRONX": 2, "BROOKLYN": 3, "QUEENS": 4, "STATEN ISLAND": 5}


@attrs.frozen
class Measured:
    """Rows with a point and a real board, how many of them land in it, and the misses: (published, ours) → rows."""

    rows: int
    right: int
    misses: dict[tuple[str, str], int]
    near: int
    """Misses that lie within ``NEAR`` metres of the published board."""

    @property
    def share(self) -> float:
        """Share of rows that land in the published board."""
        return self.right / self.rows


def _board(text: str) -> str:
    """``08 BROOKLYN`` → ``308``; nothing for what is no board."""
    number, _, borough = text.strip().partition(" ")
    return f"{BOROUGHS[borough]}{number}" if borough in BOROUGHS and number.isdigit() else ""


def measure(data: Path) -> Measured:
    """All reports of the file against the map."""
    features = json.loads((data / MAP).read_text(encoding="utf-8"))["features"]
    shapes = {str(feature["properties"]["boro_cd"]): shape(feature["geometry"]) for feature in features}
    outlines = {code: to_wkb(district) for code, district in shapes.items()}
    with (data / REPORTS).open(encoding="utf-8-sig", newline="") as file:
        rows = [
            (_board(row["community_board"]), Point(float(row["longitude"]), float(row["latitude"]), Crs.WGS84))
            for row in csv.DictReader(file)
            if row["longitude"] and row["latitude"]
        ]
    rows = [(board, point) for board, point in rows if board in outlines]
    owners = PolygonIndex(outlines.items()).owners([point for _, point in rows])
    misses: dict[tuple[str, str], int] = {}
    near = 0
    for (board, point), owner in zip(rows, owners, strict=True):
        if board != owner:
            misses[board, owner] = misses.get((board, owner), 0) + 1
            near += _metres(shapes[board], point) <= NEAR
    return Measured(len(rows), len(rows) - sum(misses.values()), misses, near)


def _metres(district: BaseGeometry, point: Point) -> float:
    plane = LocalMetres(point.lon, point.lat)
    return float(transform(district, plane.to_plane, interleaved=False).distance(ShapelyPoint(0, 0)))


def main() -> None:
    from learn.folder import data_folder  # the tests run this file from elsewhere

    found = measure(data_folder())
    worst = sorted(found.misses.items(), key=lambda miss: (-miss[1], miss[0]))[:5]
    named = ", ".join(f"{board} in {owner or 'no district'} {count}" for (board, owner), count in worst)
    missed = found.rows - found.right
    print(
        f"NYC point → community district: {found.share:.4%} of {found.rows} rows; {missed} misses, "
        f"{found.near} of them within {NEAR:.0f} m of the published one; most: {named}"
    )


if __name__ == "__main__":
    main()
