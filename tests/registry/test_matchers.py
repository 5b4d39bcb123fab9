"""The table of duplicates: what a row may say, and what keeps a city from opening."""

from collections.abc import Callable
import importlib.util

import pytest

from cmsdk import Problem
from cmsdk.plugin import Compare, Matcher, MatchRow, When

Install = Callable[..., object]
Complaints = Callable[..., tuple[Problem, ...]]
Speaks = Callable[..., None]


def _table(*rows: str) -> dict[str, str]:
    header = "编号,类别,比对方式,半径,时间窗,相似度,重复次数,天数,时段,失效日期,生效日期"
    return {"duplicates.csv": "\n".join((header, *rows)) + "\n"}


def test_a_row_in_chinese_says_what_one_in_english_says(install: Install, toy: dict[str, str]):
    from cmsdk import City, discover

    rows = ("toy-1,E1,,,,,,,,,", "toy-2,S1,位置和文字,30,0,90,3,7,21:00至02:00,,")
    install(tables={**toy, **_table(*rows)})
    with City.open("test.toy", plugins=discover(only=["toy"])) as city:
        first, second = (ranked.item for ranked in city.plan.matchers)
    assert isinstance(first, MatchRow)
    assert isinstance(second, MatchRow)
    assert (first.category, first.compare, first.radius, first.window) == ("toy/1/E1", Compare.PLACE, 50, 24)
    assert (first.similarity, first.repeats, first.days, first.when) == (None, None, None, None)
    assert (second.compare, second.radius, second.window, second.similarity) == (Compare.BOTH, 30, 0, 90)
    assert (second.repeats, second.days, second.when) == (3, 7, When.read("21:00-02:00"))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("toy-1,E1,,0,,,,,,,", "CMS404"),
        ("toy-1,E1,,6000,,,,,,,", "CMS451"),
        ("toy-1,E1,,-5,,,,,,,", "CMS404"),
        ("toy-1,E1,,,9999,,,,,,", "CMS451"),
        ("toy-1,E1,,,1.5,,,,,,", "CMS404"),
        ("toy-1,E1,,,,101,,,,,", "CMS451"),
        ("toy-1,E1,文字,,,,,,,,", "CMS451"),
        ("toy-1,E1,nearby,,,,,,,,", "CMS404"),
        ("toy-1,E1,,,,,1,7,,,", "CMS451"),
        ("toy-1,E1,,,,,3,,,,", "CMS451"),
        ("toy-1,E1,,,,,,7,,,", "CMS451"),
        ("toy-1,E1,,,,,3,9999,,,", "CMS451"),
        ("toy-1,E1,,,,,,,21:00-02:00,,", "CMS451"),
        ("toy-1,E1,,,,,3,7,21:00-21:00,,", "CMS404"),
        ("toy-1,E1,,,,,3,7,evening,,", "CMS404"),
        ("toy-1,E9,,,,,,,,,", "CMS301"),
    ],
)
def test_a_row_that_cannot_be_is_named_with_its_place(
    row: str, code: str, install: Install, toy: dict[str, str], complaints: Complaints
):
    install(tables={**toy, **_table(row)})
    (found,) = complaints()
    assert (found.code, found.where.partition(" ")[0].endswith("duplicates.csv:2")) == (code, True)


def test_two_rows_of_one_class_at_one_time_are_named(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks
):
    after = ("toy-2,E1,,,,,,,,2026-01-31,", "toy-3,E1,,,,,,,,,2026-02-01")
    install(tables={**toy, **_table("toy-1,*,,,,,,,,,", *after, "toy-4,E1,,,,,,,,,2027-01-01")})
    (found,) = complaints()
    assert found.code == "CMS361"
    speaks(found, "toy-3", "toy-4", "toy/1/E1")


def test_rows_that_compare_words_need_the_library_for_it(
    install: Install, toy: dict[str, str], complaints: Complaints, speaks: Speaks, monkeypatch: pytest.MonkeyPatch
):
    find = importlib.util.find_spec
    without = lambda name: None if name == "rapidfuzz" else find(name)  # noqa: E731
    monkeypatch.setattr("cmsdk.registry.checks.matchers.find_spec", without)
    install(tables={**toy, **_table("toy-1,E1,,,,90,,,,,", "toy-2,S1,,,,80,,,,,")})
    (found,) = complaints()
    assert found.code == "CMS360"
    speaks(found, "toy-1", "rapidfuzz", "cmsdk[text]")


@pytest.mark.parametrize("hours", [0, 24 * 366 + 1])
def test_a_matcher_looks_back_some_hours_and_no_years(hours: int):
    with pytest.raises(ValueError, match=r"^hours: .* is not between"):
        Matcher(id="x", hours=hours, decide=lambda facts: [None for _ in facts])
