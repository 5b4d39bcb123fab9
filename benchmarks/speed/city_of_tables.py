"""The peers' job as a cmsdk city of tables: their cells, keywords, rules and calendar as CSV and TOML, nothing else."""

import csv
from datetime import date, timedelta
import json
from pathlib import Path
import pickle
import sys

CITY = "bench.city"
TOP = "x-bench"
_FIRST, _LAST = date(2025, 1, 1), date(2027, 12, 31)

MANIFEST = f'''name = "bench"
api = "1.1"
scope = "{CITY}"
plugin = "cmsdk.plugin:TableCity"
'''
CITY_TOML = """name = "Bench"
time_zone = "Asia/Shanghai"
duty_desk = "DEP-none"
scheme = "bench/1"
calendar = "bench-days"
"""
CALENDAR = """[[calendar]]
id = "bench-days"
version = "1"
time_zone = "Asia/Shanghai"
days = "calendar-days"
shifts = ["08:30-12:00", "13:30-18:00"]
known_from = 2025-01-01
known_until = 2027-12-31
"""
CHANNELS = """[[channel]]
id = "hotline"
format = "csv"
[channel.map]
external_id = "工单编号"
at = "来电时间"
phone = "来电号码"
title = "标题"
text = "内容"
lon = "经度"
lat = "纬度"
division = "区县"
[channel.defaults]
crs = "wgs84"
"""


def _table(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _days() -> list[list[object]]:
    """Every day of the peers' calendar that differs from its weekday."""
    import holidays

    known = holidays.country_holidays("CN", years=range(_FIRST.year, _LAST.year + 1))
    rows: list[list[object]] = []
    day = _FIRST
    while day <= _LAST:
        works = known.is_working_day(day)
        if works != (day.weekday() < 5):
            rows.append([day.isoformat(), "workday" if works else "holiday", ""])
        day += timedelta(days=1)
    return rows


def _cells(folder: Path, tables: Path) -> None:
    from shapely import from_wkb
    from shapely.geometry import mapping

    with (folder / "cells.wkb").open("rb") as source:
        cells = from_wkb(pickle.load(source))  # noqa: S301  written by the peer script a moment ago
    codes = [f"G{number:04d}" for number in range(len(cells))]
    _table(tables / "grids.csv", ["code", "name", "kind", "division"], [[c, f"cell {c}", "unit", TOP] for c in codes])
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": mapping(cell)}
        for code, cell in zip(codes, cells, strict=True)
    ]
    (tables / "grids.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def write_city(folder: Path, plugin: Path, categories: dict[str, list[str]], districts: list[str]) -> None:
    """Write the plugin of the city into ``plugin`` from the peers' input ``folder``."""
    tables = plugin / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name, text in (("city", CITY_TOML), ("calendar", CALENDAR), ("channels", CHANNELS)):
        (tables / f"{name}.toml").write_text(text, encoding="utf-8")
    (plugin / "cmsdk.toml").write_text(MANIFEST, encoding="utf-8")
    rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    _table(
        tables / "divisions.csv",
        ["code", "name", "level", "parent"],
        [[TOP, "Bench", "city", ""], *([d, f"District {d}", "district", TOP] for d in districts)],
    )
    units = sorted({rule["dept"] for rule in rules} | {"DEP-none"})
    _table(tables / "units.csv", ["id", "name"], [[unit, unit] for unit in units])
    _table(
        tables / "categories.csv",
        ["scheme", "version", "code", "kind", "name"],
        [["bench", "1", code, "event", code] for code in categories],
    )
    _table(
        tables / "classify.csv",
        ["id", "words", "category"],
        [[f"bench-{code}", ";".join(words), code] for code, words in categories.items()],
    )
    chosen = {
        (category, district): next(r for r in rules if category in r["cats"] and int(district[1:]) >= r["min_district"])
        for category in categories
        for district in districts
    }
    rows = sorted(chosen.items())
    _table(
        tables / "responsibility.csv",
        ["id", "category", "area", "unit"],
        [[f"bench-r-{c}-{d}", c, d, rule["dept"]] for (c, d), rule in rows],
    )
    _table(
        tables / "limits.csv",
        ["id", "category", "area", "amount", "unit"],
        [[f"bench-l-{c}-{d}", c, d, rule["hours"], "work_hour"] for (c, d), rule in rows],
    )
    # the peers' rule: same cell and category, 24 hours, 85 % of the text
    _table(
        tables / "duplicates.csv",
        ["id", "category", "compare", "window", "similarity"],
        [["bench-d", "*", "text", 24, 85]],
    )
    _table(tables / "calendar-days.csv", ["date", "kind", "name"], _days())
    _cells(folder, tables)


if __name__ == "__main__":
    write_city(Path(sys.argv[1]), Path(sys.argv[2]), *json.load(sys.stdin))
