"""M46: shop signs, property ledgers and construction filings are handed in at one window (一窗办), once (一次办)."""

from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

from cmsdk import City, Refusal, discover
from cmsdk.plugin import community

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))
TABLE = "60-one-window.csv"


def _text() -> str:
    return files("cmsdk_xian").joinpath("samples", "work", TABLE).read_text(encoding="utf-8")


def _city() -> City:
    return City.open("610100", plugins=discover(only=["cn", "xian"]), clock=lambda: NOW)


def _figures(city: City, table: str) -> tuple[str, ...]:
    assert city.enter_table(table.encode(), name=TABLE).refused == ()
    found = {one.id: one.text for one in city.indicators()}
    return tuple(found[f"xian-hand-ins{name}"] for name in ("", "-once", "-timed", "-in-time"))


def test_m46_one_window(tmp_path: Path) -> None:
    with _city() as city:
        assert _figures(city, _text()) == ("10", "80.0 %", "8", "87.5 %")
        rows = {str(row.cells["handin"]): row.cells for row in city.view("hand-ins").rows}
        assert (rows["YCB-09"]["state"], rows["YCB-09"]["missing"]) == ("incomplete", "施工方案；安全承诺书")
        assert (rows["YCB-04"]["once"], rows["YCB-04"]["supplements"], rows["YCB-04"]["state"]) == (0, 1, "answered")
        assert [name for name, cells in rows.items() if cells["approved"] == 0] == ["YCB-06"]
        page = city.publish("xian-one-window", to=tmp_path / "w.html").read_text(encoding="utf-8")
        assert not [kept for kept in ("商户甲", "13900006001") if kept in page], "applicants stand apart"
    for shown in ("一窗办理情况", "80.0 %", "87.5 %", "施工方案；安全承诺书"):
        assert shown in page


def test_m46_one_paper_less_and_one_answer_later_and_the_shares_change() -> None:
    with _city() as city:
        less = _text().replace(";效果图,面馆", ",面馆")
        entered = city.enter_table(less.encode(), name=TABLE)
        codes = [row.result.code for row in entered.refused if isinstance(row.result, Refusal)]
        assert codes == ["CMS468"] * 3, "what is incomplete is neither accepted nor answered"
        assert {one.id: one.text for one in city.indicators()}["xian-hand-ins-once"] == "70.0 %"
    with _city() as city:
        late = _text().replace("YCB-01,答复申请,2026-11-13 16:00", "YCB-01,答复申请,2026-11-18 16:00")
        assert _figures(city, late)[3] == "75.0 %"


def test_m46_a_station_without_the_window_does_not_take_it() -> None:
    with _city() as city:
        moved = _text().replace("xian-kiosk-gangxing2", "xian-stn-xingfuli", 1)
        first = city.enter_table(moved.encode(), name=TABLE).refused[0].result
        assert isinstance(first, Refusal)
        assert first.code == "CMS497"
        assert "xian-kiosk-aoti-east" in first.remedy("zh")
        assert len(city.plan.rows(community.HandInKind)) == 3
