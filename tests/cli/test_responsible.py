"""Who answers for a case, at the command line: in `cases show`, `cases explain` and JSON."""

from pathlib import Path
import shutil

from .conftest import TOY, Toy, invoke

FLOW = 'extends = "builtin-workflow"\n[seats]\nhandler = "@unit"\n[labels]\nhandler = "经办人"\nclerk = "办事员"\n'
LATER = ("--at", "2026-11-03 09:00")


def test_show_and_explain_say_who_answers_and_nobody_does_for_an_ended_case(toy: Toy, cases: list[str]) -> None:
    form = toy("cases", "show", cases[0], "--json").form["data"]
    assert form["responsible"] == {"role": "clerk", "unit": "toy-desk", "officer": ""}
    for command in ("show", "explain"):
        assert "Responsible" in toy("cases", command, cases[0], *LATER).out
        assert "责任人" in toy("cases", command, cases[0], "--lang", "zh", *LATER).out
    facts = toy("cases", "explain", cases[0], "--json").form["data"]["facts"]
    assert facts["Responsible"].endswith("clerk")
    toy("cases", "act", cases[0], "decline", "--by", "toy-p-clerk", "--set", "reason=x", *LATER)
    assert toy("cases", "show", cases[0], "--json").form["data"]["responsible"] is None
    assert "Responsible" not in toy("cases", "show", cases[0], *LATER).out


def test_the_unit_that_has_the_case_answers_once_it_is_dispatched_in_the_citys_own_words(
    tmp_path: Path, ledger: str
) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    (folder / "tables" / "workflow.toml").write_text('lang = "zh"\n' + FLOW, encoding="utf-8")
    where = ("--plugins", folder, "--ledger", ledger)
    sample = TOY / "samples" / "desk.json"
    got = invoke("receive", "desk", sample, "--city", "test.toy", "--json", "--at", "2026-11-02 12:00", *where)
    case = next(item["id"] for item in got.form["data"]["items"] if item["unit"] == "toy-lamps")
    for command in ("accept", "file", "dispatch"):
        assert invoke("cases", "act", case, command, "--by", "toy-p-clerk", *LATER, *where).code == 0
    form = invoke("cases", "show", case, "--json", *where).form["data"]
    assert form["responsible"] == {"role": "handler", "unit": "toy-lamps", "officer": ""}
    assert "经办人" in invoke("cases", "show", case, "--lang", "zh", *where).out
    assert "handler" in invoke("cases", "show", case, "--lang", "en", *where).out


ASKING = """
[[transition]]
command = "extend"
from = ["accepted"]
to = "="
roles = ["handler"]
needs = ["reason"]
approvals = ["supervisor"]

[[transition]]
command = "grant"
from = ["accepted"]
to = "="
roles = ["supervisor"]

[[transition]]
command = "reject"
from = ["accepted"]
to = "="
roles = ["supervisor"]
"""


def test_what_was_asked_for_is_shown_with_who_has_to_agree_until_it_is_decided(tmp_path: Path, ledger: str) -> None:
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    (folder / "tables" / "workflow.toml").write_text('extends = "builtin-workflow"\n' + ASKING, encoding="utf-8")
    where = ("--plugins", folder, "--ledger", ledger)
    sample = TOY / "samples" / "desk.json"
    got = invoke("receive", "desk", sample, "--city", "test.toy", "--json", "--at", "2026-11-02 12:00", *where)
    case = got.form["data"]["items"][0]["id"]
    assert invoke("cases", "act", case, "accept", "--by", "toy-p-clerk", *LATER, *where).code == 0
    asked = invoke("cases", "act", case, "extend", "--by", "bob:handler", "--set", "reason=x", *LATER, *where)
    assert "waits for supervisor" in asked.out
    assert "waits for supervisor" in invoke("cases", "show", case, *where).out
    assert "待批申请" in invoke("cases", "show", case, "--lang", "zh", *where).out
    assert invoke("cases", "act", case, "grant", "--by", "sue:supervisor", *LATER, *where).code == 0
    assert "waits for" not in invoke("cases", "show", case, *where).out
    flow = ("city", "workflow", "test.toy", "--plugins", folder)
    assert "agreed to by: supervisor" in invoke(*flow).out
    rows = invoke(*flow, "--json").form["data"]["transitions"]
    assert [row["approvals"] for row in rows if row["command"] == "extend"] == [["supervisor"]]
