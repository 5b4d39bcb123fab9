"""Cases as a view (案件统计): one row a case, so that indicators and reports can count them in a city's own way."""

from collections.abc import Iterator
from typing import Final

from cmsdk.contract.plan import CityPlan
from cmsdk.figures.views import Seen, View
from cmsdk.model.case import Case
from cmsdk.model.viewed import Cell, ViewRow

_COLUMNS: Final = (
    "case", "opened", "month", "closed", "channel", "kind", "category", "classes", "approach", "mode", "state",
    "ended", "answered", "late", "unit", "division", "divisions", "grid", "station", "linked", "recurs", "assisted",
    "on_the_spot", "visited", "solved", "satisfied", "measures",
)  # fmt: skip


def _row(case: Case, plan: CityPlan, seen: Seen) -> ViewRow:
    course, ended = case.course, case.state in plan.workflow.ends
    cells: dict[str, Cell] = {
        "case": case.id, "opened": case.opened, "month": case.opened.astimezone(plan.zone).strftime("%Y-%m"),
        "closed": case.closed, "channel": case.channel, "kind": case.kind, "category": case.category,
        # the class itself and all above it, with and without their scheme: a city counts by any of them
        "classes": ";".join(_classes(case.category, plan)), "approach": case.approach.value, "mode": case.mode.value,
        "state": case.state, "ended": int(ended), "answered": int(case.closed is not None or bool(case.result)),
        "late": int(case.late(seen.now)), "unit": case.unit, "division": case.division,
        "divisions": ";".join(plan.area_lineage("", case.division)), "grid": case.grid, "station": case.station,
        "linked": case.linked, "recurs": int(bool(case.recurs)), "assisted": int(bool(course.assisting)),
        "on_the_spot": int(course.on_the_spot), "visited": int(bool(case.visits)),
        "solved": None if case.solved is None else int(case.solved), "satisfied": case.satisfied,
        "measures": ";".join(dict.fromkeys(taken.measure for taken in course.measures)),
    }  # fmt: skip
    return ViewRow(cells, (case.id,))


def _classes(category: str, plan: CityPlan) -> Iterator[str]:
    for key in plan.lineage(category):
        yield key
        yield key.rpartition("/")[2]


def _cases(seen: Seen) -> Iterator[ViewRow]:
    return (_row(case, seen.plan, seen) for case in seen.cases if seen.within(case.opened))


VIEWS: Final = (View(id="cases", columns=_COLUMNS, rows=_cases, cases=True),)
