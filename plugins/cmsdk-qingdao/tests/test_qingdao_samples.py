"""The samples, by the city's own rows; what patrols, cameras and drones find takes the path of any report."""

from collections.abc import Iterator
import csv
from datetime import datetime, timedelta, timezone
from importlib.resources import files
import io
import json
from pathlib import Path

import pytest

from cmsdk import Accept, Actor, Case, City, File, Outcome, Refusal, discover
from cmsdk.model.decisions import Stage

NOW = datetime(2026, 10, 16, 12, 0, tzinfo=timezone(timedelta(hours=8)))
SAMPLES = {
    "patrol.json": "qingdao-patrol",
    "camera.jsonl": "qingdao-camera",
    "drone.json": "qingdao-drone",
    "app.json": "qingdao-app",
    "hotline-12345.csv": "qingdao-12345",
}
GREENS = ("XC261016-03", "SP261016-002", "WRJ-1016-A-01")
"""One vegetable plot, as a walker, a camera and a drone saw it."""
Received = tuple[City, dict[str, Outcome]]


def _sample(name: str) -> bytes:
    return files("cmsdk_qingdao").joinpath("samples", name).read_bytes()


def _open(overlay: Path | None = None) -> City:
    resources = {} if overlay is None else {"qingdao": overlay}
    return City.open("370200", plugins=discover(only=["cn", "qingdao"], resources=resources), clock=lambda: NOW)


def _receive(city: City) -> dict[str, Outcome]:
    return {name: city.receive(channel, _sample(name), name=name) for name, channel in SAMPLES.items()}


def _cases(received: Received) -> dict[str, Case]:
    city, outcomes = received
    return {case.report: case for outcome in outcomes.values() for case in map(city.case, outcome.case_ids)}


@pytest.fixture(scope="module")
def received() -> Iterator[Received]:
    with _open() as city:
        yield city, _receive(city)


def test_every_item_is_a_case_a_repeat_or_in_quarantine(received: Received) -> None:
    assert {
        name: (o.received, len(o.case_ids), o.duplicates, [p.code for q in o.quarantined for p in q.problems])
        for name, o in received[1].items()
    } == {
        "patrol.json": (11, 8, 1, ["CMS508", "CMS507"]),
        "camera.jsonl": (9, 7, 0, ["CMS507", "CMS504"]),
        "drone.json": (9, 8, 0, ["CMS508"]),
        "app.json": (11, 9, 1, ["CMS507"]),
        "hotline-12345.csv": (15, 12, 1, ["CMS508", "CMS506"]),
    }


def test_triage_chooses_what_the_answers_say_for_every_sample(received: Received) -> None:
    answers = list(csv.DictReader(io.StringIO(_sample("answers.csv").decode("utf-8"))))
    cases = list(_cases(received).values())
    assert len(answers) == len(cases) == 44
    for answer in answers:
        (case,) = [
            one for one in cases
            if one.channel == answer["channel"]
            and (one.report == answer["external_id"] or one.text.startswith(answer["text_starts"] or "\0"))
        ]  # fmt: skip
        category = case.category.removeprefix("gbt30428.2/2013/")
        found = (category, str(case.approach), case.unit, str(case.mode))
        assert found == (answer["category"], answer["approach"], answer["unit"], answer["mode"]), answer


def test_matters_of_the_campaign_are_sorted_by_the_citys_own_rows(received: Received) -> None:
    cases = _cases(received)
    topics = {"XC261016-03": "E0191", "XC261016-04": "E0117", "XC261016-05": "E0184", "QD12345-1015-052": "E0120"}
    for report, category in topics.items():
        assert cases[report].category == f"gbt30428.2/2013/{category}"
        (by,) = [step.rule for step in cases[report].trail if step.stage is Stage.CLASSIFY and step.answer]
        assert by.startswith("qingdao-kw-")


def test_m16_reports_of_a_foot_patrol_carry_their_positions(received: Received) -> None:
    city, _ = received
    case = _cases(received)["XC261016-01"]
    assert case.channel == "qingdao-patrol"
    assert case.grid == "x-qingdao-wusi-1"
    assert case.point is not None
    row = {"编号": "X-1", "上报时间": "2026-10-16 11:00", "街道": "市南区", "问题描述": "有流动摊贩"}
    grids = []
    for lon, lat in (("120.3842", "36.0612"), ("120.3842", "36.0652"), ("120.3000", "36.0612")):
        item = {**row, "编号": f"{lon}/{lat}", "经度": lon, "纬度": lat}
        (found,) = city.receive("qingdao-patrol", json.dumps({"records": [item]}).encode()).cases
        grids.append(found.grid)
    assert grids == ["x-qingdao-wusi-1", "x-qingdao-wusi-2", ""], "the position decides, not the words"


def test_m17_cameras_and_drones_take_the_same_path(received: Received) -> None:
    cases = _cases(received)
    walker, camera, drone = (cases[report] for report in GREENS)
    for seen in (camera, drone):
        assert (seen.category, seen.unit, seen.grid) == (walker.category, walker.unit, walker.grid)
        assert seen.linked == walker.id
    city, _ = received
    leader, acceptor = (Actor(p, city.plan.officers[p].roles) for p in ("qingdao-p-leader", "qingdao-p-acceptor"))
    for report in ("XC261016-06", "SP261016-003", "WRJ-1016-A-03"):
        assert isinstance(city.act(cases[report].id, Accept(), acceptor), Case)
        filed = city.act(cases[report].id, File(), leader)
        assert isinstance(filed, Case)
        assert filed.state == "filed"
    public = cases["QD-261015-0011"]
    city.act(public.id, Accept(), acceptor)
    refused = city.act(public.id, File(), leader)
    assert isinstance(refused, Refusal)
    assert refused.guard == "verified_or_direct", "what people report is looked at first"


def test_m17_without_the_row_of_duplicates_each_finding_is_a_matter_of_its_own(tmp_path: Path) -> None:
    table = files("cmsdk_qingdao").joinpath("tables/duplicates.csv").read_text(encoding="utf-8")
    (tmp_path / "tables").mkdir()
    kept = "".join(line for line in table.splitlines(keepends=True) if not line.startswith("qingdao-dup-greens"))
    (tmp_path / "tables/duplicates.csv").write_text(kept, encoding="utf-8")
    with _open(tmp_path) as city:
        cases = _cases((city, _receive(city)))
    assert [cases[report].linked for report in GREENS] == ["", "", ""]
