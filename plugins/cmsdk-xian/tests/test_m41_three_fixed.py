"""M41: 定人、定时、定点, from the roster and the table of duty to the breaches that are listed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import City, discover
from cmsdk.ledger.open import open_ledger

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))
SAMPLE, TABLES = "samples/work/10-duty.csv", "tables"
PERIOD = "2026-11-02..2026-11-15"
"""Two weeks, W45 and W46."""
Breaches = list[tuple[object, ...]]
LISTED: Breaches = [
    ("2026-W46", "xian-stn-xingfuli", "too_short", 80, 120),
    ("2026-W46", "xian-stn-xingfuli", "too_few_officers", 0, 1),
    ("2026-W46", "xian-stn-xingfuli", "too_few_sessions", 1, 2),
]


def _text(name: str) -> str:
    return files("cmsdk_xian").joinpath(name).read_text(encoding="utf-8")


def _open(overlay: Path | None = None) -> City:
    resources = {} if overlay is None else {"xian": overlay}
    return City.open("610100", plugins=discover(only=["cn", "xian"], resources=resources), clock=lambda: NOW)


@pytest.fixture(scope="module")
def xian() -> Iterator[City]:
    with _open() as city:
        yield city


def _fresh(city: City) -> City:
    """The same city with an empty ledger."""
    return City(city.plan, open_ledger("memory://"), clock=lambda: NOW)


def _breaches(city: City, log: str) -> Breaches:
    entered = city.enter_table(log.encode(), name="duty.csv")
    assert not entered.refused, entered.refused
    rows = city.view("duty-breaches", period=PERIOD).rows
    assert all(row.cells["basis"] for row in rows)
    return [tuple(row.cells[name] for name in ("week", "station", "part", "found", "wanted")) for row in rows]


def _with(folder: Path, table: str, change: Callable[[str], str]) -> Path:
    (folder / TABLES).mkdir(exist_ok=True)
    (folder / TABLES / table).write_text(change(_text(f"{TABLES}/{table}")), encoding="utf-8")
    return folder


def test_m41_three_fixed(xian: City, tmp_path: Path) -> None:
    log = _text(SAMPLE)
    with _fresh(xian) as city:
        assert _breaches(city, log) == LISTED
        page = city.publish("xian-duty", to=tmp_path / "duty.md", period=PERIOD).read_text(encoding="utf-8")
        assert "50.0" in page, "one of two weeks kept the rule"
        for told in ("2026-W46", "幸福里城市管理服务工作站", "时长不足", "人员不足", "次数不足"):
            assert told in page
        (leave,) = [r for r in city.view("duty", period=PERIOD).rows if r.cells["state"] == "missed"]
        assert (leave.cells["session"], leave.cells["open_leaves"]) == ("xian-ro-xfl-2@2026-11-13", 1)
        (swapped,) = [r for r in city.view("duty", period="2026-11-17").rows if r.cells["state"] == "done"]
        assert swapped.cells["officers"] == "xian-p-geng"
        friday = datetime(2026, 11, 20, 9, 30, tzinfo=NOW.tzinfo)
        assert [one.row for one in city.on_duty(grid="x-kgxc-xingfuli-06", at=friday)] == ["xian-ro-xfl-2"]
    with _fresh(xian) as city:
        assert _breaches(city, log.replace("2026-11-10 16:20", "2026-11-10 17:00")) == LISTED[1:]
    with _fresh(xian) as city:
        without = "".join(line for line in log.splitlines(keepends=True) if "@2026-11-06" not in line)
        assert [row[0] for row in _breaches(city, without)].count("2026-W45") == 2, "not there on Friday"
    with _fresh(xian) as city:
        stood_in = log.replace("xian-p-xin,,,xian-p-xin,,,", "xian-p-xin,,,xian-p-xin,,xian-p-geng,")
        came = "xian-ro-xfl-2@2026-11-13,补记值守,2026-11-13 12:00,xian-p-geng,2026-11-13 09:00,2026-11-13 11:00,,,,\n"
        assert _breaches(city, stood_in + came) == LISTED[:1]


def test_m41_without_the_rule_nothing_is_broken_and_a_stricter_one_breaks_more(tmp_path: Path) -> None:
    overlay = _with(tmp_path, "duty-rules.csv", lambda text: text.replace("station,1,2,2,", "station,1,3,1,"))
    with _open(overlay) as city:
        assert [(week, part) for week, _, part, _, _ in _breaches(city, _text(SAMPLE))] == [
            ("2026-W45", "too_few_sessions"),
            ("2026-W46", "too_few_officers"),
            ("2026-W46", "too_few_sessions"),
        ]
    with _open(_with(tmp_path, "duty-rules.csv", lambda text: text.splitlines()[0] + "\n")) as city:
        assert _breaches(city, _text(SAMPLE)) == []
