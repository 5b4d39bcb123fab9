"""Fixtures for every room: a fixed clock, plugins that are really installed (into a folder of the test), a toy city."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
import re
import sys
from textwrap import dedent
from types import ModuleType
from typing import Any

import pytest

from cmsdk import AssemblyError, City, Problem, discover
from cmsdk.plugin import Contribution, TableCity, hookimpl

from .postgres import postgres_schema, postgres_server, postgres_url  # noqa: F401  fixtures
from .recorder import (  # noqa: F401  hooks of pytest
    pytest_addoption,
    pytest_configure,
    pytest_runtest_teardown,
    pytest_sessionfinish,
)

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=timezone(timedelta(hours=8)))
"""A Monday, in the morning."""
TOY = {
    "city.toml": """
        name = "玩具市"
        time_zone = "Asia/Shanghai"
        duty_desk = "toy-desk"
        languages = ["zh", "en"]
        scheme = "toy/1"
        """,
    "units.csv": """
        id,name
        toy-desk,值班台
        toy-garden,园林所
        toy-roads,道路所
        """,
    "categories.csv": """
        scheme,version,code,kind,name
        toy,1,S1,service,便民设施
        toy,1,E1,event,占道经营
        """,
}
"""Tables of the smallest whole city, ``test.toy``; the built-in plugin brings workflow and order of means."""


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data beside the project; tests that need it are skipped where it is absent."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data (../shared/data beside the project) is not here")
    return folder


@pytest.fixture
def toy() -> dict[str, str]:
    """A copy of the toy city's tables, to change at will."""
    return dict(TOY)


def _manifest(name: str, scope: str, plugin: str, api: str, requires: Sequence[str]) -> str:
    return (
        f'name = "{name}"\napi = "{api}"\nscope = "{scope}"\nplugin = "{plugin}"\n'
        f"requires = [{', '.join(f'{r!r}' for r in requires)}]\n"
    )


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Installs a distribution ``cmsdk-<dist>`` with a plugin into a folder of the test's own; gives its package folder.

    ``code`` is the plugin's module, into which all names of ``cmsdk.plugin`` are imported; its class is ``Toy``.
    ``manifest`` is the text of ``cmsdk.toml`` where the fields are not enough.
    """
    packages: list[str] = []

    def make(
        name: str = "toy", *, dist: str = "", version: str = "1.0", scope: str = "test.toy", plugin: str = "",
        api: str = "1.0", requires: Sequence[str] = (), tables: Mapping[str, str] | None = None, code: str = "",
        manifest: str | bytes | None = None,
    ) -> Path:  # fmt: skip
        dist = dist or name
        package = f"cmsdk_test_{dist.replace('-', '_')}"
        site = tmp_path / f"site-{dist}"
        info = site / f"{package}-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: cmsdk-{dist}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[cmsdk.plugins]\n{dist} = {package}:cmsdk.toml\n")
        root = site / package
        (root / "tables").mkdir(parents=True)
        for file, text in (tables or {}).items():
            (root / "tables" / file).parent.mkdir(exist_ok=True)
            (root / "tables" / file).write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        if code:
            (root / "__init__.py").write_text("from cmsdk.plugin import *\n" + dedent(code), encoding="utf-8")
        named = plugin or (f"{package}:Toy" if code else "cmsdk.plugin:TableCity")
        text = _manifest(name, scope, named, api, requires) if manifest is None else manifest
        (root / "cmsdk.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        monkeypatch.syspath_prepend(str(site))
        packages.append(package)
        return root

    yield make
    for loaded in [m for m in sys.modules if m.partition(".")[0] in packages]:
        del sys.modules[loaded]


@pytest.fixture
def complaints() -> Callable[..., tuple[Problem, ...]]:
    """All problems that keep a city from opening; ``only`` names the plugins that may be used."""

    def open_in_vain(city: str = "test.toy", only: Iterable[str] = ("toy",)) -> tuple[Problem, ...]:
        with pytest.raises(AssemblyError) as caught:
            City.open(city, plugins=discover(only=only))
        return caught.value.problems

    return open_in_vain


@pytest.fixture
def speaks() -> Callable[..., None]:
    """Whether a problem says all it should in Chinese and in English, and names each of ``needles`` in both."""

    def check(problem: Problem, *needles: str) -> None:
        for lang in ("zh", "en"):
            text = f"{problem.what(lang)} {problem.why(lang)} {problem.remedy(lang)}"
            assert not re.search(r"\{\w+\}", text), text
            assert all(problem.as_json(lang).values()), problem.as_json(lang)
            for needle in needles:
                assert needle in f"{text} [{problem.where}]", (needle, lang, text, problem.where)

    return check


def _answering(items: Sequence[Contribution]) -> Callable[..., Sequence[Contribution]]:
    def hook(self: TableCity, context: object) -> Sequence[Contribution]:
        return items

    return hookimpl(hook)


@pytest.fixture
def city_of(install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Callable[..., City]:
    """The toy city with contributions that the test gives by hook: ``city_of(cmsdk_routes=[…])``; a memory ledger."""

    def make(*, tables: Mapping[str, str] | None = None, version: str = "1.0", **hooks: Sequence[Contribution]) -> City:
        module = ModuleType("cmsdk_test_given")
        module.Toy = type("Toy", (TableCity,), {hook: _answering(items) for hook, items in hooks.items()})  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        install("toy", version=version, plugin="cmsdk_test_given:Toy", tables={**TOY, **(tables or {})})
        return City.open("test.toy", plugins=discover(only=["toy"]), clock=lambda: NOW)

    return make


@pytest.fixture
def xian() -> Iterator[City]:
    """Xi'an as installed, on a memory ledger, at a fixed time."""
    with City.open("610100", clock=lambda: NOW) as city:
        yield city


def _lines(count: int) -> bytes:
    return "\n".join(f'{{"external_id": "r{n:05}", "text": "路灯 {n} 不亮"}}' for n in range(count)).encode()


@pytest.fixture
def reports() -> Callable[[int], bytes]:
    """``count`` reports ``r00000``… as JSON Lines, for the built-in channel ``jsonl``."""
    return _lines


@pytest.fixture
def facts() -> Callable[[Problem], dict[str, Any]]:
    """The facts of a problem by name."""
    return lambda problem: dict(problem.facts)
