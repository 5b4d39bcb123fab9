"""Finding plugins reads manifests and imports nothing; only what covers the city is ever started."""

from collections.abc import Callable
from pathlib import Path
import sys

import pytest

from cmsdk import City, discover
from cmsdk.registry.selection import State, select

Install = Callable[..., Path]


def _loaded() -> set[str]:
    return {name for name in sys.modules if name.startswith("cmsdk_test_")}


def test_discovery_and_selection_import_no_plugin(install: Install) -> None:
    install(code="raise SystemExit('imported')")
    rows = discover()
    row = next(r for r in rows if r.name == "toy")
    assert (row.label, row.problems) == ("cmsdk-toy 1.0", ())
    assert next(s.state for s in select(rows, "test.toy") if s.row is row) is State.ACTIVE
    assert not _loaded()


def test_a_plugin_of_another_city_is_never_imported(install: Install, toy: dict[str, str]) -> None:
    install(tables=toy, code="class Toy(TableCity): pass")
    install("neighbour", scope="test.other", code="raise SystemExit('imported')")
    install("twin", scope="610100", code="raise SystemExit('imported')")
    with City.open("test.toy", plugins=discover()) as city:
        assert [p.name for p in city.plan.plugins] == ["builtin", "toy"]
    assert _loaded() == {"cmsdk_test_toy"}


def test_a_plugin_that_is_not_allowed_is_never_imported(install: Install, toy: dict[str, str]) -> None:
    install(tables=toy, code="class Toy(TableCity): pass")
    install("more", code="raise SystemExit('imported')")
    assert [row.name for row in discover(only=["toy"])] == ["builtin", "toy"]
    with City.open("test.toy", plugins=discover(only=["toy"])):
        assert _loaded() == {"cmsdk_test_toy"}


def test_a_plugin_installed_in_place_and_named_by_its_folder_is_one(install: Install, tmp_path: Path) -> None:
    root = install(version="2.3")
    link = tmp_path / "link"
    link.symlink_to(root)
    (row,) = [row for row in discover([root, link]) if row.name == "toy"]
    assert (row.label, row.problems) == ("cmsdk-toy 2.3", ())


def test_nothing_but_the_built_in_is_allowed_by_an_empty_list() -> None:
    assert [row.name for row in discover(only=[])] == ["builtin"]


@pytest.mark.parametrize(
    ("how", "state"),
    [
        ({}, State.ACTIVE),
        ({"scope": "us.ma.boston"}, State.OUT_OF_SCOPE),
        ({"manifest": "name ="}, State.BROKEN),
        ({"api": "1.99"}, State.INCOMPATIBLE),
        ({"requires": ["nobody"]}, State.MISSING_REQUIREMENT),
    ],
)
def test_every_plugin_has_a_state_for_a_city(how: dict[str, object], state: State, install: Install) -> None:
    install(version="2.3", **how)
    chosen = next(s for s in select(discover(), "test.toy") if s.row.distribution == "cmsdk-toy")
    assert (chosen.state, chosen.row.version) == (state, "2.3")
    assert bool(chosen.problems) == (state in {State.BROKEN, State.INCOMPATIBLE, State.MISSING_REQUIREMENT})


def test_plugins_that_require_each_other_are_both_there(install: Install, toy: dict[str, str]) -> None:
    install(tables=toy, requires=["more"])
    install("more", requires=["toy"])
    with City.open("test.toy", plugins=discover(only=["toy", "more"])) as city:
        assert [p.name for p in city.plan.plugins] == ["builtin", "more", "toy"]


def test_a_plugin_reads_files_of_its_own_folder_only(install: Install, toy: dict[str, str]) -> None:
    code = """
    class Toy(TableCity):
        @hookimpl
        def cmsdk_channels(self, context):
            assert context.resources("tables/reports") == ("tables/reports/b.toml", "tables/reports/c.toml")
            assert context.resources("nowhere") == ()
            assert context.resources("..") == ()
            assert context.resource("tables/absent.csv") is None
            assert context.resource("tables") is None
            assert b"toy-desk" in context.resource("tables/units.csv")
            assert (context.city, context.plugin) == ("test.toy", "toy")
            return ()
    """
    report = 'id = "{}"\ntitle = "台账"\n[[column]]\nfield = "id"\nlabel = "编号"\n'
    toy |= {"reports/c.toml": report.format("toy-c"), "reports/b.toml": report.format("toy-b")}
    install(tables=toy, code=code)
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        assert sorted(city.plan.reports) == ["toy-b", "toy-c"]


def test_the_lists_of_problems_and_of_plugins_come_in_the_order_of_names(install: Install) -> None:
    for name in ("zeta", "alpha", "mid"):
        install(name, code="raise ValueError")
    names = [row.name for row in discover(only=["zeta", "alpha", "mid"])]
    assert names == ["alpha", "builtin", "mid", "zeta"]
