"""What people read of ended cases, and of problems that only a plugin knows."""

from collections.abc import Callable
import json
from pathlib import Path

import pytest

from cmsdk import City, discover
from cmsdk.cli.answer import Asked, cannot, deliver
from cmsdk.cli.receive import code_of
from cmsdk.model.problem import Problem

from .conftest import Toy

TABLES = {
    "city.toml": 'name = "玩具市"\ntime_zone = "Asia/Shanghai"\nduty_desk = "toy-desk"\n',
    "units.csv": "id,name\ntoy-desk,值班台\n",
}


def test_a_declined_case_is_late_in_no_list_however_long_ago(toy: Toy, cases: list[str]) -> None:
    late = [case["late"] for case in toy("cases", "list", "--at", "2030-01-01", "--json").form["data"]["cases"]]
    assert late == [True, True, True]
    by = ("--by", "ann:clerk")
    assert toy("cases", "act", cases[0], "decline", *by, "--set", "reason=x", "--at", "2026-11-02 13:00").code == 0
    form = toy("cases", "list", "--at", "2030-01-01", "--json").form["data"]["cases"]
    assert [(case["id"] == cases[0], case["late"]) for case in form] == [(True, False), (False, True), (False, True)]
    lines = toy("cases", "list", "--at", "2030-01-01").out.splitlines()
    assert [" late" in line for line in lines if line.startswith(tuple(cases))] == [False, True, True]


def test_a_problem_of_a_plugins_own_code_is_shown_to_people_and_machines(capsys: pytest.CaptureFixture[str]) -> None:
    found = Problem("TOY1", "desk:2", (("number", "7"),))
    assert deliver(Asked(), lambda: cannot([found])) == 2
    told = capsys.readouterr().err
    assert 'error TOY1 A plugin gave the problem "TOY1" (number = 7).' in told
    assert "Remedy:" in told
    assert deliver(Asked(json=True), lambda: cannot([found])) == 2
    (form,) = json.loads(capsys.readouterr().out)["problems"]
    assert (form["code"], form["severity"], form["where"]) == ("TOY1", "error", "desk:2")


def test_items_that_a_plugin_found_wrong_are_quarantined_under_its_own_code(install: Callable[..., Path]) -> None:
    code = """
        def _read(payload):
            yield Item("1", {"n": 1}, {"text": "x"}, (Problem("TOY1", "1", (("number", "7"),)),))
            yield Problem("TOY2", "the file")

        class Toy(TableCity):
            @hookimpl
            def cmsdk_channels(self, context):
                yield Channel(id="own", name="Own", media_types=("text/plain",), read=_read)
        """
    install("toy", code=code, tables=TABLES)
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        outcome = city.receive("own", b"x")
        (row,) = city.quarantine()
    (found,) = row.problems
    assert found.line() == (
        'TOY1 A plugin gave the problem "TOY1" (number = 7). [1] → '
        "Look it up in the plugin's documentation, or ask its author."
    )
    assert [p.code for p in outcome.problems] == ["TOY2"]
    assert code_of(outcome) == 1
