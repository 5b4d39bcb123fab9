import io
import json
from pathlib import Path
import zipfile

import pytest

from .conftest import TOY, Toy, invoke

SAMPLE = TOY / "samples" / "desk.json"
CITY = ("--city", "test.toy")


def test_counts_and_items_have_the_shape_of_the_contract(toy: Toy) -> None:
    run = toy("receive", "desk", SAMPLE, *CITY, "--json", "--at", "2026-11-02 12:00")
    assert run.code == 1
    assert set(run.form) == {"ok", "data", "problems"}
    assert run.form["ok"] is True
    data = run.form["data"]
    counted = {name: data[name] for name in ("received", "cases", "duplicates", "quarantined", "linked")}
    assert counted == {"received": 5, "cases": 3, "duplicates": 1, "quarantined": 1, "linked": 0}
    lamp, _, parrot, wrong = data["items"]
    assert lamp["report"] == "T-1"
    assert (lamp["category"], lamp["approach"], lamp["unit"], lamp["mode"]) == (
        "toy/1/S1",
        "service",
        "toy-lamps",
        "now",
    )
    assert lamp["due"].endswith("+08:00")
    assert lamp["provisional"] is False
    assert (parrot["category"], parrot["unit"]) == ("", "toy-desk")
    assert (wrong["kind"], wrong["position"], wrong["key"]) == ("quarantined", "4", "T-3")
    assert set(wrong["problems"][0]) == {"code", "severity", "what", "where", "why", "remedy"}


def test_the_same_file_again_adds_nothing(toy: Toy, cases: list[str]) -> None:
    again = toy("receive", "desk", SAMPLE, "--json")
    assert again.form["data"]["cases"] == 0
    assert again.form["data"]["duplicates"] == 4
    assert len(toy("cases", "list", "--json").form["data"]["cases"]) == len(cases) == 3


def test_a_clean_delivery_and_its_repeat_both_exit_0(toy: Toy, tmp_path: Path) -> None:
    file = tmp_path / "clean.csv"
    file.write_text("no,at,text\n1,2026-11-02 09:00,a lamp\n", encoding="utf-8")
    assert toy("receive", "list", file, *CITY).code == 0
    assert toy("receive", "list", file, *CITY).code == 0


def test_text_tells_a_clerk_counts_cases_and_reasons(toy: Toy) -> None:
    run = toy("receive", "desk", SAMPLE, *CITY)
    assert "Received 5. Cases: 3, repeats: 1, in quarantine: 1." in run.out
    assert "Street light" in run.out
    assert "路灯所" in run.out
    assert "Row 4 · T-3" in run.out
    assert "CMS508" in run.out
    assert run.err == ""


def test_standard_input_is_a_file_too(toy: Toy) -> None:
    run = toy("receive", "desk", "-", *CITY, "--json", given=SAMPLE.read_bytes())
    assert run.form["data"]["received"] == 5


def _refused(toy: Toy, code: str, *args: object) -> None:
    run = toy(*args, "--json")
    assert run.code == 2
    assert run.form["ok"] is False
    assert code in run.codes
    told = toy(*args)
    assert told.code == 2
    assert code in told.err
    assert "Traceback" not in told.out + told.err


def test_an_unknown_channel_is_told_with_the_known_ones(toy: Toy) -> None:
    _refused(toy, "CMS501", "receive", "nix", SAMPLE, *CITY)


@pytest.mark.parametrize("path", ["nowhere.json", "."])
def test_a_file_that_cannot_be_read_is_told(toy: Toy, path: str) -> None:
    _refused(toy, "CMS903", "receive", "desk", path, *CITY)


def test_an_unknown_city_is_told(toy: Toy) -> None:
    _refused(toy, "CMS109", "receive", "desk", SAMPLE, "--city", "nowhere")


def test_a_time_that_is_none_is_told(toy: Toy) -> None:
    _refused(toy, "CMS909", "receive", "desk", SAMPLE, *CITY, "--at", "tomorrow")


def test_a_new_ledger_needs_its_city(toy: Toy) -> None:
    _refused(toy, "CMS807", "receive", "desk", SAMPLE)


def test_what_is_no_json_is_told(toy: Toy, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text('{"rows": [', encoding="utf-8")
    _refused(toy, "CMS504", "receive", "desk", file, *CITY)


def test_an_empty_file_is_told(toy: Toy, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.touch()
    _refused(toy, "CMS502", "receive", "desk", file, *CITY)


def test_a_workbook_that_would_unpack_to_far_too_much_is_told(toy: Toy, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(packed.getvalue())
    _refused(toy, "CMS510", "receive", "sheet", file, *CITY)


def test_a_file_name_that_is_no_text_does_not_stop_its_reports(toy: Toy, tmp_path: Path) -> None:
    file = tmp_path / "b\udcff.json"
    try:
        file.write_bytes(SAMPLE.read_bytes())
    except (OSError, UnicodeError):
        pytest.skip("this file system keeps no such names")
    run = toy("receive", "desk", file, *CITY, "--json")
    assert run.form["data"]["cases"] == 3


HOSTILE = {
    "formula": "=cmd|'/C calc'!A0 lamp",
    "script": "<script>alert(1)</script> lamp",
    "markup": "[red]lamp[/red] :smile: [link=http://x.test]here[/link]",
    "escape": "lamp \x1b[31mred\x1b[0m \x9b2J \u202ereversed",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_reach_the_screen_and_reports_as_plain_text(toy: Toy, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(
        json.dumps({"rows": [{"no": "1", "title": HOSTILE[kind], "text": HOSTILE[kind]}]}), encoding="utf-8"
    )
    received = toy("receive", "desk", file, *CITY)
    assert received.code == 0
    case = toy("cases", "list", "--json").form["data"]["cases"][0]["id"]
    told = toy("cases", "show", case)
    explained = toy("cases", "explain", case)
    for text in (received.out, told.out, explained.out):
        assert not set(text) & {"\x1b", "\x9b", "\u202e"}
    visible = {"formula": "=cmd|", "script": "<script>alert(1)</script>", "markup": "[red]lamp[/red] :smile:"}
    assert visible.get(kind, "[31mred") in told.out
    as_json = toy("cases", "show", case, "--json")
    assert not set(as_json.out) & {"\x1b", "\x9b", "\u202e"}
    assert "lamp" in as_json.form["data"]["text"]
    page, sheet = tmp_path / "page.html", tmp_path / "sheet.csv"
    assert toy("publish", "toy-ledger", "--to", page).code == 0
    assert toy("publish", "toy-ledger", "--to", sheet).code == 0
    assert "<script>" not in page.read_text(encoding="utf-8")
    assert "\n=" not in sheet.read_text(encoding="utf-8-sig").replace(",=", "\n=")


def test_several_cities_in_a_ledger_must_be_told_apart(toy: Toy, cases: list[str], ledger: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for path in TOY.rglob("*.*"):
        text = path.read_text(encoding="utf-8").replace("test.toy", "test.other").replace("toy", "other")
        target = other / path.relative_to(TOY)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    both = ("--plugins", TOY, "--plugins", other, "--ledger", ledger)
    assert invoke("receive", "desk", SAMPLE, "--city", "test.other", *both).code == 1
    unnamed = invoke("cases", "list", *both, "--json")
    assert unnamed.code == 2
    assert unnamed.codes == ["CMS806"]
    assert len(invoke("cases", "list", "--city", "test.other", *both, "--json").form["data"]["cases"]) == 3
    wrong = invoke("cases", "show", cases[0], "--city", "test.other", *both, "--json")
    assert wrong.codes == ["CMS710"]
