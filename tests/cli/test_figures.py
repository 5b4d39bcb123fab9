"""``cmsdk figures``: counts and the mix, in words and as JSON."""

import pytest

from cmsdk.model.mix import BREAKDOWNS

from .conftest import Toy


def test_figures_count_and_measure_the_mix(toy: Toy, cases: list[str]) -> None:
    run = toy("figures", "--json")
    assert run.code == 0
    data = run.form["data"]
    assert data["total"] == data["mix"]["total"] == len(cases)
    assert [share["target"] for share in data["mix"]["shares"]] == [70, 20, 10]
    assert sum(share["count"] for share in data["mix"]["shares"]) == len(cases)
    assert (data["by"], data["rows"]) == (None, [])


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_the_mix_of_each_part_adds_up(by: str, toy: Toy, cases: list[str]) -> None:
    data = toy("figures", "--by", by, "--json").form["data"]
    assert data["by"] == by
    assert sum(row["total"] for row in data["rows"]) == len(cases)
    assert all(row["chance_among_rows"] >= row["chance"] for row in data["rows"])
    assert not any(row["more_than_chance"] for row in data["rows"])


def test_people_see_bars_what_they_come_to_and_a_table(toy: Toy, cases: list[str]) -> None:
    english, chinese = toy("figures", "--by", "unit"), toy("figures", "--by", "unit", "--lang", "zh")
    for run, words in (
        (english, ("Cases: ", "┃", "may be chance (p = ", "7-2-1 by unit", "More than chance")),
        (chinese, ("案件 ", "┃", "可能出于偶然（p = ", "七二一：按责任单位", "超出偶然")),
    ):
        assert run.code == 0
        assert [word for word in words if word not in run.out] == []


def test_a_period_selects_and_an_empty_one_is_no_error(toy: Toy, cases: list[str]) -> None:
    assert toy("figures", "--period", "2026-11", "--json").form["data"]["total"] == len(cases)
    empty = toy("figures", "--period", "1999", "--by", "grid")
    assert empty.code == 0
    assert "chance (p" not in empty.out
    assert toy("figures", "--period", "october", "--json").codes == ["CMS904"]


def test_what_a_mix_is_not_broken_down_by_is_refused(toy: Toy, cases: list[str]) -> None:
    run = toy("figures", "--by", "weather")
    assert run.code == 2
    assert "month" in run.err
