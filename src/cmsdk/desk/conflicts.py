"""Conflicts of merges at the desk: kept, listed, settled by a person."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger, Matter, MatterChange, MatterQuery
from cmsdk.desk.masking import masked
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.entry import Entry
from cmsdk.model.errors import NotAllowed
from cmsdk.model.problem import problem
from cmsdk.model.report import Person, person_key
from cmsdk.work.conflict import KIND, OPEN, Conflict, conflict_id, conflict_of, evolve, form_of, raised, settled

NOBODY: Final[Mapping[str, Person]] = {}


@attrs.frozen
class Conflicts:
    """The conflicts of one city."""

    plan: CityPlan
    ledger: Ledger

    def known(self, entry: str) -> bool:
        """Whether there is one about the entry with this hash already, open or settled."""
        return self.ledger.matter(conflict_id(entry)) is not None

    def listed(self, state: str | None = OPEN) -> Iterator[Conflict]:
        """Those in ``state``, all where it is ``None``, in order of id."""
        query = MatterQuery(city=self.plan.city, kind=KIND, state=state)
        return (conflict_of(matter.form) for matter in self.ledger.matters(query))

    def keep(
        self, entry: Entry, case: str, why: Refusal, by: Actor, now: datetime, person: Person | None = None
    ) -> Conflict:
        """Write down that ``entry`` of another ledger is refused here; one that is known already stays as it is.

        ``person`` is whom that ledger was told with it: kept under the key of the conflict.
        """
        made = raised(entry, case, why, by.id, self.plan.fingerprint, now)
        conflict = evolve(None, made)
        self._write(conflict, made, {person_key(conflict.id): person} if person is not None else {})
        return conflict

    def open(self, conflict: str) -> Conflict:
        """The open conflict of this id. Raises NotAllowed where there is none."""
        matter = self.ledger.matter(conflict)
        if matter is None or (matter.kind, matter.city, matter.state) != (KIND, self.plan.city, OPEN):
            raise NotAllowed([problem("CMS861", conflict, conflict=conflict)])
        return conflict_of(matter.form)

    def settle(self, found: Conflict, note: str, people: Iterable[Person], by: Actor, now: datetime) -> Conflict:
        """See :meth:`cmsdk.City.settle`; ``people`` are those whose data may not stand in the note."""
        said, conflict = note, found.id
        for person in (Person(), *people):
            said = masked(said, person, self.plan.profile.mask_language)
        entries = self.ledger.entries(conflict)
        entry = settled(found, entries[-1], said, by.id, self.plan.fingerprint, max(now, entries[-1].at))
        after = evolve(found, entry)
        if not self._write(after, entry):
            raise NotAllowed([problem("CMS861", conflict, conflict=conflict)])
        return after

    def _write(self, conflict: Conflict, entry: Entry, people: Mapping[str, Person] = NOBODY) -> bool:
        return self.ledger.append_all([MatterChange(conflict_matter(conflict, entry.at), (entry,), people)])


def conflict_matter(conflict: Conflict, at: datetime) -> Matter:
    """The projection of a conflict whose last entry was made ``at`` then."""
    c = conflict
    return Matter(c.id, KIND, c.city, c.case, c.state, c.version, at, form_of(c))
