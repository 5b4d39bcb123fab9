"""Pingdu opened over Qingdao, as installed or with some of a plugin's tables changed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import City, discover

NOW = datetime(2026, 5, 15, 11, 0, tzinfo=timezone(timedelta(hours=8)))
Changed = tuple[str, str, str, str]
"""Plugin, table, what stands there, and what stands there instead."""
Open = Callable[..., City]


def _lay_over(folder: Path, changes: tuple[Changed, ...]) -> dict[str, Path]:
    """A folder for each plugin with its changed tables, each change found exactly once."""
    resources: dict[str, Path] = {}
    for plugin, table, old, new in changes:
        root = resources.setdefault(plugin, folder / plugin)
        file = root / "tables" / table
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(files(f"cmsdk_{plugin}").joinpath("tables", table).read_bytes())
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (table, old, text.count(old))
        file.write_text(text.replace(old, new), encoding="utf-8")
    return resources


@pytest.fixture(scope="module")
def pingdu() -> Iterator[City]:
    with City.open("370283", plugins=discover(only=["cn", "pingdu", "qingdao"]), clock=lambda: NOW) as city:
        yield city


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[Open]:
    """Opens a city with some of its tables changed; each change says plugin, table, the old words and the new."""
    with ExitStack() as stack:

        def open_changed(*changes: Changed, city: str = "370283") -> City:
            only = ["cn", "qingdao", *(["pingdu"] if city == "370283" else [])]
            plugins = discover(only=only, resources=_lay_over(tmp_path / str(len(changes)) / city, changes))
            return stack.enter_context(City.open(city, plugins=plugins, clock=lambda: NOW))

        yield open_changed
