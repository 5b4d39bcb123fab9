"""A name that no disk takes, and a number that no engine takes: a coded problem, or an answer; never a traceback."""

from pathlib import Path

import pytest

from .conftest import Toy, invoke

LONG = "x" * 300
NEARLY = "x" * 253
"""A name that a disk takes, but not with an ending."""
WHO = ("--by", "ann:clerk")


@pytest.mark.parametrize("name", [LONG, NEARLY])
def test_a_file_that_cannot_be_is_named(toy: Toy, cases: list[str], tmp_path: Path, ledger: str, name: str):
    file = tmp_path / name
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    made = toy("cases", "attach", cases[0], photo, "--purpose", "before", *WHO, "--json").form["data"]
    runs = (
        toy("cases", "attach", cases[0], file, "--purpose", "before", *WHO, "--json"),
        toy("cases", "attachment", cases[0], made["digest"], "--to", file, *WHO, "--why", "to look", "--json"),
        invoke("ledger", "key", "--seal", "--to", file, "--json"),
        invoke("ledger", "backup", "--ledger", ledger, "--to", file, "--json"),
        invoke("ledger", "restore", file, "--ledger", f"sqlite:///{tmp_path / 'r.db'}", "--json"),
    )
    assert {run.code for run in runs} <= {2}
    assert all(run.codes[0].startswith("CMS") for run in runs)


@pytest.mark.parametrize("limit", [2**63 - 1, 2**70])
def test_more_than_an_engine_can_be_asked_for_is_all_there_is(toy: Toy, cases: list[str], limit: int):
    assert cases
    assert toy("outbox", "list", "--limit", limit, "--json").code == 0
