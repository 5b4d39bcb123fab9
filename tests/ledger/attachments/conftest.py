"""A ledger on each engine whose objects stand in a folder of the test, and a case in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cmsdk.city import City
from cmsdk.contract.ports import Ledger
from cmsdk.ledger.open import open_ledger

from .files import REPORT


@pytest.fixture
def objects(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture
def ledger(address: str, objects: Path) -> Iterator[Ledger]:
    made = open_ledger(address, objects=objects)
    yield made
    made.close()


@pytest.fixture
def case_id(city: City) -> str:
    return city.receive("desk", REPORT).case_ids[0]
