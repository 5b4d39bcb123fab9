"""Rules of the work: the file, its section for cases, and whose rules hold."""

from pathlib import Path

import pytest

from cmsdk.contract.case_rules import CaseRules, HoldClock, HoldRule
from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import AssemblyError
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder

TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
RULES = """
[case]
id = "testville-rules"
returns = 1
extensions = 3
supervision = ["watched", "on the board"]
basis = "made up for tests"

[case.holds.suspended]
longest = 30
clock = "until"
"""


def _plan(tmp_path: Path, rules: str) -> CityPlan:
    for path in TESTVILLE.rglob("*"):
        if path.is_file():
            there = tmp_path / path.relative_to(TESTVILLE)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(path.read_bytes())
    if rules:
        (tmp_path / "tables" / "work-rules.toml").write_text(rules, encoding="utf-8")
    return assemble([*discover(only=()), from_folder(tmp_path)], "us.ma.testville")


def test_a_city_without_rules_has_those_of_the_core(tmp_path: Path):
    assert _plan(tmp_path, "").case_rules == CaseRules(id="core-case-rules")


def test_rules_are_read_from_their_file(tmp_path: Path):
    rules = _plan(tmp_path, RULES).case_rules
    assert (rules.id, rules.returns, rules.extensions) == ("testville-rules", 1, 3)
    assert rules.supervision == ("watched", "on the board")
    assert rules.holds == {"suspended": HoldRule(longest=30, clock=HoldClock.UNTIL)}
    assert rules.basis == "made up for tests"


def test_other_rules_are_another_plan(tmp_path: Path):
    one, other = _plan(tmp_path / "a", RULES), _plan(tmp_path / "b", RULES.replace("returns = 1", "returns = 2"))
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (RULES.replace("longest = 30", "longest = 400"), "longest: 400 is not from 1 to 366"),
        (RULES.replace('clock = "until"', 'clock = "stops"'), "stops"),
        (RULES.replace("returns = 1", 'returns = "one"'), "no whole number"),
        (RULES.replace("returns", "retruns"), "retruns"),
        ("[cases]\n", "cases"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(tmp_path: Path, wrong: str, said: str):
    with pytest.raises(AssemblyError) as refused:
        _plan(tmp_path, wrong)
    assert any(said in problem.what() and "work-rules.toml" in problem.where for problem in refused.value.problems)


def test_the_nation_has_rules_and_a_city_may_bring_its_own():
    national = assemble(discover(), "610100").case_rules
    assert national.id == "cn-case-rules"
    assert national.holds["postponed"] == HoldRule(
        longest=60, clock=HoldClock.UNTIL, basis=national.holds["postponed"].basis
    )
