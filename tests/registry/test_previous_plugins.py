"""Plugins of earlier versions of the contract, never edited, open and decide as they did (docs/adr/0051)."""

from collections.abc import Callable, Iterator
from pathlib import Path
import re
import sys

import pytest

from cmsdk import City, discover
from cmsdk.contract.versions import versions
from cmsdk.registry.checks.workflow import check_workflow
from cmsdk.tables.template import check_folder
from cmsdk.testing import run_scenarios

FOLDER = Path(__file__).parents[1] / "plugins" / "previous"
PLUGINS = {"1.0": ("1.0",), "1.2": ("1.1", "1.2")}
"""Version of each plugin → the versions all of whose names and fields it uses."""
Opened = Callable[[str], City]


def _folder(version: str) -> Path:
    return FOLDER / f"previous_{version.replace('.', '_')}"


@pytest.fixture(scope="module")
def opened() -> Iterator[Opened]:
    made: dict[str, City] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))

        def one(version: str) -> City:
            if version not in made:
                made[version] = City.open("test.previous", plugins=discover([_folder(version)], only=["previous"]))
            return made[version]

        yield one


@pytest.mark.parametrize("version", PLUGINS)
def test_it_opens_without_a_warning_and_its_scenarios_hold(version: str, opened: Opened) -> None:
    plan = opened(version).plan
    assert plan.warnings == ()
    results = run_scenarios(_folder(version), plan=plan)
    assert results
    assert [str(result) for result in results if not result.passed] == []


@pytest.mark.parametrize("version", PLUGINS)
def test_it_has_every_hook_name_and_field_that_its_version_brought(version: str) -> None:
    source = (_folder(version) / "__init__.py").read_text(encoding="utf-8")
    missing = []
    for row in versions():
        if row.number in PLUGINS[version]:
            words = [*row.hooks, *row.names, *(field for fields in row.fields.values() for field in fields)]
            missing += [word for word in words if not re.search(rf"\b{word}\b", source)]
    assert missing == []


def test_tables_of_that_time_still_have_known_columns() -> None:
    checked = check_folder(_folder("1.2"), check_workflow)
    assert checked.problems == ()
    assert len(checked.files) > 18


def test_what_it_sends_and_sees_is_what_its_version_promised(opened: Opened) -> None:
    city = opened("1.2")
    said = sys.modules["previous_1_2"]
    city.receive("previous-csv", b"no,what,where,who,phone\n1,a stall at the corner,,Ann,13800138000\n")
    assert city.deliver_outbox().sent == 1
    assert said.SENT[-1][1].phone == "13800138000"
    assert {entry[2] for entry in said.SEEN} >= {"reported"}


def test_a_format_of_that_time_still_writes(opened: Opened, tmp_path: Path) -> None:
    city = opened("1.0")
    city.receive("previous-lines", b"a lamp is out\n")
    city.publish("previous-ledger", to=tmp_path / "ledger.txt")
    assert "Ledger" in (tmp_path / "ledger.txt").read_text(encoding="utf-8")
