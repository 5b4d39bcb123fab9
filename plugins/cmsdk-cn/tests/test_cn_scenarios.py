"""The scenarios of the national workflow: how many, each with a point of its own, the seed cities' examples among them.

That each of them holds is a test of its own name, collected by ``conftest.py``.
"""

from collections import Counter
from pathlib import Path
import re
import tomllib
from typing import Any, Final

import pytest

HERE: Final = Path(__file__).parent
FOLDER: Final = HERE / "scenarios"
LEAST: Final = 60
"""Scenarios that the pack must have."""
SENTENCE: Final = 12
"""Characters of the shortest name that can state a point."""
EXAMPLES: Final = (
    "隐蔽菜园", "行政指导化解纠纷", "小事不出社区", "大事不出街道", "无人机", "圈占绿地集中整治",
    "南门喇叭", "北门夜摊", "建筑垃圾", "责任书", "咨询",
)  # fmt: skip
"""The cases that the seed documents tell of Pingdu, Qingdao and Lianyungang; Xi'an's and Tengzhou's are with them."""

Scenario = dict[str, Any]


def _scenarios() -> list[Scenario]:
    files = sorted(FOLDER.glob("*.scenario.toml"))
    return [one for file in files for one in tomllib.loads(file.read_text(encoding="utf-8"))["scenario"]]


@pytest.fixture(scope="module")
def scenarios() -> list[Scenario]:
    return _scenarios()


@pytest.fixture(scope="module")
def commands() -> dict[str, str]:
    """The table's labels → ids of commands, so that a step reads the same in either."""
    table = HERE.parent / "src" / "cmsdk_cn" / "tables" / "workflow.toml"
    rows = tomllib.loads(table.read_text(encoding="utf-8"))["transition"]
    return {row["label"]: row["command"] for row in rows}


def _listed(tables: Scenario | list[Scenario]) -> list[Scenario]:
    return tables if isinstance(tables, list) else [tables]


def _paths(table: Scenario, before: str = "") -> list[str]:
    found = []
    for key, value in table.items():
        found += _paths(value, f"{before}{key}.") if isinstance(value, dict) else [f"{before}{key}"]
    return sorted(found)


def _course(scenario: Scenario, commands: dict[str, str]) -> tuple[object, ...]:
    """What is done in which order and what is refused by what; where nothing is done, what is looked at.

    People, places, categories and times are left out: another value makes no other scenario.
    """
    steps = scenario.get("step", [])
    done = [(commands.get(s["do"], s["do"]), s.get("expect", {}).get("refused", "")) for s in steps if "do" in s]
    if done:
        return tuple(done)
    looks = [step.get("expect", {}) for step in steps] + _listed(scenario.get("expect", []))
    return tuple(tuple(_paths(look)) for look in looks)


def test_there_are_at_least_sixty_scenarios(scenarios: list[Scenario]) -> None:
    assert len(scenarios) >= LEAST


def test_each_has_a_name_of_its_own_that_states_its_point_in_chinese(scenarios: list[Scenario]) -> None:
    times = Counter(one["name"] for one in scenarios)
    assert [name for name, count in times.items() if count > 1] == []
    assert [name for name in times if len(re.findall(r"[一-鿿]", name)) < SENTENCE] == []


def test_no_two_have_the_same_steps(scenarios: list[Scenario], commands: dict[str, str]) -> None:
    first: dict[tuple[object, ...], str] = {}
    same = [
        (first[course], one["name"])
        for one in scenarios
        if first.setdefault(course := _course(one, commands), one["name"]) != one["name"]
    ]
    assert same == []


def test_the_same_steps_with_other_values_are_seen_through(scenarios: list[Scenario], commands: dict[str, str]) -> None:
    one = next(each for each in scenarios if len(each.get("step", [])) > SENTENCE)
    copy = one | {"name": "copy", "step": [step | {"by": "x", "at": "2026-01-05 09:00"} for step in one["step"]]}
    assert _course(copy, commands) == _course(one, commands)
    assert _course(one | {"step": one["step"][:-1]}, commands) != _course(one, commands)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_story_of_each_example_is_told(example: str, scenarios: list[Scenario]) -> None:
    assert any(example in one["name"] for one in scenarios)
