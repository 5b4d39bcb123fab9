"""``when`` (时段) of the responsibility table: read to a value, or named with row and what was expected."""

from collections.abc import Callable
from pathlib import Path
import re

import pytest

from cmsdk import City, Problem, discover
from cmsdk.contract.when import DayType, When

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]
Facts = Callable[[Problem], dict[str, str]]


def _holds(text: str, weekday: int, clock: str, *, works: bool = True, worked: bool = True) -> bool:
    hour, minute = map(int, clock.split(":"))
    return When.read(text).holds(DayType(weekday, works, worked), hour * 60 + minute)


@pytest.mark.parametrize(
    ("text", "weekday", "clock", "holds"),
    [
        ("07:00-09:00", 1, "07:00", True),
        ("07:00-09:00", 1, "09:00", False),
        ("18:00-08:00", 1, "23:59", True),
        ("18:00-08:00", 1, "07:59", True),
        ("18:00-08:00", 1, "08:00", False),
        ("周一至周五 08:00-18:00", 5, "17:59", True),
        ("周一至周五 08:00-18:00", 6, "12:00", False),
        ("星期五18:00—次日", 5, "19:00", None),
        ("周五 18:00-08:00", 6, "07:00", True),
        ("周五 18:00-08:00", 5, "07:00", False),
        ("周日 18:00-08:00", 1, "07:00", True),
        ("Mon-Fri", 3, "00:00", True),
        ("Fri-Mon", 7, "12:00", True),
        ("Fri-Mon", 2, "12:00", False),
        ("周六;周日", 7, "03:00", True),
        ("周六；周天 9:00～11:00", 7, "10:00", True),
        ("周六；周天 9:00～11:00", 7, "12:00", False),
        ("Sat,Sun 10:00-12:00", 6, "11:00", True),
        ("08:00-12:00,14:00-18:00", 1, "13:00", False),
        ("周一、周三 08:00至12:00、14:00至18:00", 3, "15:00", True),
        ("00:00-24:00", 1, "23:59", True),
        ("每天 20:00-24:00", 4, "20:00", True),
    ],
)
def test_times_of_day_and_weekdays_in_both_languages(text: str, weekday: int, clock: str, holds: bool | None):
    if holds is None:
        with pytest.raises(ValueError, match="07:00-09:00"):
            When.read(text)
    else:
        assert _holds(text, weekday, clock) is holds


@pytest.mark.parametrize(
    ("text", "on_workday"), [("工作日", True), ("workday", True), ("休息日", False), ("dayoff", False)]
)
def test_working_days_and_days_off_are_the_calendars_not_the_weekdays(text: str, on_workday: bool):
    assert _holds(text, 6, "12:00", works=True) is on_workday
    assert _holds(text, 3, "12:00", works=False) is not on_workday


def test_the_night_after_a_working_day_belongs_to_it():
    assert _holds("工作日 22:00-06:00", 6, "05:00", works=False, worked=True)
    assert not _holds("工作日 22:00-06:00", 1, "05:00", works=True, worked=False)


@pytest.mark.parametrize(
    "cell",
    [
        "early", "25:00-26:00", "08:60-09:00", "08:00", "08:00-08:00", "周八", "周一至", "24:00-08:00",
        "节假日 8:00-9:00",         "08:00-09:00 周一", "周一至周三至周五", ";",
    ],
)  # fmt: skip
def test_times_that_cannot_be_read_are_named_with_row_and_what_was_expected(
    cell: str, install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
):
    install(tables={**toy, "responsibility.csv": f"编号,类别,时段,责任单位\ntoy-1,S1,{cell},toy-roads\n"})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS404", "toy/tables/responsibility.csv:2 [时段]")
    assert {"07:00-09:00", "00:00-24:00"} & set(re.findall(r"\d\d:\d\d-\d\d:\d\d", found.what()))
    speaks(found, cell)


def test_a_principle_is_one_of_two_in_either_language(install: Install, toy: dict[str, str], complaints: Complaints):
    table = "编号,类别,责任单位,原则\ntoy-1,S1,toy-roads,属主\ntoy-2,E1,toy-roads,先属主后属地\n"
    install(tables={**toy, "responsibility.csv": table})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS404", "toy/tables/responsibility.csv:3 [原则]")
    assert "属地" in found.what()


def test_a_row_whose_last_day_lies_before_its_first_is_named(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
):
    table = "id,category,unit,valid_from,valid_to\ntoy-1,S1,toy-roads,2026-02-01,2026-01-31\n"
    install(tables={**toy, "responsibility.csv": table})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS450", "toy/tables/responsibility.csv:2 [valid_to]")
    speaks(found, "2026-01-31", "valid_from")


POLICY = 'id = "toy-routing"\nfallback = "subdistrict"\n[order]\nevent = ["locality", "owner"]\n'
MISTAKES = {
    "a principle that is none": ('"owner"]', '"ownr"]'),
    "a principle named twice": ('["locality", "owner"]', '["owner", "owner"]'),
    "a kind that is none": ("event", "evnt"),
    "a fallback that is none": ("subdistrict", "street"),
    "an unknown key": ("fallback", "fallbck"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_routing_policy_is_named(
    mistake: str, install: Install, toy: dict[str, str], complaints: Complaints
):
    install(tables={**toy, "routing.toml": POLICY.replace(*MISTAKES[mistake])})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS412", "toy/tables/routing.toml")


def test_a_routing_policy_is_read_from_its_document(install: Install, toy: dict[str, str]):
    install(tables={**toy, "routing.toml": POLICY})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        policy = city.plan.routing
    assert (policy.id, policy.fallback, policy.source) == ("toy-routing", "subdistrict", "toy/tables/routing.toml")
    assert {str(k): list(map(str, v)) for k, v in policy.order.items()} == {"event": ["locality", "owner"]}


def test_a_sub_districts_unit_names_its_division_and_one_that_is_unknown_is_named(
    install: Install, toy: dict[str, str], complaints: Complaints, facts: Facts
):
    units = "id,单位,类型,所属\ntoy-desk,值班台,部门,\ntoy-garden,园林所,部门,\ntoy-roads,道路所,街道,x-nowhere\n"
    install(tables={**toy, "units.csv": units})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS302", "toy/tables/units.csv:4")
    assert facts(found)["field"] == "division"
