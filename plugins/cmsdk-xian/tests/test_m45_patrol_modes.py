"""M45: 常态巡查+定点值守+错时监管 at the kiosks, from the table of patrols to coverage by band of the day."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import City, discover
from cmsdk.ledger.open import open_ledger
from cmsdk.plugin import community

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))
PERIOD = "2026-11-18"
GX2, AOTI = "xian-kiosk-gangxing2", "xian-kiosk-aoti-east"
DAY, EVENING, NIGHT = "xian-tb-day", "xian-tb-evening", "xian-tb-night"


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


def _covered(city: City, log: str) -> dict[tuple[object, object], object]:
    """Band and kiosk → the modes that covered it."""
    entered = city.enter_table(log.encode(), name="patrols.csv")
    assert not entered.refused, entered.refused
    rows = city.view("patrol-coverage", period=PERIOD).rows
    return {(r.cells["band"], r.cells["area"]): r.cells["modes"] for r in rows if r.cells["covered"]}


def test_m45_patrol_modes(xian: City, tmp_path: Path) -> None:
    log = _text("samples/work/20-patrols.csv")
    with _fresh(xian) as city:
        assert {row.mode.value for row in city.plan.rows(community.PatrolShift).values()} == {
            "regular",
            "fixed_post",
            "staggered",
        }
        assert _covered(city, log) == {
            (DAY, GX2): "fixed_post;regular",
            (DAY, AOTI): "regular",
            (EVENING, GX2): "staggered",
            (NIGHT, GX2): "staggered",
        }
        (share,) = city.indicators(("xian-patrol-covered",), period=PERIOD)
        assert share.text.startswith("66.7"), "four of six kiosks and bands"
        page = city.publish("xian-duty", to=tmp_path / "duty.md", period=PERIOD).read_text(encoding="utf-8")
        for told in ("港兴二路执法岗亭", "奥体东广场执法岗亭", "错时监管", "定点值守", "傍晚"):
            assert told in page
        fixes = {row.cells["text"]: row.cells["count"] for row in city.view("patrol-fixes", period=PERIOD).rows}
        assert fixes == {"扶正倒在盲道上的共享单车": 8, "劝离占道夜市摊点": 2}
        assert not list(city.cases()), "what is put right on the spot is counted apart from cases"
    with _fresh(xian) as city:
        without = "".join(line for line in log.splitlines(keepends=True) if "gx2-1118-c" not in line)
        assert set(_covered(city, without)) == {(DAY, GX2), (DAY, AOTI)}, "nobody came at staggered hours"


def test_m45_other_bands_of_the_day_give_another_coverage(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    later = _text("tables/time-bands.csv").replace("18:00,22:00", "18:00,23:00").replace("22:00,08:00", "23:00,08:00")
    (tmp_path / "tables/time-bands.csv").write_text(later, encoding="utf-8")
    with _open(tmp_path) as city:
        found = _covered(city, _text("samples/work/20-patrols.csv"))
    assert (NIGHT, GX2) not in found
    assert found[EVENING, GX2] == "staggered"
