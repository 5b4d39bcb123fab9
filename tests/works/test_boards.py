"""Boards say who is stationed there; one whose officer changed is outdated, and a check says what is wrong."""

from datetime import timedelta
import json
from pathlib import Path

import pytest

from cmsdk import PrintedBoards
from cmsdk.model.command import Refusal
from cmsdk.model.errors import RejectedInput
from cmsdk.model.viewed import ViewRow
from cmsdk.model.works.base import WorkCommand
from cmsdk.model.works.board import Board, CheckBoard, PutUpBoard, RemoveBoard, UpdateBoard

from .conftest import CLERK, NOW, Made

PEOPLE = (
    "id,name,unit,roles,certificate,phone\ndemo-a,甲,demo-squad,handler;station_officer,演示-1,000-0001\n"
    "demo-b,乙,demo-squad,shift_leader;supervisor,演示-2,000-0002\ndemo-l,网格长,demo-c1,grid_leader,,\n"
)
TABLES = {
    "people.csv": PEOPLE,
    "stationing.csv": "id,officer,divisions,valid_from,valid_to\ndemo-st1,demo-a,x-demo-c1,,2026-12-31\n"
    "demo-st2,demo-b,x-demo-c1,2027-01-01,\n",
    "boards.csv": "id,kind,division,place,station,officers,scope,duties,supervision\n"
    "demo-b1,公示牌,x-demo-c1,小区<南门>,demo-stn,,市容秩序,受理投诉,000-0100\n"
    "demo-b2,联系牌,x-demo-c1,,,demo-b,,,\ndemo-b3,联系牌,x-demo-c2,,,,,,\n",
}
CHANGED = NOW + timedelta(days=60)
"""In January, when another officer is stationed there."""


def _row(rows: tuple[ViewRow, ...], board: str) -> ViewRow:
    return next(row for row in rows if row.cells["board"] == board)


def test_a_board_is_printed_from_the_tables_and_outdated_when_its_officer_changes(made: Made) -> None:
    city = made(TABLES)
    board = city.begin(PutUpBoard(), CLERK, name="demo-b1")
    assert isinstance(board, Board)
    assert board.printed.officers == ("甲",)
    now, later = city.view("boards").rows, city.view("boards", now=CHANGED).rows
    assert (_row(now, "demo-b1").cells["state"], _row(now, "demo-b1").cells["outdated"]) == ("up", 0)
    assert _row(now, "demo-b1").sources == ("demo-b1", board.id)
    changed = _row(later, "demo-b1").cells
    assert (changed["outdated"], changed["differs"]) == (1, "name;phone;badge")
    assert (changed["printed"], changed["officers"]) == ("甲", "乙")
    assert [row.cells["state"] for row in now] == ["up", "not_up", "not_up"]
    city.carry_on("demo-b1", UpdateBoard(), CLERK, now=CHANGED)
    assert _row(city.view("boards", now=CHANGED).rows, "demo-b1").cells["outdated"] == 0


def test_a_check_compares_what_is_read_with_the_tables_of_the_day(made: Made) -> None:
    city = made(TABLES)
    city.begin(PutUpBoard(), CLERK, name="demo-b1")
    good = city.carry_on("demo-b1", CheckBoard(placed=True, answered=True), CLERK)
    read = CheckBoard(placed=False, officers=("甲",), phones=("000-0009",), answered=False)
    bad = city.carry_on("demo-b1", read, CLERK, now=NOW + timedelta(hours=1))
    stale = city.carry_on("demo-b1", CheckBoard(placed=True), CLERK, now=CHANGED)
    assert isinstance(good, Board)
    assert isinstance(bad, Board)
    assert isinstance(stale, Board)
    assert [one.state for one in (good, bad, stale)] == ["up", "faulty", "faulty"]
    assert [check.faults for check in stale.checks] == [
        (), ("placement", "use", "phone"), ("name", "phone", "badge"),
    ]  # fmt: skip
    rows = city.view("board-checks", period="2026-11").rows
    assert [(row.cells["good"], row.cells["placement"], row.cells["phone"]) for row in rows] == [(1, 0, 0), (0, 1, 1)]
    mended = city.carry_on("demo-b1", UpdateBoard(), CLERK, now=CHANGED + timedelta(hours=1))
    assert isinstance(mended, Board)
    assert mended.state == "up"


def test_a_board_from_before_is_compared_in_what_is_known_of_it_only(made: Made) -> None:
    city = made(TABLES)
    city.begin(PutUpBoard(officers=("甲",)), CLERK, name="demo-b1")
    assert _row(city.view("boards").rows, "demo-b1").cells["differs"] == ""
    city.begin(PutUpBoard(officers=("老王",), supervision="000-0100"), CLERK, name="demo-b2")
    assert _row(city.view("boards").rows, "demo-b2").cells["differs"] == "name;supervision"


def test_a_board_that_was_taken_down_counts_no_more_and_may_come_back(made: Made) -> None:
    city = made(TABLES)
    city.begin(PutUpBoard(), CLERK, name="demo-b1")
    city.carry_on("demo-b1", RemoveBoard(), CLERK)
    assert _row(city.view("boards").rows, "demo-b1").cells["up"] == 0
    again = city.begin(PutUpBoard(), CLERK, name="demo-b1")
    assert isinstance(again, Board)
    assert (again.state, again.removed, again.version) == ("up", None, 3)
    before = [*city.works(Board)]
    assert city.rebuild().whole
    assert [*city.works(Board)] == before


@pytest.mark.parametrize(
    ("code", "command", "name"),
    [
        ("CMS480", PutUpBoard(), "demo-b3"),
        ("CMS480", PutUpBoard(phones=("000-0003",)), "demo-b3"),
        ("CMS472", PutUpBoard(), "demo-b9"),
        ("CMS471", CheckBoard(), "demo-b1"),
        ("CMS468", PutUpBoard(), "demo-b1"),
    ],
)
def test_what_cannot_be_is_refused(made: Made, code: str, command: WorkCommand, name: str) -> None:
    city = made(TABLES)
    city.begin(PutUpBoard(), CLERK, name="demo-b1")
    answer = city.begin(command, CLERK, name=name)
    assert isinstance(answer, Refusal)
    assert answer.code == ("CMS470" if code == "CMS468" else code)


def test_what_is_printed_is_entered_so_that_it_stays_as_it_was(made: Made) -> None:
    city = made(TABLES)
    board = city.begin(PutUpBoard(), CLERK, name="demo-b1")
    assert isinstance(board, Board)
    (entry,) = city.work_entries(board.id)
    assert json.loads(entry.data)["effects"]["printed"] == {
        "officers": ["甲"], "phones": ["000-0001"], "badges": ["演示-1"], "scope": "市容秩序", "duties": "受理投诉",
        "supervision": "000-0100",
    }  # fmt: skip


def test_boards_and_cards_come_as_one_page_for_the_printer(made: Made, tmp_path: Path) -> None:
    city = made(TABLES)
    printed = city.print_boards(tmp_path / "boards.html")
    assert isinstance(printed, PrintedBoards)
    assert (printed.boards, [one.code for one in printed.problems]) == (("demo-b1", "demo-b2"), ["CMS480"])
    page = printed.path.read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page
    assert "@page{size:A4" in page
    for text in (
        "甲 · 电话 000-0001 · 执法证号 演示-1",
        "市容秩序",
        "000-0100",
        "示范街道 · 一社区",
        "小区&lt;南门&gt;",
    ):
        assert text in page
    assert page.index('id="demo-b1"') < page.index('id="demo-b2"')
    english = city.print_boards(tmp_path / "en.html", boards=["demo-b2"], lang="en").path.read_text(encoding="utf-8")
    assert "Community contact card" in english
    assert "demo-b1" not in english
    later = city.print_boards(tmp_path / "later.html", kind="board", now=CHANGED).path.read_text(encoding="utf-8")
    assert "000-0002" in later
    assert "000-0001" not in later


@pytest.mark.parametrize(
    ("code", "asked", "name"),
    [
        ("CMS499", {"boards": ["demo-b4"]}, "a.html"),
        ("CMS499", {"division": "x-nowhere"}, "a.html"),
        ("CMS480", {"boards": ["demo-b3"]}, "a.html"),
        ("CMS902", {}, "a.pdf"),
    ],
)
def test_a_page_with_nothing_on_it_is_not_written(
    made: Made, tmp_path: Path, code: str, asked: dict[str, object], name: str
) -> None:
    with pytest.raises(RejectedInput, match=code):
        made(TABLES).print_boards(tmp_path / name, **asked)  # type: ignore[arg-type]
    assert not (tmp_path / name).exists()


def test_boards_of_a_division_are_those_of_all_within_it(made: Made, tmp_path: Path) -> None:
    city = made(TABLES)
    assert city.print_boards(tmp_path / "a.html", division="x-demo-d").boards == ("demo-b1", "demo-b2")
    with pytest.raises(RejectedInput, match="CMS480"):
        city.print_boards(tmp_path / "b.html", division="x-demo-c2")
