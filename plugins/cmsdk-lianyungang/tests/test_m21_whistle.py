"""M21: the community whistles, city management reports in; from the whistle to the report-in and the close."""

from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

from cmsdk import Actor, City, Refusal, discover, works

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))
TABLE = "40-whistles.csv"


def _text() -> str:
    return files("cmsdk_lianyungang").joinpath("samples", "work", TABLE).read_text(encoding="utf-8")


def _city(table: str) -> City:
    city = City.open("320700", plugins=discover(only=["cn", "lianyungang"]), clock=lambda: NOW)
    city.receive("lyg-community", files("cmsdk_lianyungang").joinpath("samples", "community-desk.json").read_bytes())
    assert city.enter_table(table.encode(), name=TABLE).refused == ()
    return city


def _times(city: City) -> dict[str, tuple[object, ...]]:
    names = ("rounds", "first_in_minutes", "slowest_minutes", "close_minutes", "late_units", "level")
    return {str(r.cells["whistle"]): tuple(r.cells[n] for n in names) for r in city.view("whistles").rows}


def _indicators(city: City) -> dict[str, str]:
    return {one.id: one.text for one in city.indicators()}


def test_m21_whistle(tmp_path: Path) -> None:
    with _city(_text()) as city:
        assert _times(city) == {
            "LYG-S-01": (2, 15, 15, 2155, 0, "社区"),  # the vendors came back, so the community whistled again
            "LYG-S-02": (1, 25, 25, 60, 0, "社区"),
            "LYG-S-03": (1, 20, 90, 1340, 1, "社区"),  # the gardeners were late
            "LYG-S-04": (1, 30, 1710, 2970, 1, "街道"),  # nobody cleared it, so it went up
            "LYG-S-05": (1, None, None, None, 1, "社区"),  # still awaited
        }
        found = _indicators(city)
        assert (found["lyg-whistles"], found["lyg-whistles-closed"], found["lyg-calls-in-time"]) == (
            "5",
            "80.0 %",
            "70.0 %",
        )
        (garden,) = city.works(works.Whistle, case=next(c.id for c in city.cases() if c.report == "LYG-SQ-1117-04"))
        assert garden.name == "LYG-S-03"
        page = city.publish("lianyungang-whistle-report", to=tmp_path / "w.html").read_text(encoding="utf-8")
    for shown in ("社区吹哨、城管报到情况", "2155", "已销", "待报到", "70.0 %"):
        assert shown in page


def test_m21_without_one_report_in_or_with_another_term_the_figures_change() -> None:
    late = _text().replace("LYG-S-02,报到,2026-11-17 09:25", "LYG-S-02,报到,2026-11-17 09:31")
    with _city(late) as city:
        assert _times(city)["LYG-S-02"] == (1, 31, 31, 60, 1, "社区")
        assert _indicators(city)["lyg-calls-in-time"] == "60.0 %"
    gone = "".join(line for line in _text().splitlines(keepends=True) if not line.startswith("LYG-S-05"))
    with _city(gone) as city:
        assert _indicators(city)["lyg-whistles-closed"] == "100.0 %"


def test_m21_only_the_community_that_whistled_closes_and_only_who_was_called_reports_in() -> None:
    with _city(_text()) as city:

        def said(command: works.WorkCommand, person: str, name: str = "LYG-S-05") -> Refusal | works.Whistle:
            officer = city.plan.officers[person]
            after = city.carry_on(name, command, Actor(officer.id, officer.roles, officer.unit))
            assert isinstance(after, Refusal | works.Whistle)
            return after

        other = said(works.ReportIn(), "lyg-p-sq-04")
        assert isinstance(other, Refusal)
        assert other.code == "CMS487"
        assert isinstance(said(works.ReportIn(), "lyg-p-js-01"), works.Whistle)
        whistle = city.work("whistle:320700:LYG-S-05")
        assert isinstance(whistle, works.Whistle)
        assert (whistle.state, whistle.row, whistle.lead) == ("handling", "lyg-wm-01", "lyg-sq-01")
        assert '"row":"lyg-wm-01"' in city.work_entries(whistle.id)[0].data
