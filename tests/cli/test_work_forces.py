"""``cmsdk work on-duty|roster|patrols``: who is there, the roster as a calendar, whom to send."""

from pathlib import Path

import pytest

from .conftest import Run, invoke

TABLES = {
    "city.toml": 'name = "示范市"\nname_en = "Demo"\ntime_zone = "Asia/Shanghai"\nlanguages = ["en", "zh"]\n'
    'duty_desk = "demo-desk"\n',
    "units.csv": "id,name\ndemo-desk,Desk\n",
    "people.csv": "id,name,unit,roles\ndemo-li,Officer Li,demo-desk,officer\n",
    "divisions.csv": "code,name,level\nx-demo-d,Old Town,subdistrict\n",
    "stations.csv": "id,name,division\ndemo-st,Old Town station,x-demo-d\n",
    "grids.csv": "code,name,division,station\nx-demo-g1,One,x-demo-d,demo-st\nx-demo-g2,Two,x-demo-d,\n",
    "roster.csv": "id,station,place,officers,days,begins,ends\ndemo-r1,demo-st,desk,demo-li,Tue,09:00,11:00\n",
    "patrols.csv": "id,mode,grids,officers,days,begins,ends\ndemo-p1,regular,x-demo-g1,demo-li,daily,08:00,18:00\n",
    "work-roles.csv": "id,command,roles\ndemo-w1,patrol.start,officer\ndemo-w2,patrol.track,officer\n",
}
WORK = (
    "work,command,at,by,shift,lon,lat,crs\n"
    "p,patrol.start,2026-06-02 09:00,demo-li,demo-p1,,,\n"
    "p,patrol.track,2026-06-02 09:10,demo-li,,-117.10,36.60,wgs84\n"
)
AT = "2026-06-02 09:30"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "tables").mkdir()
    (folder / "cmsdk.toml").write_text(
        'name = "demo"\napi = "1.3"\nscope = "990100"\nplugin = "cmsdk.plugin:TableCity"\nrequires = []\n'
    )
    for name, text in TABLES.items():
        (folder / "tables" / name).write_text(text, encoding="utf-8")
    (folder / "work.csv").write_text(WORK)
    assert _run(folder, "enter", folder / "work.csv").code == 0
    return folder


def _run(demo: Path, *words: object, at: str = AT) -> Run:
    ledger = f"sqlite:///{demo / 'x.db'}"
    return invoke("work", *words, "--city", "990100", "--plugins", demo, "--ledger", ledger, "--at", at)


def test_who_is_on_duty_and_for_which_grid(demo: Path) -> None:
    shown = _run(demo, "on-duty")
    assert shown.code == 0
    for told in ("Old Town station desk", "planned", "Officer Li"):
        assert told in shown.out
    assert "Nobody is on duty." in _run(demo, "on-duty", at="2026-06-02 12:00").out
    sessions = [
        _run(demo, "on-duty", "--grid", grid, "--json").form["data"]["sessions"] for grid in ("x-demo-g1", "x-demo-g2")
    ]
    assert [[one["name"] for one in found] for found in sessions] == [["demo-r1@2026-06-02"], []]


def test_a_station_that_does_not_exist_has_no_empty_roster(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "r.ics"
    got = _run(demo, "roster", "--to", file, "--station", "demo-nowhere", "--json")
    assert (got.code, got.codes, file.exists()) == (2, ["CMS912"], False)
    assert _run(demo, "roster", "--to", file, "--station", "Old Town station").code == 0


@pytest.mark.parametrize(
    ("who", "near"), [("Officer Li", "`demo-li`"), ("demo-lee", "`demo-li`"), ("Somebody Else", "")]
)
def test_a_person_who_is_not_known_is_nobody_else(demo: Path, who: str, near: str) -> None:
    body = demo / "who.csv"
    body.write_text(f"work,command,by,shift\nq,patrol.start,{who},demo-p1\n", encoding="utf-8")
    (found,) = _run(demo, "enter", body, "--json").form["problems"]
    assert (found["code"], near in found["remedy"], "--by" in found["remedy"]) == ("CMS911", True, bool(near))


def test_the_roster_is_written_as_a_calendar(demo: Path, tmp_path: Path) -> None:
    pytest.importorskip("icalendar")
    got = _run(demo, "roster", "--to", tmp_path / "r.ics", "--station", "demo-st")
    assert got.code == 0
    assert (tmp_path / "r.ics").read_bytes().count(b"BEGIN:VEVENT") == 5, "the Tuesdays of June"


def test_whom_to_send_is_listed_with_the_reason(demo: Path) -> None:
    near = _run(demo, "patrols", "-117.11", "36.60")
    assert (near.code, near.out) == (0, "p  free and on shift, 893 m away, seen 20 min ago\n")
    later = _run(demo, "patrols", "-117.11", "36.60", at="2026-06-02 10:00")
    assert later.code == 1
    assert later.out == "p  last position too old, 893 m away, seen 50 min ago\nNo patrol can be sent.\n"
    form = _run(demo, "patrols", "-117.11", "36.60", "--json", at="2026-06-02 10:00").form["data"]
    assert form["patrols"][0]["standing"] == "stale"


@pytest.mark.parametrize(
    "words", [("on-duty", "--grid", "no-such"), ("roster", "--to", "r.ics", "--station", "no-such")]
)
def test_a_grid_or_station_that_is_not_there_is_no_empty_answer(demo: Path, words: tuple[str, ...]) -> None:
    got = _run(demo, *words)
    assert got.code == 2
    assert "no-such" in got.err
