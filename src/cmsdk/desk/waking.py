"""Holds that ended by themselves, entered: before the next command on a case, or all that are due at once."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery, Change, Ledger
from cmsdk.desk.entering import Entering
from cmsdk.model.case import Case
from cmsdk.model.commands import Refusal, Resume
from cmsdk.model.entry import Entry, seal
from cmsdk.work.case import carry_out, fold
from cmsdk.work.forms import CaseForms
from cmsdk.work.opening import SYSTEM
from cmsdk.work.procedure import Procedure, procedure_of
from cmsdk.work.waking import awake, wake

BATCH: Final = 500
"""Cases that are woken in one transaction."""


@attrs.frozen
class Stream:
    """A case with its entries; the last ``fresh`` of them are still to be entered, with whatever comes next."""

    case: Case
    entries: Sequence[Entry]
    fresh: tuple[Entry, ...] = ()


@attrs.frozen
class Woken:
    """What a sweep entered: the cases that resumed, and those that were left alone, with the reason."""

    cases: tuple[Case, ...] = ()
    refused: tuple[tuple[str, Refusal], ...] = ()


@attrs.frozen
class Waking:
    """Sees cases as they are at a moment, and enters that they resumed."""

    plan: CityPlan
    ledger: Ledger
    forms: CaseForms
    entering: Entering
    _procedure: Procedure = attrs.field(init=False)

    @_procedure.default
    def _compiled(self) -> Procedure:
        return procedure_of(self.plan)

    def awake(self, case: Case, now: datetime) -> Case:
        """``case`` as it stands at ``now``, whether that has been entered or not."""
        return awake(case, self._procedure, now)

    def stream(self, stream: Stream, now: datetime) -> Stream:
        """``stream`` with the entry by which its case resumed, where its day has come by ``now``.

        The entry is of that day's first moment and by no person; it is entered with the next command, or by a sweep.
        """
        waking = wake(stream.case, self._procedure, now)
        if waking is None:
            return stream
        case = stream.case
        entry = seal(
            stream=case.id, version=case.version + 1, city=self.plan.city, type_=Resume.name, at=waking.at, by=SYSTEM,
            plan=self.plan.fingerprint, data=self.forms.commanded(Resume(), waking.to, waking.effects),
            prev=stream.entries[-1].hash,
        )  # fmt: skip
        return Stream(carry_out(case, waking.to, waking.effects, entry), (*stream.entries, entry), (entry,))

    def cases(self, query: CaseQuery, now: datetime) -> Iterator[Case]:
        """The cases that match ``query`` as they stand at ``now``, by id."""
        if query.state is None or not self._states():
            yield from (self.awake(case, now) for case in self.ledger.cases(query))
            return
        resting = self._states()
        pages = [self.ledger.cases(attrs.evolve(query, state=state, limit=None)) for state in resting]
        if query.state not in resting:  # from there nobody wakes: no more of them can be wanted
            pages.append(self.ledger.cases(query))
        found = (self.awake(case, now) for case in merge(*pages, key=lambda case: case.id))
        yield from islice((case for case in found if case.state == query.state), query.limit)

    def _states(self) -> list[str]:
        """States of the workflow in which a case may be asleep."""
        return sorted(self._procedure.resting)

    def overslept(self, now: datetime) -> Iterator[tuple[Case, Case]]:
        """The cases whose day has come and that have not been woken, each with what it has become."""
        for state in self._states():
            for case in self.ledger.cases(CaseQuery(city=self.plan.city, state=state)):
                woken = self.awake(case, now)
                if woken is not case:
                    yield case, woken

    def due(self, now: datetime) -> list[str]:
        """Ids of the cases whose day has come and that have not been woken."""
        return [case.id for case, _ in self.overslept(now)]

    def sweep(self, now: datetime, progress: Callable[[int], None] | None = None) -> Woken:
        """See :meth:`cmsdk.City.wake`."""
        woken: list[Case] = []
        refused: list[tuple[str, Refusal]] = []
        ids = self.due(now)
        for first in range(0, len(ids), BATCH):
            changes = [change for case_id in ids[first : first + BATCH] if (change := self._change(case_id, now))]
            if self.entering.append_all(changes):
                woken += [change.case for change in changes]
            else:
                self._one_by_one(changes, woken, refused)
            if progress is not None:
                progress(len(woken) + len(refused))
        return Woken(tuple(woken), tuple(refused))

    def _change(self, case_id: str, now: datetime) -> Change | None:
        entries = self.ledger.entries(case_id)
        case = fold(entries, self.forms)
        stream = self.stream(Stream(case, entries), now) if case else None
        return Change(stream.case, stream.fresh) if stream and stream.fresh else None

    def _one_by_one(self, changes: Sequence[Change], woken: list[Case], refused: list[tuple[str, Refusal]]) -> None:
        """Another writer was first on one of them: the others are entered all the same."""
        for change in changes:
            if self.entering.append_all([change]):
                woken.append(change.case)
            else:
                refused.append((change.case.id, Refusal("CMS709", "concurrency", (("case", change.case.id),))))
