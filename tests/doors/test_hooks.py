"""Every hook is explained in the same parts, its example works, and some plugin really uses it."""

from collections.abc import Iterable
from datetime import date, time
import inspect
import re
from textwrap import dedent
from typing import Any

import attrs
import pytest

from cmsdk import City, plugin
from cmsdk.contract.api import API, HOOKS
from cmsdk.contract.context import AssemblyContext
from cmsdk.contract.workflow import GUARDS
from cmsdk.plugin import CityPlugin, TableCity
from cmsdk.work import guards

PARTS = ("Called:", "Return:", "Combined:", "If it raises:", "Since:", "Example:")
CONTEXT = AssemblyContext("x-demo", "demo", lambda _path: None, lambda _folder: ())


def test_the_hooks_of_the_class_are_those_of_the_table_and_all_are_specs() -> None:
    named = {name for name in vars_of(CityPlugin) if name.startswith("cmsdk_")}
    assert named == set(HOOKS)
    for name in named:
        assert getattr(getattr(CityPlugin, name), "cmsdk_spec", None), name
        assert list(inspect.signature(getattr(CityPlugin, name)).parameters) == ["self", "context"]


def vars_of(kind: type) -> set[str]:
    return {name for base in kind.__mro__ for name in vars(base)}


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_explained_in_the_same_parts_in_the_same_order(hook: str) -> None:
    text = inspect.getdoc(getattr(CityPlugin, hook)) or ""
    first, *rest = text.splitlines()
    assert first.endswith("."), first
    assert first.startswith("Contribute "), first
    found = [part for line in rest for part in PARTS if line.startswith(part)]
    assert tuple(found) == PARTS
    assert "CMS2" in re.search(r"If it raises: (.*)", text).group(1)  # type: ignore[union-attr]
    since = re.search(r"Since: (\d+\.\d+)\.", text)
    assert since
    assert since.group(1) == HOOKS[hook].since
    assert tuple(map(int, HOOKS[hook].since.split("."))) <= tuple(map(int, API.split(".")))


def _example(hook: str) -> Iterable[Any]:
    text = (inspect.getdoc(getattr(CityPlugin, hook)) or "").partition("Example:\n")[2]
    names = {name: getattr(plugin, name) for name in plugin.__all__} | {"attrs": attrs, "date": date, "time": time}
    source = "class Demo(CityPlugin):\n" + "\n".join(f"    {line}" for line in dedent(text).splitlines())
    exec(source, names)  # noqa: S102  the example of our own docstring
    return getattr(names["Demo"](), hook)(CONTEXT)


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_of_a_hook_works_and_yields_what_the_hook_takes(hook: str) -> None:
    items = list(_example(hook))
    assert items
    assert all(isinstance(item, HOOKS[hook].accepts) for item in items)
    assert all(item.key for item in items)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_plugin_that_overrides_nothing_contributes_nothing(hook: str) -> None:
    assert tuple(getattr(CityPlugin(), hook)(context=CONTEXT)) == ()
    assert tuple(getattr(TableCity(), hook)(context=CONTEXT)) == ()


def test_every_hook_is_used_by_an_installed_plugin(xian: City) -> None:
    used = {hook for hook, _ in xian.plan.origins}
    assert used == set(HOOKS)


def test_the_guards_that_a_table_may_name_are_those_that_are_carried_out() -> None:
    assert set(GUARDS) == set(guards.GUARDS)
    assert len(set(GUARDS)) == len(GUARDS)
