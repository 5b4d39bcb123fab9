"""The promise of the plugin door: what a version brought is still there, and what is there is in the version table."""

from collections import Counter
from enum import Enum
import inspect
from itertools import pairwise
from typing import Any

import attrs
import pytest

from cmsdk import plugin as door
from cmsdk.contract.api import API, HOOKS
from cmsdk.contract.base import Contribution
from cmsdk.contract.versions import fields_of, versions
from cmsdk.registry.manifest import Manifest, parse_manifest

NAMES = [name for version in versions() for name in version.names]
SHARED = {field.name for field in attrs.fields(Contribution)}
AFTER_1_0 = {"1.1": {"RouteRow"}, "1.2": {"Measure"}}
"""Names whose fields changed their meaning, as ``broke`` says; nothing may be added here before 2.0."""


def _thing(name: str) -> Any:  # noqa: ANN401  whatever the door has
    listed, _, inner = name.rpartition(".")
    return getattr(getattr(door, listed) if listed else door, inner)


def _fields(name: str) -> list[str]:
    thing = _thing(name)
    if isinstance(thing, type) and issubclass(thing, Enum):
        return [member.name for member in thing]
    if isinstance(thing, type) and attrs.has(thing):
        own = [field.name for field in attrs.fields(thing) if not field.name.startswith("_")]
        return (
            own
            if name == "Contribution" or not issubclass(thing, Contribution)
            else [f for f in own if f not in SHARED]
        )
    return list(inspect.signature(thing).parameters) if inspect.isfunction(thing) else []


def test_the_versions_follow_one_another_and_the_last_is_the_contracts() -> None:
    numbers = [tuple(map(int, version.number.split("."))) for version in versions()]
    assert all(b in {(a[0], a[1] + 1), (a[0] + 1, 0)} for a, b in pairwise(numbers))
    assert versions()[-1].number == API
    assert {hook.since for hook in HOOKS.values()} <= {version.number for version in versions()}
    assert all(set(version.what) == {"en", "zh"} for version in versions())


def test_every_name_of_the_door_came_with_one_version() -> None:
    listed = [*door.__all__, *(f"community.{name}" for name in door.community.__all__)]
    assert [name for name, times in Counter(NAMES).items() if times > 1] == []
    assert sorted(NAMES) == sorted(listed), "enter new names in contract/versions.toml; old ones may not go"


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_name_came_with_one_version_and_is_still_there(name: str) -> None:
    assert sorted(_fields(name)) == sorted(fields_of(name)), "enter new fields in contract/versions.toml"


@pytest.mark.parametrize("name", [n for n in NAMES if isinstance(_thing(n), type) and attrs.has(_thing(n))])
def test_what_a_later_version_added_may_be_left_out_and_moves_nothing(name: str) -> None:
    first = next(version for version in versions() if name in version.names)
    later = [field for field in fields_of(name) if field not in first.fields.get(name, ())]
    known = attrs.fields_dict(_thing(name))
    assert [field for field in later if known[field].default is attrs.NOTHING] == []
    if not any(field.kw_only for field in known.values()):
        order = [field for field in fields_of(name) if known[field].init]
        assert [field for field in known if field in order] == order, "new fields go to the end"


def test_what_broke_is_said_and_nothing_was_broken_unsaid() -> None:
    broken = {version.number for version in versions() if version.broke}
    assert broken == set(AFTER_1_0)
    for version in versions():
        for name in AFTER_1_0.get(version.number, ()):
            assert f"`{name}" in version.broke["en"]
            assert f"`{name}" in version.broke["zh"]


@pytest.mark.parametrize("version", [version.number for version in versions()])
def test_a_manifest_of_each_version_is_accepted_and_one_of_the_next_is_refused(version: str) -> None:
    text = 'name = "x"\napi = "{}"\nscope = "xx.x"\nplugin = "cmsdk.plugin:TableCity"\n'
    assert isinstance(parse_manifest(text.format(version).encode(), "x"), Manifest)
    major, minor = map(int, API.split("."))
    for newer in (f"{major}.{minor + 1}", f"{major + 1}.0"):
        (found,) = parse_manifest(text.format(newer).encode(), "x")  # type: ignore[misc]
        assert found.code == "CMS104"
        for lang in ("en", "zh"):
            assert newer in found.what(lang)
            assert "pip install --upgrade cmsdk" in found.remedy(lang)
