"""Figures of contact boards (公示牌统计): which are up, which no longer say what they should, what checks found."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from cmsdk.contract.community.board import BoardRow
from cmsdk.figures.community.places import subdistrict_of
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.board import Board, Printed
from cmsdk.rules.stationing import differing, to_print

FAULTS: Final = ("placement", "name", "phone", "badge", "scope", "duties", "supervision", "use")
NOT_UP: Final = "not_up"
"""State of a board that stands in the table and was never put up."""


def _boards(seen: Seen) -> Iterator[ViewRow]:
    """Every board of the table, and those that are still up although their row is gone."""
    day, rows = seen.today, seen.plan.rows(BoardRow)
    up = {board.name: board for board in seen.of(Board)}
    for name in dict.fromkeys((*rows, *up)):
        row, board = rows.get(name), up.get(name)
        if board is not None or (row is not None and row.valid.holds(day)):
            yield _board(seen, name, row, board, day)


def _board(seen: Seen, name: str, row: BoardRow | None, board: Board | None, day: date) -> ViewRow:
    today = to_print(seen.plan, row, day) if row is not None and row.valid.holds(day) else Printed()
    hangs = board is not None and board.removed is None
    differs = differing(board.printed, today) if board is not None and hangs else ()
    division = row.division if row else ""
    last = board.checks[-1] if board and board.checks else None
    cells: dict[str, Cell] = {
        "board": name, "kind": row.kind.value if row else "", "division": division,
        "subdistrict": subdistrict_of(seen.plan, division), "place": row.place if row else "",
        "station": row.station if row else "", "state": board.state if board else NOT_UP, "up": int(hangs),
        "outdated": int(bool(differs)), "differs": ";".join(differs),
        "officers": ";".join(today.officers), "phones": ";".join(today.phones), "badges": ";".join(today.badges),
        "printed": ";".join(board.printed.officers) if board else "",
        "put_up": board.put_up if board else None, "checks": len(board.checks) if board else 0,
        "checked": last.at if last else None, "faults": ";".join(last.faults) if last else "",
    }  # fmt: skip
    return ViewRow(cells, (*([row.id] if row else []), *([board.id] if board else [])))


def _checks(seen: Seen) -> Iterator[ViewRow]:
    rows = seen.plan.rows(BoardRow)
    for board in seen.of(Board):
        division = rows[board.name].division if board.name in rows else ""
        for check in board.checks:
            if seen.within(check.at):
                cells: dict[str, Cell] = {
                    "board": board.name, "division": division, "subdistrict": subdistrict_of(seen.plan, division),
                    "at": check.at, "by": check.by, "good": int(not check.faults),
                }  # fmt: skip
                yield ViewRow(cells | {fault: int(fault in check.faults) for fault in FAULTS}, (board.id,))


VIEWS: Final = (
    View(
        id="boards",
        columns=(
            "board", "kind", "division", "subdistrict", "place", "station", "state", "up", "outdated", "differs",
            "officers", "phones", "badges", "printed", "put_up", "checks", "checked", "faults",
        ),
        rows=_boards,
        works=(Board,),
    ),
    View(
        id="board-checks",
        columns=("board", "division", "subdistrict", "at", "by", "good", *FAULTS),
        rows=_checks,
        works=(Board,),
    ),
)  # fmt: skip
