"""M51 公示牌全覆盖: 55 boards are up in 5 sub-districts, each with a name, counted from the entries."""

from collections import Counter
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import attrs

from cmsdk import Actor, City, discover, works

NOW = datetime(2026, 11, 19, 9, 0, tzinfo=timezone(timedelta(hours=8)))
NAMES = ["cn-boards", "cn-boards-subdistricts", "cn-boards-outdated"]


def _text(*path: str) -> str:
    return files("cmsdk_tengzhou").joinpath(*path).read_text("utf-8")


def _figures(city: City) -> list[str]:
    found = {one.id: one.text for one in city.indicators(NAMES)}
    return [found[name] for name in NAMES]


def test_m51_55_boards_are_up_in_5_sub_districts(tmp_path: Path) -> None:
    with City.open("370481", plugins=discover(only=["cn", "tengzhou"]), clock=lambda: NOW) as city:
        assert _figures(city) == ["0", "0", "0"]
        rows = _text("samples", "work", "10-boards.csv").splitlines(keepends=True)
        city.enter_table("".join(rows[:-1]).encode(), name="boards.csv")
        assert _figures(city) == ["54", "5", "0"], "one row less, one board less"
        city.enter_table("".join(rows).encode(), name="boards.csv")
        assert _figures(city) == ["55", "5", "0"]
        split = Counter(row.cells["subdistrict"] for row in city.view("boards").rows if row.cells["up"])
        assert set(split.values()) == {11}
        page = city.publish("tengzhou-boards", to=tmp_path / "a.md").read_text("utf-8")
        assert "5 个街道已设公示牌 55 块，其中内容过期 0 块。" in page
        named = city.print_boards(tmp_path / "boards.html").path.read_text("utf-8")
        assert named.count('<article class="board"') == 55
        assert named.count("荆河窗口辛") == 11
        taken = city.carry_on("tengzhou-b-jinghe-01", works.RemoveBoard(), Actor("tengzhou-p-yi", ("supervisor",)))
        assert isinstance(taken, works.Board)
        assert _figures(city) == ["54", "5", "0"]


def test_m51_boards_of_a_window_whose_officer_changed_are_outdated(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    changed = _text("tables", "stationing.csv").replace("jinghe,tengzhou-p-xin", "jinghe,tengzhou-p-ji")
    (tmp_path / "tables" / "stationing.csv").write_text(changed, encoding="utf-8")
    before = discover(only=["cn", "tengzhou"])
    plugins = [attrs.evolve(row, overlay=tmp_path) if row.name == "tengzhou" else row for row in before]
    with City.open("370481", plugins=before, clock=lambda: NOW) as city:
        city.enter_table(_text("samples", "work", "10-boards.csv").encode())
        after = City(City.open("370481", plugins=plugins).plan, city.ledger, clock=lambda: NOW)
        assert _figures(after) == ["55", "5", "11"]
