"""M16 and M18: what foot patrols report carries their positions; the nearest free one is sent, and it is said why."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import Actor, City, Refusal, discover
from cmsdk.ledger.open import open_ledger
from cmsdk.model.place import Crs, Point
from cmsdk.model.works import DispatchPatrol, Patrol
from cmsdk.work.community.nearest import Standing

ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 10, 16, 18, 0, tzinfo=ZONE)
ELEVEN = datetime(2026, 10, 16, 11, 0, tzinfo=ZONE)
SHOPS = Point(120.3850, 36.0658, Crs.WGS84)
"""Where two shops quarrel."""
DISPATCHER = Actor("qingdao-p-dispatcher", ("dispatcher",))


def _text(name: str) -> str:
    return files("cmsdk_qingdao").joinpath("samples", name).read_text(encoding="utf-8")


LOG = _text("work/20-patrols.csv")
BEFORE = "".join(line for line in LOG.splitlines(keepends=True) if " 11:" not in line and "收队" not in line)
"""As it stands at eleven: nobody has been sent, all are out."""


@pytest.fixture(scope="module")
def opened() -> Iterator[City]:
    with City.open("370200", plugins=discover(only=["cn", "qingdao"]), clock=lambda: NOW) as city:
        yield city


@pytest.fixture
def city(opened: City) -> City:
    """With the reports of patrols and the app."""
    fresh = City(opened.plan, open_ledger("memory://"), clock=lambda: NOW)
    for channel, name in (("qingdao-patrol", "patrol.json"), ("qingdao-app", "app.json")):
        fresh.receive(channel, _text(name).encode(), now=ELEVEN - timedelta(minutes=5), name=name)
    return fresh


def _enter(city: City, log: str) -> None:
    entered = city.enter_table(log.encode(), name="patrols.csv")
    assert not entered.refused, entered.refused


def _found(city: City) -> dict[object, tuple[object, ...]]:
    rows = city.view("patrol-findings").rows
    return {r.cells["report"]: tuple(r.cells[name] for name in ("patrol", "grid", "lon", "lat")) for r in rows}


def test_m16_foot_patrol(city: City, tmp_path: Path) -> None:
    _enter(city, LOG)
    found = _found(city)
    assert len(found) == 6
    assert found["XC261016-01"] == ("walk-1016-1", "x-qingdao-wusi-1", 120.3842, 36.0612)
    assert found["XC261016-03"] == ("walk-1016-2", "x-qingdao-wusi-2", 120.3851, 36.0655)
    counts = {r.cells["patrol"]: (r.cells["findings"], r.cells["fixes"]) for r in city.view("patrols").rows}
    assert counts == {"post-1016": (0, 0), "walk-1016-1": (4, 2), "walk-1016-2": (2, 0)}
    page = city.publish("qingdao-patrols", to=tmp_path / "patrols.md").read_text(encoding="utf-8")
    for told in ("XC261016-04", "120.3848", "五四广场徒步巡查组", "五四广场第二网格"):
        assert told in page


def test_m16_without_its_report_a_finding_has_no_case_and_no_position(opened: City) -> None:
    bare = City(opened.plan, open_ledger("memory://"), clock=lambda: NOW)
    _enter(bare, BEFORE)
    assert set(_found(bare).values()) == {("walk-1016-1", "", None, None), ("walk-1016-2", "", None, None)}


def test_m18_nearest_free_unit(city: City, tmp_path: Path) -> None:
    _enter(city, BEFORE)
    asked = city.nearest_patrol(SHOPS, at=ELEVEN)
    assert [(one.patrol.name, one.standing, one.metres) for one in asked] == [
        ("walk-1016-2", Standing.FREE, 38),
        ("walk-1016-1", Standing.FREE, 488),
        ("post-1016", Standing.STALE, 11),
    ], "the nearest of all has not been seen for an hour"
    best = asked[0]
    case = next(c for c in city.cases() if c.report == "QD-261016-0018")
    send = DispatchPatrol(case=case.id, lon=120.3850, lat=36.0658, crs=Crs.WGS84, reason=best.why("zh"))
    assert isinstance(city.carry_on(best.patrol.id, send, DISPATCHER, now=ELEVEN), Patrol)
    (row,) = city.view("patrol-dispatches").rows
    assert (row.cells["patrol"], row.cells["metres"]) == ("walk-1016-2", 38)
    assert row.cells["reason"] == "在班、空闲，距离 38 米，8 分钟前的位置"
    assert "8 分钟前的位置" in city.publish("qingdao-patrols", to=tmp_path / "p.md").read_text(encoding="utf-8")
    again = city.carry_on(best.patrol.id, send, DISPATCHER, now=ELEVEN)
    assert isinstance(again, Refusal)
    assert again.code == "CMS627"
    assert city.nearest_patrol(SHOPS, at=ELEVEN)[0].patrol.name == "walk-1016-1", "who is busy is passed over"


def test_m18_a_position_that_is_fresh_changes_who_is_sent(city: City) -> None:
    _enter(city, BEFORE.replace("post-1016,上报位置,2026-10-16 10:00", "post-1016,上报位置,2026-10-16 10:45"))
    assert city.nearest_patrol(SHOPS, at=ELEVEN)[0].patrol.name == "post-1016"


def test_m18_the_table_of_the_day_says_whom_it_sent_and_why(city: City) -> None:
    _enter(city, LOG)
    (row,) = city.view("patrol-dispatches").rows
    assert (row.cells["minutes_to_take"], row.cells["result"]) == (2, "两家都把货收进店里，约定各摆各门")
    assert row.sources[1] == next(c for c in city.cases() if c.report == "QD-261016-0018").id
