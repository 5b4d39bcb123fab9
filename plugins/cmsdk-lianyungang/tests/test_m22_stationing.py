"""M22 派驻全覆盖: officers are stationed in 13 of 13 sub-districts and 126 of 126 communities."""

from importlib.resources import files
from pathlib import Path

import attrs

from cmsdk import City, discover


def _city(rows: str, tmp_path: Path) -> City:
    """The city with these rows of ``stationing.csv``."""
    (tmp_path / "tables").mkdir(exist_ok=True)
    (tmp_path / "tables" / "stationing.csv").write_text(rows, encoding="utf-8")
    plugins = [
        attrs.evolve(row, overlay=tmp_path) if row.name == "lianyungang" else row
        for row in discover(only=["cn", "lianyungang"])
    ]
    return City.open("320700", plugins=plugins)


def _figures(city: City) -> list[str]:
    names = ["cn-subdistricts-stationed", "cn-subdistricts", "cn-communities-stationed", "cn-communities"]
    found = {one.id: one.text for one in city.indicators(names)}
    return [found[name] for name in names]


def test_m22_every_sub_district_and_community_has_a_stationed_officer(tmp_path: Path) -> None:
    rows = files("cmsdk_lianyungang").joinpath("tables", "stationing.csv").read_text("utf-8")
    city = _city(rows, tmp_path)
    assert _figures(city) == ["13", "13", "126", "126"]
    page = city.publish("lianyungang-stationing", to=tmp_path / "a.md").read_text("utf-8")
    assert "全市 13 个街道已派驻 13 个，126 个社区已派驻 126 个" in page
    assert "| 新浦街道 | 10 | 10 | 10 |" in page
    (listed,) = (row for row in city.view("stationing").rows if row.cells["division"] == "x-lyg-04-01")
    assert (listed.cells["officer"], listed.sources) == ("lyg-p-zd-04-01", ("lyg-pz-04-01",))


def test_m22_without_some_rows_of_stationing_coverage_is_not_full(tmp_path: Path) -> None:
    rows = files("cmsdk_lianyungang").joinpath("tables", "stationing.csv").read_text("utf-8")
    kept = [line for line in rows.splitlines() if not line.startswith(("lyg-pz-04-01,", "lyg-pz-13"))]
    city = _city("\n".join(kept), tmp_path)
    assert _figures(city) == ["12", "13", "116", "126"]
    bare = [row.cells["division"] for row in city.view("coverage").rows if not row.cells["has_officer"]]
    assert len(bare) == 1 + 10
    assert {"x-lyg-04-01", "320706020", "x-lyg-13-09"} <= set(bare)
