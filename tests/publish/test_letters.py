"""A letter reads like one: its header above the title, its headings numbered, its signature at the right."""

from html.parser import HTMLParser
import io
import re

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.builtin.html_format import render_html
from cmsdk.builtin.markdown_format import render_markdown
from cmsdk.contract.output import Document, PartKind, Table, Text
from cmsdk.publish.parts import numbered

BODY = (
    Text("", ("尊敬的某委员：",), PartKind.SALUTATION),
    Text("体系", ("已设岗。",)),
    Text("", ("又及。",)),
    Table("数字", ("件数",), [("3",)]),
    Text("", ("某局", "2026年1月1日"), PartKind.SIGNATURE),
)
FACTS = (("索引号", "1"), ("主题分类", "<b>城管</b>"), ("文号", ""))


def page(document: Document) -> str:
    out = io.BytesIO()
    render_html(document, out)
    return out.getvalue().decode()


class Texts(HTMLParser):
    """Text by the tag and class that it stands in, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.at = ""
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at = f"{tag}.{dict(attrs).get('class')}" if tag == "p" else tag

    def handle_data(self, data: str) -> None:
        if self.at in {"th", "td", "h1", "h2"} or self.at.startswith("p."):
            self.found.append((self.at, data))


def test_the_header_stands_above_the_title_and_the_rest_in_its_place() -> None:
    parser = Texts()
    parser.feed(page(Document("答复", "zh", FACTS, BODY, letter=True)))
    assert parser.found == [
        ("th", "索引号"), ("td", "1"), ("th", "主题分类"), ("td", "<b>城管</b>"), ("th", "文号"),
        ("h1", "答复"), ("p.said salutation", "尊敬的某委员："), ("h2", "体系"), ("p.said text", "已设岗。"),
        ("p.said text", "又及。"), ("h2", "数字"), ("th", "件数"), ("td", "3"),
        ("p.said signature", "某局"), ("p.said signature", "2026年1月1日"),
    ]  # fmt: skip


def test_other_reports_stay_as_they_were() -> None:
    plain, letter = (page(Document("答复", "zh", FACTS, BODY, one)) for one in (False, True))
    assert "<body>" in plain
    assert "@page" not in plain
    assert "@page{size:A4;margin:37mm 26mm 35mm 28mm;" in letter
    assert '<body class="letter">' in letter
    assert "<dl>" in plain
    assert "<dl>" not in letter


def test_a_letter_without_a_header_has_no_empty_table() -> None:
    assert "<table" not in page(Document("答复", "zh", (), BODY[:1], letter=True))


@pytest.mark.parametrize(
    ("lang", "titles"), [("zh", ["", "一、体系", "", "二、数字", ""]), ("en", ["", "1. 体系", "", "2. 数字", ""])]
)
def test_titled_sections_are_numbered_and_others_are_not(lang: str, titles: list[str]) -> None:
    assert [one.title for one in numbered(BODY, lang)] == titles


@given(st.integers(1, 99))
def test_numbers_are_written_as_chinese_does(count: int) -> None:
    last = [*numbered([Text("x", ())] * count, "zh")][-1].title
    mark = last.removesuffix("、x")
    digits = {digit: n for n, digit in enumerate("零一二三四五六七八九")}
    tens, ten, ones = mark.rpartition("十")
    assert (digits.get(tens, 1) * 10 if ten else 0) + digits.get(ones, 0) == count
    assert "一十" not in mark


@given(st.text(max_size=30))
def test_whatever_a_letter_says_is_text_in_every_place(said: str) -> None:
    fields = [Text(said, (said,), place) for place in (PartKind.SALUTATION, PartKind.TEXT, PartKind.SIGNATURE)]
    document = Document(said, "zh", ((said, said),), tuple(fields), letter=True)
    found = page(document)
    assert len(re.findall("<p ", found)) == 3
    assert not re.search(r"<(script|img|a|b|i)\b", found)
    out = io.BytesIO()
    render_markdown(document, out)
    assert "<" not in out.getvalue().decode()
