"""What is wrong with a plugin before it is asked anything (CMS1xx)."""

from collections.abc import Callable
from pathlib import Path
import sys

import pytest

from cmsdk import AssemblyError, City, Problem, discover, from_folder
from cmsdk.contract.api import API

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]
Facts = Callable[[Problem], dict[str, str]]

GOOD = 'name = "toy"\napi = "1.0"\nscope = "test.toy"\nplugin = "cmsdk.plugin:TableCity"\n'
SLIPS = {
    "broken TOML": ("CMS102", 'name = "toy\n', ("TOML", "line 1")),
    "not UTF-8": ("CMS102", 'name = "城"'.encode("gb18030"), ("UTF-8",)),
    "missing key": ("CMS103", GOOD.replace('scope = "test.toy"\n', ""), ("`scope`", "missing")),
    "unknown key": ("CMS103", GOOD + "scop = 5\n", ("`scop`", "unknown key")),
    "name is no name": ("CMS103", GOOD.replace('"toy"', '"Toy City"'), ("`name`", "Toy City")),
    "name of the core's own plugin": ("CMS103", GOOD.replace('"toy"', '"builtin"'), ("`name`", "builtin")),
    "scope is no scope": ("CMS103", GOOD.replace('"test.toy"', '"37020"'), ("`scope`", "37020")),
    "scope in capitals": ("CMS103", GOOD.replace('"test.toy"', '"US"'), ("`scope`", "US")),
    "plugin is no class": ("CMS103", GOOD.replace(":TableCity", ""), ("`plugin`", "module:Class")),
    "text expected": ("CMS103", GOOD.replace('"toy"', "7"), ("`name`",)),
    "requires is no list": ("CMS103", GOOD + 'requires = "cn"\n', ("`requires`",)),
    "newer minor version": ("CMS104", GOOD.replace("1.0", "1.99"), ("1.99", API, "pip install --upgrade cmsdk")),
    "other major version": ("CMS104", GOOD.replace("1.0", "2.0"), ("2.0", API)),
    "no version": ("CMS104", GOOD.replace('"1.0"', '"one"'), ("one", API)),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_manifest_is_a_row_with_its_remedy(slip: str, install: Install, speaks: Speaks) -> None:
    code, manifest, needles = SLIPS[slip]
    install(version="2.3", manifest=manifest)
    row = next(r for r in discover() if r.distribution == "cmsdk-toy")
    assert row.manifest is None
    assert [p.code for p in row.problems] == [code]
    assert row.problems[0].where == "cmsdk-toy/cmsdk.toml"
    speaks(row.problems[0], *needles)


def test_all_slips_of_a_manifest_are_named_in_a_fixed_order(install: Install) -> None:
    install(manifest='name = 5\nzeta = 1\nalpha = 2\napi = "1.0"\n')
    row = next(r for r in discover() if r.distribution == "cmsdk-toy")
    assert [dict(p.facts)["key"] for p in row.problems] == ["name", "scope", "plugin", "alpha", "zeta"]


def test_a_broken_plugin_does_not_stop_another_city(install: Install) -> None:
    install(manifest="name = ")
    with City.open("610100", plugins=discover()) as city:
        assert city.plan.profile.name


@pytest.mark.parametrize("value", ["cmsdk_nowhere:cmsdk.toml", ":cmsdk.toml", "cmsdk_test_toy:other.toml"])
def test_an_entry_point_that_leads_nowhere_is_named(value: str, install: Install, speaks: Speaks) -> None:
    root = install(version="2.3")
    (root.parent / "cmsdk_test_toy-2.3.dist-info" / "entry_points.txt").write_text(f"[cmsdk.plugins]\ntoy = {value}\n")
    row = next(r for r in discover() if r.distribution == "cmsdk-toy")
    assert [p.code for p in row.problems] == ["CMS101"]
    assert value in row.problems[0].where
    speaks(row.problems[0], "cmsdk.toml", "pyproject.toml")


def test_a_package_without_a_manifest_is_named(install: Install, speaks: Speaks) -> None:
    (install() / "cmsdk.toml").unlink()
    row = next(r for r in discover() if r.distribution == "cmsdk-toy")
    assert [(p.code, p.where) for p in row.problems] == [("CMS101", "cmsdk-toy/cmsdk.toml")]
    speaks(row.problems[0], "No such file")


def test_a_missing_requirement_names_both_plugins(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    install(version="2.3", tables=toy, requires=["cn", "province"])
    every = complaints()
    assert [facts(p)["known"] for p in every if p.code == "CMS109"] == ["—"]
    found = [p for p in every if p.code == "CMS105"]
    assert [facts(p) for p in found] == [{"plugin": "toy", "requires": r} for r in ("cn", "province")]
    assert found[0].where == "cmsdk-toy 2.3/cmsdk.toml"
    speaks(found[1], "province", "cmsdk plugins list --city ")


def test_what_requires_a_plugin_that_lacks_its_own_requirement_is_missing_it_too(
    install: Install, toy: dict[str, str], complaints: Complaints, facts: Facts
) -> None:
    install("base", requires=["ground"])
    install(tables=toy, requires=["base"])
    found = [facts(p) for p in complaints(only=("toy", "base")) if p.code == "CMS105"]
    assert found == [{"plugin": "base", "requires": "ground"}, {"plugin": "toy", "requires": "base"}]


def test_a_requirement_that_does_not_cover_the_city_is_missing(
    install: Install, toy: dict[str, str], complaints: Complaints
) -> None:
    install("base", scope="370200")
    install(tables=toy, requires=["base"])
    assert "CMS105" in {p.code for p in complaints(only=("toy", "base"))}


def test_two_plugins_of_one_name_are_both_left_out_and_both_named(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
) -> None:
    install(version="2.3", tables=toy)
    install("toy", dist="other", version="0.9", tables=toy)
    found = [p for p in complaints() if p.code == "CMS106"]
    assert len(found) == 2
    assert found[0].where == "toy"
    speaks(found[0], "cmsdk-toy 2.3", "cmsdk-other 0.9", "pip uninstall")


def test_a_folder_that_is_installed_as_it_stands_is_one_plugin(install: Install, toy: dict[str, str]) -> None:
    root = install(tables=toy)
    rows = discover([root], only=["toy"])
    assert [(row.label, row.problems) for row in rows if row.name == "toy"] == [("cmsdk-toy 1.0", ())]


def test_a_broken_manifest_takes_no_name_from_a_sound_one(install: Install, toy: dict[str, str]) -> None:
    root = install(tables=toy)
    broken = root.parent / "toy"
    broken.mkdir()
    (broken / "cmsdk.toml").write_text("name = ")
    rows = discover([broken], only=["toy"])
    assert [(r.distribution, [p.code for p in r.problems]) for r in rows] == [
        ("cmsdk", []),
        ("cmsdk-toy", []),
        ("toy", ["CMS102"]),
    ]


def test_a_city_that_lacks_what_a_broken_plugin_may_hold_is_told_of_the_broken_plugin(
    install: Install, complaints: Complaints
) -> None:
    install("ground")
    install(manifest="name = ")
    assert {p.code for p in complaints(only=("ground", "toy"))} >= {"CMS102", "CMS210"}


FAILURES = {
    "module that is not there": ("CMS107", {"plugin": "cmsdk_test_nowhere:Toy"}, ("ModuleNotFoundError",)),
    "class that is not there": ("CMS107", {"plugin": "cmsdk_test_toy:Toi", "code": "pass"}, ("AttributeError", "Toi")),
    "module that raises": ("CMS107", {"code": "raise OSError('no disk')"}, ("OSError: no disk", "__init__.py:2")),
    "module that ends the program": ("CMS107", {"code": "import sys; sys.exit('bye')"}, ("SystemExit: bye",)),
    "module with a slip of the pen": ("CMS107", {"code": "class Toy(:"}, ("SyntaxError",)),
    "raises in __init__": (
        "CMS107",
        {"code": "class Toy(CityPlugin):\n    def __init__(self): raise ValueError('not today')"},
        ("ValueError: not today",),
    ),
    "__init__ wants arguments": (
        "CMS107",
        {"code": "class Toy(CityPlugin):\n    def __init__(self, city): pass"},
        ("TypeError",),
    ),
    "no CityPlugin": ("CMS108", {"code": "class Toy: pass"}, ("CityPlugin", "cmsdk.plugin:TableCity")),
    "no class": ("CMS108", {"code": "def Toy(): pass"}, ("CityPlugin",)),
    "makes something else": (
        "CMS108",
        {"code": "class Toy(CityPlugin):\n    def __new__(cls): return 5"},
        ("CityPlugin",),
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_plugin_that_cannot_be_started_is_named(
    failure: str, install: Install, complaints: Complaints, speaks: Speaks, facts: Facts
) -> None:
    code, how, needles = FAILURES[failure]
    install(version="2.3", **how)
    found = complaints()
    assert [p.code for p in found] == [code, "CMS210"]
    assert found[0].where.startswith("cmsdk-toy 2.3/")
    assert facts(found[0])["plugin"] == "toy"
    speaks(found[0], "toy", *needles)


@pytest.mark.parametrize("city", ["370200", "us.ma.boston", "61010", "６１０１００", "Xian", "", "cn", "*"])
def test_an_unknown_city_is_named_with_those_that_are_known(
    city: str, install: Install, toy: dict[str, str], speaks: Speaks, facts: Facts
) -> None:
    install(tables=toy)
    with pytest.raises(AssemblyError) as caught:
        City.open(city, plugins=discover(only=["toy"]))
    (found,) = caught.value.problems
    assert (found.code, found.where) == ("CMS109", city)
    assert facts(found) == {"city": city, "known": "test.toy"}
    if city:
        speaks(found, "test.toy", "cmsdk plugins list --city ")


def test_a_city_whose_only_plugin_is_broken_is_told_why(install: Install, complaints: Complaints) -> None:
    install(manifest="name = ")
    assert [p.code for p in complaints()] == ["CMS109", "CMS102"]


def test_a_folder_of_tables_that_nobody_packaged_is_a_plugin_too(tmp_path: Path, toy: dict[str, str]) -> None:
    root = tmp_path / "my-city"
    (root / "tables").mkdir(parents=True)
    (root / "cmsdk.toml").write_text(GOOD)
    for name, text in toy.items():
        (root / "tables" / name).write_text("\n".join(line.strip() for line in text.strip().splitlines()))
    row = from_folder(root)
    assert (row.name, row.label, row.problems) == ("toy", "my-city 0", ())
    with City.open("test.toy", plugins=discover([root], only=["toy"])) as city:
        assert city.plan.profile.name == "玩具市"
    assert not [m for m in sys.modules if m.startswith("my-city")]
