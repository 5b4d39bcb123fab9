"""Point → neighborhood on Boston's service requests, with polygons from a folder outside the plugin.

    python benchmarks/accuracy/boston_places.py [DATA]

The public polygons become unit grids in a resource folder that is laid over ``cmsdk-boston``. A request's grid is right
where the published neighborhood names it (``Allston / Brighton`` names two). Left out are requests without a
neighborhood, and those at the one point where the city puts what it could not place.
"""

from collections.abc import Iterator
from datetime import datetime
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from cmsdk import City, discover
from learn.lines import Line, run
from learn.rows import BOSTON, csv_bytes, read, slug, write

POLYGONS = "geo/boston_neighborhoods.geojson"
NOWHERE = ("42.3594", "-71.0587")
"""City Hall: 2,482 of 31,828 requests."""
INSIDE = 0.90
"""No share is asked for: polygons of today beside names of 2011, and points rounded to 0.0001° (about 10 m)."""
NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("America/New_York"))


def overlay(polygons: Path, folder: Path) -> None:
    """``tables/grids.csv`` and ``tables/grids.geojson`` of the neighborhoods, in ``folder``.

    Four of the published rings cross themselves, which the core refuses (CMS415); they are mended here as a map program
    does it.
    """
    from shapely import make_valid
    from shapely.geometry import mapping, shape

    document = json.loads(polygons.read_text(encoding="utf-8"))
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    rows = []
    for feature in document["features"]:
        name = feature["properties"]["name"]
        code = f"x-grid-{slug(name)}"
        feature["properties"] = {"code": code}
        feature["geometry"] = mapping(make_valid(shape(feature["geometry"]), method="structure"))
        rows.append([code, name, "unit", "us.ma.boston"])
    write(tables / "grids.csv", ["code", "name", "kind", "division"], sorted(rows))
    (tables / "grids.geojson").write_text(json.dumps(document), encoding="utf-8")


def measure(data: Path) -> Iterator[Line]:
    """The line of this script."""
    rows = [
        row
        for row in read(data / BOSTON)
        if row["neighborhood"].strip() not in {"", "Boston"} and (row["latitude"], row["longitude"]) != NOWHERE
    ]
    named = {row["case_enquiry_id"]: row["neighborhood"] for row in rows}
    with TemporaryDirectory() as folder:
        overlay(data / POLYGONS, Path(folder))
        plugins = discover(only=["boston"], resources={"boston": Path(folder)})
        with City.open("us.ma.boston", plugins=plugins, clock=lambda: NOW) as city:
            city.receive("open-data-csv", csv_bytes(rows))
            grids = city.plan.grids
            found = [(grids[case.grid].name if case.grid else "", named[case.report]) for case in city.cases()]
    right = sum(bool(grid) and grid in name for grid, name in found)
    outside = sum(not grid for grid, _ in found)
    yield Line("Boston point → neighborhood", right, len(found), INSIDE, f"{outside} in no polygon")


if __name__ == "__main__":
    run(lambda data: list(measure(data)))
