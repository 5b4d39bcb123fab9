"""Qingdao: districts published in GCJ-02 against those of OpenStreetMap (WGS84), before and after conversion.

    python benchmarks/accuracy/qingdao_crs.py [../shared/data]

The measure is the overlap as a share of the union (IoU). Only districts with little or no coast are compared: at the
sea the two sources draw different lines, which says nothing about the coordinates.
"""

import json
from pathlib import Path

from shapely import make_valid, transform
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from cmsdk.model.crs import to_arrays
from cmsdk.model.place import Crs

GCJ02, OSM = "cn/districts_gcj02_qingdao_370200.geojson", "cn/qingdao_districts_osm_wgs84.geojson"
INLAND = {"370213": "李沧", "370214": "城阳", "370285": "莱西", "370203": "市北"}


def _districts(file: Path, code: str) -> dict[str, BaseGeometry]:
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return {str(f["properties"][code]): make_valid(shape(f["geometry"])) for f in features}


def _share(first: BaseGeometry, second: BaseGeometry) -> float:
    return float(first.intersection(second).area / first.union(second).area)


def measure(data: Path) -> dict[str, tuple[float, float]]:
    """Name of the district → IoU with OpenStreetMap as published, and after conversion."""
    published, osm = _districts(data / GCJ02, "adcode"), _districts(data / OSM, "code")
    found = {}
    for code, name in INLAND.items():
        moved = transform(published[code], lambda x, y: to_arrays(x, y, Crs.GCJ02), interleaved=False)
        found[name] = _share(published[code], osm[code]), _share(make_valid(moved), osm[code])
    return found


def main() -> None:
    from learn.folder import data_folder  # the tests run this file from elsewhere

    found = measure(data_folder())
    print("Qingdao GCJ-02 → WGS84, IoU with OSM: " + ", ".join(f"{n} {a:.4f} → {b:.4f}" for n, (a, b) in found.items()))


if __name__ == "__main__":
    main()
