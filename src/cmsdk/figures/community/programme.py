"""Figures of programmes (工作方案统计): each item of the plan with its owner and day, done, late or open."""

from collections.abc import Iterator, Mapping
from typing import Final

from cmsdk.contract.community.programme import ProgrammeItem
from cmsdk.contract.plan import CityPlan
from cmsdk.figures.terms import AFTER_TIME, IN_TIME, OVERDUE, outcome
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.programme import Programme


def members(group: str, plan: CityPlan) -> tuple[str, ...]:
    """The people of a unit, by id; a leading group (领导小组) is a unit with its members."""
    return tuple(sorted(id_ for id_, officer in plan.officers.items() if group and officer.unit == group))


def _programmes(seen: Seen) -> Iterator[ViewRow]:
    for programme in seen.of(Programme):
        if seen.within(programme.first or programme.begun):
            items = [row for row in seen.plan.rows(ProgrammeItem).values() if row.programme == programme.name]
            states = [_counts(_outcome(row, programme, seen)) for row in items]
            led = members(programme.group, seen.plan)
            cells: Mapping[str, Cell] = {
                "programme": programme.name, "title": programme.title, "document": programme.document,
                "group": programme.group, "members": len(led),
                "led_by": ";".join(seen.plan.officers[id_].name for id_ in led), "first": programme.first,
                "until": programme.until, "items": len(items), "notes": len(programme.notes),
                **{name: sum(state[name] for state in states) for name in ("done", "late", "open", "overdue")},
            }  # fmt: skip
            yield ViewRow(cells, (programme.id, *(row.id for row in items)))


def _outcome(row: ProgrammeItem, programme: Programme | None, seen: Seen) -> str:
    """By the plan's own day."""
    return outcome(programme.of(row.id).done if programme is not None else None, row.due, seen)


def _counts(found: str) -> dict[str, int]:
    """Done, done after the plan's own day, open, and open after it: each 0 or 1."""
    done = found in {IN_TIME, AFTER_TIME}
    return {
        "done": int(done), "late": int(found == AFTER_TIME), "open": int(not done), "overdue": int(found == OVERDUE),
    }  # fmt: skip


def _items(seen: Seen) -> Iterator[ViewRow]:
    programmes = {programme.name: programme for programme in seen.of(Programme)}
    for row in seen.plan.rows(ProgrammeItem).values():
        if row.due is None or seen.within(row.due):
            programme = programmes.get(row.programme)
            said = programme.of(row.id) if programme is not None else None
            found = _outcome(row, programme, seen)
            cells: Mapping[str, Cell] = {
                "programme": row.programme, "id": row.id, "item": row.item, "unit": row.unit, "officer": row.officer,
                "due": row.due, "until": said.until if said is not None else None,
                "reason": said.reason if said is not None else "", "result": said.result if said is not None else "",
                "done_at": said.done if said is not None else None, **_counts(found), "outcome": found,
            }  # fmt: skip
            yield ViewRow(cells, (row.id, programme.id) if programme is not None else (row.id,))


VIEWS: Final = (
    View(
        id="programmes",
        columns=(
            "programme", "title", "document", "group", "members", "led_by", "first", "until", "items", "notes",
            "done", "late", "open", "overdue",
        ),
        rows=_programmes,
        works=(Programme,),
    ),
    View(
        id="programme-items",
        columns=(
            "programme", "id", "item", "unit", "officer", "due", "until", "reason", "result", "done_at", "done",
            "late", "open", "overdue", "outcome",
        ),
        rows=_items,
        works=(Programme,),
    ),
)  # fmt: skip
