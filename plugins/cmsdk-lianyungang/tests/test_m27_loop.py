"""M27: work record, assignment and feedback: every task is a loop of its own, closed or open."""

from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

from cmsdk import City, discover, works

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))


def _sample(name: str) -> str:
    return files("cmsdk_lianyungang").joinpath("samples", "work", name).read_text(encoding="utf-8")


def _city(tasks: str) -> City:
    city = City.open("320700", plugins=discover(only=["cn", "lianyungang"]), clock=lambda: NOW)
    for channel, name in (("lyg-community", "community-desk.json"), ("lyg-property", "property.csv")):
        city.receive(channel, files("cmsdk_lianyungang").joinpath("samples", name).read_bytes())
    for table in (_sample("40-whistles.csv"), tasks):
        assert city.enter_table(table.encode()).refused == ()
    return city


def _loops(city: City) -> dict[str, tuple[object, ...]]:
    names = ("state", "open", "late", "returns", "whistle")
    return {str(row.cells["task"]): tuple(row.cells[name] for name in names) for row in city.view("tasks").rows}


def _closed(city: City) -> str:
    return {one.id: one.text for one in city.indicators()}["lyg-tasks-closed"]


def test_m27_loop(tmp_path: Path) -> None:
    with _city(_sample("42-tasks.csv")) as city:
        assert _loops(city) == {
            "LYG-RW-01": ("confirmed", 0, 0, 0, "whistle:320700:LYG-S-01"),
            "LYG-RW-02": ("confirmed", 0, 1, 1, "whistle:320700:LYG-S-04"),
            "LYG-RW-03": ("accepted", 1, 0, 0, ""),
        }
        assert _closed(city) == "66.7 %"
        waste = next(case for case in city.cases() if case.report == "WY-2611-02")
        assert [task.name for task in city.works(works.WorkTask, case=waste.id)] == ["LYG-RW-02"]
        page = city.publish("lianyungang-whistle-report", to=tmp_path / "t.html").read_text(encoding="utf-8")
        assert "线上工作记录" in page
        assert "已闭环" in page


def test_m27_a_task_that_nobody_confirms_is_an_open_loop() -> None:
    rows = _sample("42-tasks.csv").splitlines(keepends=True)
    with _city("".join(row for row in rows if not row.startswith("LYG-RW-01,任务确认"))) as city:
        assert _loops(city)["LYG-RW-01"][:2] == ("fed_back", 1)
        assert _closed(city) == "33.3 %"
