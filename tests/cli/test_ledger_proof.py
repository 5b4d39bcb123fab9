"""``cmsdk ledger seal``, ``verify`` and ``prove``: what they say, what they write, how they end."""

import json
from pathlib import Path
import sqlite3

import pytest

from .conftest import Toy, invoke

AT = ("--at", "2026-11-03 12:00")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "seal.key"
    run = invoke("ledger", "key", "--seal", "--to", path, "--json")
    assert run.code == 0
    assert run.form["data"].keys() == {"file", "public", "key"}
    return path


def _tamper(folder: Path, statement: str, *values: str) -> None:
    with sqlite3.connect(folder / "x.db") as connection:
        connection.execute("DROP TRIGGER IF EXISTS entries_stay")
        connection.execute("DROP TRIGGER IF EXISTS entries_last")
        connection.execute(statement, values)
    connection.close()


def test_a_key_of_seals_is_the_owners_alone_and_its_public_half_is_everybodys(key: Path) -> None:
    public = key.with_name("seal.key.pub")
    assert key.stat().st_mode & 0o777 == 0o600
    assert public.stat().st_mode & 0o777 == 0o644
    assert "PRIVATE" in key.read_text()
    assert "PUBLIC" in public.read_text()
    again = invoke("ledger", "key", "--seal", "--to", key, "--json")
    assert (again.code, again.codes) == (2, ["CMS816"])
    key.unlink()
    assert invoke("ledger", "key", "--seal", "--to", key, "--json").codes == ["CMS816"]
    assert not key.exists()


def test_a_ledger_is_sealed_checked_and_a_case_of_it_proved(
    toy: Toy, cases: list[str], ledger: str, key: Path, tmp_path: Path
) -> None:
    seal, proof, public = tmp_path / "seal-1.json", tmp_path / "proof.json", f"{key}.pub"
    run = toy("ledger", "seal", "--key", key, "--to", seal, *AT, "--json")
    assert run.code == 0, run
    assert run.form["data"]["seal"] == json.loads(seal.read_text())
    assert run.form["data"]["seal"]["last"] == run.form["data"]["seal"]["entries"]
    checked = invoke("ledger", "verify", "--seal", seal, "--public-key", public, "--ledger", ledger, "--json")
    assert (checked.code, checked.form["data"]["sound"], checked.form["data"]["findings"]) == (0, True, [])
    assert checked.form["data"]["keys"] == [run.form["data"]["seal"]["key"]]
    proved = invoke("ledger", "prove", cases[0], "--to", proof, "--ledger", ledger, "--json")
    assert (proved.code, proved.form["data"]["unsealed"], proved.form["data"]["seal"]) == (0, 0, 1)
    assert json.loads(proof.read_text(encoding="utf-8"))["case"] == cases[0]


def test_neither_the_ledgers_key_nor_a_plugin_is_needed_to_check_it(
    toy: Toy, cases: list[str], ledger: str, key: Path, tmp_path: Path
) -> None:
    assert toy("ledger", "seal", "--key", key, *AT).code == 0
    (tmp_path / "x.db.key").unlink()
    assert invoke("ledger", "verify", "--ledger", ledger).code == 0
    assert invoke("ledger", "prove", cases[0], "--to", tmp_path / "p.json", "--ledger", ledger).code == 0


def test_what_is_found_is_named_in_both_languages(
    toy: Toy, cases: list[str], ledger: str, key: Path, tmp_path: Path
) -> None:
    assert toy("ledger", "seal", "--key", key, *AT).code == 0
    _tamper(tmp_path, "UPDATE entries SET \"by\" = 'eve' WHERE stream = ? AND version = 2", cases[1])
    _tamper(tmp_path, "DELETE FROM entries WHERE stream = ? AND version = 1", cases[2])
    run = invoke("ledger", "verify", "--ledger", ledger, "--json")
    assert run.code == 1
    assert run.codes == ["CMS840", "CMS837", "CMS839", "CMS838", "CMS843"]
    changed = run.form["data"]["findings"][1]
    assert (changed["stream"], changed["version"], changed["code"]) == (cases[1], "2", "CMS837")
    for lang, words in (("en", "was changed"), ("zh", "被改动")):
        told = invoke("ledger", "verify", "--ledger", ledger, "--lang", lang)
        assert told.code == 1
        assert words in told.err
        assert cases[1] in told.err


def test_the_screen_tells_people_what_was_sealed_and_checked(
    toy: Toy, cases: list[str], ledger: str, key: Path, tmp_path: Path
) -> None:
    assert "no seal" in invoke("ledger", "verify", "--ledger", ledger).out
    sealed = toy("ledger", "seal", *AT, "--to", tmp_path / "s.json", env={"CMSDK_SEAL_KEY_FILE": str(key)})
    assert "Seal 1:" in sealed.out
    again = toy("ledger", "seal", "--key", key, *AT, "--to", tmp_path / "again.json")
    assert (again.code, "Nothing was entered since seal 1" in again.out) == (0, True)
    assert (tmp_path / "again.json").read_text() == (tmp_path / "s.json").read_text()
    checked = invoke("ledger", "verify", "--ledger", ledger).out
    assert "The ledger is sound." in checked
    assert "after it, seals aside: 0" in checked
    assert "cmsdk ledger rebuild" in checked
    assert "cmsdk ledger rebuild" in invoke("ledger", "verify", "--ledger", ledger, "--lang", "zh").out
    later = toy("cases", "act", cases[0], "accept", "--by", "ann:clerk", *AT)
    assert later.code == 0, later
    assert "after it, seals aside: 1" in invoke("ledger", "verify", "--ledger", ledger).out
    proved = invoke("ledger", "prove", cases[0], "--to", tmp_path / "p.json", "--ledger", ledger)
    assert "1 later entries are given as not yet sealed" in proved.out


def test_a_clock_that_went_back_is_named_and_the_seal_made(toy: Toy, cases: list[str], key: Path) -> None:
    run = toy("ledger", "seal", "--key", key, "--at", "2026-11-01 12:00", "--json")
    assert (run.code, run.codes, run.form["data"]["new"]) == (1, ["CMS842"], True)


def test_what_cannot_be_done_is_named(toy: Toy, cases: list[str], ledger: str, key: Path, tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path}/none.db"
    to = ("--to", tmp_path / "p.json")
    for args, code in (
        (("verify", "--ledger", nowhere), "CMS903"),
        (("prove", cases[0], *to, "--ledger", nowhere), "CMS903"),
        (("prove", cases[0], *to, "--ledger", ledger), "CMS846"),
        (("prove", "c-9", *to, "--ledger", ledger), "CMS701"),
        (("verify", "--seal", key, "--ledger", ledger), "CMS845"),
        (("verify", "--public-key", key, "--ledger", ledger), "CMS845"),
        (("verify", "--public-key", tmp_path / "none", "--ledger", ledger), "CMS903"),
    ):
        run = invoke("ledger", *args, "--json")
        assert (run.code, run.codes) == (2, [code]), args
    assert toy("ledger", "seal", "--json").codes == ["CMS845"]
    assert toy("ledger", "seal", "--key", f"{key}.pub", "--json").codes == ["CMS845"]
    assert toy("ledger", "seal", "--key", key, "--to", tmp_path / "no" / "s.json", *AT, "--json").codes == ["CMS905"]
    assert not (tmp_path / "none.db").exists()
