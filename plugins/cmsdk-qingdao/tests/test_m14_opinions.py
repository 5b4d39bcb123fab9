"""M14: 城管帮您办. Each opinion that was collected is answered or open, with the meeting that took it up."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import City, discover

CHINA = timezone(timedelta(hours=8))
SAMPLE = files("cmsdk_qingdao").joinpath("samples", "work", "70-opinions.csv").read_text(encoding="utf-8")
ANSWER_O3 = "bangban-o3,答复意见"
Collected = Callable[[str], City]


@pytest.fixture
def collected() -> Iterator[Collected]:
    """A fresh city at the end of 30 September that has carried out a table of work."""
    with ExitStack() as opened:

        def enter(table: str) -> City:
            plugins, now = discover(only=["cn", "qingdao"]), datetime(2026, 9, 30, 18, 0, tzinfo=CHINA)
            city = opened.enter_context(City.open("370200", plugins=plugins, clock=lambda: now))
            entered = city.enter_table(table.encode(), name="70-opinions.csv")
            assert not entered.refused, entered.refused
            return city

        yield enter


def _figures(city: City) -> dict[str, str]:
    return {
        one.id: one.text for one in city.indicators([i for i in city.plan.indicators if i.startswith("qingdao-op")])
    }


def test_m14_opinions(collected: Collected, tmp_path: Path) -> None:
    city = collected(SAMPLE)
    rows = city.view("opinions").rows
    assert all(row.cells["replied"] != row.cells["open"] for row in rows), "each is answered or open"
    assert _figures(city) == {
        "qingdao-opinions": "8", "qingdao-opinions-open": "2", "qingdao-opinions-late": "0",
        "qingdao-opinions-answered": "75.0 %",
    }  # fmt: skip
    assert {row.cells["campaign"] for row in rows} == {"bangban-2026"}
    taken_up = {row.cells["opinion"]: row.cells["taken_up"] for row in rows if row.cells["taken_up"]}
    assert taken_up == dict.fromkeys(["bangban-o1", "bangban-o2", "bangban-o7"], "bangban-m1")
    page = city.publish("qingdao-opinions-report", to=tmp_path / "o.html").read_text(encoding="utf-8")
    for shown in ("共收到意见建议 8 条，答复率 75.0 %，待答复 2 条", "退菜还绿，补种草皮", "路口违停挡了盲道"):
        assert shown in page


def test_m14_without_its_answer_an_opinion_is_open_and_late_after_its_term(collected: Collected) -> None:
    less = "".join(line for line in SAMPLE.splitlines(keepends=True) if not line.startswith(ANSWER_O3))
    assert _figures(collected(less)) == {
        "qingdao-opinions": "8", "qingdao-opinions-open": "3", "qingdao-opinions-late": "1",
        "qingdao-opinions-answered": "62.5 %",
    }  # fmt: skip


def test_m14_topics_are_counted_apart(collected: Collected) -> None:
    found = {
        str(r.cells["topic"]): (r.cells["answered"], r.cells["open"])
        for r in collected(SAMPLE).view("opinion-topics").rows
    }
    assert found == {"": (1, 0), "停车秩序": (1, 1), "文明养犬": (1, 0), "早夜市": (1, 1), "绿地管护": (2, 0)}
