"""M57: the official reply letter, with its public-information header, and figures that are counted, not typed."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
import re

import pytest
from typing_extensions import override

from cmsdk import City, RejectedInput

AT = "2026-11-19T18:00+08:00"
FILES = ("10-boards.csv", "50-five-entries.csv", "85-programme.csv")
INBOUND = (("tengzhou-platform", "platform.json"), ("tengzhou-12345", "hotline-12345.csv"))
GIVEN = {
    "proposal": "163102", "index": "370481/2024-02104", "topic": "城市管理", "publisher": "示例机关",
    "written": "2024年7月2日", "number": "示例〔2024〕1号", "issued": "2024年7月2日", "validity": "有效",
    "member": "某",
}  # fmt: skip
HEADER = ["索引号", "主题分类", "发布机构", "成文时间", "文号", "发文时间", "标题", "效力状态"]
Worked = Callable[..., City]


class Header(HTMLParser):
    """The pairs of the table above the title."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tag, self.cells = "", list[tuple[str, str]]()
        self.feed(page.partition("<h1>")[0])

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag = tag

    @override
    def handle_data(self, data: str) -> None:
        if self.tag in {"th", "td"}:
            self.cells.append((self.tag, data))


def letter(city: City, to: Path, **given: str) -> str:
    to.unlink(missing_ok=True)
    return city.publish("tengzhou-reply-letter", to=to, values={**GIVEN, **given}).read_text(encoding="utf-8")


def figures(text: str) -> dict[str, str]:
    found = re.search(
        r"任务 (?P<items>\d+) 项.*在 (?P<streets>\d+) 个街道设立公示牌 (?P<boards>\d+) 块.*宣传 (?P<events>\d+) 场次，"
        r"参与群众 (?P<visitors>\d+) 人次.*分别受理 (?P<platform>\d+) 件、(?P<hotline>\d+) 件。其中噪音类投诉 "
        r"(?P<noise>\d+) 件，答复率 (?P<replied>\S+)(?: %)?；乱搭乱建类投诉 (?P<building>\d+) 件",
        text,
        re.DOTALL,
    )
    assert found is not None, text
    return found.groupdict()


def test_m57_reply_letter(worked: Worked, tmp_path: Path) -> None:
    city = worked("370481", "tengzhou", *FILES, at=AT, first=INBOUND)
    page = letter(city, tmp_path / "a.html")
    cells = Header(page).cells
    assert [text for tag, text in cells if tag == "th"] == HEADER
    values = [text for tag, text in cells if tag == "td"]
    assert values[:2] == ["370481/2024-02104", "城市管理"]
    assert values[-2:] == ["对市政协第163102号提案的答复", "有效"]
    headings = re.findall("<h2>(.)、", page)
    assert headings == ["一", "二", "三", "四"]
    assert '<p class="said salutation">某委员：</p>' in page
    assert page.endswith('<p class="said signature">2024年7月2日</p></section></main></body></html>')
    told = figures(page)
    assert (told["streets"], told["boards"], told["events"], told["visitors"]) == ("5", "55", "500", "900000")
    assert (told["platform"], told["hotline"], told["noise"], told["building"]) == ("12", "13", "7", "4")
    assert figures(letter(city, tmp_path / "a.md")) == told
    assert "- 索引号: 370481/2024-02104" in letter(city, tmp_path / "a.md")


@pytest.mark.parametrize(
    ("less", "figure", "wanted"),
    [
        ({"without": "tengzhou-b-jinghe-01,"}, "boards", "54"),
        ({"without": "five-entries-001,"}, "events", "495"),
    ],
)
def test_m57_without_a_board_or_an_event_the_letter_says_so(
    worked: Worked, tmp_path: Path, less: dict[str, str], figure: str, wanted: str
) -> None:
    assert figures(letter(worked("370481", "tengzhou", *FILES, at=AT, **less), tmp_path / "a.md"))[figure] == wanted


@pytest.mark.parametrize("name", ["index", "number", "member", "validity"])
def test_m57_what_nobody_has_said_is_asked_for_and_nothing_goes_out(worked: Worked, tmp_path: Path, name: str) -> None:
    city = worked("370481", "tengzhou", at=AT)
    given = {key: value for key, value in GIVEN.items() if key != name}
    with pytest.raises(RejectedInput, match="CMS919") as caught:
        city.publish("tengzhou-reply-letter", to=tmp_path / "a.html", values=given)
    assert f"--set {name}=…" in caught.value.problems[0].remedy("zh")
    assert not (tmp_path / "a.html").exists()


def test_m57_what_is_given_stays_text(worked: Worked, tmp_path: Path) -> None:
    page = letter(worked("370481", "tengzhou", at=AT), tmp_path / "a.html", member="<script>alert(1)</script>")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;委员：" in page
