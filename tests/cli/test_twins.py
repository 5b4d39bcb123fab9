"""Duplicates at the shell: counted apart, shown both ways, asked for before filing, linked and parted by hand."""

from collections.abc import Callable
from pathlib import Path
import shutil
from typing import Any

import pytest

from .conftest import TOY, invoke

Cmsdk = Callable[..., Any]


@pytest.fixture
def run() -> Cmsdk:
    return invoke


@pytest.fixture
def toy_town(tmp_path: Path) -> str:
    """The toy city with a row of duplicates."""
    folder = tmp_path / "toy"
    shutil.copytree(TOY, folder)
    (folder / "tables" / "duplicates.csv").write_text("id,category,compare,similarity\ntoy-dup,*,both,60\n")
    return str(folder)


def _lines(tmp_path: Path, *reports: str) -> str:
    file = tmp_path / f"{len(reports)}-{reports[0][:4]}.jsonl"
    there = '"crs": "wgs84", "lon": "108.9", "lat": "34.2"'
    lines = (f'{{"external_id": "{text[:4]}", "text": "{text[5:]}", {there}}}' for text in reports)
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_from_the_question_to_the_parting(lang: str, toy_town: str, tmp_path: Path, run: Cmsdk):
    ledger = ("--plugins", toy_town, "--ledger", f"sqlite:///{tmp_path}/t.db", "--lang", lang)
    filed = run("receive", "jsonl", _lines(tmp_path, "aaaa lamp", "bbbb lamp!"), "--city", "test.toy", *ledger)
    assert "1" in filed.out
    assert "→" in filed.out
    cases = run("cases", "list", "--json", *ledger).form["data"]["cases"]
    first, second = (case["id"] for case in cases)
    assert [case["linked"] for case in cases] == [None, first]
    shown = run("cases", "show", second, *ledger)
    assert first in shown.out
    assert second in run("cases", "show", first, *ledger).out
    assert run("cases", "show", first, "--json", *ledger).form["data"]["followers"] == [second]
    assert first in run("cases", "explain", second, *ledger).out

    asked = run("similar", "jsonl", _lines(tmp_path, "cccc lamp", "dddd something else altogether"), *ledger)
    assert asked.code == 0
    assert first in asked.out
    assert "—" not in asked.out  # what was not compared is not named
    answer = run("similar", "jsonl", _lines(tmp_path, "aaaa lamp", "cccc lamp"), "--json", *ledger).form["data"]
    assert [r["case"] for r in answer["reports"]] == [first, None]
    assert [c["id"] for c in answer["reports"][1]["similar"]] == [first]
    assert answer["reports"][1]["similar"][0]["metres"] == 0
    assert len(run("cases", "list", "--json", *ledger).form["data"]["cases"]) == 2

    clerk = ("--by", "ann:clerk", *ledger)
    together = run("cases", "act", first, "accept", "--json", *clerk).form["data"]
    assert (together["state"], together["apart"]) == ("accepted", None)
    parted = run("cases", "act", second, "unlink", "--set", "reason=another lamp", *clerk)
    assert parted.code == 0
    assert run("cases", "show", second, "--json", *ledger).form["data"]["linked"] is None
    assert run("cases", "act", second, "unlink", "--set", "reason=again", "--json", *clerk).codes == ["CMS716"]
    assert run("cases", "act", second, "link", "--set", f"to={first}", *clerk).code == 0
    assert run("cases", "show", first, "--json", *ledger).form["data"]["followers"] == [second]


def test_the_counts_of_contracts_name_linked_ones_apart(toy_town: str, tmp_path: Path, run: Cmsdk):
    ledger = ("--plugins", toy_town, "--ledger", f"sqlite:///{tmp_path}/t.db", "--city", "test.toy")
    file = _lines(tmp_path, "aaaa lamp", "bbbb lamp!", "bbbb lamp!")
    data = run("receive", "jsonl", file, "--json", *ledger).form["data"]
    assert [data[name] for name in ("received", "cases", "duplicates", "quarantined", "linked")] == [3, 2, 1, 0, 1]
    assert [item["linked"] for item in data["items"]] == [None, data["items"][0]["id"]]


def test_a_payload_that_cannot_be_read_is_a_question_that_cannot_be_answered(toy_town: str, tmp_path: Path, run: Cmsdk):
    ledger = ("--plugins", toy_town, "--ledger", f"sqlite:///{tmp_path}/t.db", "--city", "test.toy")
    run("receive", "jsonl", _lines(tmp_path, "aaaa lamp"), *ledger)
    asked = run("similar", "nowhere", _lines(tmp_path, "aaaa lamp"), "--json", *ledger)
    assert (asked.code, asked.codes) == (2, ["CMS501"])


@pytest.mark.parametrize(("lang", "words"), [("en", "does not follow it until"), ("zh", "不再随它办理")])
def test_a_command_on_a_follower_says_that_it_parts_it_from_the_first(
    lang: str, words: str, toy_town: str, tmp_path: Path, run: Cmsdk
):
    ledger = ("--plugins", toy_town, "--ledger", f"sqlite:///{tmp_path}/t.db", "--lang", lang)
    run("receive", "jsonl", _lines(tmp_path, "aaaa lamp", "bbbb lamp!"), "--city", "test.toy", *ledger)
    first, second = (c["id"] for c in run("cases", "list", "--json", *ledger).form["data"]["cases"])
    done = run("cases", "act", second, "accept", "--by", "ann:clerk", *ledger)
    assert done.code == 0
    told = "".join(done.out.split("\n")[:2])
    assert first in told
    assert words in told
    told = run("cases", "act", second, "file", "--by", "ann:clerk", "--json", *ledger).form["data"]
    assert told["apart"] == {"first": first, "state": "reported"}
    # the first goes on alone, and needs no such word
    assert words not in run("cases", "act", first, "accept", "--by", "ann:clerk", *ledger).out
    assert words not in run("cases", "act", first, "file", "--by", "ann:clerk", *ledger).out
