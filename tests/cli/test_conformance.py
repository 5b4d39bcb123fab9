"""``cmsdk plugins check``: what came of the checks as a table and for machines; the checks have tests of their own."""

import pytest

from cmsdk.model.problem import problem
from cmsdk.testing.kit.check import Kind, Tier
from cmsdk.testing.kit.results import Conformance, Outcome, Result

from .conftest import TOY, Run, invoke


def _of(*outcomes: tuple[str, str, Outcome]) -> Conformance:
    found = (problem("CMS957", "toy", first="1", second="2"),)
    results = []
    for check, tier, outcome in outcomes:
        problems = () if outcome in {Outcome.PASSED, Outcome.CLOSED} else found
        reason = "not yet" if outcome is Outcome.GAP else ""
        results.append(Result(check, Tier(tier), Kind.CITY, "toy", outcome, problems, reason))
    return Conformance("toy", "test.toy", tuple(results))


def _check(monkeypatch: pytest.MonkeyPatch, found: Conformance, *args: object) -> Run:
    monkeypatch.setattr("cmsdk.cli.conformance.conformance", lambda _target: found)
    return invoke("plugins", "check", TOY, *args)


HELD = ("hooks-idempotent", "accepted", Outcome.PASSED)


def test_what_holds_is_a_table_and_exit_0(monkeypatch: pytest.MonkeyPatch) -> None:
    run = _check(monkeypatch, _of(HELD))
    assert run.code == 0
    for word in ("hooks-idempotent", "accepted", "holds", "Tier reached: exemplary"):
        assert word in run.out
    assert "示范" in _check(monkeypatch, _of(HELD), "--lang", "zh").out


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.CLOSED, Outcome.NOT_RUN])
def test_what_keeps_a_plugin_from_the_tier_is_exit_1(monkeypatch: pytest.MonkeyPatch, outcome: Outcome) -> None:
    found = _of(HELD, ("hash-seed-independent", "solid", outcome))
    run = _check(monkeypatch, found)
    assert run.code == 1
    assert "Tier reached: accepted" in run.out
    # a lower tier asks for less
    assert _check(monkeypatch, found, "--tier", "accepted").code == 0


def test_what_did_not_run_is_counted_and_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    never = [(name, "solid", Outcome.NOT_RUN) for name in ("hash-seed-independent", "two-cities")]
    run = _check(monkeypatch, _of(("hooks-idempotent", "accepted", Outcome.FAILED), *never))
    assert "Not run, since the plugin stopped before: 2 more." in run.out
    assert "two-cities" not in run.out


def test_a_gap_shows_its_reason_and_a_closed_one_is_to_be_struck_off(monkeypatch: pytest.MonkeyPatch) -> None:
    run = _check(monkeypatch, _of(HELD, ("hash-seed-independent", "solid", Outcome.GAP)))
    assert run.code == 0
    assert "not yet" in run.out
    closed = _of(HELD, ("hash-seed-independent", "solid", Outcome.CLOSED))
    assert "strike them off in conformance.toml: hash-seed-independent" in _check(monkeypatch, closed).out
    assert "hash-seed-independent" in _check(monkeypatch, closed, "--lang", "zh").out


def test_a_failure_is_told_with_its_remedy_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _of(("hooks-idempotent", "accepted", Outcome.FAILED))
    assert "CMS957" in _check(monkeypatch, found).out
    zh = _check(monkeypatch, found, "--lang", "zh").out
    assert "装配两次" in zh


def test_machines_get_one_object_with_all_results(monkeypatch: pytest.MonkeyPatch) -> None:
    run = _check(monkeypatch, _of(HELD, ("hash-seed-independent", "solid", Outcome.FAILED)), "--json")
    data = run.form["data"]
    assert (run.code, run.codes) == (1, ["CMS957"])
    assert (data["plugin"], data["city"], data["tier"], data["reached"]) == ("toy", "test.toy", "solid", "accepted")
    assert [(one["check"], one["outcome"]) for one in data["results"]] == [
        ("hooks-idempotent", "passed"), ("hash-seed-independent", "failed"),
    ]  # fmt: skip


def test_nothing_to_check_is_exit_2() -> None:
    run = invoke("plugins", "check", "no-such-plugin", "--json")
    assert (run.code, run.codes) == (2, ["CMS950"])
