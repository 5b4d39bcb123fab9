"""On which calendar a limit is counted: the row's own, else the owning unit's, else the city's."""

from collections.abc import Callable

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.triaged import Triaged

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]

CALENDARS = """
[[calendar]]
id = "testville-hours"
version = "2026.1"
time_zone = "America/New_York"
shifts = ["08:00-12:00", "13:00-17:00"]
known_from = 2025-01-01
known_until = 2026-12-31

[[calendar]]
id = "testville-late"
version = "7"
time_zone = "America/New_York"
weekend = [7]
shifts = ["16:00-00:00"]
known_from = 2025-01-01
known_until = 2026-12-31
"""


@pytest.mark.parametrize(
    ("of_row", "of_unit", "expected", "due"),
    [
        ("", "", "testville-hours 2026.1", "2026-06-08 09:00"),
        ("", "testville-late", "testville-late 7", "2026-06-06 00:00"),
        ("testville-hours", "testville-late", "testville-hours 2026.1", "2026-06-08 09:00"),
        ("testville-late", "", "testville-late 7", "2026-06-06 00:00"),
    ],
)
def test_the_row_names_the_calendar_else_the_unit_else_the_city(
    town: Town, decide: Decide, plan: CityPlan, of_row: str, of_unit: str, expected: str, due: str
):
    units = "\n".join(f"{unit.id},{unit.name},{of_unit}" for unit in plan.units.values())
    limits = f"id,stage,category,amount,unit,calendar\ntestville-lim,handle,*,8,work_hour,{of_row}\n"
    changed = town({
        "calendar.toml": CALENDARS, "calendar-days.csv": "date,kind\n", "limits.csv": limits,
        "units.csv": f"id,name,calendar\n{units}\n",
    })  # fmt: skip
    (found,) = decide(changed, {"text": "litter", "at": "2026-06-05 09:00"})
    assert f"{found.due.calendar} {found.due.calendar_version}" == expected
    assert found.due.at.astimezone(changed.zone).strftime("%Y-%m-%d %H:%M") == due
