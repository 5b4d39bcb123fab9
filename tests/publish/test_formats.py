"""Nothing that a sender wrote is acted on by the program that opens the published file."""

import csv
from html.parser import HTMLParser
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.builtin.csv_format import defused, render_csv
from cmsdk.builtin.html_format import render_html
from cmsdk.builtin.markdown_format import plain, render_markdown
from cmsdk.city import City
from cmsdk.contract.output import Bar, Bars, Document, PartKind, Table, Text

texts = st.text(alphabet="=+-@＝ab<>&\"'|`[]()*_#!~\\\t\r\n ,;中", max_size=15)


def _document(cell: str, *, letter: bool = False) -> Document:
    bars = Bars(cell, (Bar(cell, 1, 50.0, 70.0), Bar("b", 1, 50.0)), cell)
    said = (Text(cell, (cell, cell)), Text("", (cell,), PartKind.SIGNATURE))
    sections = (Table(cell, (cell,), [(cell, "x")]), bars, *said)
    return Document(cell, "zh", ((cell, cell),) * 3, sections, letter)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))


def _csv_cells(body: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")) for cell in row]


@given(cell=texts)
def test_no_cell_of_a_csv_begins_like_a_formula(cell: str):
    out = io.BytesIO()
    render_csv(_document(cell), out)
    cells = _csv_cells(out.getvalue())
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))]
    assert cells.count(defused(cell)) >= 6 or not cell


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", "\r=1"])
def test_a_formula_is_kept_as_text(cell: str):
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "1-2", "a=b", "2026-06-01", "'quoted", "垃圾"])
def test_plain_text_is_not_touched(cell: str):
    assert defused(cell) == cell


@given(cell=texts, letter=st.booleans())
def test_html_has_no_tags_but_its_own(cell: str, letter: bool):
    expected, found = _Tags(), _Tags()
    for document, parser in ((_document("x", letter=letter), expected), (_document(cell, letter=letter), found)):
        out = io.BytesIO()
        render_html(document, out)
        parser.feed(out.getvalue().decode())
    there = {"p", "h2"}  # only where there is something to say
    own = [tag for tag, _ in expected.seen if tag not in there]
    assert [tag for tag, _ in found.seen if tag not in there] == own
    assert not [name for _, attributes in found.seen for name, _ in attributes if name.startswith("on")]


@given(cell=texts)
def test_markdown_stays_one_cell_and_nothing_in_it_is_acted_on(cell: str):
    out = io.BytesIO()
    render_markdown(_document(cell), out)
    text = out.getvalue().decode()
    assert "<" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    bare = [row.replace("\\\\", "").replace("\\|", "") for row in rows]
    assert [row.count("|") for row in bare] == [2, 2, 3]
    assert "\n" not in plain(cell)


def test_a_published_page_is_whole_in_itself_and_asks_for_nothing(town: City, tmp_path: Path):
    page = town.publish("testville-ledger", to=tmp_path / "ledger.html").read_text(encoding="utf-8")
    tags = _Tags()
    tags.feed(page)
    names = {tag for tag, _ in tags.seen}
    assert not names & {"script", "link", "img", "iframe", "object", "form"}
    assert not [
        a for _, attributes in tags.seen for a in attributes if a[0] in {"src", "href"} or a[0].startswith("on")
    ]
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "&lt;script&gt;" in page


def test_a_published_csv_opens_in_office_programs_without_running_anything(town: City, tmp_path: Path):
    body = town.publish("testville-ledger", to=tmp_path / "ledger.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    cells = _csv_cells(body)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝"))]
    assert "'=cmd|' /C calc'!A0" in cells
    assert 'quote " and, comma' in cells


def test_a_published_markdown_links_nowhere(town: City, tmp_path: Path):
    text = town.publish("testville-ledger", to=tmp_path / "ledger.md").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "\\[click\\](javascript" in text


def test_a_long_label_of_a_bar_is_shortened_to_its_room_and_told_whole() -> None:
    out = io.BytesIO()
    label = "市政设施维护（含排水、路灯）责任单位"
    render_html(
        Document(
            "t",
            "zh",
            (),
            (
                Bars(
                    "load",
                    (Bar(label, 1, 100.0), Bar("short", 1, 100.0)),
                ),
            ),
        ),
        out,
    )
    page = out.getvalue().decode()
    assert f">市政设施维护（含…<title>{label}</title>" in page
    assert ">short<title>short</title>" in page
