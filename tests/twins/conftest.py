"""Testville with a table of duplicates that the test gives, on both ledgers, and reports by their fields."""

from collections.abc import Callable, Iterator, Mapping
import csv
from datetime import datetime, timedelta, timezone
import io
from pathlib import Path
import shutil

import pytest

from cmsdk import Case, City, Command, Outcome, Refusal
from cmsdk.model.commands import Actor
from cmsdk.registry.discovery import discover, from_folder

TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
NOW = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=-4)))
ANN = Actor("testville-p-ann", ("clerk", "handler"))
COLUMNS = ("id", "category", "compare", "radius", "window", "similarity", "repeats", "days", "when")
HEADER = ("No.", "Time", "Text", "Area", "Grid", "Category", "Lon", "Lat", "Crs", "Name")

Row = Mapping[str, object]
Town = Callable[..., City]
File = Callable[..., Outcome]


def csv_text(columns: tuple[str, ...], rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def payload(*reports: Row) -> bytes:
    """Reports as the desk's file; a place near the mill and a pothole where nothing else is said."""
    usual = {"Text": "pothole", "Lon": "-71.0", "Lat": "42.5"}
    rows = [{"No.": f"r{n}", **usual, **report} for n, report in enumerate(reports, start=1)]
    return csv_text(HEADER, rows).encode()


@pytest.fixture(params=["memory", "sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return "memory://" if request.param == "memory" else f"sqlite:///{tmp_path}/twins.db"


@pytest.fixture
def town(tmp_path: Path, url: str) -> Iterator[Town]:
    """``town({"category": "C101"}, …)``: the town with these rows of duplicates; with none, without the table."""
    opened: list[City] = []

    def make(*rows: Row, where: str = url, files: Mapping[str, str] | None = None) -> City:
        folder = tmp_path / f"town-{len(opened)}"
        shutil.copytree(TESTVILLE, folder)
        channels = folder / "tables" / "channels.toml"
        text = channels.read_text(encoding="utf-8").replace('lat = "Lat"\nname', 'lat = "Lat"\ncrs = "Crs"\nname', 1)
        channels.write_text(text, encoding="utf-8")
        named = [{"id": f"testville-dup-{n}", **row} for n, row in enumerate(rows)]
        if rows:
            (folder / "tables" / "duplicates.csv").write_text(csv_text(COLUMNS, named), encoding="utf-8")
        for name, content in (files or {}).items():
            (folder / "tables" / name).write_text(content, encoding="utf-8")
        plugins = [*discover(only=()), from_folder(folder)]
        city = City.open("us.ma.testville", where, plugins=plugins, clock=lambda: NOW)
        opened.append(city)
        return city

    yield make
    for city in opened:
        city.close()


@pytest.fixture
def file() -> File:
    """Files reports: ``file(city, {"Time": "2026-06-01 09:00"}, …)``."""

    def receive(city: City, *reports: Row, now: datetime = NOW) -> Outcome:
        return city.receive("desk", payload(*reports), now=now)

    return receive


@pytest.fixture
def links() -> Callable[[City], dict[str, str]]:
    """Report → the report of the case that its case is linked to, of all cases of a city."""

    def of(city: City) -> dict[str, str]:
        cases = list(city.cases())
        report = {case.id: case.report for case in cases}
        return {case.report: report.get(case.linked, "") for case in cases}

    return of


@pytest.fixture
def give() -> Callable[..., Case]:
    """Gives commands that must be carried out, each an hour after the last; the case after the last one."""

    def act(city: City, case_id: str, *commands: Command, hours: int = 1) -> Case:
        case = city.case(case_id)
        for command in commands:
            at = (case.last or NOW) + timedelta(hours=hours)
            done = city.act(case_id, command, ANN, now=at)
            assert not isinstance(done, Refusal), done
            case = done
        return case

    return act
