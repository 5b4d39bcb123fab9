"""The national pack's holidays against a public calendar, day by day, for the years that both have."""

import csv
from datetime import date
from pathlib import Path

import pytest

from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover

FILE = "calendar/cn_holidays_2013_2024_dev.csv"


def test_every_day_off_and_every_make_up_day_agrees(data: Path):
    rows = [row for row in discover() if row.name in {"builtin", "cn", "xian"}]
    if "cn" not in {row.name for row in rows}:
        pytest.skip("cmsdk-cn is not installed")
    ours = assemble(rows, "610100").calendars["cn-working-days"].days
    with (data / FILE).open(encoding="utf-8-sig", newline="") as file:
        theirs = {date.fromisoformat(row["date"]): row["is_off_day"] == "0" for row in csv.DictReader(file)}
    years = {day.year for day in ours} & {day.year for day in theirs}
    assert years == set(range(2013, 2025))
    assert {day: on for day, on in ours.items() if day.year in years} == {
        day: on for day, on in theirs.items() if day.year in years
    }
