"""Figures of whistles (吹哨报到统计): each with its times, and each unit that was called with its own."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cmsdk.figures.spans import minutes
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.whistle import Whistle

ENDED: Final = frozenset({"closed", "withdrawn"})
"""States in which nothing is left to do."""


def _sources(whistle: Whistle) -> tuple[str, ...]:
    return tuple(one for one in (whistle.id, whistle.row, whistle.level_row, whistle.case) if one)


def _until(whistle: Whistle, seen: Seen) -> datetime:
    """Until when somebody was awaited: an end is no lateness of those who need not come any more."""
    return whistle.last if whistle.state in ENDED and whistle.last is not None else seen.now


def _whistles(seen: Seen) -> Iterator[ViewRow]:
    for whistle in seen.of(Whistle):
        if not seen.within(whistle.begun):
            continue
        at = _until(whistle, seen)
        there = [one.at for one in whistle.called if one.at is not None]
        waits = [minutes(one.since, one.at) for one in whistle.called]
        scores = [one.score for one in whistle.present if one.score]
        end = whistle.handled or at
        cells: dict[str, Cell] = {
            "whistle": whistle.name, "division": whistle.division, "grid": whistle.grid, "category": whistle.category,
            "place": whistle.place, "text": whistle.text, "case": whistle.case, "state": whistle.state,
            "level": whistle.level, "lead": whistle.lead, "row": whistle.row, "units": len(whistle.present),
            "rounds": whistle.round, "rises": len(whistle.rises), "begun": whistle.begun,
            "first_in": min(there, default=None), "handled": whistle.handled,
            "closed": whistle.closed, "first_in_minutes": minutes(whistle.begun, min(there, default=None)),
            # the longest that any of them took; nothing while somebody is awaited
            "slowest_minutes": None if None in waits else max(wait for wait in waits if wait is not None),
            "close_minutes": minutes(whistle.begun, whistle.closed), "due": whistle.due,
            "late_units": sum(one.late(at) for one in whistle.called),
            "handled_late": int(whistle.handle_by is not None and end > whistle.handle_by),
            "open": int(whistle.state not in ENDED), "score": sum(scores), "scored": len(scores),
        }  # fmt: skip
        yield ViewRow(cells, _sources(whistle))


def _units(seen: Seen) -> Iterator[ViewRow]:
    for whistle in seen.of(Whistle):
        if not seen.within(whistle.begun):
            continue
        at = _until(whistle, seen)
        for one in whistle.called:
            cells: dict[str, Cell] = {
                "whistle": whistle.name, "division": whistle.division, "category": whistle.category,
                "unit": one.unit, "lead": int(one.unit == whistle.lead), "round": one.round, "reason": one.reason,
                "called": one.since, "due": one.due, "reported_in": one.at,
                "minutes": minutes(one.since, one.at),
                "in_time": int(one.at is not None and not one.late(at)), "late": int(one.late(at)),
                "missing": int(one.at is None), "fed_back": one.fed_back, "result": one.result,
                "score": one.score or None,
            }  # fmt: skip
            yield ViewRow(cells, _sources(whistle))


VIEWS: Final = (
    View(
        id="whistles",
        columns=(
            "whistle", "division", "grid", "category", "place", "text", "case", "state", "level", "lead", "row",
            "units", "rounds", "rises", "begun", "first_in", "handled", "closed", "first_in_minutes",
            "slowest_minutes", "close_minutes", "due", "late_units", "handled_late", "open", "score", "scored",
        ),
        rows=_whistles,
        works=(Whistle,),
    ),
    View(
        id="whistle-units",
        columns=(
            "whistle", "division", "category", "unit", "lead", "round", "reason", "called", "due", "reported_in",
            "minutes", "in_time", "late", "missing", "fed_back", "result", "score",
        ),
        rows=_units,
        works=(Whistle,),
    ),
)  # fmt: skip
