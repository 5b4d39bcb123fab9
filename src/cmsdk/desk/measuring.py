"""Measures on a case that an enforcement file or community work is: entries on the case and on those that follow it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import attrs

from cmsdk.contract.ports import Change
from cmsdk.desk.acting import Acting
from cmsdk.desk.waking import Stream
from cmsdk.model.case import Case
from cmsdk.model.clock import before
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.commands import TakeMeasure
from cmsdk.model.entry import Entry, seal
from cmsdk.work.case import carry_out
from cmsdk.work.decide import Allowed, decide
from cmsdk.work.following import followers, phase_of, taken
from cmsdk.work.procedure import procedure_of

NO_SUCH_STEP: Final = frozenset({"CMS702", "CMS703", "CMS706"})
"""The case's workflow has no such step here, or not for this actor."""


@attrs.define
class _Writing:
    """A case, and the entries that are added to it."""

    case: Case
    last: str
    woken: tuple[Entry, ...] = ()
    """The entry by which it resumed, where its hold is over and that has not been entered yet."""
    added: list[Entry] = attrs.field(factory=list)


@attrs.frozen
class Measured:
    """What is to be written on cases, the numbers of the entries on the file's own, and what was refused."""

    changes: tuple[Change, ...] = ()
    entries: tuple[int, ...] = ()
    refused: tuple[Refusal, ...] = ()


@attrs.frozen
class Measuring:
    """Takes the measures that a command on another stream is; nothing is written yet."""

    acting: Acting
    by: Actor
    now: datetime
    file: str = ""
    """The enforcement file whose command they are; empty where they are of community work."""
    work: str = ""
    """The piece of community work whose command they are."""

    def take(self, stream: Stream, wanted: Sequence[TakeMeasure]) -> Measured:
        """Each of ``wanted`` on the case, one after the other, and on the open cases that follow it."""
        first, linked = stream.case.id, self.acting.linked_to(stream.case.id, self.now)
        writing, refused = {first: _writing(stream)}, []
        for measure in wanted:
            case, procedure = writing[first].case, procedure_of(self.acting.plan)
            related = self.acting.related(measure, case)
            decided = decide(case, measure, self.by, procedure, self.now, related=related, file=self.file)
            if isinstance(decided, Refusal):
                refused.append(decided)
                continue
            self._enter(writing[first], measure, decided)
            if decided.done is not None:
                now_linked = [writing[one.id].case if one.id in writing else one for one in linked]
                self._follow(case, now_linked, measure, decided, writing)
        changes = tuple(Change(one.case, (*one.woken, *one.added)) for one in writing.values() if one.added)
        return Measured(changes, tuple(entry.version for entry in writing[first].added), tuple(refused))

    def _follow(
        self, first: Case, linked: Sequence[Case], measure: TakeMeasure, decided: Allowed, writing: dict[str, _Writing]
    ) -> None:
        phase = decided.effects.get("phase", phase_of(first))
        for case in followers(first, linked, measure, phase, self.acting.plan).taking:
            if case.last is not None and before(self.now, case.last):
                continue
            if case.id not in writing:
                writing[case.id] = _writing(self.acting.awake(case.id, self.now))
            one = writing[case.id]
            self._enter(one, measure, taken(one.case, decided, f"{first.id}:{first.version + 1}"))

    def _enter(self, one: _Writing, measure: TakeMeasure, decided: Allowed) -> None:
        case, plan = one.case, self.acting.plan
        told = {"file": self.file, "work": self.work}
        effects = {**decided.effects, **{name: id_ for name, id_ in told.items() if id_}}
        entry = seal(
            stream=case.id, version=case.version + 1, city=case.city, type_=measure.name, at=self.now, by=self.by.id,
            plan=plan.fingerprint, data=self.acting.forms.commanded(measure, decided.to, effects), prev=one.last,
        )  # fmt: skip
        one.added.append(entry)
        one.case, one.last = carry_out(case, decided.to, effects, entry), entry.hash


def _writing(stream: Stream) -> _Writing:
    return _Writing(stream.case, stream.entries[-1].hash, stream.fresh)
