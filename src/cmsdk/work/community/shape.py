"""The one shape of all community work: steps from state to state, decided and carried out. Pure (ADR 0046).

``decide(state, command, plan, now) -> entries | refusal`` and ``evolve(state, entry) -> state``, as for cases: a kind
of work is a table of steps, each with what it asks and what it changes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from functools import reduce
from typing import Any, Final, Generic, TypeVar

import attrs

from cmsdk.contract.community.base import CommunityRow, WorkRole
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery
from cmsdk.model.case import Case
from cmsdk.model.clock import Due
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.commands import TakeMeasure
from cmsdk.model.entry import Entry
from cmsdk.model.spans import Limit
from cmsdk.model.works.base import Work, WorkCommand
from cmsdk.work.procedure import procedure_of, too_early

from .forms import Effects, WorkForms

S = TypeVar("S", bound=Work)
C = TypeVar("C", bound=WorkCommand)
W = TypeVar("W", bound=Work)
R = TypeVar("R", bound=CommunityRow)
STAYS: Final = "="
"""As the state that a step leads to: the one in which the work is."""
REPEATED: Final = "CMS476"
"""Code of the refusal of what was carried out before under the same key."""
BEGINS: Final = ("",)
"""As the states in which a step is possible: it begins a new piece of work."""


@attrs.frozen
class Wants:
    """What a step has to know beside its own stream, for whoever reads the ledger."""

    cases: tuple[str, ...] = ()
    """Ids of cases."""
    works: tuple[tuple[str, str], ...] = ()
    """Kind, and id or own name, of other pieces of work."""
    queries: tuple[CaseQuery, ...] = ()
    """Cases by what they are."""
    kinds: tuple[str, ...] = ()
    """Kinds of which every piece of work in the city is wanted."""


@attrs.frozen
class Asked(Generic[S, C]):
    """A command on a piece of work, by whom and when, and what was read for it."""

    work: S
    command: C
    by: Actor
    plan: CityPlan
    now: datetime
    cases: Mapping[str, Case] = attrs.field(factory=dict)
    """Id → case; those that this city does not have are not in it."""
    works: Mapping[str, Work] = attrs.field(factory=dict)
    """Id → piece of work, of those that were wanted and are there."""

    @property
    def today(self) -> date:
        """The day of the city on which it is asked."""
        return self.now.astimezone(self.plan.zone).date()

    def others(self, kind: type[W]) -> list[W]:
        """Pieces of work of a kind that were read, in order of id."""
        return [work for _, work in sorted(self.works.items()) if isinstance(work, kind)]

    def due(self, limit: Limit, calendar: str = "", start: datetime | None = None) -> Due:
        """When ``limit`` has run out that began ``start`` (now, if left out), on a calendar of the plan."""
        clocks = procedure_of(self.plan).clocks
        return (clocks.get(calendar) or clocks.named(self.plan.profile.calendar)).due(start or self.now, limit)


@attrs.frozen
class Found:
    """A step may be taken: what was found for it, which is entered with the command so that it stays as it was."""

    effects: Effects = attrs.field(factory=dict)
    """JSON-able; moments as ISO 8601 text."""
    to: str = ""
    """The state it leads to, where it is not the step's own."""
    measures: tuple[tuple[str, TakeMeasure], ...] = ()
    """Cases, and the measure that this is on each: entered there in the same transaction."""


@attrs.frozen
class Happened:
    """When and by whom a step was taken, and what was found for it."""

    at: datetime
    by: str
    effects: Effects
    to: str

    @property
    def due(self) -> datetime | None:
        """By when the next thing has to be done, where that was found under ``due``."""
        found = self.effects.get("due")
        return datetime.fromisoformat(found) if found else None


@attrs.frozen
class Step:
    """A row of a kind's table: the command, the states in which it is possible, and the one that it leads to."""

    command: type[WorkCommand]
    sources: tuple[str, ...]
    to: str
    change: Callable[[Any, Any, Happened], Mapping[str, Any]]
    """What of the record it changes, beside its state."""
    judge: Callable[[Asked[Any, Any]], Found | Refusal] = lambda _asked: Found()
    wants: Callable[[Any, Any, CityPlan], Wants] = lambda _work, _command, _plan: Wants()
    needs: tuple[str, ...] = ()
    """Fields that may not be empty."""


@attrs.frozen
class WorkKind:
    """A kind of community work: its record, and its steps."""

    work: type[Work]
    steps: tuple[Step, ...]

    @property
    def id(self) -> str:
        """What its streams are called."""
        return self.work.kind

    def possible(self, state: str) -> list[str]:
        """The commands of a state, by name; roles and conditions are not asked."""
        return sorted({step.command.name for step in self.steps if state in step.sources})

    def step(self, state: str, command: WorkCommand) -> Step | None:
        """The row for ``command`` in ``state``."""
        return next((s for s in self.steps if s.command is type(command) and state in s.sources), None)


@attrs.frozen
class Allowed:
    """A command that may be carried out: the state it leads to, what was found, and the measures that it is."""

    to: str
    effects: Effects
    measures: tuple[tuple[str, TakeMeasure], ...] = ()


def refuse(code: str, guard: str, basis: str = "", /, **facts: object) -> Refusal:
    """A refusal from keyword facts."""
    return Refusal(code, guard, tuple((name, str(value)) for name, value in facts.items()), basis)


def row(asked: Asked[Any, Any], kind: type[R], field: str) -> R | Refusal:
    """The row of a table that a field of the command names; a refusal where it names none, with the nearest."""
    rows, name = asked.plan.rows(kind), getattr(asked.command, field)
    return rows[name] if name in rows else unknown(asked.command, field, name, rows, kind.table)


def unknown(command: WorkCommand, field: str, name: str, known: Iterable[str], table: str) -> Refusal:
    """The refusal of a field that leads to nothing in the city's tables."""
    near = get_close_matches(name, list(known), n=1, cutoff=0)
    return refuse("CMS472", "known", command=command.name, field=field, name=name, table=table,
                  near=near[0] if near else "—")  # fmt: skip


def unknown_case(command: WorkCommand, case: str) -> Refusal:
    """The refusal of a case that this city does not have."""
    return refuse("CMS474", "case", command=command.name, case=case)


def unknown_work(command: WorkCommand, field: str, name: str) -> Refusal:
    """The refusal of another piece of work that is not there."""
    return refuse("CMS475", "work", command=command.name, field=field, name=name)


def decide(kind: WorkKind, asked: Asked[Any, Any], *, key: str = "") -> Allowed | Refusal:
    """Whether the command may be carried out, and where it leads.

    ``key`` is the caller's name for this very command (idempotency key): one that was carried out is refused.
    """
    work, command, now = asked.work, asked.command, asked.now
    if key and key in work.keys:
        return refuse(REPEATED, "key", work=work.id, key=key)
    step = kind.step(work.state, command)
    if step is None:
        if work.version and kind.step("", command):
            return refuse("CMS470", "name", work=work.id)
        possible = ", ".join(kind.possible(work.state)) or "—"
        return refuse("CMS468", "state", command=command.name, work=work.id, state=work.state or "—", possible=possible)
    early = too_early(now, work.last)
    if early is not None:
        return early
    refusal = _role(asked) or next(_missing(step, command), None)
    if refusal is not None:
        return refusal
    found = step.judge(asked)
    if isinstance(found, Refusal):
        return found
    to = found.to or (work.state if step.to == STAYS else step.to)
    return Allowed(to, found.effects | ({"key": key} if key else {}), found.measures)


def _role(asked: Asked[Any, Any]) -> Refusal | None:
    rows = [one for one in asked.plan.rows(WorkRole).values() if one.command == asked.command.name]
    wanted = {role for one in rows for role in one.roles}
    if wanted.isdisjoint(asked.by.roles):
        held, roles = ", ".join(asked.by.roles) or "—", ", ".join(sorted(wanted)) or "—"
        basis = next((one.basis for one in rows if one.basis), "")
        return refuse("CMS469", "role", basis, command=asked.command.name, actor=asked.by.id, roles=held, wanted=roles)
    return None


def _missing(step: Step, command: WorkCommand) -> Iterator[Refusal]:
    for field in step.needs:
        value = getattr(command, field)
        if value in {"", None} or value == () or (isinstance(value, str) and not value.strip()):
            yield refuse("CMS471", "needs", command=command.name, field=field)


def new_work(kind: WorkKind, id_: str, city: str) -> Work:
    """A piece of work before its first entry."""
    return kind.work(id=id_, city=city)


def evolve(kind: WorkKind, work: Work | None, entry: Entry, forms: WorkForms) -> Work:
    """The work after ``entry``. Raises ValueError where the entry is none of its steps."""
    said = forms.read(entry)
    before = work or new_work(kind, entry.stream, entry.city)
    step = kind.step(before.state, said.command)
    if step is None:
        raise ValueError(f"stream {entry.stream}: {entry.type} is no step from {before.state or 'the beginning'}")
    happened = Happened(entry.at, entry.by, said.effects, said.to)
    passed: dict[str, Any] = {
        "state": said.to, "version": entry.version, "last": entry.at, "plan": entry.plan,
        "begun": before.begun or entry.at,
    }  # fmt: skip
    if said.person:
        passed["person"] = said.person
    if "key" in said.effects:
        passed["keys"] = (*before.keys, said.effects["key"])
    return attrs.evolve(before, **passed, **step.change(before, said.command, happened))


def fold(kind: WorkKind, entries: Sequence[Entry], forms: WorkForms) -> Work | None:
    """The work that ``entries`` make, or nothing where there are none."""
    start: Work | None = None
    return reduce(lambda work, entry: evolve(kind, work, entry, forms), entries, start)
