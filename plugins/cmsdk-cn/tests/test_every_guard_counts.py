"""Taking any one guard, or any one approval, from the standard workflow makes a scenario fail (issue 4, 8)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
import re

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Transition
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover
from cmsdk.testing import run_scenarios

HERE = Path(__file__).parent
CITIES = {"379900": HERE / "sample-city", "379800": HERE / "sample-county"}
"""Cities that follow the standard workflow as it is; the county has rules that the nation leaves open."""
FILES = sorted(
    path for path in (HERE / "scenarios").glob("*.scenario.toml") if path.name.startswith(("guard-", "ladder-"))
)


@cache
def _plan(city: str) -> CityPlan:
    return assemble(discover([CITIES[city]]), city)


def _rows() -> tuple[Transition, ...]:
    return _plan("379900").workflow.transitions


def _called(number: int, less: str) -> str:
    row = _rows()[number]
    return f"{number}-{row.command}-by-{row.roles[0]}-without-{less}"


def _guards() -> Iterator[object]:
    for number, row in enumerate(_rows()):
        for guard in row.guards:
            yield pytest.param(number, guard, id=_called(number, guard))


def _approvals() -> Iterator[object]:
    for number, row in enumerate(_rows()):
        for role in row.approvals:
            yield pytest.param(number, role, id=_called(number, role))


def _without(plan: CityPlan, number: int, less: str) -> CityPlan:
    """``plan`` without a guard, or an approval, in one row of its workflow."""
    rows = list(plan.workflow.transitions)
    row = rows[number]
    kept = attrs.evolve(
        row,
        guards=tuple(one for one in row.guards if one != less),
        approvals=tuple(one for one in row.approvals if one != less),
    )
    assert kept != row
    rows[number] = kept
    return attrs.evolve(plan, workflow=attrs.evolve(plan.workflow, transitions=tuple(rows)))


def _city_in(text: str) -> str:
    found = re.search(r'^city = "(\d+)"', text, re.MULTILINE)
    assert found is not None
    return found[1]


def _naming(path: Path, row: Transition) -> str:
    """The file at ``path`` with those of its scenarios alone that have a step with the row's label or command."""
    head, *scenarios = path.read_text(encoding="utf-8").split("[[scenario]]")
    named = re.compile(f'do = "({re.escape(row.label)}|{row.command})"')
    some = [scenario for scenario in scenarios if named.search(scenario)]
    return "[[scenario]]".join([head.replace('"../', f'"{HERE.as_posix()}/'), *some]) if some else ""


def _some_fail(number: int, less: str) -> bool:
    """Whether a scenario that has the command of the row fails without it."""
    changed = {city: _without(_plan(city), number, less) for city in CITIES}
    texts = filter(None, (_naming(path, _rows()[number]) for path in FILES))
    return any(not result.passed for text in texts for result in run_scenarios(text, plan=changed[_city_in(text)]))


def test_both_cities_follow_the_standard_workflow_as_it_is() -> None:
    assert _plan("379800").workflow == _plan("379900").workflow
    assert _plan("379900").workflow.id == "cn-workflow"


def test_all_scenarios_hold_while_nothing_is_taken_away() -> None:
    for path in FILES:
        city = _city_in(path.read_text(encoding="utf-8"))
        failed = [result.name for result in run_scenarios(path, plan=_plan(city)) if not result.passed]
        assert failed == [], path.name


@pytest.mark.parametrize(("number", "guard"), list(_guards()))
def test_a_scenario_fails_without_the_guard(number: int, guard: str) -> None:
    assert _some_fail(number, guard)


@pytest.mark.parametrize(("number", "role"), list(_approvals()))
def test_a_scenario_fails_without_the_approval(number: int, role: str) -> None:
    assert _some_fail(number, role)
