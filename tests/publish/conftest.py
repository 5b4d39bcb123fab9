"""A town with a few cases in it, some of them written by people who mean no good."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from cmsdk.city import City
from cmsdk.registry.discovery import discover, from_folder

TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝cmd|' /C calc'!A0",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "[click](javascript:alert(3)) | `x` ![y](z) # h",
    'quote " and, comma',
)
"""Texts that some program would act on if they left the ledger as they are."""


@pytest.fixture
def town() -> Iterator[City]:
    plugins = [*discover(only=()), from_folder(TESTVILLE)]
    with City.open("us.ma.testville", plugins=plugins) as city:
        now = datetime(2026, 6, 1, 12, tzinfo=city.plan.zone)
        rows = "".join('"{}"\n'.format(text.replace('"', '""')) for text in HOSTILE)
        city.receive("desk", f"Text\n{rows}".encode(), now=now)
        city.receive("desk", b"Text,Time,Place\nlitter,2026-05-20 09:00,old mill\n", now=now)
        assert len(list(city.cases())) == len(HOSTILE) + 1
        yield city
