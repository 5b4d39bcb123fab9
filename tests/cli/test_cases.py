from pathlib import Path
from typing import Any

import pytest

from .conftest import TOY, Toy, invoke

LATER = ("--at", "2026-11-03 09:00")


def _act(toy: Toy, case: str, *args: object) -> dict[str, Any]:
    run = toy("cases", "act", case, *args, "--json")
    return {"code": run.code, "data": run.form["data"], "problems": run.codes}


def test_a_list_is_paged_by_key(toy: Toy, cases: list[str]) -> None:
    first = toy("cases", "list", "--limit", 2, "--json").form["data"]
    assert [case["id"] for case in first["cases"]] == cases[:2]
    assert first["next"] == cases[1]
    rest = toy("cases", "list", "--limit", 2, "--after", first["next"], "--json").form["data"]
    assert [case["id"] for case in rest["cases"]] == cases[2:]
    assert rest["next"] is None
    assert f"--after {cases[1]}" in toy("cases", "list", "--limit", 2).out


def test_a_list_is_filtered_by_id_or_by_the_citys_own_name(toy: Toy, cases: list[str]) -> None:
    for word in ("toy-roads", "道路所"):
        found = toy("cases", "list", "--unit", word, "--json").form["data"]["cases"]
        assert [case["id"] for case in found] == [cases[1]]
    assert toy("cases", "list", "--state", "struck_off", "--json").form["data"]["cases"] == []
    assert "There are no such cases." in toy("cases", "list", "--state", "struck_off").out


@pytest.mark.parametrize("option", ["--state", "--unit", "--grid"])
def test_a_filter_by_what_does_not_exist_is_told_instead_of_listing_nothing(
    toy: Toy, cases: list[str], option: str
) -> None:
    assert cases
    run = toy("cases", "list", option, "nix", "--json")
    assert run.code == 2
    assert run.codes == ["CMS912"]
    assert option in run.form["problems"][0]["what"]


def test_open_leaves_out_what_is_ended(toy: Toy, cases: list[str]) -> None:
    _act(toy, cases[2], "decline", "--by", "toy-p-clerk", "--set", "reason=not ours", *LATER)
    found = toy("cases", "list", "--open", "--json").form["data"]["cases"]
    assert [case["id"] for case in found] == cases[:2]


def test_a_case_is_shown_with_what_may_be_done_next(toy: Toy, cases: list[str]) -> None:
    form = toy("cases", "show", cases[0], "--json").form["data"]
    assert form["at"] == "2026-11-02T09:00:00+08:00"
    assert form["state"] == "reported"
    assert [step["command"] for step in form["possible"]] == ["accept", "decline", "link"]
    assert form["possible"][1]["needs"] == ["reason"]
    text = toy("cases", "show", cases[0]).out
    assert "What may be done next:" in text
    assert "decline" in text


def test_a_shown_case_tells_nothing_of_who_reported_it(toy: Toy, cases: list[str]) -> None:
    for args in (("show", cases[0]), ("show", cases[0], "--json"), ("explain", cases[0]), ("list", "--json")):
        out = toy("cases", *args).out
        assert "13812345678" not in out
        assert "13800000001" not in out


def test_an_explanation_names_each_rule_its_basis_and_the_plan(toy: Toy, cases: list[str]) -> None:
    form = toy("cases", "explain", cases[0], "--json").form["data"]
    assert {step["stage"] for step in form["trail"]} == {"classify", "locate", "route", "due"}
    fired = {step["rule"]: step for step in form["trail"]}
    assert fired["toy-c-1"]["basis"] == "toy rule"
    assert fired["toy-r-1"]["basis"] == "toy matrix"
    assert len({step["plan"] for step in form["trail"]}) == 1
    text = toy("cases", "explain", cases[0]).out
    for word in ("toy-c-1", "toy matrix", form["trail"][0]["plan"], form["entries"][0]["hash"][:12]):
        assert word in text


@pytest.mark.parametrize("verb", ["show", "explain"])
def test_an_unknown_case_is_told(toy: Toy, cases: list[str], verb: str) -> None:
    assert cases
    run = toy("cases", verb, "nix", "--json")
    assert (run.code, run.codes, run.form["ok"]) == (2, ["CMS701"], False)


def test_a_command_moves_the_case_and_gives_it_back(toy: Toy, cases: list[str]) -> None:
    done = _act(toy, cases[0], "accept", "--by", "toy-p-clerk", *LATER)
    assert done["code"] == 0
    assert done["data"]["state"] == "accepted"
    assert done["data"]["last"] == "2026-11-03T09:00:00+08:00"
    told = toy("cases", "act", cases[0], "file", "--by", "toy-p-clerk", "--at", "2026-11-03 09:01")
    assert told.code == 0
    assert "The case is now: filed" in told.out


def test_a_command_may_be_named_with_a_hyphen(toy: Toy, cases: list[str]) -> None:
    refused = _act(toy, cases[0], "strike-off", "--by", "toy-p-clerk", *LATER)
    assert refused["problems"] == ["CMS702"]


def test_roles_may_be_vouched_for(toy: Toy, cases: list[str]) -> None:
    assert _act(toy, cases[0], "accept", "--by", "guest:clerk,handler", *LATER)["code"] == 0
    assert "guest" in toy("cases", "explain", cases[0]).out


def test_a_refusal_has_the_shape_of_the_contract_and_changes_nothing(toy: Toy, cases: list[str]) -> None:
    refused = _act(toy, cases[0], "handle", "--by", "toy-p-lamps", "--set", "result=x", *LATER)
    assert refused["code"] == 2
    assert set(refused["data"]) == {"code", "guard", "what", "remedy", "basis"}
    assert refused["data"]["code"] == "CMS702"
    told = toy("cases", "act", cases[0], "handle", "--by", "toy-p-lamps", "--set", "result=x", *LATER)
    assert told.code == 2
    assert told.out == ""
    assert "CMS702" in told.err
    assert toy("cases", "show", cases[0], "--json").form["data"]["version"] == 2


@pytest.mark.parametrize(
    ("code", "args"),
    [
        ("CMS703", ("accept", "--by", "toy-p-lamps")),
        ("CMS704", ("decline", "--by", "toy-p-clerk")),
        ("CMS705", ("accept", "--by", "toy-p-clerk", "--at", "2026-11-01")),
        ("CMS706", ("acept", "--by", "toy-p-clerk")),
        ("CMS707", ("accept", "--by", "toy-p-clerk", "--set", "colour=red")),
        ("CMS707", ("accept", "--by", "toy-p-clerk", "--set", "note")),
        ("CMS707", ("visit", "--by", "toy-p-clerk", "--set", "solved=perhaps")),
        ("CMS911", ("accept", "--by", "受理员甲")),
        ("CMS911", ("accept", "--by", "nobody:")),
    ],
)
def test_each_mistake_in_a_command_has_its_code(toy: Toy, cases: list[str], code: str, args: tuple[str, ...]) -> None:
    at = () if "--at" in args else LATER
    done = _act(toy, cases[0], *args, *at)
    assert done["code"] == 2
    assert done["problems"] == [code]


def test_a_persons_name_leads_to_the_id(toy: Toy, cases: list[str]) -> None:
    assert "--by toy-p-clerk" in toy("cases", "act", cases[0], "accept", "--by", "受理员甲").err


def test_satisfaction_may_be_said_in_chinese(toy: Toy, cases: list[str]) -> None:
    clerk = ("--by", "toy-p-clerk", *LATER)
    for command in ("accept", "file"):
        toy("cases", "act", cases[0], command, *clerk)
    toy("cases", "act", cases[0], "handle", "--by", "toy-p-lamps", "--set", "result=new bulb", *LATER)
    for command in ("close", "archive"):
        toy("cases", "act", cases[0], command, *clerk)
    done = _act(toy, cases[0], "visit", "--set", "solved=是", "--set", "satisfied=满意", *clerk)
    assert done["data"]["satisfied"] == "satisfied"
    assert done["data"]["solved"] is True


def test_a_ledger_that_is_not_there_is_told_and_not_made(toy: Toy, ledger: str) -> None:
    unnamed = toy("cases", "list", "--json")
    assert unnamed.codes == ["CMS807"]
    named = toy("cases", "list", "--city", "test.toy", "--json")
    assert named.codes == ["CMS903"]
    assert not Path(ledger.removeprefix("sqlite:///")).exists()


def test_a_file_that_is_no_ledger_is_told(toy: Toy, ledger: str) -> None:
    Path(ledger.removeprefix("sqlite:///")).write_text("a letter" * 200, encoding="utf-8")
    assert toy("cases", "list", "--json").codes == ["CMS802"]


def test_an_address_that_is_none_is_told() -> None:
    run = invoke("cases", "list", "--ledger", "postgres", "--city", "test.toy", "--plugins", TOY, "--json")
    assert (run.code, run.codes) == (2, ["CMS801"])


def test_what_a_case_went_through_is_drawn_into_a_file(toy: Toy, cases: list[str], tmp_path: Path) -> None:
    file = tmp_path / "case.svg"
    assert toy("cases", "draw", cases[0], "--to", file).out.strip() == str(file)
    english = file.read_text(encoding="utf-8")
    assert english.startswith("<svg ")
    assert f"Case · {cases[0]}" in english
    told = toy("cases", "draw", cases[0], "--to", file, "--lang", "zh", "--json").form["data"]
    assert told == {"case": cases[0], "file": str(file)}
    assert f"案件历程 · {cases[0]}" in file.read_text(encoding="utf-8")
    assert toy("cases", "draw", "nothing", "--to", file, "--json").codes == ["CMS701"]
    assert toy("cases", "draw", cases[0], "--to", tmp_path / "no" / "case.svg", "--json").codes == ["CMS905"]
