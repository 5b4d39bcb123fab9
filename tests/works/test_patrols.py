"""Patrols: which grids they covered when, what they found and put right, and who is nearest and free."""

from datetime import UTC, datetime, timedelta
import json

import pytest

from cmsdk import City
from cmsdk.model.command import Refusal
from cmsdk.model.commands import Decline
from cmsdk.model.place import Crs, Point
from cmsdk.model.works import (
    DispatchPatrol,
    EndPatrol,
    FindOnPatrol,
    FixOnPatrol,
    Patrol,
    ReleasePatrol,
    StartPatrol,
    TakeOnPatrol,
    TrackPatrol,
)
from cmsdk.work.community.nearest import Standing

from .conftest import CLERK, NOW, Made

SHIFTS = (
    "id,mode,station,grids,officers,headcount,days,begins,ends\n"
    "demo-p1,regular,,x-demo-g1;x-demo-g2,demo-a,,每天,08:00,18:00\n"
    "demo-p2,定点值守,demo-kiosk,,,2,每天,09:00,17:00\n"
    "demo-p3,错时监管,,x-demo-g1,demo-b,,每天,20:00,02:00\n"
)
BANDS = "id,name,begins,ends\ndemo-day,白天,06:00,18:00\ndemo-evening,傍晚,18:00,22:00\ndemo-night,夜间,22:00,06:00\n"
CHANNEL = (
    '[[channel]]\nid = "demo-walk"\nname = "徒步巡查"\nformat = "json"\nitems = "records"\n'
    '[channel.map]\nexternal_id = "no"\ntext = "text"\nlon = "lon"\nlat = "lat"\ngrid = "grid"\n'
    '[channel.defaults]\ncrs = "wgs84"\n'
)
TABLES = {"patrols.csv": SHIFTS, "time-bands.csv": BANDS, "channels.toml": CHANNEL}
MINUTE = timedelta(minutes=1)
HERE = Point(117.100, 36.600, Crs.WGS84)


def out(city: City, name: str, shift: str = "demo-p1", at: datetime = NOW) -> Patrol:
    begun = city.begin(StartPatrol(shift=shift), CLERK, name=name, now=at)
    assert isinstance(begun, Patrol), begun
    return begun


def track(city: City, name: str, lon: float, at: datetime, grid: str = "") -> None:
    said = city.carry_on(name, TrackPatrol(lon=lon, lat=36.6, crs=Crs.WGS84, grid=grid), CLERK, now=at)
    assert isinstance(said, Patrol), said


def received(city: City, number: str, lon: float) -> str:
    record = {"no": number, "text": "占道经营", "lon": lon, "lat": 36.6, "grid": "x-demo-g1"}
    outcome = city.receive("demo-walk", json.dumps({"records": [record]}).encode(), now=NOW)
    return outcome.cases[0].id


def test_a_patrol_sets_out_on_its_shift_and_comes_back(made_once: Made) -> None:
    city = made_once(TABLES)
    begun = out(city, "w-1")
    assert begun.until == NOW + timedelta(hours=8)
    assert begun.due == begun.until
    assert begun.officers == ("demo-a",)
    back = city.carry_on("w-1", EndPatrol(), CLERK, now=NOW + timedelta(hours=2))
    assert isinstance(back, Patrol)
    (row,) = city.view("patrols").rows
    assert (row.cells["minutes"], row.cells["officer_times"], row.cells["mode"]) == (120, 1, "regular")
    late = city.begin(StartPatrol(shift="demo-p1"), CLERK, name="w-2", now=NOW + timedelta(hours=9))
    assert isinstance(late, Refusal)
    assert late.code == "CMS486"
    other = made_once({**TABLES, "patrols.csv": SHIFTS.replace("每天", "周五")}).begin(
        StartPatrol(shift="demo-p1"), CLERK, name="w-1"
    )
    assert isinstance(other, Refusal)
    assert other.code == "CMS483"


def covered(city: City) -> set[tuple[object, object]]:
    rows = city.view("patrol-coverage", now=NOW + timedelta(days=1)).rows
    return {(row.cells["band"], row.cells["grid"]) for row in rows if row.cells["covered"]}


def test_coverage_is_counted_by_grid_and_band_of_the_day(made_once: Made) -> None:
    city = made_once(TABLES)
    out(city, "w-1")
    track(city, "w-1", 117.1, NOW + MINUTE, "x-demo-g1")
    out(city, "w-3", "demo-p3", datetime(2026, 11, 18, 13, 0, tzinfo=UTC))
    track(city, "w-3", 117.1, datetime(2026, 11, 18, 15, 0, tzinfo=UTC), "x-demo-g1")
    assert covered(city) == {("demo-day", "x-demo-g1"), ("demo-night", "x-demo-g1")}
    rows = {(r.cells["band"], r.cells["grid"]): r for r in city.view("patrol-coverage").rows}
    assert len(rows) == 6
    assert rows["demo-day", "x-demo-g2"].cells["planned"] == 1
    assert rows["demo-day", "x-demo-g2"].cells["covered"] == 0
    assert rows["demo-evening", "x-demo-g2"].cells["planned"] == 0
    assert rows["demo-night", "x-demo-g1"].sources == ("patrol:109900:w-3",)


def test_at_a_fixed_post_the_grids_of_the_kiosk_are_covered_while_somebody_is_there(made_once: Made) -> None:
    city = made_once(TABLES)
    out(city, "post", "demo-p2")
    city.carry_on("post", EndPatrol(), CLERK, now=NOW + timedelta(hours=7))
    assert covered(city) == {("demo-day", "x-demo-g2")}
    rows = city.view("patrol-coverage", now=NOW + timedelta(days=1)).rows
    (grid,) = [row for row in rows if row.cells["covered"]]
    assert grid.cells["positions"] == 8


def test_without_bands_coverage_is_counted_by_mode(made_once: Made) -> None:
    city = made_once({"patrols.csv": SHIFTS})
    out(city, "w-1")
    track(city, "w-1", 117.1, NOW, "x-demo-g2")
    assert covered(city) == {("regular", "x-demo-g2")}


SQUARE = {
    "type": "Polygon",
    "coordinates": [[[117.09, 36.59], [117.11, 36.59], [117.11, 36.61], [117.09, 36.61], [117.09, 36.59]]],
}
DRAWN = json.dumps({
    "type": "FeatureCollection",
    "features": [{"type": "Feature", "properties": {"code": "x-demo-g1"}, "geometry": SQUARE}],
})  # fmt: skip


def test_a_point_alone_tells_the_grid_where_grids_are_drawn(made_once: Made) -> None:
    city = made_once({**TABLES, "grids.geojson": DRAWN})
    out(city, "w-1")
    track(city, "w-1", 117.1, NOW)
    track(city, "w-1", 118.5, NOW + MINUTE)
    assert covered(city) == {("demo-day", "x-demo-g1")}


def test_a_finding_is_a_report_of_its_channel_and_a_fix_is_counted_apart(made_once: Made) -> None:
    city = made_once(TABLES)
    case = received(city, "X-7", 117.1)
    out(city, "w-1")
    city.carry_on("w-1", FindOnPatrol(channel="demo-walk", report="X-7"), CLERK)
    found_case = city.carry_on("w-1", FindOnPatrol(channel="demo-walk", case="demo-walk/X-7"), CLERK)
    assert isinstance(found_case, Patrol)
    assert found_case.findings[1].case == case
    city.carry_on("w-1", FixOnPatrol(text="扶起路锥，物主电话13800138000", count=3, grid="x-demo-g1"), CLERK)
    found, again = city.view("patrol-findings").rows
    assert again.cells["case"] == case
    assert (found.cells["case"], found.cells["lon"], found.cells["crs"]) == (case, 117.1, "wgs84")
    assert found.sources == ("patrol:109900:w-1", case)
    (fixed,) = city.view("patrol-fixes").rows
    assert fixed.cells["count"] == 3
    assert "13800138000" not in str(fixed.cells["text"])
    (patrol,) = city.view("patrols").rows
    assert (patrol.cells["findings"], patrol.cells["fixes"]) == (2, 3)
    assert len([*city.cases()]) == 1


def test_the_nearest_patrol_that_is_free_and_seen_lately_is_sent_with_its_reason(made_once: Made) -> None:
    city = made_once(TABLES)
    for name, lon in (("far", 117.2), ("near", 117.11), ("stale", 117.1), ("busy", 117.1)):
        out(city, name, at=NOW - 60 * MINUTE)
        track(city, name, lon, NOW - (45 if name == "stale" else 5) * MINUTE)
    out(city, "silent", at=NOW)
    case = received(city, "X-1", 117.1)
    city.carry_on("busy", DispatchPatrol(case=case), CLERK)
    found = city.nearest_patrol(HERE)
    assert [one.patrol.name for one in found] == ["near", "far", "busy", "stale", "silent"]
    assert found[0].why() == "free and on shift, 893 m away, seen 5 min ago"
    assert found[0].why("zh") == "在班、空闲，距离 893 米，5 分钟前的位置"
    assert {one.standing for one in found[2:]} == {Standing.BUSY, Standing.STALE, Standing.UNPLACED}
    sent = city.carry_on("near", DispatchPatrol(case=case, reason=found[0].why("zh")), CLERK)
    assert isinstance(sent, Patrol)
    again = city.carry_on("near", DispatchPatrol(case=case), CLERK)
    assert isinstance(again, Refusal)
    assert again.code == "CMS627"
    city.carry_on("near", TakeOnPatrol(), CLERK, now=NOW + 4 * MINUTE)
    free = city.carry_on("near", ReleasePatrol(result="已劝离"), CLERK, now=NOW + 9 * MINUTE)
    assert isinstance(free, Patrol)
    assert (free.state, free.case) == ("on_patrol", "")
    row = next(r for r in city.view("patrol-dispatches").rows if r.cells["patrol"] == "near")
    assert (row.cells["metres"], row.cells["minutes_to_take"], row.cells["result"]) == (893, 4, "已劝离")
    assert str(row.cells["reason"]).startswith("在班、空闲")
    assert {one.standing for one in city.nearest_patrol(HERE, at=NOW + timedelta(hours=9))} == {Standing.OFF}


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("CMS471", TrackPatrol()),
        ("CMS472", TrackPatrol(grid="x-demo-g9")),
        ("CMS472", FindOnPatrol(channel="demo-wolk", report="1")),
        ("CMS471", FindOnPatrol(channel="demo-walk")),
        ("CMS474", FindOnPatrol(channel="demo-walk", case="none")),
        ("CMS472", FixOnPatrol(text="x", category="nothing")),
        ("CMS474", DispatchPatrol(case="none")),
        ("CMS468", TakeOnPatrol()),
    ],
)
def test_what_leads_nowhere_is_refused(made_once: Made, code: str, command: TrackPatrol) -> None:
    city = made_once(TABLES)
    out(city, "w-1")
    answer = city.carry_on("w-1", command, CLERK)
    assert isinstance(answer, Refusal)
    assert answer.code == code


def test_nobody_is_sent_to_a_case_that_has_ended(made_once: Made) -> None:
    city = made_once(TABLES)
    out(city, "w-1")
    case = received(city, "X-1", 117.1)
    declined = city.act(case, Decline(reason="不属城管职责"), CLERK, now=NOW)
    assert not isinstance(declined, Refusal), declined
    answer = city.carry_on("w-1", DispatchPatrol(case=case), CLERK)
    assert isinstance(answer, Refusal)
    assert answer.code == "CMS628"


def test_a_point_is_all_of_three() -> None:
    with pytest.raises(ValueError, match="crs"):
        TrackPatrol(lon=117.1, lat=36.6)
    with pytest.raises(ValueError, match="lat"):
        TrackPatrol(lon=36.6, lat=117.1, crs=Crs.WGS84)
    with pytest.raises(TypeError, match="lon"):
        TrackPatrol(lon="117", lat=36.6, crs=Crs.WGS84)  # type: ignore[arg-type]


TABLE = """事项,指令,时间,经办人,班次,经度,纬度,坐标系,网格,渠道,上报编号,类别,内容,数量
w-1,出巡,2026-11-18 10:00,demo-a,demo-p1,,,,,,,,,
w-1,上报位置,2026-11-18 10:05,demo-a,,117.1,36.6,wgs84,x-demo-g1,,,,,
w-1,巡查发现,2026-11-18 10:06,demo-a,,,,,,demo-walk,X-7,,,
w-1,当场处置,2026-11-18 10:07,demo-a,,,,,x-demo-g1,,,,清理小广告,5
w-1,收队,2026-11-18 12:00,demo-a,,,,,,,,,,
"""


def test_a_patrol_is_kept_as_a_table_and_made_anew_from_its_entries(made_once: Made) -> None:
    city = made_once(TABLES)
    entered = city.enter_table(TABLE.encode(), name="patrol.csv")
    assert entered.done == 5, entered.refused
    before = [*city.works(Patrol)]
    assert before[0].track[0].point == HERE
    assert city.rebuild().whole
    assert [*city.works(Patrol)] == before
