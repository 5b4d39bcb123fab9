"""Taking any one guard from the national table of enforcement files makes a scenario fail (issue 4, 6 and 8)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
import re
from typing import Final

import attrs
import pytest

from cmsdk.contract.enforcement import EnforcementRules
from cmsdk.contract.plan import CityPlan
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover
from cmsdk.testing import run_scenarios

HERE: Final = Path(__file__).parent
NEVER_ALONE: Final = {
    ("penalise", "recorded_investigation"): "no notice is given without that record, and no penalty without a notice",
    ("penalise_on_the_spot", "not_recused"): "nobody can be recused while it is a clue",
    ("substitute", "two_officers"): "officers are neither changed nor recused once it is decided",
    ("demolish", "two_officers"): "officers are neither changed nor recused once it is decided",
    ("execute", "two_officers"): "officers are neither changed nor recused once it is decided",
}
"""Guards that say again what an earlier step has seen to, so that a course of the same people never fails by them
alone; they hold where the roster changes meanwhile. ``tests/work/enforcement`` has a story for each guard."""
SAMPLE: Final = {
    ("file", "two_officers"), ("enquire", "certificate_shown"), ("penalise", "not_raised"),
    ("penalise", "hearing_concluded"), ("penalise", "decision_term"), ("penalise_on_the_spot", "on_the_spot_limits"),
    ("seal", "seal_term"), ("serve", "reason_when_late"),
}  # fmt: skip
"""Those that are always tried."""


@cache
def _plan() -> CityPlan:
    return assemble(discover([HERE / "sample-city"]), "379900")


def _rules() -> EnforcementRules:
    rules = _plan().enforcement
    assert rules is not None
    return rules


@cache
def _texts() -> tuple[str, tuple[str, ...]]:
    """The head of the files on enforcement, and each scenario in them."""
    parts = [path.read_text(encoding="utf-8").split("[[scenario]]") for path in HERE.glob("scenarios/file-*.toml")]
    return parts[0][0].replace('"../', f'"{HERE.as_posix()}/'), tuple(one for part in parts for one in part[1:])


def _guards() -> Iterator[tuple[int, str, tuple[str, str]]]:
    for number, row in enumerate(_rules().transitions):
        for guard in row.guards:
            yield number, guard, (row.command, guard)


def _tried() -> list[object]:
    return [
        pytest.param(number, guard, id="-".join((str(number), *key)), marks=() if key in SAMPLE else pytest.mark.slow)
        for number, guard, key in _guards()
        if key not in NEVER_ALONE
    ]


@pytest.mark.parametrize(("number", "guard"), _tried())
def test_a_scenario_of_a_file_fails_without_the_guard(number: int, guard: str) -> None:
    head, scenarios = _texts()
    rows = list(_rules().transitions)
    row = rows[number]
    name = "open_file" if row.command == "open" else row.command
    step = re.compile(rf'do = "({re.escape(row.label)}|{name})"[^\n]*refused = "{guard}"')
    some = [scenario for scenario in scenarios if step.search(scenario)]
    assert some, f"no scenario is refused {row.command} by {guard}"
    rows[number] = attrs.evolve(row, guards=tuple(one for one in row.guards if one != guard))
    changed = attrs.evolve(_plan(), enforcement=attrs.evolve(_rules(), transitions=tuple(rows)))
    results = run_scenarios("[[scenario]]".join([head, *some]), plan=changed)
    assert [result.name for result in results if not result.passed]


def test_what_is_never_alone_is_in_the_table() -> None:
    assert {key for _, _, key in _guards()} >= {*NEVER_ALONE, *SAMPLE}
