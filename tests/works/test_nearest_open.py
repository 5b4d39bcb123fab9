"""Whoever asks is sent to the nearest station that is open and serves, and told why no nearer one."""

from datetime import UTC, datetime

from cmsdk import Crs, Point, WhyNot

from .conftest import Made

AT = Point(117.101, 36.60, Crs.WGS84)
"""Some 90 m from the station, 1,700 m from the kiosk."""


def test_the_nearest_that_serves_is_chosen_with_its_distance_and_the_reason(made: Made) -> None:
    city = made()
    found = city.nearest_open(AT, "一窗办理")
    assert found.near is not None
    assert (found.near.station.id, round(found.near.metres, -2)) == ("demo-kiosk", 1700)
    assert [(one.near.station.id, one.why) for one in found.passed] == [("demo-stn", WhyNot.LACKS)]
    assert found.reason("en").startswith("示范岗亭, 1696 m away")
    assert "示范站 (" in found.reason("en")
    assert "does not offer 一窗办理" in found.reason("en")
    assert found.reason("zh").endswith("不提供“一窗办理”。")


def test_a_closed_one_is_passed_by_and_with_none_open_none_is_chosen(made: Made) -> None:
    city = made()
    evening = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
    found = city.nearest_open(AT, at=evening)
    assert found.near is not None
    assert found.near.station.id == "demo-kiosk"
    assert [one.why for one in found.passed] == [WhyNot.CLOSED]
    night = city.nearest_open(AT, at=evening.replace(hour=18))
    assert night.near is None
    assert [one.near.station.id for one in night.passed] == ["demo-stn", "demo-kiosk"]
    assert night.reason("zh").startswith("2026-11-19 02:00没有位置已知、正在开放的站点。")


def test_unknown_hours_and_places_are_told_and_never_guessed(made: Made) -> None:
    rows = (
        "id,name,kind,division,lon,lat,crs,opens,services,unit\ndemo-s1,甲亭,kiosk,x-demo-c1,117.1,36.6,wgs84,,饮水,\n"
        "demo-s2,乙亭,kiosk,x-demo-c2,,,,每天 00:00-24:00,饮水,\n"
    )
    grids = "code,name,kind,division,leader\nx-demo-g1,一,responsibility,x-demo-c1,demo-l\n"
    found = made({"stations.csv": rows, "grids.csv": grids}).nearest_open(AT, "饮水")
    assert (found.near, found.unplaced) == (None, ("demo-s2",))
    assert [one.why for one in found.passed] == [WhyNot.UNKNOWN]
    assert "publishes no hours" in found.reason()
