"""Attachments at the shell: attached, listed, written to a file, removed; and a ledger's objects verified."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import TOY, Run, invoke

Town = Callable[..., Run]
PDF = b"%PDF-1.7 and so on"
BY = ("--by", "ann:clerk")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Runs a command on the toy city with a ledger of this test; one case is in it."""

    def run(*args: object) -> Run:
        return invoke(*args, "--plugins", TOY, "--ledger", f"sqlite:///{tmp_path / 'x.db'}")

    run("receive", "desk", TOY / "samples" / "desk.json", "--city", "test.toy", "--at", "2026-11-02 12:00")
    return run


@pytest.fixture
def case_id(town: Town) -> str:
    found: str = town("cases", "list", "--json").form["data"]["cases"][0]["id"]
    return found


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(PDF)
    return path


@pytest.fixture
def digest(town: Town, case_id: str, letter: Path) -> str:
    done = town("cases", "attach", case_id, letter, "--purpose", "document", *BY, "--json")
    found: str = done.form["data"]["digest"]
    return found


def test_a_file_is_attached_listed_and_shown_with_its_case(town: Town, case_id: str, letter: Path):
    done = town("cases", "attach", case_id, letter, "--purpose", "document", *BY)
    assert (done.code, "application/pdf, 18 B" in done.out) == (0, True)
    listed = town("cases", "attachments", case_id)
    assert all(word in listed.out for word in ("letter.pdf", "document", "kept", "ann"))
    assert "document 1" in town("cases", "show", case_id).out
    (form,) = town("cases", "show", case_id, "--json").form["data"]["attachments"]
    assert (form["type"], form["size"], form["name"], form["presence"]) == ("application/pdf", 18, "letter.pdf", "kept")
    assert town("cases", "explain", case_id, "--json").form["data"]["attachments"] == [form]
    assert 'ann attached "letter.pdf" (document).' in town("cases", "explain", case_id).out
    assert "上传附件“letter.pdf”（文书资料）" in town("cases", "explain", case_id, "--lang", "zh").out


def test_one_is_written_to_a_file_and_that_is_told(town: Town, case_id: str, digest: str, tmp_path: Path):
    copy = tmp_path / "copy.pdf"
    asked = ("cases", "attachment", case_id, digest[:8], "--to", copy, *BY, "--why", "asked by the reporter")
    assert town(*asked).code == 0
    assert copy.read_bytes() == PDF
    again = town(*asked, "--json")
    assert (again.code, again.codes) == (2, ["CMS896"])
    assert 'opened the attachment "letter.pdf": asked by the reporter.' in town("cases", "explain", case_id).out
    assert list(tmp_path.glob("*.part")) == []


def test_where_no_file_can_be_written_nothing_is(town: Town, case_id: str, digest: str, tmp_path: Path):
    asked = ("cases", "attachment", case_id, digest, "--to", tmp_path / "no" / "such" / "x.pdf", *BY, "--why", "look")
    assert town(*asked, "--json").codes == ["CMS903"]


def test_a_broken_one_leaves_no_file(town: Town, case_id: str, digest: str, tmp_path: Path):
    (kept,) = (path for path in (tmp_path / "x.db.objects").rglob("*") if path.is_file())
    kept.write_bytes(kept.read_bytes()[:-1])
    copy = tmp_path / "copy.pdf"
    done = town("cases", "attachment", case_id, digest, "--to", copy, *BY, "--why", "look", "--json")
    assert (done.code, done.codes) == (2, ["CMS835"])
    assert not copy.exists()
    assert list(tmp_path.glob("*.part")) == []


def test_removed_it_stays_on_the_list(town: Town, case_id: str, digest: str):
    assert town("cases", "detach", case_id, digest, *BY, "--why", "wrong case").code == 0
    assert "removed" in town("cases", "attachments", case_id).out
    assert "removed the attachment" in town("cases", "explain", case_id).out
    again = town("cases", "detach", case_id, digest, *BY, "--why", "wrong case", "--json")
    assert (again.code, again.codes) == (2, ["CMS836"])


def test_what_is_not_taken_says_why_in_both_languages(town: Town, case_id: str, tmp_path: Path):
    program = tmp_path / "photo.jpg"
    program.write_bytes(b"MZ\x90\0" + bytes(300))
    asked = ("cases", "attach", case_id, program, "--purpose", "before", *BY)
    done = town(*asked)
    assert (done.code, "application/x-msdownload" in done.err, "photo.jpg" in done.err) == (2, True, True)
    assert "本市不接收" in town(*asked, "--lang", "zh").err
    assert town("cases", "attach", case_id, tmp_path / "none", "--purpose", "before", *BY, "--json").codes == ["CMS903"]
    assert "Nothing is attached" in town("cases", "attachments", case_id).out


def test_what_is_handed_in_for_an_erased_case_is_not_asked_for_again(town: Town, case_id: str, letter: Path):
    assert town("people", "erase", "--case", case_id, *BY, "--why", "asked for it").code == 0
    done = town("cases", "attach", case_id, letter, "--purpose", "document", *BY, "--json")
    assert (done.code, done.codes) == (2, ["CMS897"])
    assert "Do not hand it in again" in done.form["problems"][0]["remedy"]


def test_verify_objects_names_what_is_missing(town: Town, case_id: str, digest: str, tmp_path: Path):
    whole = town("ledger", "verify-objects")
    assert (whole.code, "1 attachment(s), 1 object(s)" in whole.out) == (0, True)
    (kept,) = (path for path in (tmp_path / "x.db.objects").rglob("*") if path.is_file())
    kept.unlink()
    found = town("ledger", "verify-objects", "--json")
    assert (found.code, found.codes) == (1, ["CMS835"])
    assert [(f["fault"], f["digest"], f["case"]) for f in found.form["data"]["faults"]] == [
        ("missing", digest, case_id)
    ]
    assert "丢失" in town("ledger", "verify-objects", "--quick", "--lang", "zh").out
