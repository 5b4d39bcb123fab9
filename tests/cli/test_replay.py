"""``cmsdk replay`` tells what a change would do in words, numbers and a page, and gives 1 where something differs."""

import csv
from html.parser import HTMLParser
from pathlib import Path
import shutil

import pytest
from typing_extensions import override

from .conftest import TOY, invoke

ROUTES = "id,category,area,unit,mode,basis\ntoy-r-1,S1,*,{unit},now,toy\ntoy-r-2,E1,*,toy-roads,transfer,toy\n"
TEXTS = ("street lamp out", "pothole", "=lamp broken<b>", "something else")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger with four reports, one of them with a name and a phone number in it."""
    folder = tmp_path_factory.mktemp("ledger")
    rows = [f'{{"external_id": "r{n}", "at": "2026-11-1{n} 09:00", "text": "{text}"}}' for n, text in enumerate(TEXTS)]
    rows[0] = rows[0].replace("out", "out, call 13800000000").replace('"text"', '"name": "张三", "text"')
    (folder / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    url = f"sqlite:///{folder / 'x.db'}"
    asked = ("--plugins", TOY, "--ledger", url, "--city", "test.toy", "--at", "2026-11-16 10:00")
    assert invoke("receive", "jsonl", folder / "in.jsonl", *asked, "--json").form["data"]["cases"] == 4
    return url


@pytest.fixture
def asked(url: str, tmp_path: Path) -> tuple[object, ...]:
    """A replay in which the lamps go to another unit."""
    folder = tmp_path / "next"
    folder.mkdir()
    (folder / "responsibility.csv").write_text(ROUTES.format(unit="toy-roads"), encoding="utf-8")
    return "replay", "--plugins", TOY, "--ledger", url, "--with", folder


def test_the_numbers_are_all_there_for_programs(asked: tuple[object, ...]) -> None:
    run = invoke(*asked, "--json")
    data = run.form["data"]
    assert (run.code, data["cases"], data["differ"], data["fields"]) == (1, 4, 2, {"unit": 2})
    assert data["flows"] == [{"field": "unit", "before": "toy-lamps", "after": "toy-roads", "cases": 2}]
    assert data["loads"]["unit"]["toy-roads"] == {"before": 1, "after": 3}
    unit = data["examples"][0]["fields"]["unit"]
    assert unit == {"recorded": "toy-lamps", "present": "toy-lamps", "changed": "toy-roads", "rule": "toy-r-1"}


@pytest.mark.parametrize(("lang", "words"), [("zh", ("试算", "责任单位", "改动后")), ("en", ("Department", "Changed"))])
def test_a_clerk_reads_it_with_the_names_of_units(asked: tuple[object, ...], lang: str, words: tuple[str, ...]) -> None:
    out = invoke(*asked, "--lang", lang).out
    for word in (*words, "路灯所", "道路所", "+2", "-2", "toy-r-1"):
        assert word in out


def test_what_only_the_change_knows_has_its_name_too(asked: tuple[object, ...]) -> None:
    folder = Path(str(asked[-1]))
    shutil.copy(TOY / "tables" / "units.csv", folder)
    with (folder / "units.csv").open("a", encoding="utf-8") as units:
        units.write("\ntoy-night,夜间抢修队\n")
    (folder / "responsibility.csv").write_text(ROUTES.format(unit="toy-night"), encoding="utf-8")
    out = invoke(*asked, "--lang", "zh").out
    assert "夜间抢修队" in out
    assert "toy-night" not in out


def test_nothing_differs_with_the_same_rules_and_the_exit_code_says_so(url: str) -> None:
    run = invoke("replay", "--plugins", TOY, "--ledger", url, "--with", TOY, "--json")
    assert (run.code, run.form["data"]["differ"], run.form["problems"]) == (0, 0, [])


class _Page(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.asks: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.asks += [value or "" for name, value in attrs if name in {"src", "href"}]


def test_the_page_has_charts_asks_for_nothing_and_gives_nobody_away(asked: tuple[object, ...], tmp_path: Path) -> None:
    to, listed = tmp_path / "change.html", tmp_path / "change.csv"
    assert invoke(*asked, "--report", to, "--list", listed, "--lang", "zh").code == 1
    text, page = to.read_text(encoding="utf-8"), _Page()
    page.feed(text)
    assert (page.tags.count("svg") >= 1, page.asks, "script" in page.tags) == (True, [], False)
    rows = list(csv.DictReader(listed.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["field"], row["present"], row["changed"]) for row in rows] == [("unit", "toy-lamps", "toy-roads")] * 2
    assert {row["text"][:1] for row in rows} == {"s", "'"}, "a spreadsheet runs no formula"
    assert "broken<b>" not in text
    for kept in (text, listed.read_text(encoding="utf-8-sig")):
        assert "张三" not in kept
        assert "13800000000" not in kept


def test_days_and_files_that_cannot_be_are_told(asked: tuple[object, ...], tmp_path: Path) -> None:
    assert invoke(*asked, "--from", "2026-11-17", "--json").form["data"]["cases"] == 0
    assert invoke(*asked, "--to", "2026-11-16", "--json").form["data"]["cases"] == 4
    assert invoke(*asked, "--from", "someday", "--json").codes == ["CMS909"]
    assert invoke(*asked, "--report", "x.nothing", "--json").codes == ["CMS902"]
    (tmp_path / "there.csv").touch()
    assert invoke(*asked, "--list", tmp_path / "there.csv", "--json").codes == ["CMS905"]
    assert invoke(*asked, "--from", "2026-11-17", "--to", "2026-11-16", "--json").codes == ["CMS991"]
    left = tmp_path / "left.csv"
    assert invoke(*asked[:-1], "nowhere", "--list", left, "--json").codes == ["CMS931"]
    assert not left.exists(), "what broke off leaves no list that looks whole"
