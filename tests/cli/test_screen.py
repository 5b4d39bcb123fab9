import io

import pytest

from cmsdk.cli.answer import json_text
from cmsdk.cli.screen import Screen, cells, clean, short


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\x9b", "\x7f", "\u202e", "\u2066", "\udc80", "\r"])
def test_nothing_that_steers_a_terminal_is_left(character: str) -> None:
    assert clean(f"a{character}b") == "ab"


def test_line_ends_and_tabs_are_left() -> None:
    assert clean("a\n\tb") == "a\n\tb"


@pytest.mark.parametrize(
    ("text", "most"), [("abcdef", 4), ("遮雨棚遮雨棚", 7), ("a遮b雨c棚", 5), ("短", 4), ("x\ny", 3)]
)
def test_a_shortened_text_fits_its_columns(text: str, most: int) -> None:
    made = short(text, most)
    assert cells(made) <= most
    assert "\n" not in made
    assert made.rstrip("…") == " ".join(text.split())[: len(made.rstrip("…"))]


def test_json_keeps_what_a_terminal_would_act_on_as_escapes() -> None:
    text = json_text({"a": "\x1b\x9b\u202e遮"}, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert "\\u001b\\u009b\\u202e遮" in text


def test_a_table_in_a_file_has_no_blanks_at_line_ends_and_keeps_ids_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = io.StringIO()
    Screen(out).table(["id", "text"], [("261103-000000-1A744E", "long " * 40)])
    lines = out.getvalue().splitlines()
    assert all(line == line.rstrip() for line in lines)
    assert any(line.startswith("261103-000000-1A744E") for line in lines)
    assert out.getvalue().count("long") == 40


def test_markup_and_emoji_names_are_text() -> None:
    out = io.StringIO()
    Screen(out).line("[bold]x[/bold] :smile: [/nix]")
    assert out.getvalue() == "[bold]x[/bold] :smile: [/nix]\n"
