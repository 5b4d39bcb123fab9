import io

import pytest

from cmsdk.cli.answer import json_text
from cmsdk.cli.coverage import show_some
from cmsdk.cli.lang import LANG
from cmsdk.cli.screen import Screen, cells, clean, short
from cmsdk.model.problem import Problem, problem


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


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "plain"), [("1", True), ("", False)])
def test_no_color_means_plain_text_on_a_terminal_too(
    no_color: str, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    out = _Terminal()
    screen = Screen(out)
    screen.heading("bold")
    screen.pairs([("dim", "value")])
    screen.table(["id"], [("1",)])
    screen.problems([problem("CMS917", "x", city="x", file="x", known="x")])
    assert ("\x1b" not in out.getvalue()) == plain


def _many(count: int, code: str = "CMS429", file: str = "toy/tables/grids.geojson") -> list[Problem]:
    return [problem(code, f"{file}:{n} features[{n}]", code=f"g{n}", first=1, second=100) for n in range(count)]


@pytest.mark.parametrize(("lang", "words"), [("en", "and 297 more of CMS429"), ("zh", "另有 297 项 CMS429")])
def test_many_problems_of_one_code_and_file_are_three_and_a_number(
    lang: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    out, token = io.StringIO(), LANG.set(lang)
    try:
        Screen(out).problems([*_many(300), *_many(5, file="toy/tables/other.geojson"), *_many(1, "CMS430")])
    finally:
        LANG.reset(token)
    text = out.getvalue()
    assert text.count(words) == 1
    assert [text.count(f"grids.geojson:{n} ") for n in (1, 2, 3)] == [1, 1, 0]
    assert text.count("other.geojson:") == 5
    assert "CMS430" in text
    assert len(text.splitlines()) < 40


def test_of_problems_that_are_cut_short_the_rest_is_counted_whole() -> None:
    out = io.StringIO()
    kinds = [found for n in range(25) for found in _many(10, file=f"our town 0.1/tables/{n}.geojson")]
    show_some(Screen(out), tuple(kinds))
    # 20 of them are shown: 3 of each of six files, and 2 of the seventh; the last of three stands for seven more
    assert out.getvalue().count("7 more of CMS429 in our town 0.1/tables/") == 6
    assert f"and {250 - 6 * 10 - 2} more" in out.getvalue()


def test_markup_and_emoji_names_are_text() -> None:
    out = io.StringIO()
    Screen(out).line("[bold]x[/bold] :smile: [/nix]")
    assert out.getvalue() == "[bold]x[/bold] :smile: [/nix]\n"
