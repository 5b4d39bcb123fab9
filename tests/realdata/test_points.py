"""Points and polygons on real data: New York's districts, and Qingdao's in the system of the web maps."""

from pathlib import Path
import runpy

import pytest

ACCURACY = Path(__file__).parents[2] / "benchmarks" / "accuracy"


def test_new_york_points_land_in_the_published_community_district(data: Path) -> None:
    found = runpy.run_path(str(ACCURACY / "nyc_districts.py"))["measure"](data)
    assert found.rows > 30_000
    assert found.share >= 0.995


@pytest.mark.parametrize("name", ["李沧", "城阳", "莱西", "市北"])
def test_converting_gcj02_brings_inland_districts_nearer_to_openstreetmap(name: str, data: Path) -> None:
    before, after = runpy.run_path(str(ACCURACY / "qingdao_crs.py"))["measure"](data)[name]
    assert after > before + 0.01
