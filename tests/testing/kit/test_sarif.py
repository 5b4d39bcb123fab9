"""Results of the kit as SARIF 2.1.0: the parts that the schema requires, and what readers look for."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner
import pytest

from cmsdk.cli import conformance
from cmsdk.cli.app import cli
from cmsdk.model.problem import problem
from cmsdk.testing.kit.check import Kind, Tier
from cmsdk.testing.kit.known import ALL
from cmsdk.testing.kit.results import Conformance, Outcome, Result
from cmsdk.testing.kit.sarif import sarif
from cmsdk.testing.kit.target import Target


def result(check: str, outcome: Outcome, where: str = "", reason: str = "") -> Result:
    found = () if outcome in {Outcome.PASSED, Outcome.CLOSED} else (problem("CMS978", where, what="toy"),)
    return Result(check, Tier.SOLID, Kind.CALENDAR, "toy-days", outcome, found, reason)


@pytest.fixture
def target(tmp_path: Path) -> Target:
    root = tmp_path / "src" / "toy"
    (root / "tables").mkdir(parents=True)
    (root / "tables" / "limits.csv").write_text("id\n")
    return Target("toy", "test.toy", root, tmp_path)


def log_of(target: Target, *results: Result, lang: str = "en") -> dict[str, Any]:
    return sarif(Conformance("toy", "test.toy", results), target, lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_log_has_what_the_schema_requires(target: Target, lang: str) -> None:
    log = log_of(target, result("calendar-year-has-basis", Outcome.FAILED, "toy/tables/limits.csv:7"), lang=lang)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"]
    assert [rule["id"] for rule in rules] == [check.id for check in ALL]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} <= {"none", "note", "warning", "error"}
    for one in run["results"]:
        assert one["message"]["text"]
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["level"] in {"none", "note", "warning", "error"}


def test_a_row_becomes_a_place_relative_to_the_project(target: Target) -> None:
    log = log_of(target, result("calendar-year-has-basis", Outcome.FAILED, "toy/tables/limits.csv:7"))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "src/toy/tables/limits.csv", "uriBaseId": "PROJECT"}
    assert place["region"] == {"startLine": 7}


@pytest.mark.parametrize("where", ["toy-days", "", "../../etc/passwd.txt:3", "toy/tables/gone.csv:2"])
def test_what_names_no_file_of_the_project_has_no_place(target: Target, where: str) -> None:
    one = log_of(target, result("calendar-year-has-basis", Outcome.FAILED, where))["runs"][0]["results"][0]
    assert "physicalLocation" not in one["locations"][0]


def test_a_gap_is_suppressed_with_its_reason_and_what_holds_is_left_out(target: Target) -> None:
    gap = result("calendar-covers", Outcome.GAP, reason="The notice comes in November.")
    log = log_of(target, gap, result("calendar-year-has-basis", Outcome.PASSED))
    (one,) = log["runs"][0]["results"]
    assert one["suppressions"] == [{"kind": "external", "justification": "The notice comes in November."}]


def test_a_new_check_is_a_note_and_a_closed_gap_says_so(target: Target) -> None:
    closed = result("calendar-covers", Outcome.CLOSED)
    log = log_of(target, result("calendar-year-has-basis", Outcome.WARNED), closed)
    first, second = log["runs"][0]["results"]
    assert first["level"] == "note"
    assert "strike the gap off" in second["message"]["text"]


def test_the_command_writes_the_log_beside_its_table(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Conformance("toy", "test.toy", (result("calendar-year-has-basis", Outcome.FAILED),))
    monkeypatch.setattr(conformance, "find_target", lambda *_, **__: target)
    monkeypatch.setattr(conformance, "conformance", lambda _: found)
    file = tmp_path / "log.sarif"
    done = CliRunner().invoke(cli, ["plugins", "check", "toy", "--lang", "zh", "--sarif", str(file)])
    assert done.exit_code == 1, done.output
    assert json.loads(file.read_text(encoding="utf-8"))["runs"][0]["language"] == "zh"
