"""Commands that another ledger has carried out on streams that stand here too, decided again on top of what is here.

In the other's order of time, by the same actors, each at its own moment or, where something here is later, at that: no
stream goes back in time. The hash of the first entry that ever said it is its idempotency key, so that merging twice,
in either direction or round three ledgers, does nothing twice.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.desk.acting import Acting
from cmsdk.desk.conflicts import Conflicts
from cmsdk.desk.filing import Filing
from cmsdk.desk.parties import KIND as FILE
from cmsdk.desk.reentering import MADE, Reentering, merged_from
from cmsdk.desk.vouched import actor_on_case, actor_on_file
from cmsdk.desk.working import Working
from cmsdk.desk.works_again import WorksAgain
from cmsdk.model.case import Case
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.commands import COMMANDS, Link
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.entry import Entry
from cmsdk.model.problem import Problem
from cmsdk.model.report import Person
from cmsdk.model.works.base import Work
from cmsdk.work.case import fold
from cmsdk.work.community.kinds import KINDS
from cmsdk.work.conflict import KIND as CONFLICT
from cmsdk.work.conflict import SETTLED, Conflict, note_of
from cmsdk.work.enforcement.file import fold as fold_file
from cmsdk.work.forms import CaseForms
from cmsdk.work.opening import SYSTEM

if TYPE_CHECKING:  # SQLAlchemy is imported when a ledger is opened
    from cmsdk.ledger.sql import SqlLedger

ATTEMPTS: Final = 20
"""Times that a command is decided when others write on its case meanwhile."""
_KEY: Final = "merge:"
_REPEAT: Final = f"{_KEY}repeat"
"""Key of the link of a repeat to its first case."""
Progress = Callable[[int], None]
Answer = Case | EnforcementFile | Work | Refusal


@attrs.frozen
class Merged:
    """What became of a merge. Twice, and nothing but ``again`` is left."""

    streams: tuple[str, ...] = ()
    """Cases, files, community work and other streams that were taken over as they are."""
    repeats: tuple[tuple[str, str], ...] = ()
    """Of these, cases of a report that was a case here already, with that one, to which they are linked."""
    done: tuple[tuple[str, str], ...] = ()
    """Commands that were carried out here too: stream and command, in order."""
    conflicts: tuple[Conflict, ...] = ()
    """Commands that are not allowed here, for a person to look at."""
    again: int = 0
    """Entries that needed nothing: done by an earlier merge, or by themselves."""
    problems: tuple[Problem, ...] = ()
    """Attachments whose bytes have not come along."""


@attrs.define
class Redeciding:
    """A merge at work."""

    plan: CityPlan
    ledger: "SqlLedger"
    other: "SqlLedger"
    acting: Acting
    by: Actor
    now: datetime
    conflicts: Conflicts
    forms: CaseForms = attrs.field(factory=CaseForms)
    done: list[tuple[str, str]] = attrs.field(factory=list)
    refused: list[Conflict] = attrs.field(factory=list)
    again: int = 0
    forked: frozenset[str] = frozenset()
    _filing: Filing = attrs.field(init=False)
    _works: WorksAgain = attrs.field(init=False)

    @_filing.default
    def _files(self) -> Filing:
        return Filing(self.plan, self.ledger, self.acting)

    @_works.default
    def _community(self) -> WorksAgain:
        return WorksAgain(Working(self.plan, self.ledger, self.acting), self.other, self.conflicts)

    def streams(self, forked: Sequence[str], progress: Progress | None) -> None:
        """Decide again what the other one has entered on these streams."""
        self.forked = frozenset(forked)
        own = sorted((number, entry) for stream in forked for number, entry in self._own(stream))
        for place, (_, entry) in enumerate(own, start=1):
            self._one(entry)
            if progress is not None:
                progress(place)

    def _own(self, stream: str) -> Iterable[tuple[int, Entry]]:
        """The entries that only the other one has: those after the common beginning, but for what came from here."""
        mine, theirs = self.ledger.entries(stream), self.other.numbered(stream)
        hashes = {entry.hash for entry in mine}
        for number, entry in theirs:
            if entry.hash in hashes:
                continue
            if self._origin(entry) in hashes:
                self.again += 1
            else:
                yield number, entry

    def _origin(self, entry: Entry) -> str:
        """The hash of the entry that said it first, in whichever ledger: its own, or that of which it was made."""
        matter = self.other.matter(entry.stream)
        if matter is not None and matter.kind in MADE:
            return merged_from(entry)
        effects = self._read(entry).get("effects", {})
        keys = (effects.get("course") or {}).get("keys") or [effects.get("key", "")]
        last = str(keys[-1])
        return last.removeprefix(_KEY) if last.startswith(_KEY) else entry.hash

    def _read(self, entry: Entry) -> dict[str, Any]:
        matter = self.other.matter(entry.stream)
        if matter is None:
            return self.forms.read(entry)
        if matter.kind in KINDS:
            return {"effects": self._works.working.forms.read(entry).effects}
        return self._filing.forms.read(entry) if matter.kind == FILE else {}

    def _one(self, entry: Entry) -> None:
        matter = self.ledger.matter(entry.stream)
        if matter is None:
            self._on_case(entry)
        elif matter.kind == FILE:
            self._on_file(entry, matter.case)
        elif matter.kind == CONFLICT:
            self._on_conflict(entry, matter.state)
        elif matter.kind in KINDS:
            self._on_work(entry)
        elif matter.kind in MADE:
            self._enter(entry, matter.kind)
        else:  # a kind that this library does not decide on
            self._leave(entry, matter.case, Refusal("CMS706", "workflow", (("command", entry.type), ("near", "—"))))

    def _on_case(self, entry: Entry) -> None:
        form = self._read(entry)
        if entry.type not in COMMANDS or entry.by == SYSTEM or self._follows(form["effects"]):
            self.again += 1  # what resumed by itself, was counted anew or followed another, does so here too
            return
        key = f"{_KEY}{self._origin(entry)}"
        before = fold([e for e in self.other.entries(entry.stream) if e.version < entry.version], self.forms)
        if before is None:
            return
        command = self.forms.converter.structure(form["command"], COMMANDS[entry.type])
        by = actor_on_case(entry.by, entry.type, form["to"], before, self.plan)

        def act() -> Case | Refusal:
            return self.acting.act(entry.stream, command, by, self._moment(entry.at, entry.stream), key)

        if self._decide(entry, entry.stream, key in self._case(entry.stream).course.keys, act):
            self.done.append((entry.stream, entry.type))

    def _case(self, stream: str) -> Case:
        return self.acting.stream(stream).case

    def _follows(self, effects: dict[str, Any]) -> bool:
        """Whether the entry came from one on another stream that is decided again here."""
        first = str(effects.get("follows", "")).rpartition(":")[0]
        return not self.forked.isdisjoint({first, str(effects.get("file", "")), str(effects.get("work", ""))})

    def _moment(self, at: datetime, case_id: str, *others: datetime | None) -> datetime:
        """The first moment not before ``at`` at which the case, and those that follow it, can be written on."""
        cases = (self._case(case_id), *self.acting.linked_to(case_id, at))
        lasts = [last for last in (*(case.last for case in cases), *others) if last is not None]
        return max([at, *lasts]).astimezone(self.plan.zone)

    def _on_file(self, entry: Entry, case_id: str) -> None:
        forms, form = self._filing.forms, self._read(entry)
        key = f"{_KEY}{self._origin(entry)}"
        before = fold_file([e for e in self.other.entries(entry.stream) if e.version < entry.version], forms)
        if before is None:
            return
        command = forms.command(entry, form)
        by = actor_on_file(entry.by, entry.type, before.state, before.unit, self._filing.statute, self.plan)
        file = self._filing.stream(entry.stream).file

        def act() -> EnforcementFile | Refusal:
            moment = self._moment(entry.at, case_id, self._filing.stream(entry.stream).file.last)
            return self._filing.act(entry.stream, command, by, moment, key)

        if self._decide(entry, case_id, key in file.keys, act):
            self.done.append((entry.stream, entry.type))

    def _on_work(self, entry: Entry) -> None:
        found = self._works.prepared(entry, _KEY, self._moment)
        if self._decide(entry, found.case, found.known, found.act, found.person):
            self.done.append((entry.stream, entry.type))

    def _enter(self, entry: Entry, kind: str) -> None:
        """What somebody read or attached there is true here, too."""
        if Reentering(self.plan, self.ledger).enter(entry, kind):
            self.done.append((entry.stream, entry.type))
        else:
            self.again += 1

    def _on_conflict(self, entry: Entry, state: str) -> None:
        """One that was settled there is settled here."""
        if entry.type == SETTLED and state != SETTLED:
            found = self.conflicts.open(entry.stream)
            self.conflicts.settle(found, note_of(entry), (), Actor(entry.by, ()), entry.at)
            self.done.append((entry.stream, entry.type))
        else:
            self.again += 1

    def _decide(
        self, entry: Entry, case: str, known: bool, act: Callable[[], Answer], person: Person | None = None
    ) -> bool:
        """Carry it out, or keep the conflict; neither where an earlier merge has. Whether it was carried out."""
        if known or self.conflicts.known(entry.hash):
            self.again += 1
            return False
        answer: Answer = Refusal("CMS709", "concurrency", (("case", case),))
        for _ in range(ATTEMPTS):
            answer = act()
            if not isinstance(answer, Refusal) or answer.guard != "concurrency":
                break
        if isinstance(answer, Refusal):
            self._leave(entry, case, answer, person)
        return not isinstance(answer, Refusal)

    def _leave(self, entry: Entry, case: str, why: Refusal, person: Person | None = None) -> None:
        if self.conflicts.known(entry.hash):
            self.again += 1
            return
        self.refused.append(self.conflicts.keep(entry, case, why, self.by, self.now, person))

    def repeats(self, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Link each case of a report that was a case here already to that one; those that were linked by this."""
        linked = []
        for repeat, first in pairs:
            one, other = self._case(repeat), self._case(first)
            if one.linked or other.linked == one.id:
                continue

            def act(repeat: str = repeat, first: str = first) -> Case | Refusal:
                moment = self._moment(self.now, repeat, self._case(first).last)
                return self.acting.act(repeat, Link(to=first), self.by, moment, _REPEAT)

            # who parted them since is not overruled
            if self._decide(self.ledger.entries(repeat)[0], repeat, _REPEAT in one.course.keys, act):
                linked.append((repeat, first))
        return tuple(linked)
