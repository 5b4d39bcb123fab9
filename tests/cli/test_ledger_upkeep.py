"""A ledger of an earlier version is upgraded from the shell, and what its entries have made is made anew."""

from pathlib import Path
import sqlite3

import pytest
from tests.ledger.older import written

from cmsdk.ledger.schema import VERSION

from .conftest import Toy, invoke


def _change(ledger: str, statement: str, *values: str) -> None:
    with sqlite3.connect(ledger.removeprefix("sqlite:///")) as file:
        file.execute(statement, values)
    file.close()


def test_an_old_ledger_is_named_upgraded_and_then_current(ledger: str):
    written(ledger, 3)
    listed = invoke("cases", "list", "--ledger", ledger, "--json")
    assert (listed.code, listed.codes) == (2, ["CMS815"])
    assert f"cmsdk ledger upgrade --ledger {ledger}" in listed.form["problems"][0]["remedy"]
    assert "the file itself" in listed.form["problems"][0]["remedy"]
    done = invoke("ledger", "upgrade", "--ledger", ledger)
    assert done.code == 0
    told, key = done.out.split("\n", 1)
    assert told == f"The ledger is upgraded from version 3 to version {VERSION}."
    assert f"{ledger.removeprefix('sqlite:///')}.key" in key.replace("\n", "")
    assert "keep a copy" in " ".join(key.split())
    again = invoke("ledger", "upgrade", "--ledger", ledger)
    assert (again.code, again.out) == (0, f"The ledger has version {VERSION} already; nothing was done.\n")
    assert invoke("ledger", "upgrade", "--ledger", ledger, "--json").form["data"] == {
        "found": VERSION, "version": VERSION, "rebuild": [], "key": None,
    }  # fmt: skip


def test_a_city_whose_lists_have_to_be_made_anew_is_told_how(toy: Toy, ledger: str, cases: list[str]):
    _change(ledger, "INSERT INTO meta VALUES ('stale:test.toy', '0005')")
    told = invoke("ledger", "upgrade", "--ledger", ledger)
    assert f"cmsdk ledger rebuild --city test.toy --ledger {ledger}" in told.out
    assert toy("ledger", "rebuild").code == 0
    assert "rebuild" not in invoke("ledger", "upgrade", "--ledger", ledger).out
    assert len(cases) == 3


def test_a_newer_ledger_and_none_at_all_are_left_alone(ledger: str, tmp_path: Path, cases: list[str]):
    gone = invoke("ledger", "upgrade", "--ledger", f"sqlite:///{tmp_path}/gone.db", "--json")
    assert (gone.code, gone.codes, (tmp_path / "gone.db").exists()) == (2, ["CMS817"], False)
    _change(ledger, "UPDATE alembic_version SET version_num = '0099'")
    newer = invoke("ledger", "upgrade", "--ledger", ledger, "--json")
    assert (newer.code, newer.codes, len(cases)) == (2, ["CMS803"], 3)


def test_rows_that_were_changed_are_named_and_mended(toy: Toy, ledger: str, cases: list[str]):
    intact = toy("ledger", "rebuild")
    assert (intact.code, intact.out) == (0, "3 of 3 were as they should be.\n")
    _change(ledger, "UPDATE cases SET state = 'closed' WHERE id = ?", cases[0])
    _change(ledger, "DELETE FROM cases WHERE id = ?", cases[1])
    found = toy("ledger", "rebuild", "--json")
    assert (found.code, found.codes) == (1, ["CMS880", "CMS881"])
    assert found.form["ok"]
    assert found.form["data"] == {
        "streams": 3, "right": 1, "differed": {"count": 1, "ids": [cases[0]]},
        "missing": {"count": 1, "ids": [cases[1]]},
        **{name: {"count": 0, "ids": []} for name in ("strays", "broken", "unknown")},
    }  # fmt: skip
    assert toy("ledger", "rebuild", "--anew").code == 0
    assert toy("cases", "show", cases[0], "--json").form["data"]["state"] != "closed"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_problems_are_told_in_words(toy: Toy, ledger: str, cases: list[str], lang: str):
    _change(ledger, "UPDATE cases SET title = 'x'")
    found = toy("ledger", "rebuild", "--lang", lang)
    assert found.code == 1
    assert ", ".join(sorted(cases)) in found.err
