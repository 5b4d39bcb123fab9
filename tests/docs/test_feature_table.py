"""The feature table: every mechanism of the five cities is in it, with tests that exist, are its city's, and pass."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re
import subprocess
import sys
import tomllib
from xml.etree import ElementTree as ET

import attrs
import pytest

from .pages import ROOT

PAGE = ROOT / "docs" / "reference" / "feature-table.md"
CITIES = {
    "370283": range(1, 12), "370200": range(12, 21), "320700": range(21, 33), "610100": range(33, 50),
    "370481": range(50, 58),
}  # fmt: skip
"""The mechanisms of each city."""
_HEADING = re.compile(r"^## .*?[（(](?P<city>\d{6})[）)]$")
_FOLDER = re.compile(r"`(?P<folder>plugins/[\w-]+/tests)`")
_CODE = re.compile(r"`([^`]+)`")


@attrs.frozen
class Row:
    """A row of the page: the mechanism, its city, what is said of it, its tests and where they stand."""

    number: str
    city: str
    said: str
    file: Path
    tests: tuple[str, ...]

    @property
    def nodes(self) -> list[str]:
        return [f"{self.file.relative_to(ROOT)}::{name}" for name in self.tests]


def rows_of(page: Path) -> Iterator[Row]:
    city, folder = "", ROOT
    for line in page.read_text(encoding="utf-8").splitlines():
        if found := _HEADING.match(line):
            city = found["city"]
        elif found := _FOLDER.search(line):
            folder = ROOT / found["folder"]
        elif re.match(r"\| M\d", line):
            number, said, file, tests = (cell.strip() for cell in line.strip("|").split("|"))
            yield Row(number, city, said, folder / _CODE.findall(file)[0], tuple(_CODE.findall(tests)))


ROWS = list(rows_of(PAGE))


def test_every_mechanism_is_in_the_table_once_under_its_city() -> None:
    wanted = {f"M{number:02}": city for city, numbers in CITIES.items() for number in numbers}
    assert len(wanted) == len(ROWS) == 57
    assert {row.number: row.city for row in ROWS} == wanted


@pytest.mark.parametrize("city", CITIES)
def test_the_tests_are_those_of_the_plugin_of_the_city(city: str) -> None:
    (folder,) = {row.file.parent for row in ROWS if row.city == city}
    (manifest,) = folder.parent.glob("src/*/cmsdk.toml")
    assert tomllib.loads(manifest.read_text(encoding="utf-8"))["scope"] == city


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_each_named_test_is_there_and_carries_the_number_of_its_mechanism(row: Row) -> None:
    body = ast.parse(row.file.read_text(encoding="utf-8")).body
    defined = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    assert row.tests
    assert set(row.tests) <= defined
    assert all(row.number.lower() in name.removeprefix("test_").split("_") for name in row.tests)


def test_both_languages_name_the_same_tests() -> None:
    chinese = list(rows_of(PAGE.with_suffix(".zh.md")))
    assert [attrs.evolve(row, said="") for row in chinese] == [attrs.evolve(row, said="") for row in ROWS]
    assert not [row.number for row in ROWS if re.search("[\u4e00-\u9fff]", row.said)]
    assert all(re.search("[\u4e00-\u9fff]", row.said) for row in chinese)


@pytest.mark.slow
def test_every_test_of_the_table_passes(tmp_path: Path) -> None:
    nodes, report = [node for row in ROWS for node in row.nodes], tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *nodes]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  our own tests
    assert done.returncode == 0, done.stdout[-4000:]
    passed: dict[str, bool] = {}
    for case in ET.parse(report).iter("testcase"):  # noqa: S314  pytest has just written it
        name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
        passed[name] = passed.get(name, True) and not len(case)
    assert {node for node in nodes if not passed.get(node)} == set(), "skipped, or not run at all"
