"""M28, M29: reports of a month and the duties of a month lead to what recurs, and to where officers are missing."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import City, discover
from cmsdk.model.viewed import ViewRow

pytest.importorskip("scipy")

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))
SAMPLES = files("cmsdk_lianyungang").joinpath("samples")
REPORTS = SAMPLES.joinpath("tracing", "reports.json").read_text(encoding="utf-8")
DUTY = SAMPLES.joinpath("work", "80-october-duty.csv").read_text(encoding="utf-8")
SOUTH, NORTH = "x-lyg-04-01-1", "x-lyg-04-01-2"
Traced = Callable[..., City]


@pytest.fixture(scope="module")
def traced() -> Iterator[Traced]:
    """The city at the beginning of November with these reports and duties, each made once."""
    with ExitStack() as opened:

        @cache
        def enter(reports: str = REPORTS, duty: str = DUTY) -> City:
            plugins = discover(only=["cn", "lianyungang"])
            city = opened.enter_context(City.open("320700", plugins=plugins, clock=lambda: NOW))
            assert not city.receive("lyg-community", reports.encode()).problems
            assert not city.enter_table(duty.encode(), name="duty.csv").refused
            return city

        yield enter


def _without(text: str, *parts: str) -> str:
    """The lines of ``text`` but those that have all of ``parts``; the list of reports stays one."""
    lines = (line for line in text.splitlines(keepends=True) if not all(part in line for part in parts))
    return "".join(lines).replace("},\n]", "}\n]")


def _found(city: City) -> list[ViewRow]:
    return [row for row in city.view("recurring", period="2026-10").rows if row.cells["found"]]


def _forces(city: City) -> dict[object, ViewRow]:
    return {row.cells["place"]: row for row in city.view("forces", period="2026-10").rows}


def test_m28_tracing(traced: Traced, tmp_path: Path) -> None:
    city = traced()
    (row,) = _found(city)
    assert (row.cells["place"], row.cells["class"], row.cells["hour"]) == (NORTH, "无照经营游商", 21)
    assert (row.cells["days"], row.cells["cases"]) == (16, 16)
    assert float(str(row.cells["raised"])) < 0.001
    assert {city.case(id_).grid for id_ in row.sources} == {NORTH}
    assert len(row.sources) == 16
    page = city.publish("lianyungang-tracing", period="2026-10", to=tmp_path / "t.html").read_text(encoding="utf-8")
    assert "示例社区第二网格（北门）" in page


def test_m28_without_its_evenings_the_vendor_is_no_series(traced: Traced) -> None:
    two = _without(_without(REPORTS, "北门", "2026-10-1"), "北门", "2026-10-2")
    assert _found(traced(two)) == []


def test_m29_reallocation(traced: Traced, tmp_path: Path) -> None:
    city = traced()
    north, south = _forces(city)[NORTH], _forces(city)[SOUTH]
    assert (north.cells["hours"], north.cells["suggestion"], north.cells["hour"]) == (6.0, "more_officers", 21)
    assert (south.cells["hours"], south.cells["suggestion"]) == (34.0, "fewer_officers")
    moved = {place: int(str(row.cells["move"])) for place, row in _forces(city).items()}
    assert moved[NORTH] > 0 > moved[SOUTH]
    cases = [id_ for id_ in north.sources if not id_.startswith("duty:")]
    assert len(cases) == north.cells["cases"]
    assert {city.case(id_).grid for id_ in cases} == {NORTH}
    duties = [id_ for id_ in north.sources if id_.startswith("duty:")]
    assert duties == [f"duty:320700:lyg-r-north@2026-10-{day}" for day in (14, 21, 28)]
    page = city.publish("lianyungang-tracing", period="2026-10", to=tmp_path / "t.html").read_text(encoding="utf-8")
    assert "力量调配建议" in page


def test_m29_other_rosters_and_fewer_cases_change_the_suggestion(traced: Traced) -> None:
    city = traced(_without(REPORTS, "北门"), _without(DUTY, "south", "2026-10-2"))
    assert (_forces(city)[SOUTH].cells["hours"], _forces(city)[SOUTH].cells["suggestion"]) == (18.0, "as_now")
    assert _forces(city)[NORTH].cells["suggestion"] == "as_now"
