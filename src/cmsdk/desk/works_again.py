"""Community work of another ledger (离线社区工作): its commands on work that stands here too, decided again.

A command that has a key of its own keeps it, so that a table of work that was sent to both is carried out once. Two
pieces of work that were begun under one name stay apart: what came after the beginning of the other's is never carried
out on ours.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import attrs

from cmsdk.contract.ports import Ledger
from cmsdk.desk.conflicts import Conflicts
from cmsdk.desk.vouched import actor_on_work
from cmsdk.desk.working import Working, WorkStream
from cmsdk.model.command import Refusal
from cmsdk.model.entry import Entry
from cmsdk.model.report import Person
from cmsdk.model.works.base import Work, WorkCommand
from cmsdk.work.community.kinds import KINDS

BEGINNINGS: Final = frozenset(step.command.name for kind in KINDS.values() for step in kind.steps if "" in step.sources)
"""First entries of community work: either ledger may have begun it under the same name."""
Moment = Callable[[datetime, str, datetime | None], datetime]


@attrs.frozen
class WorkAgain:
    """A command that is to be decided again."""

    case: str
    """The case that the work belongs to, if any."""
    known: bool
    """Whether it was carried out here."""
    person: Person | None
    """Whom the other ledger was told with it, unless they are erased here."""
    act: Callable[[], Work | Refusal]


@attrs.frozen
class WorksAgain:
    """Decides again what another ledger has entered on community work."""

    working: Working
    other: Ledger
    conflicts: Conflicts

    def prepared(self, entry: Entry, prefix: str, moment: Moment) -> WorkAgain:
        """The command of ``entry``, by whoever gave it; ``moment`` is the first at which a case can be written on."""
        said, here = self.working.forms.read(entry), self.working.stream(entry.stream)
        command, plan = said.command, self.working.plan
        by, key = actor_on_work(entry.by, command.name, plan), str(said.effects.get("key") or f"{prefix}{entry.hash}")
        person = self._person(said.person)

        def act() -> Work | Refusal:
            if self._apart(entry):
                return Refusal("CMS470", "name", (("work", entry.stream),))
            stream = self.working.stream(entry.stream)
            at = self._moment(stream, command, entry.at, moment)
            return self.working.carry_on(entry.stream, command, by, at, person, key)

        return WorkAgain(here.work.case, key in here.work.keys, person, act)

    def _person(self, key: str) -> Person | None:
        erased = self.working.ledger.kept([key]).get(key) if key else None
        return self.other.person(key) if key and erased is None else None

    def _apart(self, entry: Entry) -> bool:
        """Whether the other's work of this name is another one: its beginning is in conflict with what is here."""
        return entry.version > 1 and self.conflicts.known(self.other.entries(entry.stream)[0].hash)

    def _moment(self, stream: WorkStream, command: WorkCommand, at: datetime, moment: Moment) -> datetime:
        """The first moment not before ``at`` at which the work, and the cases that it names, can be written on."""
        last = stream.work.last
        at = max(at, last or at).astimezone(self.working.plan.zone)
        return max([at, *(moment(at, case, last) for case in self.working.cases_of(stream, command))])
