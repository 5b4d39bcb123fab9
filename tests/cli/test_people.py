"""``cmsdk people``, ``ledger rekey`` and ``ledger retain``: what a shell shows, and what it never shows."""

from pathlib import Path

import pytest

from .conftest import Toy

WHO = ("--by", "ann:clerk", "--why", "to call back")
PHONE = "13800000001"


@pytest.fixture
def case(toy: Toy, tmp_path: Path) -> str:
    who = f'"name": "Zoe Quill", "phone": "{PHONE}", "address": "7 Mill Lane"'
    body = f'{{"external_id": "1", "text": "a lamp", {who}}}'
    (tmp_path / "desk.jsonl").write_text(f'{body}\n{{"external_id": "2", "text": "a bench"}}\n', encoding="utf-8")
    got = toy("receive", "jsonl", tmp_path / "desk.jsonl", "--city", "test.toy", "--json", "--at", "2026-06-01 09:00")
    return got.form["data"]["items"][0]["id"]


def test_show_gives_the_person_and_enters_who_asked(toy: Toy, case: str):
    assert "Zoe" not in toy("cases", "show", case).out
    got = toy("people", "show", case, *WHO, "--json")
    assert (got.code, got.form["data"]["person"]["address"]) == (0, "7 Mill Lane")
    shown = toy("people", "show", case, *WHO)
    assert "Zoe Quill" in shown.out
    assert "entered in the ledger" in shown.out
    (first, second) = toy("people", "readers", "--case", case, "--json").form["data"]["accesses"]
    assert (first["by"], first["why"], second["done"]) == ("ann", "to call back", "person_read")
    listed = toy("people", "readers", "--case", case, "--lang", "zh").out
    assert "查阅" in listed
    assert "Zoe" not in listed
    assert first["at"][:16].replace("T", " ") in listed
    assert first["at"] not in listed


def test_whose_readers_are_meant_has_to_be_said(toy: Toy, case: str):
    asked = toy("people", "readers", "--json")
    assert (asked.code, asked.codes) == (2, ["CMS913"])
    for lang, words in (("en", "One of these is needed"), ("zh", "须给出以下之一")):
        told = toy("people", "readers", "--lang", lang)
        assert (told.code, f"{words}" in told.err, "Nobody" in told.out) == (2, True, False)
        assert "--case, --file, --person" in told.err
    assert case


def test_who_asks_and_why_has_to_be_said(toy: Toy, case: str):
    assert toy("people", "show", case).code == 2
    got = toy("people", "show", case, "--by", "ann:clerk", "--why", " ", "--json")
    assert (got.code, got.codes) == (2, ["CMS823"])
    assert "Zoe" not in got.out


def test_where_nobody_is_named_that_is_said(toy: Toy, case: str):
    cases = toy("cases", "list", "--json").form["data"]["cases"]
    (other,) = [one["id"] for one in cases if one["id"] != case]
    assert "Nobody is named." in toy("people", "show", other, *WHO).out
    assert "Nobody has read" in toy("people", "readers", "--case", other).out


def test_erase_first_lists_and_then_destroys(toy: Toy, case: str):
    would = toy("people", "erase", "--phone", "+86 138-0000-0001", *WHO, "--dry-run")
    assert (would.code, "Nothing was destroyed" in would.out, case in would.out) == (0, True, True)
    assert "Zoe Quill" in toy("people", "show", case, *WHO).out
    done = toy("people", "erase", "--phone", "+86 138-0000-0001", *WHO, "--json")
    assert (done.code, done.form["data"]["cases"], done.form["data"]["written"]) == (0, [case], True)
    assert "erased · " in toy("people", "show", case, *WHO).out
    assert "已删除" in toy("cases", "show", case, "--lang", "zh").out
    assert toy("cases", "show", case, "--json").form["data"]["reporter_erased"]
    again = toy("people", "erase", "--phone", PHONE, *WHO, "--json")
    assert (again.code, again.codes) == (2, ["CMS821"])
    assert PHONE not in again.out
    assert toy("people", "erase", "--case", case, *WHO).code == 0
    assert toy("people", "erase", *WHO, "--json").codes == ["CMS820"]


def test_attachments_are_read_listed_and_erased_with_their_person(toy: Toy, case: str, tmp_path: Path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7 and so on")
    by = ("--by", "ann:clerk")
    done = toy("cases", "attach", case, tmp_path / "letter.pdf", "--purpose", "document", *by, "--json")
    digest = done.form["data"]["digest"]
    assert toy("cases", "attachment", case, digest, "--to", tmp_path / "copy.pdf", *WHO).code == 0
    would = toy("people", "erase", "--case", case, *WHO, "--dry-run", "--json")
    assert would.form["data"]["attachments"] == [f"{case}/{digest[:12]}"]
    assert "1 attachment(s):" in toy("people", "erase", "--case", case, *WHO).out
    listed = toy("people", "readers", "--case", case)
    assert f"read attachment {digest[:12]}" in listed.out
    assert "erased the attachments" in listed.out
    first, *rest = toy("people", "readers", "--case", case, "--json").form["data"]["accesses"]
    assert (first["attachment"], first["done"], first["key"]) == (digest, "person_read", f"p-{case}")
    assert [one["destroyed"] for one in rest] == [["person", "raw", "delivery"], ["attachments"]]


def test_retain_lists_and_then_destroys_the_bytes_of_deliveries(toy: Toy, case: str):
    at = ("--at", "2026-08-01 09:00")
    would = toy("ledger", "retain", "--dry-run", "--json", *at)
    assert (would.form["data"]["counts"]["deliveries"], would.form["data"]["written"]) == (1, False)
    assert "bytes of 1 delivery" in toy("ledger", "retain", *at).out
    again = toy("ledger", "retain", "--json", *at)
    assert again.form["data"]["counts"] == {"people": 0, "raws": 0, "attachments": 0, "deliveries": 0}


def test_rekey_makes_the_key_and_only_it_opens_afterwards(toy: Toy, case: str, tmp_path: Path, ledger: str):
    from .conftest import invoke

    new = tmp_path / "new.key"
    got = invoke("ledger", "rekey", "--to", new, "--ledger", ledger, "--json")
    assert (got.code, got.form["data"]["wrapped"]) == (0, 3)
    assert new.stat().st_mode & 0o777 == 0o600
    assert toy("people", "show", case, *WHO, "--json").codes == ["CMS812"]
    shown = toy("people", "show", case, *WHO, env={"CMSDK_LEDGER_KEY_FILE": str(new)})
    assert "Zoe Quill" in shown.out
    same = invoke("ledger", "rekey", "--to", new, "--ledger", ledger, "--json", env={"CMSDK_LEDGER_KEY_FILE": str(new)})
    assert (same.code, same.codes) == (2, ["CMS825"])
    nowhere = invoke("ledger", "rekey", "--to", tmp_path / "no" / "x.key", "--ledger", ledger, "--json")
    assert (nowhere.code, nowhere.codes) == (2, ["CMS903"])
