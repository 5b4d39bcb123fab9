"""A small town whose tables a test may change, and reports decided by its plan."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
import shutil

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Quarantined
from cmsdk.model.report import Item
from cmsdk.model.triaged import Triaged
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline
from cmsdk.triage.read import Reader

TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
CITY = "us.ma.testville"

Fields = Mapping[str, str]
Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]


def _plan(folder: Path) -> CityPlan:
    return assemble([*discover(only=()), from_folder(folder)], CITY)


@pytest.fixture(scope="session")
def plan() -> CityPlan:
    """The town as it stands in ``tests/city/testville``."""
    return _plan(TESTVILLE)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """The town with some files of its tables written anew: ``town({"classify.csv": "…"})``."""

    def make(files: Mapping[str, str]) -> CityPlan:
        folder = tmp_path / "testville"
        shutil.copytree(TESTVILLE, folder, dirs_exist_ok=True)
        for name, text in files.items():
            (folder / "tables" / name).write_text(text, encoding="utf-8")
        return _plan(folder)

    return make


@pytest.fixture(scope="session")
def received(plan: CityPlan) -> datetime:
    """A Monday morning on which the office is open."""
    return datetime(2026, 6, 1, 9, 30, tzinfo=plan.zone)


@pytest.fixture(scope="session")
def drafts(received: datetime) -> Callable[..., list[Draft | Quarantined]]:
    """Reports by their fields, read: ``drafts(plan, {"text": "…"}, …)``."""

    def read(plan: CityPlan, *reports: Fields, channel: str = "desk") -> list[Draft | Quarantined]:
        items = [Item(str(n), dict(fields), {"crs": "wgs84", **fields}) for n, fields in enumerate(reports, start=2)]
        return Reader(plan, channel, "d-1", received).read(items)

    return read


@pytest.fixture(scope="session")
def decide(drafts: Callable[..., list[Draft | Quarantined]]) -> Decide:
    """Reports by their fields, decided: ``decide(plan, {"text": "…"}, …)``; all of them are whole."""

    def run(plan: CityPlan, *reports: Fields, channel: str = "desk") -> list[Triaged]:
        read: Sequence[Draft | Quarantined] = drafts(plan, *reports, channel=channel)
        whole = [row for row in read if isinstance(row, Draft)]
        assert len(whole) == len(reports)
        return Pipeline(plan).decide(whole, Guard())

    return run
