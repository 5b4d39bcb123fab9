"""Figures of patrols (巡查统计): what each did, found and put right on the spot, and where it was sent."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cmsdk.figures.views import Seen, View
from cmsdk.model.case import Case
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.patrol import Patrol

from .patrol_coverage import Places


def _minutes(first: datetime | None, last: datetime | None) -> int | None:
    return None if first is None or last is None else int((last - first).total_seconds()) // 60


def _own(patrol: Patrol) -> dict[str, Cell]:
    return {"patrol": patrol.name, "unit": patrol.unit, "mode": patrol.mode.value, "shift": patrol.shift}


def _patrols(seen: Seen) -> Iterator[ViewRow]:
    for patrol in seen.of(Patrol):
        if seen.within(patrol.begun):
            cells = _own(patrol) | {
                "station": patrol.station, "place": patrol.place, "state": patrol.state, "begun": patrol.begun,
                "ended": patrol.ended, "minutes": _minutes(patrol.begun, patrol.ended),
                "officer_times": patrol.officer_times, "positions": len(patrol.track),
                "findings": len(patrol.findings), "fixes": sum(fix.count for fix in patrol.fixes),
                "tasks": len(patrol.tasks),
            }  # fmt: skip
            yield ViewRow(cells, (patrol.id,))


def _findings(seen: Seen) -> Iterator[ViewRow]:
    by_id = {case.id: case for case in seen.cases}
    by_report = {(case.channel, case.report): case for case in seen.cases}
    for patrol in seen.of(Patrol):
        for found in patrol.findings:
            if seen.within(found.at):
                case: Case | None = by_id.get(found.case) or by_report.get((found.channel, found.report))
                point = case.point if case else None
                cells = _own(patrol) | {
                    "at": found.at, "channel": found.channel, "report": found.report, "case": case.id if case else "",
                    "category": case.category if case else "", "state": case.state if case else "",
                    "grid": case.grid if case else "", "division": case.division if case else "",
                    "lon": point.lon if point else None, "lat": point.lat if point else None,
                    "crs": point.crs.value if point else "",
                }  # fmt: skip
                yield ViewRow(cells, (patrol.id, *((case.id,) if case else ())))


def _fixes(seen: Seen) -> Iterator[ViewRow]:
    places = Places(seen.plan)
    for patrol in seen.of(Patrol):
        for fix in patrol.fixes:
            if seen.within(fix.at):
                cells = _own(patrol) | {
                    "at": fix.at, "category": fix.category, "text": fix.text, "count": fix.count,
                    "grid": places.grid(fix.grid, fix.point),
                }  # fmt: skip
                yield ViewRow(cells, (patrol.id,))


def _dispatches(seen: Seen) -> Iterator[ViewRow]:
    for patrol in seen.of(Patrol):
        for task in patrol.tasks:
            if seen.within(task.sent):
                cells = _own(patrol) | {
                    "case": task.case, "sent": task.sent, "by": task.by, "reason": task.reason, "metres": task.metres,
                    "taken": task.taken, "released": task.released, "result": task.result,
                    "minutes_to_take": _minutes(task.sent, task.taken),
                }  # fmt: skip
                yield ViewRow(cells, (patrol.id, task.case))


_OWN: Final = ("patrol", "unit", "mode", "shift")
VIEWS: Final = (
    View(
        id="patrols",
        columns=(
            *_OWN, "station", "place", "state", "begun", "ended", "minutes", "officer_times", "positions", "findings",
            "fixes", "tasks",
        ),
        rows=_patrols,
        works=(Patrol,),
    ),
    View(
        id="patrol-findings",
        columns=(
            *_OWN, "at", "channel", "report", "case", "category", "state", "grid", "division", "lon", "lat", "crs",
        ),
        rows=_findings,
        works=(Patrol,),
        cases=True,
    ),
    View(
        id="patrol-fixes",
        columns=(*_OWN, "at", "category", "text", "count", "grid"),
        rows=_fixes,
        works=(Patrol,),
    ),
    View(
        id="patrol-dispatches",
        columns=(
            *_OWN, "case", "sent", "by", "reason", "metres", "taken", "released", "result", "minutes_to_take",
        ),
        rows=_dispatches,
        works=(Patrol,),
    ),
)  # fmt: skip
