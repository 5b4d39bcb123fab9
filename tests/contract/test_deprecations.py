"""What is to go is told at the author's own line or row, with the version that ends it, and goes when it is due."""

from collections.abc import Callable
from pathlib import Path
from runpy import run_path
import sys
import warnings

import pytest

from cmsdk import City, discover
from cmsdk.contract.api import API
from cmsdk.contract.deprecated import CATEGORIES, DEPRECATED, Deprecation, RemovedInApi2Warning, due, old_names, used_by
from cmsdk.contract.organisation import Unit
from cmsdk.plugin import CityPlugin
from cmsdk.registry import assembly
from cmsdk.registry.checks.deprecations import check_deprecated

OLD = Deprecation(
    thing="cmsdk_made_up.Old", since="1.4", removed_in="2.0", now="cmsdk.plugin:Unit", remedy_en="Write Unit.",
    remedy_zh="请写 Unit。",
)  # fmt: skip
FIELD = Deprecation(
    thing="Unit.phone", since="1.4", removed_in="2.0", remedy_en="Write it elsewhere.", remedy_zh="请写到别处。"
)
HOOK = Deprecation(thing="cmsdk_profile", since="1.4", removed_in="2.0", remedy_en="Wait.", remedy_zh="请等待。")


def test_nothing_is_overdue_and_every_removal_has_a_category_that_names_its_version() -> None:
    assert due(DEPRECATED, API) == (), "its version has come: remove it, and its row in contract/deprecated.py"
    assert {one.removed_in for one in DEPRECATED} <= set(CATEGORIES)
    assert all(f"Api{version.partition('.')[0]}" in kind.__name__ for version, kind in CATEGORIES.items())


@pytest.mark.parametrize(("api", "is_due"), [("1.4", False), ("1.12", False), ("2.0", True), ("2.1", True)])
def test_a_removal_is_due_with_its_version(api: str, is_due: bool) -> None:
    assert due([OLD], api) == ((OLD,) if is_due else ())


@pytest.mark.parametrize("line", ["from cmsdk_made_up import Old", "import cmsdk_made_up\nOld = cmsdk_made_up.Old"])
def test_an_old_name_leads_on_and_warns_at_the_line_that_uses_it(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = type(sys)("cmsdk_made_up")
    door.__getattr__ = old_names("cmsdk_made_up", [OLD])  # type: ignore[method-assign]
    monkeypatch.setitem(sys.modules, "cmsdk_made_up", door)
    file = tmp_path / "an_authors.py"
    file.write_text(f"\n\n{line}\n")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert run_path(str(file))["Old"] is Unit
    (warned,) = {(w.filename, w.lineno, w.category, str(w.message)) for w in caught}
    assert warned[:3] == (str(file), 2 + len(line.splitlines()), RemovedInApi2Warning)
    assert all(word in warned[3] for word in ("1.4", "2.0", "Write Unit.", "请写 Unit。"))
    with pytest.raises(AttributeError, match="has no attribute 'Other'"):
        _ = door.Other


def test_a_field_counts_where_it_says_something_and_a_hook_wherever_it_is_used() -> None:
    plain, said = Unit(id="x", name="X"), Unit(id="x", name="X", phone="110")
    assert list(used_by(plain, "cmsdk_organisations", [FIELD])) == []
    assert list(used_by(said, "cmsdk_organisations", [FIELD, HOOK])) == [FIELD]
    assert list(used_by(plain, "cmsdk_profile", [FIELD, HOOK])) == [HOOK]


def test_a_plan_warns_of_each_row_that_uses_what_will_go(
    install: Callable[..., Path], toy: dict[str, str], monkeypatch: pytest.MonkeyPatch, speaks: Callable[..., None]
) -> None:
    monkeypatch.setattr(assembly, "check_deprecated", lambda collected: check_deprecated(collected, [FIELD]))
    install("toy", tables={**toy, "units.csv": "id,name,phone\ntoy-desk,值班台,110\ntoy-garden,园林所,\n"})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        (found,) = (p for p in city.plan.warnings if p.code == "CMS892")
    assert found.where == "toy/tables/units.csv:2"
    speaks(found, "Unit.phone", "2.0")
    assert "请写到别处" in found.remedy("zh")
    assert "Write it elsewhere" in found.remedy("en")


def test_the_plugin_door_hands_on_old_names_and_nothing_else() -> None:
    import cmsdk.plugin as door

    assert door.CityPlugin is CityPlugin
    with pytest.raises(AttributeError, match=r"module 'cmsdk\.plugin' has no attribute 'Nothing'"):
        _ = door.Nothing  # type: ignore[attr-defined]
