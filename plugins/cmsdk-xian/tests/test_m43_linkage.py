"""M43: community, station and department are linked (三级联动): what one level cannot settle goes up to the next."""

from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

from cmsdk import City, Refusal, discover, works

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))
TABLE = "40-linkage.csv"


def _text() -> str:
    return files("cmsdk_xian").joinpath("samples", "work", TABLE).read_text(encoding="utf-8")


def _city() -> City:
    return City.open("610100", plugins=discover(only=["cn", "xian"]), clock=lambda: NOW)


def _whistle(city: City, name: str) -> works.Whistle:
    found = city.work(f"whistle:610100:{name}")
    assert isinstance(found, works.Whistle)
    return found


def _shares(city: City) -> dict[str, str]:
    return {one.id.removeprefix("xian-linked-"): one.text for one in city.indicators() if "linked" in one.id}


def test_m43_linkage(tmp_path: Path) -> None:
    with _city() as city:
        entered = city.enter_table(_text().encode(), name=TABLE)
        assert entered.refused == ()
        road = _whistle(city, "XA-LD-01")
        assert [(rise.level, rise.row, bool(rise.reason)) for rise in road.rises] == [
            ("工作站", "xian-lv-2", False), ("部门", "xian-lv-4", True),
        ]  # fmt: skip
        assert [one.unit for one in road.called] == ["xian-xfl-committee", "xian-st-xingfuli", "xian-shizheng"]
        rows = {str(row.cells["id"]): row.cells["level"] for row in city.view("settlements").rows}
        assert [rows[f"whistle:610100:XA-LD-0{n}"] for n in (1, 2, 3)] == ["部门", "社区", "工作站"]
        assert _shares(city) == {
            "xian-linked": "3", "community": "33.3 %", "station": "33.3 %", "department": "33.3 %",
        }  # fmt: skip
        page = city.publish("xian-linkage", to=tmp_path / "l.html").read_text(encoding="utf-8")
    for shown in ("社区、工作站、部门三级联动情况", "市政设施维护", "33.3 %", "3360"):
        assert shown in page


def test_m43_before_its_time_nothing_goes_up_without_a_reason_and_no_level_is_left_out() -> None:
    early = _text().replace("XA-LD-01,升级,2026-11-17 09:30", "XA-LD-01,升级,2026-11-17 08:30")
    with _city() as city:
        entered = city.enter_table(early.encode(), name=TABLE)
        first = entered.refused[0].result
        assert isinstance(first, Refusal)
        assert (first.code, first.basis) == ("CMS471", "据本市公开报道")
        road = _whistle(city, "XA-LD-01")
        assert [rise.level for rise in road.rises] == ["工作站"], (
            "the reasoned step goes to the next level, not past it"
        )
        assert (road.state, _shares(city)["department"]) == ("calling", "0.0 %")


def test_m43_without_its_rise_a_matter_stays_with_the_community() -> None:
    kept = [
        line
        for line in _text().splitlines(keepends=True)
        if not line.startswith(("XA-LD-03,升级", "XA-LD-03,报到,2026-11-16 20"))
    ]
    with _city() as city:
        refused = city.enter_table("".join(kept).encode(), name=TABLE).refused
        assert len(refused) == 2, "the station was never called, so it can neither feed back nor be scored"
        assert _shares(city)["station"] == "0.0 %"
