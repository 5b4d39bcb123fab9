"""``work-rules.toml``: the numbers of cases at work, whole from one plugin; what is wrong is named with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk import City, Problem, discover
from cmsdk.contract.case_rules import CaseRules, HoldClock, HoldRule

Install = Callable[..., Path]
Complaints = Callable[..., tuple[Problem, ...]]
RULES = """
[case]
id = "toy-rules"
extensions = 1
supervision = ["listed"]
basis = "示例通知"

[case.holds.suspended]
grants = 2
longest = 30
clock = "until"
"""


def _rules() -> CaseRules:
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        return city.plan.case_rules


def test_what_is_left_out_is_as_the_core_has_it_and_holds_are_those_named(install: Install, toy: dict[str, str]):
    install(tables={**toy, "work-rules.toml": RULES})
    rules = _rules()
    assert (rules.id, rules.extensions, rules.returns, rules.supervision) == ("toy-rules", 1, 3, ("listed",))
    assert rules.holds == {"suspended": HoldRule(grants=2, longest=30, clock=HoldClock.UNTIL)}


def test_a_city_that_says_nothing_has_the_cores_own(install: Install, toy: dict[str, str]):
    install(tables=toy)
    rules = _rules()
    assert {state: hold.clock for state, hold in rules.holds.items()} == {
        "suspended": HoldClock.PAUSES,
        "postponed": HoldClock.UNTIL,
    }


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("extensions = 1", "extensions = -1", "extensions"),
        ("grants = 2", "grants = -1", "grants"),
        ("longest = 30", "longest = 367", "longest"),
        ("longest = 30", "longest = 0", "longest"),
        ('clock = "until"', 'clock = "stops"', "stops"),
        ('["listed"]', '["listed", "listed"]', "listed"),
        ("extensions = 1", "extension = 1", "extension"),
        ("[case.holds.suspended]", "[case.hold.suspended]", "hold"),
    ],
)
def test_a_mistake_is_named_with_the_file(
    install: Install, toy: dict[str, str], complaints: Complaints, wrong: str, right: str, said: str
):
    install(tables={**toy, "work-rules.toml": RULES.replace(wrong, right)})
    (found,) = complaints()
    assert (found.code, found.where) == ("CMS412", "toy/tables/work-rules.toml")
    assert said in found.what("en")
