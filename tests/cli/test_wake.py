"""Cases are put on hold from the shell, resume by themselves, and ``cases wake`` enters it."""

from collections.abc import Callable
from pathlib import Path
import shutil

import pytest

from .conftest import TOY, Run, invoke

FLOW = """
initial = "reported"
ends = ["closed"]

[[transition]]
command = "handle"
from = ["reported"]
to = "closed"
roles = ["clerk"]
needs = ["result"]

[[transition]]
command = "suspend"
from = ["reported"]
to = "suspended"
roles = ["clerk"]
guards = ["holds_left", "hold_ends"]
needs = ["reason"]

[[transition]]
command = "resume"
from = ["suspended"]
to = "<"
roles = ["clerk"]
"""
ANN = ("--by", "ann:clerk")


@pytest.fixture
def town(tmp_path: Path, ledger: str) -> tuple[Callable[..., Run], str]:
    """Runs commands on the toy city with that workflow, and a case in it."""
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    (folder / "tables" / "workflow.toml").write_text(FLOW, encoding="utf-8")

    def run(*args: object) -> Run:
        return invoke(*args, "--plugins", folder, "--ledger", ledger)

    (tmp_path / "desk.jsonl").write_bytes(b'{"external_id": "1", "text": "a lamp is dark", "at": "2026-12-01 09:00"}\n')
    got = run("receive", "jsonl", tmp_path / "desk.jsonl", "--city", "test.toy", "--json", "--at", "2026-12-01 09:10")
    return run, got.form["data"]["items"][0]["id"]


Given = tuple[Callable[..., Run], str]


def _suspend(town: Given, until: str = "until=2027-03-01") -> Run:
    run, case = town
    at = ("--at", "2026-12-02 09:00", "--json")
    return run("cases", "act", case, "suspend", *ANN, "--set", until, "--set", "reason=frost", *at)


@pytest.mark.parametrize("until", ["until=2027-03-01", "until=2027/03/01"])
def test_the_day_is_read_from_words_and_the_case_is_shown_as_standing(town: Given, until: str) -> None:
    done = _suspend(town, until)
    assert (done.code, done.form["data"]["state"]) == (0, "suspended")
    (clock,) = done.form["data"]["clocks"]
    assert clock["paused_until"] == "2027-03-01T00:00:00+08:00"
    shown = town[0]("cases", "show", town[1], "--at", "2026-12-20 09:00")
    assert "paused until 2027-03-01 00:00" in shown.out


def test_a_day_that_is_none_and_one_that_has_passed_say_what_would_do(town: Given) -> None:
    assert _suspend(town, "until=first of March").codes == ["CMS707"]
    late = _suspend(town, "until=2026-12-02")
    assert (late.code, late.codes) == (2, ["CMS733"])
    assert "--set until=2027-12-02" in late.form["problems"][0]["remedy"]
    assert _suspend(town, "note=x").codes == ["CMS732"]


def test_after_its_day_it_is_shown_and_listed_as_resumed_and_may_be_handled(town: Given) -> None:
    run, case = town
    _suspend(town)
    for at, state in (("2027-02-28 23:59", "suspended"), ("2027-03-01", "reported")):
        assert run("cases", "show", case, "--json", "--at", at).form["data"]["state"] == state
        listed = run("cases", "list", "--state", state, "--json", "--at", at).form["data"]["cases"]
        assert [row["id"] for row in listed] == [case]
    done = run("cases", "act", case, "handle", *ANN, "--set", "result=lit", "--json", "--at", "2027-03-02 09:00")
    assert done.form["data"]["state"] == "closed"
    assert [e["type"] for e in run("cases", "explain", case, "--json").form["data"]["entries"][-2:]] == [
        "resume",
        "handle",
    ]


def test_a_sweep_enters_what_is_due_once(town: Given) -> None:
    run, case = town
    _suspend(town)
    assert "No hold has ended since." in run("cases", "wake", "--at", "2027-02-28 23:59").out
    found = run("cases", "wake", "--json", "--at", "2027-03-01 08:00")
    assert found.form["data"]["woken"] == [
        {"id": case, "state": "reported", "unit": "toy-lamps", "at": "2027-03-01T00:00:00+08:00"}
    ]
    again = run("cases", "wake", "--at", "2027-03-01 08:00")
    assert (again.code, case in again.out) == (0, False)


def test_a_sweep_for_people(town: Given) -> None:
    run, case = town
    _suspend(town)
    found = run("cases", "wake", "--at", "2027-03-01 08:00")
    assert case in found.out
    assert "1 case(s) resumed by themselves." in found.out
