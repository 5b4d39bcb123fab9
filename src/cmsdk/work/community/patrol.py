"""Patrols at work (巡查): they set out, say where they are, find, put right, are sent to cases, and come back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from cmsdk.contract.community.patrol import PatrolShift
from cmsdk.contract.plan import CityPlan
from cmsdk.geo.metres import distance
from cmsdk.model.command import Refusal
from cmsdk.model.crs import to_wgs84
from cmsdk.model.works.patrol import (
    DispatchPatrol,
    EndPatrol,
    Finding,
    FindOnPatrol,
    Fix,
    FixOnPatrol,
    Patrol,
    PatrolMode,
    Placed,
    Position,
    ReleasePatrol,
    StartPatrol,
    TakeOnPatrol,
    Task,
    TrackPatrol,
)
from cmsdk.rules.rosters import DAY, grids_of, hours, kind_of_day

from .shape import (
    BEGINS,
    STAYS,
    Asked,
    Found,
    Happened,
    Step,
    Wants,
    WorkKind,
    refuse,
    row,
    unknown,
    unknown_case,
)

FREE: Final = "on_patrol"
SENT: Final = "sent"
BUSY: Final = "engaged"
ENDED: Final = "ended"
OUT: Final = (FREE, SENT, BUSY)
_SAYS: Final = ("shift", "unit", "station", "place", "headcount")


def _start(asked: Asked[Patrol, StartPatrol]) -> Found | Refusal:
    """A patrol sets out on a day of its shift, before the shift is over."""
    shift, command, plan = row(asked, PatrolShift, "shift"), asked.command, asked.plan
    if isinstance(shift, Refusal):
        return shift
    for name in command.officers:
        if name not in plan.officers:
            return unknown(command, "officers", name, plan.officers, "people")
    now = asked.now.astimezone(plan.zone)
    days = [day for day in (now.date(), now.date() - DAY) if shift.holds(day, kind_of_day(plan, day))]
    if not days:
        return refuse("CMS483", "day", shift.basis, row=shift.id, day=now.date(), days=shift.day or shift.days,
                      table=shift.table)  # fmt: skip
    spans = [hours(shift, day, plan) for day in days]
    until = next((end for _, end in spans if now < end), None)
    if until is None:
        first, end = spans[0]
        return refuse("CMS486", "times", work=asked.work.id, begins=f"{now:%Y-%m-%d %H:%M}", ends="—",
                      first=f"{first:%Y-%m-%d %H:%M}", until=f"{end:%Y-%m-%d %H:%M}")  # fmt: skip
    own = command if command.officers or command.headcount else shift
    return Found({
        "shift": shift.id, "unit": shift.unit, "mode": shift.mode.value, "station": shift.station,
        "place": shift.place, "grids": list(grids_of(shift, plan)), "officers": list(own.officers),
        "headcount": own.headcount, "until": until.isoformat(),
    })  # fmt: skip


def _started(_work: Patrol, _command: StartPatrol, happened: Happened) -> Mapping[str, Any]:
    said = happened.effects
    until = datetime.fromisoformat(said["until"])
    return {**{name: said[name] for name in _SAYS}, "mode": PatrolMode(said["mode"]), "grids": tuple(said["grids"]),
            "officers": tuple(said["officers"]), "until": until, "due": until}  # fmt: skip


def _grid(command: Placed, plan: CityPlan) -> Refusal | None:
    grid = command.grid
    return unknown(command, "grid", grid, plan.grids, "grids") if grid and grid not in plan.grids else None


def _track(asked: Asked[Patrol, TrackPatrol]) -> Found | Refusal:
    command = asked.command
    if command.point is None and not command.grid:
        return refuse("CMS471", "needs", command=command.name, field="grid")
    return _grid(command, asked.plan) or Found()


def _tracked(work: Patrol, command: TrackPatrol, happened: Happened) -> Mapping[str, Any]:
    return {"track": (*work.track, Position(happened.at, command.point, command.grid))}


def _named_case(_work: Patrol, command: FindOnPatrol | DispatchPatrol, _plan: CityPlan) -> Wants:
    return Wants(cases=(command.case,) if command.case else ())


def _find(asked: Asked[Patrol, FindOnPatrol]) -> Found | Refusal:
    command, channels = asked.command, asked.plan.channels
    if not command.report and not command.case:
        return refuse("CMS471", "needs", command=command.name, field="report")
    if command.channel not in channels:
        return unknown(command, "channel", command.channel, channels, "channels")
    if command.case and command.case not in asked.cases:
        return unknown_case(command, command.case)
    return Found()


def _found(work: Patrol, command: FindOnPatrol, happened: Happened) -> Mapping[str, Any]:
    return {"findings": (*work.findings, Finding(happened.at, command.channel, command.report, command.case))}


def _fix(asked: Asked[Patrol, FixOnPatrol]) -> Found | Refusal:
    command, plan = asked.command, asked.plan
    wrong = _grid(command, plan)
    if wrong is not None or not command.category:
        return wrong or Found()
    for code in (command.category, f"{plan.profile.scheme}/{command.category}"):
        if plan.category(code) is not None:
            return Found({"category": code})
    return unknown(command, "category", command.category, plan.categories, "categories")


def _fixed(work: Patrol, command: FixOnPatrol, happened: Happened) -> Mapping[str, Any]:
    category = happened.effects.get("category", "")
    fix = Fix(happened.at, command.text, category, command.count or 1, command.point, command.grid)
    return {"fixes": (*work.fixes, fix)}


def _dispatch(asked: Asked[Patrol, DispatchPatrol]) -> Found | Refusal:
    """Sent is who is free, to a case that is open; how far it is from where the patrol was last stays with the task."""
    work, command = asked.work, asked.command
    if work.state != FREE:
        return refuse("CMS627", "busy", work=work.id, case=work.case)
    case = asked.cases.get(command.case)
    if case is None:
        return unknown_case(command, command.case)
    if case.closed is not None:
        return refuse("CMS628", "closed", work=work.id, case=case.id, state=case.state)
    here, there = work.position, command.point or case.point
    if here is None or here.point is None or there is None:
        return Found()
    return Found({"metres": round(distance(to_wgs84(here.point), to_wgs84(there)))})


def _sent(work: Patrol, command: DispatchPatrol, happened: Happened) -> Mapping[str, Any]:
    metres = happened.effects.get("metres")
    task = Task(command.case, happened.at, happened.by, command.reason, metres)
    return {"case": command.case, "tasks": (*work.tasks, task)}


def _taken(work: Patrol, _command: TakeOnPatrol, happened: Happened) -> Mapping[str, Any]:
    return {"tasks": (*work.tasks[:-1], attrs.evolve(work.tasks[-1], taken=happened.at))}


def _released(work: Patrol, command: ReleasePatrol, happened: Happened) -> Mapping[str, Any]:
    done = attrs.evolve(work.tasks[-1], released=happened.at, result=command.result)
    return {"case": "", "tasks": (*work.tasks[:-1], done)}


def _ended(_work: Patrol, _command: EndPatrol, happened: Happened) -> Mapping[str, Any]:
    return {"ended": happened.at, "due": None}


PATROLS: Final = WorkKind(
    Patrol,
    (
        Step(StartPatrol, BEGINS, FREE, _started, _start, needs=("shift",)),
        Step(TrackPatrol, OUT, STAYS, _tracked, _track),
        Step(FindOnPatrol, OUT, STAYS, _found, _find, _named_case, needs=("channel",)),
        Step(FixOnPatrol, OUT, STAYS, _fixed, _fix, needs=("text",)),
        Step(DispatchPatrol, OUT, SENT, _sent, _dispatch, _named_case, needs=("case",)),
        Step(TakeOnPatrol, (SENT,), BUSY, _taken),
        Step(ReleasePatrol, (SENT, BUSY), FREE, _released),
        Step(EndPatrol, (FREE,), ENDED, _ended),
    ),
)
