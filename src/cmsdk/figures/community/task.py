"""Figures of tasks (工作记录统计): every loop, closed or open."""

from collections.abc import Iterator
from typing import Final

from cmsdk.figures.spans import minutes
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.task import WorkTask

ENDED: Final = frozenset({"confirmed", "withdrawn"})
"""States in which nothing is left to do."""


def _tasks(seen: Seen) -> Iterator[ViewRow]:
    for task in seen.of(WorkTask):
        if not seen.within(task.begun):
            continue
        done = task.fed_back or seen.now
        cells: dict[str, Cell] = {
            "task": task.name, "text": task.text, "unit": task.unit, "officer": task.officer, "case": task.case,
            "whistle": task.whistle, "assigned_by": task.assigned_by, "state": task.state, "begun": task.begun,
            "due": task.due, "accepted": task.accepted, "fed_back": task.fed_back, "confirmed": task.confirmed,
            "accept_minutes": minutes(task.begun, task.accepted),
            "confirm_minutes": minutes(task.begun, task.confirmed), "result": task.result, "returns": task.returns,
            "open": int(task.state not in ENDED), "late": int(task.due is not None and done > task.due),
        }  # fmt: skip
        yield ViewRow(cells, tuple(one for one in (task.id, task.case, task.whistle) if one))


VIEWS: Final = (
    View(
        id="tasks",
        columns=(
            "task", "text", "unit", "officer", "case", "whistle", "assigned_by", "state", "begun", "due", "accepted",
            "fed_back", "confirmed", "accept_minutes", "confirm_minutes", "result", "returns", "open", "late",
        ),
        rows=_tasks,
        works=(WorkTask,),
    ),
)  # fmt: skip
