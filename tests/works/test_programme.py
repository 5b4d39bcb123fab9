"""M50: a programme has its plan, its leading group, and items that are done, late or open."""

from datetime import date, timedelta

import pytest

from cmsdk import City
from cmsdk.model.command import Refusal
from cmsdk.model.works.programme import BeginProgramme, FinishItem, NoteProgramme, PostponeItem, Programme

from .conftest import BASE, CLERK, NOW, Made

TABLES = {
    "programme.csv": "id,programme,item,unit,officer,due\n"
    "demo-p1,plan-2026,设置公示牌,demo-squad,demo-a,2026-11-10\n"
    "demo-p2,plan-2026,建立台账,demo-desk,demo-b,2026-11-20\n"
    "demo-p3,plan-2026,评估,demo-desk,demo-b,\n"
    "demo-p4,plan-2025,旧事,demo-desk,demo-b,2025-11-20\n",
    "units.csv": BASE["units.csv"] + "demo-group,领导小组,department,demo-desk\n",
    "people.csv": BASE["people.csv"] + "demo-x,组长,demo-group,supervisor,,\ndemo-y,组员,demo-group,department,,\n",
}
BEGIN = BeginProgramme(title="城管进社区", group="demo-group", document="示例〔2026〕1号", first=date(2026, 10, 1))


@pytest.fixture
def city(made: Made) -> City:
    city = made(TABLES)
    begun = city.begin(BEGIN, CLERK, name="plan-2026")
    assert isinstance(begun, Programme)
    assert begun.due is not None
    assert begun.due.astimezone(city.plan.zone).date() == date(2026, 11, 10)
    return city


def _items(city: City) -> dict[str, tuple[object, ...]]:
    names = ("done", "late", "open", "overdue")
    return {str(row.cells["id"]): tuple(row.cells[n] for n in names) for row in city.view("programme-items").rows}


def test_items_are_done_in_time_late_or_overdue(city: City) -> None:
    assert _items(city)["demo-p1"] == (0, 0, 1, 1)
    city.carry_on("plan-2026", FinishItem(item="demo-p1", result="55块"), CLERK, now=NOW)
    done = city.carry_on("plan-2026", FinishItem(item="demo-p2"), CLERK, now=NOW + timedelta(hours=1))
    assert isinstance(done, Programme)
    assert done.due is None
    found = _items(city)
    assert (found["demo-p1"], found["demo-p2"], found["demo-p3"]) == ((1, 1, 0, 0), (1, 0, 0, 0), (0, 0, 1, 0))
    (row,) = city.view("programmes").rows
    cells = row.cells
    assert (cells["items"], cells["done"], cells["late"], cells["overdue"]) == (3, 2, 1, 0)
    assert row.sources == ("programme:109900:plan-2026", "demo-p1", "demo-p2", "demo-p3")


def test_the_leading_group_is_a_unit_with_its_members(city: City) -> None:
    (row,) = city.view("programmes").rows
    assert (row.cells["members"], row.cells["led_by"]) == (2, "组长;组员")


def test_a_new_day_holds_but_the_plans_own_day_stays_the_measure(city: City) -> None:
    until = date(2026, 12, 31)
    late = city.carry_on("plan-2026", PostponeItem(item="demo-p1", reason="等待制作", until=until), CLERK)
    assert isinstance(late, Programme)
    assert late.due is not None
    assert late.due.astimezone(city.plan.zone).date() == date(2026, 11, 20)
    assert _items(city)["demo-p1"] == (0, 0, 1, 1)
    (row,) = (one for one in city.view("programme-items").rows if one.cells["id"] == "demo-p1")
    assert (row.cells["until"], row.cells["reason"]) == (until, "等待制作")


def test_what_is_said_on_the_way_stays_with_it(city: City) -> None:
    noted = city.carry_on("plan-2026", NoteProgramme(text="领导小组督查"), CLERK)
    assert isinstance(noted, Programme)
    assert noted.notes == ("领导小组督查",)
    assert city.rebuild().whole
    assert [*city.works(Programme)] == [noted]


def test_what_the_plan_does_not_have_is_refused(city: City) -> None:
    city.carry_on("plan-2026", FinishItem(item="demo-p1"), CLERK)
    answers = [
        city.begin(BEGIN, CLERK, name="plan-2027"),
        city.carry_on("plan-2026", FinishItem(item="demo-p1"), CLERK),
        city.carry_on("plan-2026", FinishItem(item="demo-p4"), CLERK),
        city.carry_on("plan-2026", PostponeItem(item="demo-p1", reason="x", until=date(2027, 1, 1)), CLERK),
        city.begin(BeginProgramme(title="x", group="nobody"), CLERK, name="plan-2025"),
    ]
    codes = [answer.code for answer in answers if isinstance(answer, Refusal)]
    assert codes == ["CMS528", "CMS529", "CMS472", "CMS529", "CMS472"]
