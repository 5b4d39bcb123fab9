from pathlib import Path
import shutil

import pytest

from .conftest import TOY, invoke

ROWS = """id,name,kind,lon,lat,crs,opens,services
toy-s-1,北站,station,108.905,34.208,wgs84,每天 08:00-20:00,饮水
toy-s-2,南亭,kiosk,108.905,34.204,wgs84,周一至周五 09:00-17:00,饮水;咨询
toy-s-3,东窗,window,,,,,饮水
"""
POINT = ("108.905", "34.205")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    (folder / "tables" / "stations.csv").write_text(ROWS, encoding="utf-8")
    return folder


def test_stations_near_a_point_are_told_open_ones_first(folder: Path) -> None:
    asked = (
        "city",
        "nearest",
        "test.toy",
        *POINT,
        "--service",
        "饮水",
        "--plugins",
        folder,
        "--at",
        "2026-11-16 18:00",
    )
    run = invoke(*asked, "--json")
    assert run.code == 0
    data = run.form["data"]
    assert [(s["id"], s["metres"], s["door"]) for s in data["stations"]] == [
        ("toy-s-1", 334, "open"), ("toy-s-2", 111, "closed"),
    ]  # fmt: skip
    assert (data["at"], data["without_point"], data["grid"]) == ("2026-11-16T18:00:00+08:00", 1, "")
    told = invoke(*asked).out
    assert told.index("北站") < told.index("南亭")
    assert "1 stations have no coordinates" in told
    assert "关闭" in invoke(*asked, "--lang", "zh").out


def test_nothing_near_is_told(folder: Path) -> None:
    run = invoke("city", "nearest", "test.toy", *POINT, "--service", "理发", "--plugins", folder)
    assert (run.code, "No station" in run.out) == (0, True)


def test_a_point_west_of_greenwich_and_another_system_are_taken(folder: Path) -> None:
    run = invoke("city", "nearest", "test.toy", "-71.06", "42.36", "--plugins", folder, "--json", "--count", "1")
    assert (run.code, len(run.form["data"]["stations"])) == (0, 1)
    moved = invoke("city", "nearest", "test.toy", *POINT, "--crs", "BD09", "--plugins", folder, "--json")
    assert 500 < moved.form["data"]["stations"][0]["metres"] < 3000


@pytest.mark.parametrize(
    ("lon", "lat", "crs"),
    [("34.2", "108.9", "wgs84"), ("nan", "34", "wgs84"), ("east", "34", "wgs84"), ("108.9", "34.2", "xian80")],
)
def test_a_point_that_is_none_is_told_with_its_numbers(folder: Path, lon: str, lat: str, crs: str) -> None:
    run = invoke("city", "nearest", "test.toy", lon, lat, "--crs", crs, "--plugins", folder, "--json")
    assert (run.code, run.codes) == (2, ["CMS524"])
    assert lon in run.form["problems"][0]["what"]


def test_borders_that_do_not_fit_are_told_by_city_check(folder: Path) -> None:
    tables = folder / "tables"
    (tables / "divisions.csv").write_text("code,name,level\nx-toy,镇,district\n", encoding="utf-8")
    (tables / "grids.csv").write_text(
        "code,name,kind,division\nx-1,甲,unit,x-toy\nx-2,乙,unit,x-toy\n", encoding="utf-8"
    )
    square = (
        '{"properties":{"code":"%s"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}'
    )
    (tables / "grids.geojson").write_text(
        '{"features":[' + f"{square % 'x-1'},{square % 'x-2'}" + "]}", encoding="utf-8"
    )
    run = invoke("city", "check", "test.toy", "--plugins", folder, "--json")
    assert (run.code, run.codes) == (1, ["CMS342"])
