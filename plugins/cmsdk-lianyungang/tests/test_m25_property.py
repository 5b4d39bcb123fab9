"""M25: the property company reports what it finds and acts together with city management (城管+物业)."""

from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

from cmsdk import City, discover

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))
REPORTS, ACTIONS = "property.csv", "work/41-joint-actions.csv"


def _sample(name: str) -> str:
    return files("cmsdk_lianyungang").joinpath("samples", *name.split("/")).read_text(encoding="utf-8")


def _without(text: str, start: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(start))


def _partners(city: City, reports: str, actions: str) -> dict[str, tuple[object, ...]]:
    city.receive("lyg-community", _sample("community-desk.json").encode())
    city.receive("lyg-property", reports.encode())
    assert city.enter_table(actions.encode(), name=ACTIONS).refused == ()
    names = ("kind", "reports", "joint_actions", "led", "repaired")
    return {str(r.cells["unit"]): tuple(r.cells[n] for n in names) for r in city.view("partners").rows}


def _city() -> City:
    return City.open("320700", plugins=discover(only=["cn", "lianyungang"]), clock=lambda: NOW)


def test_m25_property(tmp_path: Path) -> None:
    with _city() as city:
        assert _partners(city, _sample(REPORTS), _sample(ACTIONS)) == {
            "lyg-wy-01": ("property", 8, 1, 0, 1),
            "lyg-wy-02": ("property", 3, 1, 0, 0),
            "lyg-c-04-01": ("committee", 0, 1, 0, 1),
        }
        rows = {str(r.cells["action"]): r.cells for r in city.view("joint-actions").rows}
        assert [rows["LYG-LH-01"][name] for name in ("lead", "partners", "cases")] == ["lyg-sq-04", 2, 1]
        page = city.publish("lianyungang-whistle-report", to=tmp_path / "p.html").read_text(encoding="utf-8")
        assert "示例物业一" in page
        assert "物业公司" in page


def test_m25_a_report_or_an_action_less_is_counted_less() -> None:
    with _city() as city:
        fewer = _without(_sample(REPORTS), "WY-2611-03")
        found = _partners(city, fewer, _without(_sample(ACTIONS), "LYG-LH-01,修复"))
    assert found["lyg-wy-01"] == ("property", 7, 1, 0, 0)
