"""M33 服务工作站, M34 网格长, M47 就近岗亭, M48 便民物资: stations from the city's tables and a day of their books."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import attrs
import pytest

from cmsdk import Actor, AssemblyError, City, Crs, Point, Refusal, WhyNot, discover, works

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=timezone(timedelta(hours=8)))
"""A Wednesday."""
STATION, NEAR, FAR = "xian-stn-xingfuli", "xian-kiosk-gangxing2", "xian-kiosk-aoti-east"
HEAD = Actor("xian-p-geng", ("station_officer",))
HERE = Point(108.9800, 34.3700, Crs.WGS84)
"""A demonstration point: where the kiosks stand is not published."""
With = Callable[[dict[str, str]], City]


def _own(*path: str) -> str:
    return files("cmsdk_xian").joinpath(*path).read_text("utf-8")


@pytest.fixture
def xian(tmp_path: Path) -> Iterator[With]:
    """The city with these tables in place of its own."""
    with ExitStack() as opened:

        def city(tables: dict[str, str]) -> City:
            (tmp_path / "tables").mkdir(exist_ok=True)
            for name, text in tables.items():
                (tmp_path / "tables" / name).write_text(text, encoding="utf-8")
            rows = discover(only=["cn", "xian"])
            plugins = [attrs.evolve(row, overlay=tmp_path) if row.name == "xian" else row for row in rows]
            return opened.enter_context(City.open("610100", plugins=plugins, clock=lambda: NOW))

        yield city


def _stations(**cells: str) -> dict[str, str]:
    """``stations.csv`` with point and hours (``lon,lat,crs,opens``) given to some of its rows."""
    lines = _own("tables", "stations.csv").splitlines()
    for station, said in cells.items():
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{station.replace('_', '-')},"))
        before, after = lines[at].split(",")[:5], lines[at].split(",")[9:]
        lines[at] = ",".join([*before, *said.split(","), *after])
    return {"stations.csv": "\n".join(lines)}


def test_m33_the_service_station_publishes_its_hours_and_counts_its_services(xian: With, tmp_path: Path) -> None:
    hours = "108.7430,34.4206,wgs84,周三、周五 09:00-11:00"
    city = xian(_stations(xian_stn_xingfuli=hours))
    city.enter_table(_own("samples", "work", "10-stations.csv").encode(), name="stations.csv")
    (row,) = (row.cells for row in city.view("stations").rows if row.cells["station"] == STATION)
    assert (row["open_now"], row["officers"], row["services"]) == (
        1, "站长庚;站员辛", "投诉受理;法律宣传;办事咨询;志愿服务",
    )  # fmt: skip
    later = city.view("stations", now=NOW + timedelta(hours=1))
    assert [one.cells["open_now"] for one in later.rows if one.cells["station"] == STATION] == [0]
    page = city.publish("xian-stations", to=tmp_path / "a.md").read_text("utf-8")
    assert "| 幸福里城市管理服务工作站 | 周三、周五 09:00-11:00 | 投诉受理、法律宣传" in page
    assert "| 幸福里城市管理服务工作站 | 法律宣传 | 12 |" in page
    refused = city.begin(works.ServePeople(service="饮水"), HEAD, name=STATION)
    assert isinstance(refused, Refusal)
    assert refused.code == "CMS472", "what a station does not offer is not counted there"


def test_m33_hours_that_are_not_published_are_not_known(xian: With) -> None:
    (row,) = (row.cells for row in xian({}).view("stations").rows if row.cells["station"] == STATION)
    assert (row["opens"], row["open_now"]) == ("", None)


def test_m34_every_grid_has_exactly_one_leader_by_the_figures(xian: With) -> None:
    city = xian({})
    assert [one.text for one in city.indicators(["cn-grids", "cn-grids-led"])] == ["6", "100.0 %"]
    grids = _own("tables", "grids.csv")
    without = xian({"grids.csv": grids.replace("xian-p-jia", "")})
    (led,) = without.indicators(["cn-grids-led"])
    assert (led.text, led.met) == ("83.3 %", False)
    with pytest.raises(AssemblyError, match="CMS302"):
        xian({"grids.csv": grids.replace("xian-p-jia", "xian-p-jia;xian-p-yi")})


def test_m47_the_nearest_kiosk_that_is_open_and_serves_is_chosen_with_its_distance(xian: With) -> None:
    rows = _stations(
        xian_kiosk_gangxing2="108.9810,34.3700,wgs84,每天 08:00-20:00",
        xian_kiosk_aoti_east="108.9900,34.3700,wgs84,每天 00:00-24:00",
        xian_kiosk_3="108.9805,34.3700,wgs84,",
    )
    city = xian(rows)
    found = city.nearest_open(HERE, "一窗办理")
    assert found.near is not None
    assert (found.near.station.id, round(found.near.metres)) == (NEAR, 92)
    assert [(one.near.station.id, one.why) for one in found.passed] == [("xian-kiosk-3", WhyNot.UNKNOWN)]
    assert found.unplaced == ("xian-kiosk-4",)
    assert found.reason("zh").startswith("港兴二路执法岗亭距此92米，是最近的开放（每天 08:00-20:00）且提供“一窗办理”")
    night = city.nearest_open(HERE, "一窗办理", NOW + timedelta(hours=12))
    assert night.near is not None
    assert (night.near.station.id, round(night.near.metres, -1)) == (FAR, 920)
    assert (night.passed[1].near.station.id, night.passed[1].why) == (NEAR, WhyNot.CLOSED)
    lacking = rows["stations.csv"].replace("每天 08:00-20:00,一窗办理;", "每天 08:00-20:00,")
    other = xian({"stations.csv": lacking}).nearest_open(HERE, "一窗办理")
    assert other.near is not None
    assert other.near.station.id == FAR
    assert [one.why for one in other.passed] == [WhyNot.UNKNOWN, WhyNot.LACKS]


def test_m48_supplies_below_their_minimum_are_a_reorder_notice(xian: With, tmp_path: Path) -> None:
    rows = _own("samples", "work", "10-stations.csv")
    city = xian({})
    entered = city.enter_table(rows.encode(), name="stations.csv")
    assert (entered.done, entered.refused) == (12, ())
    notices = [entry for entry in city.work_entries(f"station:610100:{NEAR}") if '"reorder"' in entry.data]
    assert [(entry.type, '"unit":"xian-ghwq-squad"' in entry.data) for entry in notices] == [("station.give_out", True)]
    (short,) = (row.cells for row in city.view("supplies").rows if row.cells["below"])
    assert (short["station"], short["item"], short["stock"], short["minimum"], short["reorder"]) == (
        NEAR, "饮用水", 18, 24, 48,
    )  # fmt: skip
    page = city.publish("xian-stations", to=tmp_path / "a.md").read_text("utf-8")
    assert "| 港兴二路执法岗亭 | 饮用水 | 18 | 24 | 48 | 国际港务区城管执法中队 |" in page


@pytest.mark.parametrize("changed", ["row", "rule"])
def test_m48_without_the_last_ten_bottles_or_with_a_lower_minimum_nothing_is_ordered(xian: With, changed: str) -> None:
    rows, supplies = _own("samples", "work", "10-stations.csv"), _own("tables", "supplies.csv")
    if changed == "row":
        rows = "".join(line for line in rows.splitlines(keepends=True) if "饮用水,10," not in line)
    else:
        supplies = supplies.replace("饮用水,24,48", "饮用水,18,48")
    city = xian({"supplies.csv": supplies})
    city.enter_table(rows.encode(), name="stations.csv")
    assert [one.text for one in city.indicators(["cn-supplies-short"])] == ["0"]
    assert not any('"reorder"' in entry.data for entry in city.work_entries(f"station:610100:{NEAR}"))
