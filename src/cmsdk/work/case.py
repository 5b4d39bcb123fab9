"""A case at work: which command is allowed, and what an entry makes of the state. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches
from functools import reduce
from typing import Any

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import STAYS, Transition
from cmsdk.model.approach import Approach, Mode
from cmsdk.model.case import Case
from cmsdk.model.commands import COMMANDS, Actor, Command, Dispatch, Handle, Refusal, Unlink, Visit
from cmsdk.model.entry import Entry

from .forms import RECOUNTED, REPORTED, TRIAGED, CaseForms
from .phases import Phase, phase_after, times

Guard = Callable[[Case], bool]
GUARDS: Mapping[str, Guard] = {
    "mode_is_now": lambda case: case.mode is Mode.NOW,
    "mode_is_transfer": lambda case: case.mode is Mode.TRANSFER,
}
"""Guards that a workflow table may name."""


@attrs.frozen
class Allowed:
    """A command that may be carried out: the state it leads to, and what else it changes."""

    to: str
    effects: dict[str, str]


def _refuse(code: str, guard: str, basis: str = "", /, **facts: object) -> Refusal:
    return Refusal(code, guard, tuple((name, str(value)) for name, value in facts.items()), basis)


def decide(case: Case, command: Command, by: Actor, plan: CityPlan, now: datetime) -> Allowed | Refusal:
    """Whether ``by`` may give ``command`` on ``case`` at ``now`` (aware) under ``plan``, and where it leads."""
    rows = [row for row in plan.workflow.transitions if row.command == command.name]
    if not rows:
        known = sorted({row.command for row in plan.workflow.transitions})
        near = get_close_matches(command.name, known, n=1, cutoff=0)
        return _refuse("CMS706", "workflow", command=command.name, near=near[0] if near else "—")
    here = [row for row in rows if case.state in row.sources]
    if not here:
        leads_on = (r for r in plan.workflow.transitions if r.to != STAYS and case.state in r.sources)
        possible = ", ".join(sorted({r.command for r in leads_on}))
        return _refuse("CMS702", "state", command=command.name, state=case.state, possible=possible or "—")
    if case.last is not None and now < case.last:
        return _refuse("CMS705", "time", at=now.isoformat(), last=case.last.isoformat())
    refusals = [refusal for row in here if (refusal := _judge(row, case, command, by))]
    if len(refusals) == len(here):
        return refusals[0]
    chosen = next(row for row in here if _judge(row, case, command, by) is None)
    return _effects(case, command, chosen, plan)


def _judge(row: Transition, case: Case, command: Command, by: Actor) -> Refusal | None:
    """Why this row of the table does not let the command through, or nothing."""
    if not set(row.roles).intersection(by.roles):
        wanted = ", ".join(row.roles)
        return _refuse(
            "CMS703",
            "role",
            row.basis,
            command=row.command,
            actor=by.id,
            roles=", ".join(by.roles) or "—",
            wanted=wanted,
        )
    for guard in row.guards:
        if not GUARDS[guard](case):
            return _refuse("CMS708", guard, row.basis, command=row.command, guard=guard)
    for field in row.needs:
        if _blank(getattr(command, field)):
            return _refuse("CMS704", "needs", row.basis, command=row.command, field=field)
    return None


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _effects(case: Case, command: Command, row: Transition, plan: CityPlan) -> Allowed | Refusal:
    to = case.state if row.to == STAYS else row.to
    phase = None if row.to == STAYS else phase_after(command.name, to, plan.workflow)
    effects: dict[str, str] = {"phase": phase} if phase else {}
    if isinstance(command, Dispatch):
        unit = command.unit or case.unit
        if unit not in plan.units:
            near = get_close_matches(unit, plan.units, n=1, cutoff=0)
            return _refuse("CMS711", "unit", unit=unit, near=near[0] if near else "—")
        effects |= {"unit": unit, "mode": Mode.TRANSFER}
    if isinstance(command, Unlink):
        if not case.linked:
            return _refuse("CMS716", "link", case=case.id)
        effects |= {"linked": "", "parted": case.linked}
    return Allowed(to, effects)


def evolve(case: Case | None, entry: Entry, forms: CaseForms) -> Case:
    """The state after ``entry``."""
    form = forms.read(entry)
    if entry.type == REPORTED:
        return Case(
            id=entry.stream, city=entry.city, channel=form["channel"], report=form["report"],
            at=datetime.fromisoformat(form["at"]), opened=entry.at, title=form["title"], text=form["text"],
            kind=form["kind"], place=form["place"], point=forms.point(form["point"]), person=form["person"],
            state=form["state"], version=entry.version, last=entry.at, plan=entry.plan,
        )  # fmt: skip
    if case is None:
        raise ValueError(f"stream {entry.stream} begins with {entry.type}, not with {REPORTED}")
    passed: dict[str, Any] = {"version": entry.version, "last": entry.at, "plan": entry.plan}
    if entry.type == TRIAGED:
        return attrs.evolve(
            case, **passed, category=form["category"], approach=Approach(form["approach"]), division=form["division"],
            grid=form["grid"], station=form["station"], unit=form["unit"], mode=Mode(form["mode"]),
            standard=form["standard"], due=forms.due(form["due"]), trail=forms.trail(form["trail"]),
            recurs=tuple(form["recurs"]),
        )  # fmt: skip
    if entry.type == RECOUNTED:
        return attrs.evolve(case, **passed, due=forms.due(form["due"]))
    command = forms.converter.structure(form["command"], COMMANDS[entry.type])
    return _carry_out(attrs.evolve(case, **passed), command, form["to"], form["effects"], entry.at)


def _carry_out(case: Case, command: Command, to: str, effects: dict[str, str], at: datetime) -> Case:
    changes: dict[str, Any] = {"state": to}
    if "unit" in effects:
        changes |= {"unit": effects["unit"], "mode": Mode(effects["mode"])}
    if "phase" in effects:
        changes |= times(case, Phase(effects["phase"]), at)
    if "linked" in effects:
        changes["linked"] = effects["linked"]
    if isinstance(command, Handle):
        changes["result"] = command.result
    if isinstance(command, Visit):
        changes |= {"solved": command.solved, "satisfied": command.satisfied or ""}
    return attrs.evolve(case, **changes)


def fold(entries: Iterable[Entry], forms: CaseForms) -> Case | None:
    """The case that ``entries`` make, or nothing where there are none."""
    start: Case | None = None
    return reduce(lambda case, entry: evolve(case, entry, forms), entries, start)
