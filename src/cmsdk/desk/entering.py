"""What the desk enters: with the notices that it makes, in one transaction; then observers are told."""

from collections.abc import Sequence
from functools import partial

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import AnyChange, Change, Ledger, NewCase, Quarantined, Seen
from cmsdk.model.entry import Entry
from cmsdk.model.problem import Problem
from cmsdk.triage.guard import Guard
from cmsdk.work.community.forms import WorkForms
from cmsdk.work.community.kinds import KINDS
from cmsdk.work.telling import Telling, telling_of

Entries = tuple[Entry, ...]


@attrs.frozen(eq=False)
class Entering:
    """Writes the entries of one city. Whatever writes some goes through here."""

    plan: CityPlan
    ledger: Ledger
    _guard: Guard = attrs.field(factory=Guard)
    _forms: WorkForms = attrs.field(factory=WorkForms)

    def record(
        self, delivery: str, cases: Sequence[NewCase], quarantined: Sequence[Quarantined], seen: Seen | None,
        repeats: Sequence[str],
    ) -> bool:  # fmt: skip
        """See :meth:`cmsdk.contract.ports.Ledger.record`."""
        telling = telling_of(self.plan)
        if not telling.silent:
            cases = [attrs.evolve(new, notices=telling.told(new.entries, new.case)) for new in cases]
        kept = self.ledger.record(delivery, cases, quarantined, seen, repeats)
        if kept and cases:
            self._observed([new.entries for new in cases])
        return kept

    def append_all(self, changes: Sequence[AnyChange], seen: Seen | None = None) -> bool:
        """See :meth:`cmsdk.contract.ports.Ledger.append_all`."""
        telling = telling_of(self.plan)
        if not telling.silent:
            changes = [self._told(change, telling) for change in changes]
        kept = self.ledger.append_all(changes, seen)
        if kept and changes:
            self._observed([change.entries for change in changes])
        return kept

    def _told(self, change: AnyChange, telling: Telling) -> AnyChange:
        """``change`` with its notices: of a case, or of community work."""
        if isinstance(change, Change):
            return attrs.evolve(change, notices=telling.told(change.entries, change.case))
        kind = KINDS.get(change.matter.kind)
        if kind is None or not telling.tells(change.entries):
            return change
        work = self._forms.work(change.matter.form, kind.work)
        return attrs.evolve(change, notices=telling.told_of_work(change.entries, work))

    def _observed(self, streams: Sequence[Entries]) -> None:
        """Tell the observers; nothing that they do undoes what is stored."""
        if self.plan.observers:
            entries = tuple(entry for stream in streams for entry in stream)
            for ranked in self.plan.observers:
                self._guard.attempt(ranked, partial(ranked.item.observe, entries))

    def problems(self) -> tuple[Problem, ...]:
        """What observers have done wrong since this was made: one row an observer that failed."""
        return self._guard.problems("CMS869", "CMS869")
