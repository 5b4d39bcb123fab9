"""An enforcement file at work: which command is allowed, and what an entry makes of the file. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import get_close_matches
from functools import reduce
from typing import Any

import attrs

from cmsdk.contract.workflow import STAYS, Transition
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import FileCommand, OpenFile, Surcharge
from cmsdk.model.enforcement_kinds import PenaltyKind
from cmsdk.model.entry import Entry
from cmsdk.work.procedure import too_early

from .asked import Asked
from .changes import CHANGES, Happened
from .forms import Effects, FileForms
from .guards import GUARDS
from .performing import surcharge
from .statute import Statute


@attrs.frozen
class Allowed:
    """A command that may be carried out: the state it leads to, and what else it changes."""

    to: str
    effects: Effects


def _refuse(code: str, guard: str, basis: str = "", /, **facts: object) -> Refusal:
    return Refusal(code, guard, tuple((name, str(value)) for name, value in facts.items()), basis)


def new_file(file_id: str, city: str, statute: Statute) -> EnforcementFile:
    """A file before its first entry, in the state from which the table opens it."""
    return EnforcementFile(id=file_id, city=city, state=statute.rules.initial)


def decide(
    file: EnforcementFile,
    command: FileCommand,
    by: Actor,
    statute: Statute,
    now: datetime,
    related: Sequence[EnforcementFile] = (),
    *,
    key: str = "",
) -> Allowed | Refusal:
    """Whether ``by`` may give ``command`` on ``file`` at ``now`` (aware) under ``statute``, and where it leads.

    ``related`` are the other files of the same party, from which it is known whether an offence is a first one.
    ``key`` is the caller's name for this very command (idempotency key): one that was carried out is refused.
    """
    if key and key in file.keys:
        return _refuse("CMS720", "key", case=file.id, key=key)
    rows = statute.rows.get(command.name, ())
    if not rows:
        near = get_close_matches(command.name, sorted(statute.rows), n=1, cutoff=0)
        return _refuse("CMS706", "table", command=command.name, near=near[0] if near else "—")
    here = [row for row in rows if file.state in row.sources]
    if not here:
        possible = ", ".join(possible_from(file.state, statute))
        return _refuse("CMS762", "state", command=command.name, state=file.state, possible=possible or "—")
    early = too_early(now, file.last)
    if early is not None:
        return early
    asked = Asked(file, command, by, statute, now, related)
    refusals = []
    for row in here:
        refusal = _judge(row, asked)
        if refusal is None:
            return Allowed(file.state if row.to == STAYS else row.to, _effects(asked, key))
        refusals.append(refusal)
    return next((one for one in refusals if one.guard != "role"), refusals[0])


def possible_from(state: str, statute: Statute) -> Sequence[str]:
    """The commands that the table has for a state, by id; guards are not asked."""
    return sorted({row.command for row in statute.rules.transitions if state in row.sources})


def _judge(row: Transition, asked: Asked) -> Refusal | None:
    """Why this row of the table does not let the command through, or nothing."""
    by, command = asked.by, asked.command
    if asked.statute.roles(by).isdisjoint(row.roles):
        held, wanted = ", ".join(by.roles) or "—", ", ".join(row.roles)
        return _refuse("CMS703", "role", row.basis, command=row.command, actor=by.id, roles=held, wanted=wanted)
    for field in _missing(row, command):
        return _refuse("CMS764", "needs", row.basis, command=row.command, field=field)
    for name in row.guards:
        guard = GUARDS[name]
        facts = guard.check(asked)
        if facts is not None:
            return _refuse(guard.code, name, asked.statute.basis(name), command=row.command, **facts)
    return None


def _missing(row: Transition, command: FileCommand) -> Iterable[str]:
    """The fields that are empty and may not be."""
    for field in row.needs:
        value = getattr(command, field)
        if not (value.strip() if isinstance(value, str) else value):
            yield field
    if PenaltyKind.FINE in getattr(command, "kinds", ()) and not getattr(command, "fine", 0):
        yield "fine"


def _effects(asked: Asked, key: str) -> Effects:
    """What is reckoned at the time of the command, so that it stays as it was under the rules of that day."""
    found: Effects = {"surcharge": str(surcharge(asked))} if isinstance(asked.command, Surcharge) else {}
    return found | {"key": key} if key else found


def evolve(file: EnforcementFile | None, entry: Entry, forms: FileForms) -> EnforcementFile:
    """The file after ``entry``."""
    form = forms.read(entry)
    command = forms.command(entry, form)
    if file is None:
        if not isinstance(command, OpenFile):
            raise ValueError(f"stream {entry.stream} begins with {entry.type}, not with {OpenFile.name}")
        file = EnforcementFile(id=entry.stream, city=entry.city)
    passed: dict[str, Any] = {"state": form["to"], "version": entry.version, "last": entry.at, "plan": entry.plan}
    change = CHANGES.get(type(command))
    changed = {} if change is None else change(file, command, Happened(entry.at, form["effects"]))
    if "key" in form["effects"]:
        passed["keys"] = (*file.keys, form["effects"]["key"])
    return attrs.evolve(file, **passed, **changed)


def fold(entries: Iterable[Entry], forms: FileForms) -> EnforcementFile | None:
    """The file that ``entries`` make, or nothing where there are none."""
    start: EnforcementFile | None = None
    return reduce(lambda file, entry: evolve(file, entry, forms), entries, start)
