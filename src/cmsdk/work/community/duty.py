"""Duty at work (值守): a session of the roster is begun and ended, written down afterwards, swapped, left."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeVar

import attrs

from cmsdk.contract.community.duty import RosterRow
from cmsdk.contract.plan import CityPlan
from cmsdk.model.command import Refusal
from cmsdk.model.works.base import WorkCommand
from cmsdk.model.works.duty import BeginDuty, Duty, DutyClass, EndDuty, LeaveDuty, RecordDuty, SwapDuty
from cmsdk.rules.rosters import beside, kind_of_day, session, split

from .forms import Effects
from .shape import Asked, Found, Happened, Step, Wants, WorkKind, refuse, unknown

PLANNED: Final = "planned"
ON: Final = "on_duty"
DONE: Final = "done"
_SAYS: Final = ("row", "station", "place", "division", "unit", "category", "campaign")
_DATED: Final[Mapping[str, Callable[[str], date]]] = {
    "day": date.fromisoformat, "planned_from": datetime.fromisoformat, "planned_until": datetime.fromisoformat,
}  # fmt: skip
Staffed = BeginDuty | RecordDuty
Passed = SwapDuty | LeaveDuty
C = TypeVar("C", bound=WorkCommand)


def _session(duty: Duty, plan: CityPlan) -> Duty | None:
    """The session as it was entered, else as the roster has it on that day; nothing where it has none."""
    if duty.version:
        return duty
    name, day = split(duty.name)
    row = plan.rows(RosterRow).get(name)
    if row is None or day is None or not row.holds(day, kind_of_day(plan, day)):
        return None
    return session(row, day, plan)


def _meant(asked: Asked[Duty, C]) -> Duty | Refusal:
    """The session that the name says, or what is wrong with the name."""
    found = _session(asked.work, asked.plan)
    if found is not None:
        return found
    name, day = split(asked.work.name)
    if day is None:
        return refuse("CMS482", "name", name=asked.work.name)
    rows = asked.plan.rows(RosterRow)
    if name not in rows:
        return unknown(asked.command, "row", name, rows, RosterRow.table)
    row = rows[name]
    return refuse("CMS483", "day", row.basis, row=name, day=day, days=row.day or row.days, table=RosterRow.table)


def _effects(duty: Duty) -> Effects:
    """What the roster says of the session, so that it stays as it was."""
    said: Effects = {field: value for field in (*_SAYS, "headcount") if (value := getattr(duty, field))}
    said |= {name: at.isoformat() for name in _DATED if (at := getattr(duty, name))}
    return {**said, "duty": duty.duty.value, "grids": list(duty.grids), "officers": list(duty.officers)}


def _said(effects: Effects) -> dict[str, Any]:
    """The same as fields of the record."""
    fields: dict[str, Any] = {name: effects.get(name, "") for name in _SAYS}
    fields |= {name: read(effects[name]) for name, read in _DATED.items()}
    fields |= {name: tuple(effects[name]) for name in ("grids", "officers")}
    return fields | {"duty": DutyClass(effects["duty"]), "headcount": effects.get("headcount", 0)}


def _staffed(asked: Asked[Duty, Staffed], planned: Duty) -> Duty | Refusal:
    """The session with those who came; as planned, where the command does not say. Somebody has to be there."""
    command = asked.command
    if command.officers or command.headcount:
        planned = attrs.evolve(planned, officers=command.officers, headcount=command.headcount)
    if not planned.officers and not planned.headcount:
        return refuse("CMS471", "needs", command=command.name, field="officers")
    return _people(asked, "officers", command.officers) or planned


def _people(asked: Asked[Duty, C], field: str, ids: Iterable[str]) -> Refusal | None:
    known = asked.plan.officers
    return next((unknown(asked.command, field, name, known, "people") for name in ids if name not in known), None)


def _begin(asked: Asked[Duty, BeginDuty]) -> Found | Refusal:
    planned = _meant(asked)
    if isinstance(planned, Refusal):
        return planned
    return _held(asked, planned, asked.now, None)


def _record(asked: Asked[Duty, RecordDuty]) -> Found | Refusal:
    planned = _meant(asked)
    if isinstance(planned, Refusal):
        return planned
    assert asked.command.begins is not None  # noqa: S101  needed
    return _held(asked, planned, asked.command.begins, asked.command.ends)


def _held(asked: Asked[Duty, Any], planned: Duty, begins: datetime, ends: datetime | None) -> Found | Refusal:
    """A session begins on its day, before it is over; one that is over ended after it began, and not in the future."""
    zone, first, until = asked.plan.zone, planned.planned_from, planned.planned_until
    assert first is not None and until is not None  # noqa: S101, PT018  every session has them
    early = begins.astimezone(zone).date() != planned.day and begins < first
    if early or begins >= until or (ends is not None and not begins < ends <= asked.now):
        said = {"begins": begins.astimezone(zone), "ends": ends.astimezone(zone) if ends else "—"}
        facts = {name: f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else at for name, at in said.items()}
        return refuse("CMS486", "times", **facts, work=asked.work.id, first=f"{first:%Y-%m-%d %H:%M}",
                      until=f"{until:%Y-%m-%d %H:%M}")  # fmt: skip
    staffed = _staffed(asked, planned)
    return staffed if isinstance(staffed, Refusal) else Found(_effects(staffed))


def _beside(work: Duty, command: Passed, plan: CityPlan) -> Wants:
    """The sessions at the same time: a substitute can be at one place only."""
    found = _session(work, plan)
    if found is None or not command.substitute:
        return Wants()
    return Wants(works=tuple((Duty.kind, other.id) for other in beside(found, plan)))


def _pass(asked: Asked[Duty, Passed]) -> Found | Refusal:
    """Who takes leave or swaps is to be there; who comes instead is known, and free at that time."""
    planned, command = _meant(asked), asked.command
    if isinstance(planned, Refusal):
        return planned
    if command.officer not in planned.officers:
        named = ", ".join(planned.officers) or "—"
        return refuse("CMS484", "officer", officer=command.officer, work=asked.work.id, officers=named)
    if command.substitute:
        refusal = _people(asked, "substitute", [command.substitute]) or _taken(asked, planned)
        if refusal is not None:
            return refusal
    instead = (command.substitute,) if command.substitute else ()
    at = planned.officers.index(command.officer)
    officers = (*planned.officers[:at], *instead, *planned.officers[at + 1 :])
    headcount = planned.headcount if instead else max(planned.headcount - 1, 0)
    return Found(_effects(attrs.evolve(planned, officers=officers, headcount=headcount)))


def _taken(asked: Asked[Duty, Passed], planned: Duty) -> Refusal | None:
    substitute = asked.command.substitute
    at_once = {other.id: other for other in beside(planned, asked.plan)} | {w.id: w for w in asked.others(Duty)}
    busy = [planned] + [other for _, other in sorted(at_once.items())]
    where = next((one.id for one in busy if substitute in one.officers), None)
    return refuse("CMS485", "substitute", officer=substitute, work=where) if where else None


def _begun(_work: Duty, _command: BeginDuty, happened: Happened) -> Mapping[str, Any]:
    said = _said(happened.effects)
    return {**said, "begins": happened.at, "due": said["planned_until"]}


def _ended(_work: Duty, _command: EndDuty, happened: Happened) -> Mapping[str, Any]:
    return {"ends": happened.at, "due": None}


def _recorded(_work: Duty, command: RecordDuty, happened: Happened) -> Mapping[str, Any]:
    return {**_said(happened.effects), "begins": command.begins, "ends": command.ends, "due": None}


def _passed(work: Duty, command: Passed, happened: Happened) -> Mapping[str, Any]:
    said = _said(happened.effects)
    changes: dict[str, Any] = {**said, "due": said["planned_from"]}
    if isinstance(command, SwapDuty):
        return changes | {"swaps": (*work.swaps, (command.officer, command.substitute))}
    open_ = () if command.substitute else (command.officer,)
    return changes | {"leaves": (*work.leaves, command.officer), "open_leaves": (*work.open_leaves, *open_)}


_BEFORE: Final = ("", PLANNED)
DUTIES: Final = WorkKind(
    Duty,
    (
        Step(BeginDuty, _BEFORE, ON, _begun, _begin),
        Step(EndDuty, (ON,), DONE, _ended),
        Step(RecordDuty, _BEFORE, DONE, _recorded, _record, needs=("begins", "ends")),
        Step(SwapDuty, _BEFORE, PLANNED, _passed, _pass, _beside, needs=("officer", "substitute")),
        Step(LeaveDuty, _BEFORE, PLANNED, _passed, _pass, _beside, needs=("officer",)),
    ),
)
