"""The programme at work (工作方案): begun, its items done or late; its plan is the city's table."""

from datetime import datetime, time
from typing import Any, Final

import attrs

from cmsdk.contract.community.programme import ProgrammeItem
from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.works.programme import (
    BeginProgramme,
    FinishItem,
    ItemState,
    NoteProgramme,
    PostponeItem,
    Programme,
)

from .shape import BEGINS, STAYS, Asked, Found, Happened, Step, WorkKind, refuse, unknown

RUNNING: Final = "running"


def _planned(name: str, plan: CityPlan) -> dict[str, ProgrammeItem]:
    """The items of the programme, by id."""
    return {id_: row for id_, row in plan.rows(ProgrammeItem).items() if row.programme == name}


def _next_due(asked: Asked[Programme, Any], changed: ItemState | None = None) -> Found:
    """The end of the earliest day by which an item has to be done."""
    days = []
    for row in _planned(asked.work.name, asked.plan).values():
        state = changed if changed is not None and changed.item == row.id else asked.work.of(row.id)
        day = state.until or row.due
        if state.done is None and day is not None:
            days.append(day)
    return Found({"due": datetime.combine(min(days), time.max, asked.plan.zone).isoformat()} if days else {})


def _beginnable(asked: Asked[Programme, BeginProgramme]) -> Found | Refusal:
    command, plan = asked.command, asked.plan
    if command.group and command.group not in plan.units:
        return unknown(command, "group", command.group, plan.units, "units")
    if not _planned(asked.work.name, plan):
        known = ", ".join(sorted({row.programme for row in plan.rows(ProgrammeItem).values()})) or "—"
        return refuse("CMS528", "plan", programme=asked.work.name, known=known)
    return _next_due(asked)


def _begun(_work: Programme, command: BeginProgramme, happened: Happened) -> dict[str, Any]:
    return {
        "title": command.title, "group": command.group, "document": command.document, "first": command.first,
        "until": command.until, "due": happened.due,
    }  # fmt: skip


def _open_item(asked: Asked[Programme, Any]) -> ItemState | Refusal:
    """How far the item of the command is; a refusal where the plan has none, or it is done."""
    command, work = asked.command, asked.work
    items = _planned(work.name, asked.plan)
    if command.item not in items:
        return unknown(command, "item", command.item, items, ProgrammeItem.table)
    state = work.of(command.item)
    if state.done is not None:
        return refuse("CMS529", "item", work=work.id, item=command.item, done=state.done.date())
    return state


def _finishable(asked: Asked[Programme, FinishItem]) -> Found | Refusal:
    state = _open_item(asked)
    return state if isinstance(state, Refusal) else _next_due(asked, attrs.evolve(state, done=asked.now))


def _postponable(asked: Asked[Programme, PostponeItem]) -> Found | Refusal:
    state = _open_item(asked)
    return state if isinstance(state, Refusal) else _next_due(asked, attrs.evolve(state, until=asked.command.until))


def _with(work: Programme, state: ItemState, happened: Happened) -> dict[str, Any]:
    return {"items": (*(one for one in work.items if one.item != state.item), state), "due": happened.due}


def _finished(work: Programme, command: FinishItem, happened: Happened) -> dict[str, Any]:
    return _with(work, attrs.evolve(work.of(command.item), result=command.result, done=happened.at), happened)


def _postponed(work: Programme, command: PostponeItem, happened: Happened) -> dict[str, Any]:
    return _with(work, attrs.evolve(work.of(command.item), reason=command.reason, until=command.until), happened)


def _noted(work: Programme, command: NoteProgramme, _happened: Happened) -> dict[str, Any]:
    return {"notes": (*work.notes, command.text)}


PROGRAMMES: Final = WorkKind(
    Programme,
    (
        Step(BeginProgramme, BEGINS, RUNNING, _begun, _beginnable, needs=("title",)),
        Step(FinishItem, (RUNNING,), STAYS, _finished, _finishable, needs=("item",)),
        Step(PostponeItem, (RUNNING,), STAYS, _postponed, _postponable, needs=("item", "reason", "until")),
        Step(NoteProgramme, (RUNNING,), STAYS, _noted, needs=("text",)),
    ),
)
