"""Deadlines: the city's row, then the standard by its condition, then the fallback; provisional where unsure."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.model.triaged import Triaged

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]
MONDAY = "2026-06-01 09:00"
STANDARDS = "id,category,condition,tags,limit,unit,valid_from,valid_to,applies,basis\n"
LIMITS = "id,stage,category,area,amount,unit,valid_from,valid_to,basis\n"


def _step(found: Triaged) -> Step:
    return next(s for s in found.trail if s.stage is Stage.DUE)


def _fired(found: list[Triaged]) -> list[str]:
    return [_step(t).rule.removeprefix("testville-") for t in found]


def _due(plan: CityPlan, found: Triaged) -> str:
    return found.due.at.astimezone(plan.zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "at", "due"),
    [
        ("litter", MONDAY, "2026-06-02 09:00"),
        ("bench", MONDAY, "2026-06-03 09:00"),
        ("pothole", MONDAY, "2026-06-04 09:00"),
        ("deep pothole", "2026-06-05 23:00", "2026-06-06 03:00"),
        ("street light", MONDAY, "2026-06-03 09:00"),
        ("litter", "2026-07-02 16:00", "2026-07-06 16:00"),
        ("litter", "2026-07-10 16:00", "2026-07-11 16:00"),
        ("parrot", MONDAY, "2026-06-16 09:00"),
    ],
)
def test_a_report_is_due_by_its_limit_on_the_towns_calendar(
    plan: CityPlan, decide: Decide, text: str, at: str, due: str
):
    (found,) = decide(plan, {"text": text, "at": at})
    assert _due(plan, found) == due
    assert not found.due.provisional


def test_the_citys_row_comes_before_the_standard_and_that_before_the_fallback(plan: CityPlan, decide: Decide):
    found = decide(plan, *({"text": text} for text in ("litter", "pothole", "parrot")))
    assert _fired(found) == ["lim-order", "std-c101-1", "builtin-fallback"]
    assert [t.standard for t in found] == ["", "testville-std-c101-1", ""]


def test_the_smallest_area_and_category_decide_which_row(town: Town, decide: Decide):
    rows = "testville-any,handle,*,*,9,work_day,,,t\ntestville-e1,handle,E1,*,8,work_day,,,t\n"
    rows += "testville-mill,handle,E1,tv-mill,7,work_day,,,t\ntestville-accept,accept,E101,*,1,minute,,,t\n"
    plan = town({"limits.csv": LIMITS + rows})
    found = decide(plan, {"text": "litter", "grid": "tv-g1"}, {"text": "litter"}, {"text": "pothole"})
    assert _fired(found) == ["mill", "e1", "any"]


def test_a_row_holds_by_the_reports_day(town: Town, decide: Decide):
    rows = "testville-old,handle,E1,*,1,work_day,,2026-03-31,t\ntestville-new,handle,E1,*,2,work_day,2026-04-01,,t\n"
    plan = town({"limits.csv": LIMITS + rows})
    found = decide(plan, *({"text": "litter", "at": at} for at in ("2026-03-31", "2026-04-01")))
    assert _fired(found) == ["old", "new"]


def test_the_condition_whose_words_occur_most_is_chosen(plan: CityPlan, decide: Decide):
    found = decide(plan, {"text": "pothole"}, {"text": "deep pothole, a man fell"})
    assert _fired(found) == ["std-c101-1", "std-c101-2"]
    assert [dict(_step(t).facts)["reason"] for t in found] == ["default-condition", "condition"]


def test_a_standard_of_the_category_above_covers_those_below(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "street light", "at": MONDAY})
    assert (_fired([found]), found.due.limit) == (["std-c1"], Limit(2, LimitUnit.NATURAL_DAY))


@pytest.mark.parametrize(("declared", "rule"), [("first", "a"), ("shortest", "b"), ("longest", "c")])
def test_without_words_the_city_says_which_condition_holds(town: Town, decide: Decide, declared: str, rule: str):
    limits = ("a,C101,,,2,work_day", "b,C101,,,3,work_hour", "c,C101,,,5,natural_day")
    rows = "".join(f"testville-{row},,,,t\n" for row in limits)
    city = (
        'name = "T"\ntime_zone = "UTC"\nduty_desk = "testville-desk"\nscheme = "tv/1"\ncalendar = "testville-hours"\n'
    )
    plan = town({"standards.csv": STANDARDS + rows, "city.toml": f'{city}default_condition = "{declared}"\n'})
    assert _fired(decide(plan, {"text": "pothole"})) == [rule]


def test_a_standard_is_judged_at_the_report_or_for_procedure_at_the_decision(town: Town, decide: Decide):
    rows = "testville-a,C101,,,1,work_day,2026-05-01,,,t\ntestville-b,C102,,,1,work_day,2026-05-01,,at_decision,t\n"
    plan = town({"standards.csv": STANDARDS + rows})
    found = decide(plan, *({"text": text, "at": "2026-01-05"} for text in ("pothole", "street light")))
    assert _fired(found) == ["builtin-fallback", "b"]


def test_a_report_without_a_time_is_provisional_from_its_receipt(plan: CityPlan, decide: Decide, received: datetime):
    (found,) = decide(plan, {"text": "litter"})
    assert found.report.at == received
    assert found.due.provisional
    assert _step(found).why == "due-undated"
    assert "gave no time of its own" in _step(found).sentence("en")
    assert "没有注明时间" in _step(found).sentence("zh")


def test_a_date_alone_counts_from_the_days_opening(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "litter", "at": "2026-06-01"})
    assert (_due(plan, found), found.due.provisional) == ("2026-06-01 17:00", False)


def test_a_deadline_past_the_calendars_end_is_provisional(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "litter", "at": "2026-12-31 16:00"})
    assert found.due.provisional
    assert _due(plan, found) == "2027-01-01 16:00"
    assert _step(found).why == "due-unpublished"
    said = _step(found).sentence("en")
    assert f"the calendar {found.due.calendar} {found.due.calendar_version} does not cover all the days" in said
    assert "gave no time" not in said
    assert f"工作日历 {found.due.calendar} {found.due.calendar_version} 没有覆盖" in _step(found).sentence("zh")


def test_a_report_of_a_time_before_the_calendar_gets_a_provisional_deadline(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "litter", "at": "2012-06-01 09:00"})
    assert found.due.provisional
    assert _due(plan, found) == "2012-06-02 09:00"


def test_the_step_names_limit_calendar_version_and_skipped_days(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "litter", "at": "2026-07-02 16:00"})
    assert found.due.skipped == (date(2026, 7, 3), date(2026, 7, 4), date(2026, 7, 5))
    facts = dict(_step(found).facts)
    assert facts["limit"] == "8 work_hour"
    assert facts["calendar"] == "testville-hours 2026.1"
    assert facts["skipped"] == "3: 2026-07-03…2026-07-05"
    assert _step(found).basis == "made up for tests"
