"""Testville: a city of tables in English, with nothing installed but the built-in plugin and this folder."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from cmsdk.city import City
from cmsdk.registry.discovery import Discovered, discover, from_folder

NOW = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=-4)))


@pytest.fixture(scope="session")
def plugins() -> list[Discovered]:
    return [*discover(only=()), from_folder(Path(__file__).parent / "testville")]


@pytest.fixture
def testville(plugins: list[Discovered]) -> Iterator[City]:
    with City.open("us.ma.testville", plugins=plugins, clock=lambda: NOW) as city:
        yield city


@pytest.fixture(params=["memory", "sqlite"])
def town(request: pytest.FixtureRequest, plugins: list[Discovered], tmp_path: Path) -> Iterator[City]:
    """The same town on each of the ledgers."""
    url = "memory://" if request.param == "memory" else f"sqlite:///{tmp_path}/x.db"
    with City.open("us.ma.testville", url, plugins=plugins, clock=lambda: NOW) as city:
        yield city
