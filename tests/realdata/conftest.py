"""Cities for the real data, each a folder of tables without a line of code, and the plans they make."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from cmsdk.city import City
from cmsdk.registry.discovery import discover, from_folder

PLUGINS = Path(__file__).parents[1] / "plugins"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(scope="module")
def data() -> Path:
    """The real data beside the project."""
    folder = Path(__file__).parents[3] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data is not here: it belongs in ../shared/data beside the project")
    return folder


@pytest.fixture(scope="module")
def open_city() -> Callable[[str, str], City]:
    """A city from its folder under ``tests/plugins`` on a memory ledger, at a fixed time."""

    def make(city: str, folder: str) -> City:
        return City.open(city, plugins=[*discover(only=()), from_folder(PLUGINS / folder)], clock=lambda: NOW)

    return make
