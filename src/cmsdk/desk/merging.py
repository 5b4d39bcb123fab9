"""The part of a city that brings an offline ledger home (离线台账合并)."""

from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cmsdk.contract.ports import Ledger
from cmsdk.ledger.moving.door import read_key
from cmsdk.ledger.open import open_ledger
from cmsdk.model.command import Actor
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.sealing.seal import SEALS
from cmsdk.triage.read import storable
from cmsdk.work.attachments import ATTACH
from cmsdk.work.conflict import OPEN, RAISED, Conflict
from cmsdk.work.person_stream import Done

from .acting import Acting
from .conflicts import Conflicts
from .entering import Entering
from .part import Part
from .redeciding import Merged, Redeciding
from .works_again import BEGINNINGS

BEGUN_TWICE: Final = frozenset({RAISED, ATTACH, *Done}) | BEGINNINGS
"""First entries of streams that either ledger may have begun: their ids come from what they are about, or are
names that people give."""

if TYPE_CHECKING:  # SQLAlchemy is imported when a ledger is opened
    from cmsdk.ledger.sql import SqlLedger


class Merging(Part):
    """The part of a city that merges ledgers, and keeps what could not be merged for a person."""

    def merge(
        self, other: str | Ledger, by: Actor, *, key_file: str | Path | None = None, now: datetime | None = None,
        dry_run: bool = False, progress: Callable[[int], None] | None = None,
    ) -> Merged:  # fmt: skip
        """Bring home what was done on ``other``, a ledger (or its URL) that was copied from this one and went offline.

        Cases, files and community work that it has begun are taken over as they are, with their people, reports, bytes,
        attachments and notices; its seals are left out, since they are about its own entries. Commands that it gave on
        what stands here too are decided again on top of what stands here now: by the same actors, in their order. Work
        that both have begun under one name is ours, and the other's a conflict. What is refused becomes a conflict, see
        :meth:`conflicts`. Done twice, nothing is new. A case whose report is a case
        here already is linked to that one by ``by``. ``key_file`` holds the key of the ledger at a URL, where it is
        not found as that of any ledger is. ``dry_run`` tries it on a copy that goes away again. ``progress`` is told
        how many commands have been decided.

        Raises:
            RejectedInput: ``other`` is this very ledger, is no SQL ledger, or has nothing of this city (CMS862).
            StoreUnavailable: one of the two cannot be read or written, or a key is missing.
        """
        from cmsdk.ledger.moving.rehearsal import rehearsal

        moment = self._now(now)
        opened = open_ledger(other, key=read_key(key_file)) if isinstance(other, str) else other
        with closing(opened) if isinstance(other, str) else nullcontext():
            mine, theirs = self._mergeable(opened)
            with rehearsal(mine) if dry_run else nullcontext(mine) as target:
                return self._merged(target, theirs, by, moment, progress)

    def _mergeable(self, other: Ledger) -> "tuple[SqlLedger, SqlLedger]":
        from cmsdk.ledger.sql import SqlLedger

        mine = self.ledger
        why = ""
        if not isinstance(mine, SqlLedger) or not isinstance(other, SqlLedger):
            why = type(other).__name__
        elif mine.database is other.database or (mine.database.url == other.database.url != "memory://"):
            why = self.plan.city
        elif self.plan.city not in other.cities():
            why = ", ".join(other.cities()) or "—"
        if why or not isinstance(mine, SqlLedger) or not isinstance(other, SqlLedger):
            url = other.database.url if isinstance(other, SqlLedger) else type(other).__name__
            raise RejectedInput([problem("CMS862", url, url=url, error=why)])
        return mine, other

    def _merged(
        self, target: "SqlLedger", other: "SqlLedger", by: Actor, now: datetime, progress: Callable[[int], None] | None
    ) -> Merged:
        from cmsdk.ledger.moving.objects import carried

        acting = Acting(self.plan, target, self._forms, Entering(self.plan, target))
        conflicts = Conflicts(self.plan, target)
        taken = target.take_over(other, self.plan.city, self.plan.zone, BEGUN_TWICE, {SEALS})
        work = Redeciding(self.plan, target, other, acting, by, now, conflicts, self._forms)
        work.streams(taken.forked, progress)
        repeats = work.repeats(taken.repeats)
        problems = () if target is not self.ledger else carried(other, target)
        return Merged(taken.streams, repeats, tuple(work.done), tuple(work.refused), work.again, problems)

    def conflicts(self, *, settled: bool = False) -> Iterator[Conflict]:
        """What merges have left for a person, in order of id; ``settled`` gives all, also what has been looked at."""
        return Conflicts(self.plan, self.ledger).listed(None if settled else OPEN)

    def settle(self, conflict: str, note: str, by: Actor, *, now: datetime | None = None) -> Conflict:
        """Say that somebody has looked at a conflict, and what came of it. Nothing else changes.

        Raises:
            NotAllowed: there is no such open conflict in this city (CMS861).
            StoreUnavailable: the ledger cannot be written.
        """
        conflicts = Conflicts(self.plan, self.ledger)
        found, moment = conflicts.open(conflict), self._now(now)
        case = self.ledger.case(found.case)
        return conflicts.settle(found, storable(note), self._acting.concerned([case] if case else []), by, moment)
