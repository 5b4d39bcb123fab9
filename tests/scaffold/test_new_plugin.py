"""What the scaffold writes is good as it is written: tables, city, scenarios, code; names are checked all at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
import re
import subprocess
import sys
import tomllib

import pytest

from cmsdk import City, RejectedInput, discover
from cmsdk.contract.api import API
from cmsdk.contract.deciding import Route
import cmsdk.plugin
from cmsdk.proof.prove import prove
from cmsdk.proof.verdict import verdict
from cmsdk.registry.checks.workflow import check_workflow
from cmsdk.registry.manifest import Manifest, parse_manifest
from cmsdk.scaffold.names import Names, release_range
from cmsdk.scaffold.write import new_plugin
from cmsdk.tables.schema import TABLES
from cmsdk.tables.template import check_folder, template
from cmsdk.testing import run_scenarios

from .conftest import YEAR, Made

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_its_tables_have_no_mistake_and_its_city_nothing_to_look_at(made: Made) -> None:
    checked = check_folder(made.package, check_workflow)
    assert checked.problems == ()
    assert len([name for name in checked.files if name.endswith(".csv")]) >= 8
    assert all(rows for name, rows in checked.files.items() if name.endswith(".csv"))
    assert made.plan.warnings == ()
    assert verdict(prove(made.plan, date(YEAR, 1, 1)), made.plan) == ()


def test_its_scenarios_hold(made: Made) -> None:
    results = run_scenarios(made.written.folder / "tests", plan=made.plan)
    assert len(results) == 3 + 2 * (not made.written.tables_only)
    assert [str(result) for result in results if not result.passed] == []


def test_every_table_begins_with_the_header_and_the_example_of_the_template(made: Made) -> None:
    for file in made.package.glob("tables/*.csv"):
        text = file.read_bytes().decode("utf-8-sig")
        assert text.startswith(template(TABLES[file.stem], made.written.lang)), file.name


def test_its_manifest_entry_point_and_class_are_those_of_its_kind(made: Made) -> None:
    names = made.written.names
    manifest = parse_manifest(made.text(f"src/{names.package}/cmsdk.toml").encode(), "x")
    assert isinstance(manifest, Manifest)
    assert (manifest.name, manifest.api, manifest.scope.text) == (names.name, API, names.scope)
    assert manifest.requires == (("cn",) if names.national else ())
    project = tomllib.loads(made.text("pyproject.toml"))["project"]
    assert project["entry-points"]["cmsdk.plugins"] == {names.name: f"{names.package}:cmsdk.toml"}
    code = made.text(f"src/{names.package}/__init__.py")
    if made.written.tables_only:
        assert manifest.plugin == "cmsdk.plugin:TableCity"
        assert "import" not in code
    else:
        assert manifest.plugin == f"{names.package}:{names.kind}"
        assert "@override" in code
        assert [r.item.key for r in made.plan.routes if isinstance(r.item, Route)] == [f"{names.name}-in-danger"]


def test_people_read_it_in_its_language(made: Made) -> None:
    read = ("README.md", "ci.sh", f"src/{made.package.name}/tables/units.csv", f"src/{made.package.name}/__init__.py")
    for path in read:
        text = made.text(path)
        assert bool(CHINESE.search(text)) is (made.written.lang == "zh"), path
        assert "${" not in text


def test_it_promises_no_language_in_which_it_has_no_words(made: Made) -> None:
    assert made.plan.profile.languages == (made.written.lang,)


def test_its_python_is_formatted_and_lints_clean(make: Callable[[str], Made]) -> None:
    ruff = Path(sys.executable).parent / "ruff"
    if not ruff.exists():
        pytest.skip("ruff is not installed in this environment")
    folders = [str(make(which).written.folder) for which in ("zh-national", "en-own")]
    for command in (["check", "--isolated", "--no-cache"], ["format", "--check", "--isolated", "--no-cache"]):
        line = [ruff, *command, *folders]
        ran = subprocess.run(line, cwd=folders[0], capture_output=True, text=True, check=False)  # noqa: S603  our own tool
        assert ran.returncode == 0, ran.stdout


def test_a_changed_row_breaks_its_scenario_which_names_the_row(make: Callable[[str], Made], tmp_path: Path) -> None:
    made = make("zh-own")
    overlay, name = tmp_path / "tables", made.written.names.name
    overlay.mkdir()
    text = made.text(f"src/{made.package.name}/tables/limits.csv")
    assert f"{name}-l-lamp,handle,C0101,,3," in text
    (overlay / "limits.csv").write_text(text.replace("C0101,,3,", "C0101,,2,"), encoding="utf-8")
    rows = discover([made.package], only=["cn", name], resources={name: tmp_path})
    with City.open("xx.harbourton", plugins=rows) as city:
        results = run_scenarios(made.written.folder / "tests", plan=city.plan)
    (failed,) = [result for result in results if not result.passed]
    assert [p.code for p in failed.problems] == ["CMS620"]
    assert f"{name}-l-lamp ({name}/tables/limits.csv:3)" in failed.problems[0].what("en")
    assert f"{name}-l-lamp ({name}/tables/limits.csv:3)" in str(failed).split("\n\n")[1]


NAMES = [
    "",
    "滨海",
    "Bin",
    "bin_hai",
    "-x",
    "x-",
    "a--b",
    "1a",
    "class",
    "true",
    "con",
    "lpt1",
    "cmsdk-binhai",
    "x" * 41,
    "../x",
    "a\nb",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_cannot_be_one_is_refused_with_one_that_could(
    name: str, tmp_path: Path, speaks: Callable[..., None]
) -> None:
    with pytest.raises(RejectedInput) as rejected:
        new_plugin(name, "990100", year=YEAR, installed=(), to=tmp_path / "new")
    (found,) = rejected.value.problems
    assert found.code == "CMS926"
    speaks(found)
    near = dict(found.facts)["near"]
    if near:
        new_plugin(near, "990100", year=YEAR, installed=(), to=tmp_path / "near")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["route", "band", "table-city", "iterable"])
def test_a_class_never_takes_the_place_of_what_its_module_imports(name: str) -> None:
    assert Names(name, "990100").kind not in {*cmsdk.plugin.__all__, "Iterable", "Sequence"}
    assert Names("binhai", "990100").kind == "Binhai"


@pytest.mark.parametrize("scope", ["", "*", "cn", "us", "000000", "37020", "US.ma", "a..b", "滨海"])
def test_what_is_no_city_is_refused(scope: str, tmp_path: Path, speaks: Callable[..., None]) -> None:
    with pytest.raises(RejectedInput) as rejected:
        new_plugin("binhai", scope, year=YEAR, installed=discover(), to=tmp_path / "new")
    assert [p.code for p in rejected.value.problems] == ["CMS927"]
    speaks(rejected.value.problems[0])


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(tmp_path: Path, speaks: Callable[..., None]) -> None:
    (tmp_path / "mine").write_text("kept")
    with pytest.raises(RejectedInput) as rejected:
        new_plugin("boston", "610100", year=YEAR, installed=discover(), to=tmp_path / "mine")
    assert [p.code for p in rejected.value.problems] == ["CMS928", "CMS928", "CMS929"]
    for found, needle in zip(rejected.value.problems, ("boston", "610100", "mine"), strict=True):
        speaks(found, needle)
    assert (tmp_path / "mine").read_text() == "kept"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RejectedInput) as rejected:
        new_plugin("binhai", "990100", year=YEAR, installed=(), to=tmp_path / "file" / "new")
    assert [p.code for p in rejected.value.problems] == ["CMS905"]


def test_a_distribution_asks_for_the_releases_that_promise_the_same() -> None:
    wanted = {"0.1.0": ">=0.1,<0.2", "0.12.3": ">=0.12,<0.13", "1": ">=1.0,<2", "2.3.1rc1": ">=2.3,<3"}
    assert {release: release_range(release) for release in wanted} == wanted


def test_names_are_made_from_one_another() -> None:
    names = Names("east-harbour", "xx.east")
    assert (names.distribution, names.package, names.kind) == (
        "cmsdk-east-harbour", "cmsdk_east_harbour", "EastHarbour",
    )  # fmt: skip
    assert (names.national, Names("x", "990100").national) == (False, True)
