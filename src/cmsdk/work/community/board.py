"""Contact boards at work (公示牌台账): put up, checked against what the tables say that day, printed anew."""

from typing import Any, Final

import attrs

from cmsdk.contract.community.board import BoardRow
from cmsdk.model.command import Refusal
from cmsdk.model.works.board import Board, BoardCheck, CheckBoard, Printed, PutUpBoard, RemoveBoard, UpdateBoard
from cmsdk.rules.stationing import differing, to_print

from .shape import Asked, Found, Happened, Step, WorkKind, refuse, unknown

UP: Final = "up"
FAULTY: Final = "faulty"
"""Something was wrong with it when it was last checked."""
REMOVED: Final = "removed"


def _today(asked: Asked[Board, Any]) -> Printed | Refusal:
    """What the board should say today."""
    rows, name = asked.plan.rows(BoardRow), asked.work.name
    if name not in rows:
        return unknown(asked.command, "work", name, rows, BoardRow.table)
    return to_print(asked.plan, rows[name], asked.today)


def _printing(asked: Asked[Board, PutUpBoard | UpdateBoard]) -> Found | Refusal:
    """What is on it from now on: as it is said, else as the tables have it; somebody's name is always on it."""
    today = _today(asked)
    if isinstance(today, Refusal):
        return today
    printed = asked.command.printed
    printed = printed if printed.known else today
    if not printed.officers:
        return refuse("CMS480", "officer", board=asked.work.name)
    return Found({"printed": attrs.asdict(printed)})


def _checking(asked: Asked[Board, CheckBoard]) -> Found | Refusal:
    today, command = _today(asked), asked.command
    if isinstance(today, Refusal):
        return today
    read = command.printed
    looked_at = {"placement": command.placed, "use": command.answered}
    faults = [what for what, good in looked_at.items() if good is False]
    faults += differing(read if read.known else asked.work.printed, today)
    return Found({"faults": faults}, to=FAULTY if faults else UP)


def _printed(_work: Board, _command: PutUpBoard | UpdateBoard, happened: Happened) -> dict[str, Any]:
    said = happened.effects["printed"]
    lists = {field: tuple(said[field]) for field in ("officers", "phones", "badges")}
    return {"printed": Printed(**said | lists), "put_up": happened.at, "removed": None}


def _checked(work: Board, _command: CheckBoard, happened: Happened) -> dict[str, Any]:
    check = BoardCheck(at=happened.at, by=happened.by, faults=tuple(happened.effects["faults"]))
    return {"checks": (*work.checks, check)}


def _removed(_work: Board, _command: RemoveBoard, happened: Happened) -> dict[str, Any]:
    return {"removed": happened.at}


BOARDS: Final = WorkKind(
    Board,
    (
        Step(PutUpBoard, ("", REMOVED), UP, _printed, _printing),
        Step(CheckBoard, (UP, FAULTY), UP, _checked, _checking, needs=("placed",)),
        Step(UpdateBoard, (UP, FAULTY), UP, _printed, _printing),
        Step(RemoveBoard, (UP, FAULTY), REMOVED, _removed),
    ),
)
