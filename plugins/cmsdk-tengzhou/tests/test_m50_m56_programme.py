"""M50, M56: the work plan with its leading group, owners and dates; and the programme assessed against it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from cmsdk import Actor, Case, City, Dispatch, FeedBack, File, Handle, Review, discover

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=timezone(timedelta(hours=8)))
SAMPLES = files("cmsdk_tengzhou").joinpath("samples")
PLAN, DUTY, FIVE = "85-programme.csv", "82-window-duty.csv", "50-five-entries.csv"
BOARDS = "10-boards.csv"
Opened = Callable[..., City]


@pytest.fixture(scope="module")
def opened() -> Iterator[Opened]:
    """The city with these tables of work, less the rows that begin so."""
    with ExitStack() as stack:

        @cache
        def enter(*names: str, without: str = "\0") -> City:
            plugins = discover(only=["cn", "tengzhou"])
            city = stack.enter_context(City.open("370481", plugins=plugins, clock=lambda: NOW))
            for name in names:
                text = SAMPLES.joinpath("work", name).read_text(encoding="utf-8")
                table = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(without))
                assert not city.enter_table(table.encode(), name=name).refused
            return city

        yield enter


def _items(city: City) -> dict[object, tuple[object, ...]]:
    rows = city.view("programme-items").rows
    return {row.cells["id"]: tuple(row.cells[n] for n in ("done", "late", "open", "overdue")) for row in rows}


def _assessed(city: City) -> dict[str, tuple[str, object]]:
    rows = city.view("programme-assessment").rows
    return {str(row.cells["id"])[-2:]: (str(row.cells["text"]), row.cells["ok"]) for row in rows}


def _settle(city: City, cases: list[Case]) -> None:
    """Every step of the ledger, so that each case is replied to."""
    for case in cases:
        people = [officer for officer in city.plan.officers.values() if officer.unit == case.unit]
        handler, department = (next(p for p in people if role in p.roles) for role in ("handler", "department"))
        named = {id_: city.plan.officers[f"tengzhou-p-{id_}"] for id_ in ("jia", "yi", "bing")}
        for officer, command in (
            (named["jia"], File()), (named["yi"], Review()), (named["bing"], Dispatch()),
            (handler, Handle(result="已处置")), (department, FeedBack(result="已答复")),
        ):  # fmt: skip
            assert isinstance(city.act(case.id, command, Actor(officer.id, officer.roles)), Case)


def test_m50_plan(opened: Opened, tmp_path: Path) -> None:
    city = opened(PLAN)
    rows = city.view("programme-items").rows
    assert len(rows) == 8
    assert all(row.cells["unit"] and row.cells["officer"] and row.cells["due"] for row in rows)
    found = _items(city)
    assert (found["tengzhou-pl-01"], found["tengzhou-pl-02"]) == ((1, 0, 0, 0), (1, 1, 0, 0)), "the second came late"
    assert found["tengzhou-pl-08"] == (0, 0, 1, 0)
    (programme,) = city.view("programmes").rows
    cells = programme.cells
    assert (cells["members"], cells["items"], cells["done"], cells["late"], cells["overdue"]) == (5, 8, 4, 1, 0)
    page = city.publish("tengzhou-evaluation", to=tmp_path / "e.html").read_text(encoding="utf-8")
    for shown in ("领导小组组长", "片区负责人调整，牌子重做", "2026-05-31"):
        assert shown in page


def test_m50_an_item_that_nobody_entered_as_done_is_overdue(opened: Opened) -> None:
    city = opened(PLAN, without="jinshequ-2026,完成任务,2026-06-20")
    assert _items(city)["tengzhou-pl-02"] == (0, 0, 1, 1)


def test_m56_evaluation(opened: Opened, tmp_path: Path) -> None:
    city = opened(BOARDS, PLAN, DUTY, FIVE)
    before = _assessed(city)
    assert before["04"] == ("—", 0), "without a case nothing can be said of replies"
    city.receive("tengzhou-platform", SAMPLES.joinpath("platform.json").read_bytes())
    cases = [case for case in city.cases() if not case.linked]
    _settle(city, cases[:-1])
    assert _assessed(city)["04"][1] == 0, "one is not replied to"
    _settle(city, cases[-1:])
    assert _assessed(city) == {
        "01": ("100 %", 1), "02": ("55", 1), "03": ("90.0 %", 1), "04": ("100.0 %", 1), "05": ("500", 1),
        "06": ("900000", 1), "07": ("33.3 %", 0),
    }  # fmt: skip
    rows = {str(row.cells["id"])[-2:]: row for row in city.view("programme-assessment").rows}
    assert {case.id for case in city.cases()} <= set(rows["04"].sources)
    assert len(rows["05"].sources) > 90, "every number leads to its entries"
    page = city.publish("tengzhou-evaluation", to=tmp_path / "e.html").read_text(encoding="utf-8")
    for shown in ("逐项评估", "值守达标率", "90.0 %"):
        assert shown in page


def test_m56_with_one_entry_less_the_assessment_differs(opened: Opened) -> None:
    fewer = _assessed(opened(DUTY, FIVE, without="five-entries-100"))
    assert (fewer["05"][1], fewer["06"][1]) == (0, 0)
    bare = _assessed(opened(BOARDS, without="tengzhou-b-jinghe-01"))
    assert bare["02"] == ("54", 0)
    missed = _assessed(opened(DUTY, without="tengzhou-r-jinghe@2026-11-03"))
    assert missed["03"] == ("80.0 %", 0)
