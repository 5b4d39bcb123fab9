"""Class × area × time: rows with times of day and days, judged at the report's own local time."""

from collections.abc import Callable

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.triaged import Triaged

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]
HEAD = "id,category,area,when,unit,applies,basis\n"


def _rows(*rows: str) -> dict[str, str]:
    """Rows of ``responsibility.csv``: id, category, area, when, unit, applies."""
    return {"responsibility.csv": HEAD + "".join(f"testville-{r}{',' * (5 - r.count(','))},test\n" for r in rows)}


def _step(found: Triaged) -> Step:
    return next(s for s in found.trail if s.stage is Stage.ROUTE)


def _fired(plan: CityPlan, decide: Decide, *times: str) -> list[str]:
    found = decide(plan, *({"text": "litter", "at": at, "external_id": at} for at in times))
    return [_step(t).rule.removeprefix("testville-") for t in found]


DAY, NIGHT = "day,E101,*,08:00-18:00,testville-works", "night,E101,*,18:00-08:00,testville-order"


def test_the_time_of_day_decides_to_the_minute_and_over_midnight(town: Town, decide: Decide):
    plan = town(_rows(DAY, NIGHT))
    times = ["2026-06-01 07:59", "2026-06-01 08:00", "2026-06-01 17:59", "2026-06-01 18:00", "2026-06-02 00:00"]
    assert _fired(plan, decide, *times) == ["night", "day", "day", "night", "night"]


def test_a_row_with_a_time_comes_before_one_without_for_the_same_category_and_area(town: Town, decide: Decide):
    plan = town(_rows("always,E101,*,,testville-desk", NIGHT))
    assert _fired(plan, decide, "2026-06-01 12:00", "2026-06-01 23:00") == ["always", "night"]


def test_a_more_specific_category_or_area_comes_before_a_time(town: Town, decide: Decide):
    plan = town(_rows("minor,E101,*,,testville-desk", "major,E1,*,18:00-08:00,testville-order"))
    assert _fired(plan, decide, "2026-06-01 23:00") == ["minor"]


def test_weekdays_decide(town: Town, decide: Decide):
    plan = town(_rows("week,E101,*,Mon-Fri,testville-works", "end,E101,*,周六;周日,testville-order"))
    assert _fired(plan, decide, "2026-06-05 12:00", "2026-06-06 12:00", "2026-06-07 23:59") == ["week", "end", "end"]


def test_working_days_are_those_of_the_citys_calendar(town: Town, decide: Decide):
    plan = town(
        {
            **_rows("on,E101,*,工作日,testville-works", "off,E101,*,休息日,testville-order"),
            "calendar-days.csv": "date,kind\n2026-05-25,holiday\n2026-05-30,workday\n",
        }
    )
    times = ["2026-05-22 12:00", "2026-05-23 12:00", "2026-05-25 12:00", "2026-05-30 12:00"]
    assert _fired(plan, decide, *times) == ["on", "off", "off", "on"]


def test_the_reports_time_counts_in_the_citys_zone_however_it_is_written(town: Town, decide: Decide):
    plan = town(_rows(DAY, NIGHT))
    # 16:30 in UTC+8 is 04:30 in New York, in summer
    assert _fired(plan, decide, "2026-06-01T16:30:00+08:00") == ["night"]


def test_a_row_of_procedure_is_judged_at_the_hour_of_the_decision(town: Town, decide: Decide):
    plan = town(_rows("morning,E101,*,09:00-10:00,testville-works,at_decision"))
    assert _fired(plan, decide, "2026-05-31 23:00") == ["morning"]


def test_the_clock_that_strikes_twice_is_read_as_the_wall_shows_it(town: Town, decide: Decide):
    plan = town(_rows("hour,E101,*,01:00-02:00,testville-works"))
    # the night on which summer time ends in New York: 01:30 comes twice
    times = ["2025-11-02T01:30:00-04:00", "2025-11-02T01:30:00-05:00", "2025-11-02T02:00:00-05:00"]
    assert _fired(plan, decide, *times) == ["hour", "hour", "core:duty-desk"]


def test_the_step_says_at_which_times_the_row_holds(town: Town, decide: Decide):
    (found,) = decide(town(_rows(NIGHT)), {"text": "litter", "at": "2026-06-01 23:00"})
    step = _step(found)
    assert (step.why, dict(step.facts)["when"]) == ("row-when", "18:00-08:00")
    assert "18:00-08:00" in step.sentence("en")
    assert "18:00-08:00" in step.sentence("zh")


@pytest.mark.parametrize("count", [2, 40])
def test_many_rows_of_one_category_and_area_are_told_apart_by_their_days(town: Town, decide: Decide, count: int):
    head = HEAD.replace("basis", "valid_from,valid_to,basis")
    rows = "".join(
        f"testville-{n:02},E101,*,,testville-works,,2026-01-{n + 1:02},2026-01-{n + 1:02},test\n"
        for n in range(min(count, 28))
    )
    plan = town({"responsibility.csv": head + rows})
    assert _fired(plan, decide, "2026-01-02 12:00") == ["01"]
