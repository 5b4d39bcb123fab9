"""Conflicts of a merge (合并冲突): what another ledger allowed and this one refuses, until a person settles it. Pure.

Each is a stream of its own: an entry ``conflict`` that holds the other ledger's entry whole, and one ``settled``.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from typing import Any, Final

import attrs

from cmsdk.model.command import Refusal
from cmsdk.model.entry import GENESIS, Entry, seal
from cmsdk.serial import StoredForm

KIND: Final = "conflict"
"""What the ledger calls these streams."""
RAISED: Final = "conflict"
SETTLED: Final = "settled"
"""Types of their entries."""
OPEN: Final = "open"
MERGED: Final = "merged"
"""Field of an entry that a merge has made without deciding anything: the hash of the entry that said it first."""
PREFIX: Final = "conflict-"
"""How their ids begin."""
FORMS: Final = {name: StoredForm(name) for name in (RAISED, SETTLED)}
"""Type of entry → its stored form."""
FORM: Final = StoredForm("conflict.state")
"""A conflict as the projection keeps it."""


@attrs.frozen(kw_only=True)
class Conflict:
    """A conflict as its entries make it."""

    id: str
    city: str
    stream: str
    """The case or file that it is about."""
    case: str
    """The case; empty where the stream belongs to none."""
    entry: str
    """Hash of the other ledger's entry."""
    command: str
    """What was done there: the type of that entry."""
    at: str
    """When, by whom; and what it said, as text: it is nowhere else in this ledger."""
    by: str
    data: str
    refusal: Refusal
    """Why it is not allowed here."""
    state: str = OPEN
    note: str = ""
    settled_by: str = ""
    version: int = 0
    last: datetime | None = None


def conflict_id(entry: str) -> str:
    """The id of the conflict about the entry with this hash: the same wherever the two ledgers are merged."""
    return f"{PREFIX}{entry[:24]}"


def raised(entry: Entry, case: str, why: Refusal, by: str, plan: str, now: datetime) -> Entry:
    """The entry that says that ``entry`` of another ledger is refused here."""
    form = {
        "stream": entry.stream, "case": case, "entry": entry.hash, "command": entry.type, "at": entry.at.isoformat(),
        "by": entry.by, "data": entry.data, "code": why.code, "guard": why.guard, "facts": dict(why.facts),
        "basis": why.basis,
    }  # fmt: skip
    return seal(
        stream=conflict_id(entry.hash), version=1, city=entry.city, type_=RAISED, at=now, by=by, plan=plan,
        data=FORMS[RAISED].dump(form), prev=GENESIS,
    )  # fmt: skip


def settled(conflict: Conflict, last: Entry, note: str, by: str, plan: str, now: datetime) -> Entry:
    """The entry that says that a person has settled it, and how."""
    return seal(
        stream=conflict.id, version=conflict.version + 1, city=conflict.city, type_=SETTLED, at=now, by=by, plan=plan,
        data=FORMS[SETTLED].dump({"note": note}), prev=last.hash,
    )  # fmt: skip


def note_of(entry: Entry) -> str:
    """What whoever settled it has noted."""
    return str(FORMS[SETTLED].load(entry.data)["note"])


def evolve(conflict: Conflict | None, entry: Entry) -> Conflict:
    """The conflict after ``entry``."""
    form: dict[str, Any] = FORMS[entry.type].load(entry.data)
    if conflict is not None:
        return attrs.evolve(
            conflict, state=SETTLED, note=form["note"], settled_by=entry.by, version=entry.version, last=entry.at
        )
    same = {name: form[name] for name in ("stream", "case", "entry", "command", "at", "by", "data")}
    refusal = Refusal(form["code"], form["guard"], tuple(form["facts"].items()), form["basis"])
    return Conflict(id=entry.stream, city=entry.city, **same, refusal=refusal, version=entry.version, last=entry.at)


def fold(entries: Iterable[Entry]) -> Conflict | None:
    """The conflict that ``entries`` make, or nothing where there are none."""
    start: Conflict | None = None
    return reduce(evolve, entries, start)


def form_of(conflict: Conflict) -> str:
    """A conflict as the projection keeps it."""
    form = attrs.asdict(conflict, recurse=False)
    last = conflict.last.isoformat() if conflict.last else None
    why = conflict.refusal
    return FORM.dump({**form, "refusal": [why.code, why.guard, dict(why.facts), why.basis], "last": last})


def conflict_of(form: str) -> Conflict:
    """A conflict of the projection."""
    said = FORM.load(form)
    code, guard, facts, basis = said.pop("refusal")
    last = said.pop("last")
    refusal = Refusal(code, guard, tuple(facts.items()), basis)
    return Conflict(**said, refusal=refusal, last=datetime.fromisoformat(last) if last else None)
