"""The public doors: their names are written down here, so that no name comes or goes unseen."""

import ast
from importlib import import_module
from pathlib import Path

import attrs
import pytest

from cmsdk import plugin as door
from cmsdk.contract.api import HOOKS
from cmsdk.contract.base import Contribution

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DOORS = ("cmsdk", "cmsdk.plugin", "cmsdk.testing")
THROUGH = {"cmsdk.works": "cmsdk.model.works", "cmsdk.plugin.community": "cmsdk.contract.community"}
"""Lists of names that a door hands on whole: what they are called there, and where they stand."""


@pytest.mark.parametrize("name", [*DOORS, *THROUGH])
def test_the_names_of_a_door_are_those_that_are_written_down(name: str) -> None:
    committed = (HERE / f"names_{name.replace('.', '_')}.txt").read_text(encoding="utf-8").split()
    assert sorted(import_module(THROUGH.get(name, name)).__all__) == committed


@pytest.mark.parametrize("name", [*DOORS, *THROUGH])
def test_every_name_of_a_door_leads_to_something_that_is_explained(name: str) -> None:
    module = import_module(THROUGH.get(name, name))
    assert len(set(module.__all__)) == len(module.__all__)
    for public in module.__all__:
        found = getattr(module, public)
        if callable(found):
            assert found.__doc__, f"{name}.{public}"
            assert not found.__doc__.startswith(f"{public}("), f"{name}.{public} has no docstring of its own"


def test_what_hooks_yield_can_be_made_with_names_of_the_plugin_door() -> None:
    reachable = {kind for row in HOOKS.values() for kind in row.accepts}
    for kind in reachable:
        assert getattr(door, kind.__name__) is kind
        assert issubclass(kind, Contribution)
        assert attrs.has(kind)


def test_the_items_of_every_hook_are_frozen_and_compared_by_content() -> None:
    for kind in {kind for row in HOOKS.values() for kind in row.accepts}:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            object.__new__(kind).basis = "changed"
        assert kind.__eq__ is not object.__eq__


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inside = node.module == "cmsdk"
            found |= {f"cmsdk.{alias.name}" for alias in node.names} if inside else {node.module}
    return {name for name in found if name.partition(".")[0] == "cmsdk"}


def test_plugins_come_through_the_plugin_door_only() -> None:
    sources = [*ROOT.glob("plugins/*/src/**/*.py"), *ROOT.glob("src/cmsdk/builtin/*.py")]
    assert len(sources) > 3
    for path in sources:
        assert _imports(path) <= {"cmsdk.plugin"}, path
