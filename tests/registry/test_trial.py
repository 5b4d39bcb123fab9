"""A change is tried from files: a folder, a distribution, a wheel, tables laid over; its code never stays imported."""

from collections.abc import Callable
from pathlib import Path
import sys
from zipfile import ZipFile

import pytest

from cmsdk import AssemblyError, Problem, RejectedInput, discover
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.planning import planned
from cmsdk.registry.trial import trial

Install = Callable[..., Path]
CODE = """
from cmsdk.model.place import Level

class Toy(TableCity):
    @hookimpl
    def cmsdk_divisions(self, context):
        from .names import NAME  # imported when it is called
        return [Division(code="x-a", name=NAME, level=Level.DISTRICT)]
"""
MANIFEST = 'name = "toy"\napi = "1.0"\nscope = "test.toy"\nplugin = "{plugin}"\n'
ROUTES = "id,category,unit\ntoy-a,S1,toy-garden\n"


def _plan(given: str, rows: tuple[object, ...] | None = None) -> CityPlan:
    found = discover(only=["toy"]) if rows is None else rows
    with trial(found, "test.toy", given) as tried, tried.code:  # type: ignore[arg-type]
        return planned(tried.rows, "test.toy")


def _folder(root: Path, toy: dict[str, str], plugin: str = "cmsdk.plugin:TableCity") -> Path:
    (root / "tables").mkdir(parents=True)
    for file, text in {**toy, "responsibility.csv": ROUTES}.items():
        (root / "tables" / file).write_text("\n".join(line.strip() for line in text.strip().splitlines()), "utf-8")
    (root / "cmsdk.toml").write_text(MANIFEST.format(plugin=plugin))
    return root


def _wheel(folder: Path, toy: dict[str, str], path: Path) -> Path:
    root = _folder(folder / "other_toy", toy)
    with ZipFile(path, "w") as wheel:
        for file in root.rglob("*.*"):
            wheel.write(file, file.relative_to(folder))
        wheel.writestr("other_toy-7.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: cmsdk-toy\nVersion: 7.0\n")
        wheel.writestr("other_toy-7.0.dist-info/entry_points.txt", "[cmsdk.plugins]\ntoy = other_toy:cmsdk.toml\n")
    return path


def test_each_form_of_a_change_takes_the_place_of_the_plugin(
    install: Install, toy: dict[str, str], tmp_path: Path
) -> None:
    install(tables=toy)
    project = tmp_path / "project"
    _folder(project / "src" / "new_toy", toy)
    (project / "pyproject.toml").write_text('[project]\nname = "cmsdk-toy"\nversion = "3.0"\n')
    tables = tmp_path / "only"
    tables.mkdir()
    (tables / "responsibility.csv").write_text(ROUTES)
    forms = {
        str(_folder(tmp_path / "plain", toy)): "1.0",
        str(project): "3.0",
        str(_wheel(tmp_path / "wheel", toy, tmp_path / "cmsdk_toy-7.0-py3-none-any.whl")): "7.0",
        str(tables): "1.0",
        f"toy={tables}": "1.0",
    }
    for given, version in forms.items():
        plan = _plan(given)
        assert [(r.item.key, r.item.source.endswith("responsibility.csv:2")) for r in plan.routes] == [("toy-a", True)]
        assert {p.name: p.version for p in plan.plugins}["toy"] == version, given
    assert planned(discover(only=["toy"]), "test.toy").routes == ()


def test_two_versions_of_a_package_answer_side_by_side_and_the_installed_one_stays(
    install: Install, toy: dict[str, str], tmp_path: Path
) -> None:
    root = install(tables=toy, code=CODE)
    (root / "names.py").write_text('NAME = "旧"')
    other = _folder(tmp_path / "newer" / root.name, toy, f"{root.name}:Toy")
    (other / "__init__.py").write_text((root / "__init__.py").read_text(encoding="utf-8"), encoding="utf-8")
    (other / "names.py").write_text('NAME = "新"')
    rows, paths = discover(only=["toy"]), list(sys.path)
    old = planned(rows, "test.toy")
    imported = sys.modules[root.name]
    assert _plan(str(other), rows).divisions["x-a"].name == "新"
    assert (old.divisions["x-a"].name, planned(rows, "test.toy").divisions["x-a"].name) == ("旧", "旧")
    assert (sys.modules[root.name], sys.path) == (imported, paths)


def test_a_wheel_brings_all_of_its_code_wherever_its_manifest_lies(
    install: Install, toy: dict[str, str], tmp_path: Path
) -> None:
    """The class stands in a module without a package, its name in a package of its own; both are imported already."""
    root = install(tables=toy, plugin="trial_city:Toy")
    for site, name in ((root.parent, "旧"), (tmp_path / "wheel", "新")):
        (site / "trial_words").mkdir(parents=True)
        (site / "trial_words" / "__init__.py").write_text(f'NAME = "{name}"', encoding="utf-8")
        code = "from cmsdk.plugin import *\nfrom trial_words import NAME\n" + CODE.replace("from .names", "#")
        (site / "trial_city.py").write_text(code, encoding="utf-8")
    _folder(tmp_path / "wheel" / "other_toy", toy, "trial_city:Toy")
    path = tmp_path / "cmsdk_toy-7.0-py3-none-any.whl"
    with ZipFile(path, "w") as wheel:
        for file in (tmp_path / "wheel").rglob("*.*"):
            wheel.write(file, file.relative_to(tmp_path / "wheel"))
        wheel.writestr("toy-7.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: cmsdk-toy\nVersion: 7.0\n")
        wheel.writestr("toy-7.0.dist-info/entry_points.txt", "[cmsdk.plugins]\ntoy = other_toy:cmsdk.toml\n")
    rows = discover(only=["toy"])
    names = [plan.divisions["x-a"].name for plan in (planned(rows, "test.toy"), _plan(str(path), rows))]
    assert names == ["旧", "新"]
    assert planned(rows, "test.toy").divisions["x-a"].name == "旧"


@pytest.mark.parametrize(
    "given", ["nowhere", "cmsdk-toy==2.0", "{tmp}", "{tmp}/broken.whl", "{tmp}/empty.whl"]
)  # fmt: skip
def test_what_names_no_change_is_told(
    given: str, install: Install, toy: dict[str, str], tmp_path: Path, speaks: Callable[[Problem], None]
) -> None:
    install(tables=toy)
    (tmp_path / "broken.whl").write_bytes(b"no zip")
    (tmp_path / "pyproject.toml").write_text("")  # a project whose plugin is not found is no folder of tables
    with ZipFile(tmp_path / "empty.whl", "w") as wheel:
        wheel.writestr("a.txt", "")
    with pytest.raises(RejectedInput) as caught:
        _plan(given.format(tmp=tmp_path))
    assert [p.code for p in caught.value.problems] == ["CMS931"]
    speaks(caught.value.problems[0])


def test_tables_are_laid_over_no_plugin_that_the_city_has_not(
    install: Install, toy: dict[str, str], tmp_path: Path
) -> None:
    install(tables=toy)
    with pytest.raises(RejectedInput) as caught:
        _plan(f"other={tmp_path}")
    assert [p.code for p in caught.value.problems] == ["CMS368"]


def test_a_manifest_that_cannot_be_read_is_no_trial(install: Install, toy: dict[str, str], tmp_path: Path) -> None:
    install(tables=toy)
    (tmp_path / "cmsdk.toml").write_text("no toml")
    with pytest.raises(AssemblyError) as caught:
        _plan(str(tmp_path))
    assert [p.code for p in caught.value.problems] == ["CMS102"]
