"""``cmsdk cases act`` on several cases, with a key, and for a unit."""

from pathlib import Path

import pytest

from .conftest import Toy

LATER = ("--at", "2026-11-03 09:00")
BY = ("--by", "toy-p-clerk")


def test_several_cases_are_a_table_of_what_became_of_each(toy: Toy, cases: list[str]) -> None:
    run = toy("cases", "act", *cases, "accept", *BY, *LATER)
    assert run.code == 0
    assert "accept by toy-p-clerk: done on 3 of 3 case(s)." in run.out
    assert all(case in run.out for case in cases)
    assert run.out.count("✓") == 3


def test_some_that_cannot_are_told_with_a_remedy_and_exit_1(toy: Toy, cases: list[str]) -> None:
    toy("cases", "act", cases[0], "decline", *BY, "--set", "reason=x", *LATER)
    run = toy("cases", "act", *cases, "nix", cases[1], "accept", *BY, *LATER, "--json")
    data = run.form["data"]
    assert (run.code, run.form["ok"], data["done"], data["refused"]) == (1, True, 2, 2)
    assert [(row["id"], row["ok"]) for row in data["results"]] == [
        (cases[0], False), (cases[1], True), (cases[2], True), ("nix", False),
    ]  # fmt: skip
    assert data["results"][0]["refusal"]["code"] == "CMS702"
    assert data["results"][3]["problem"]["code"] == "CMS701"
    assert run.codes == ["CMS702", "CMS701"]
    told = toy("cases", "act", "nix", "nax", "accept", *BY, *LATER)
    assert told.code == 2
    assert "CMS701" in told.out


def test_ids_come_from_a_file(toy: Toy, cases: list[str], tmp_path: Path) -> None:
    file = tmp_path / "ids.txt"
    file.write_text(f"# monday\n{cases[0]} lamp\n\n{cases[1]}\n", encoding="utf-8")
    run = toy("cases", "act", cases[2], "accept", "--from", file, *BY, *LATER, "--json")
    assert [row["id"] for row in run.form["data"]["results"]] == [cases[2], cases[0], cases[1]]
    piped = toy("cases", "act", "file", "--from", "-", *BY, *LATER, "--json", given=cases[0].encode())
    assert [row["state"] for row in piped.form["data"]["results"]] == ["filed"]
    gone = toy("cases", "act", "file", "--from", tmp_path / "nix", *BY, *LATER, "--json")
    assert (gone.code, gone.codes) == (2, ["CMS903"])


def test_a_command_without_a_case_is_no_command(toy: Toy, cases: list[str]) -> None:
    assert cases
    run = toy("cases", "act", "accept", *BY)
    assert run.code == 2
    assert "COMMAND" in run.err


@pytest.mark.parametrize("many", [False, True])
def test_a_key_makes_sending_twice_harmless(toy: Toy, cases: list[str], many: bool) -> None:
    ids = cases[:2] if many else cases[:1]
    first = toy("cases", "act", *ids, "accept", *BY, *LATER, "--key", "k1", "--json")
    again = toy("cases", "act", *ids, "accept", *BY, *LATER, "--key", "k1", "--json")
    assert (first.code, again.code) == (0, 2)
    assert set(again.codes) == {"CMS720"}
    other = toy("cases", "act", cases[2], "accept", *BY, *LATER, "--key", "k1", "--json")
    assert other.code == 0


def test_who_acts_may_name_the_unit_that_they_act_for(toy: Toy, cases: list[str]) -> None:
    for by in ("guest:clerk@toy-desk", "guest:clerk,handler@toy-roads"):
        assert toy("cases", "act", cases.pop(), "accept", "--by", by, *LATER).code == 0
    run = toy("cases", "act", cases[0], "accept", "--by", "guest:clerk@toy-road", *LATER, "--json")
    assert (run.code, run.codes) == (2, ["CMS711"])
    assert "toy-roads" in run.form["problems"][0]["remedy"]


def test_a_case_shows_what_has_happened_to_it_beside_its_path(toy: Toy, cases: list[str]) -> None:
    for command, *fields in (
        ("accept",),
        ("file",),
        ("dispatch", "unit=toy-roads"),
        ("return", "reason=not ours"),
        ("dispatch", "unit=toy-lamps", "assisting=toy-roads"),
        ("handle", "result=lamp lit"),
        ("rework", "reason=dark again"),
    ):
        words = [word for field in fields for word in ("--set", field)]
        run = toy(
            "cases",
            "act",
            cases[0],
            command,
            "--by",
            "ann:clerk,handler",
            *words,
            *LATER,
            "--key",
            f"{command}-{fields}",
        )
        assert run.code == 0, run.err
    course = toy("cases", "show", cases[0], "--json").form["data"]["course"]
    assert (course["returns"], [one["unit"] for one in course["assisting"]]) == (1, ["toy-roads"])
    assert [one["result"] for one in course["rounds"]] == ["lamp lit"]
    assert "keys" not in course
    shown = toy("cases", "show", cases[0]).out
    assert all(word in shown for word in ("Sent back, times", "Done again, times", "Assisting", "道路所"))
    untouched = toy("cases", "show", cases[1], "--json").form["data"]["course"]
    assert untouched == {}
