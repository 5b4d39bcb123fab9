"""Enforcement files at the desk: opened for a case, worked on, linked to it both ways, all or nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
import re
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import AnyChange, Change, Ledger, Matter, MatterChange, MatterQuery
from cmsdk.desk.acting import Acting
from cmsdk.desk.masking import MOST, masked
from cmsdk.desk.measuring import NO_SUCH_STEP, Measured, Measuring
from cmsdk.desk.parties import KIND, party_key
from cmsdk.desk.waking import Stream
from cmsdk.model.case import Case
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.commands import TakeMeasure
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import (
    FILE_PROSE,
    ClearAtOnce,
    ExcuseFirst,
    FileCommand,
    OpenFile,
    PenaliseOnTheSpot,
    PutOnFile,
)
from cmsdk.model.entry import GENESIS, Entry, seal
from cmsdk.model.errors import NotAllowed
from cmsdk.model.problem import problem
from cmsdk.model.report import Person
from cmsdk.work.enforcement.clocks import clocks, soonest
from cmsdk.work.enforcement.file import Allowed, decide, evolve, fold, new_file
from cmsdk.work.enforcement.forms import Effects, FileForms
from cmsdk.work.enforcement.statute import Statute, statute_of

_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
_ENTERING: Final = (PutOnFile, PenaliseOnTheSpot, ClearAtOnce)
"""Commands by which a case comes to enforcement: the ladder of means decides on them as well."""


@attrs.frozen
class FileStream:
    """A file with its entries."""

    file: EnforcementFile
    entries: Sequence[Entry] = ()


@attrs.frozen
class Filing:
    """Works on the enforcement files of one city."""

    plan: CityPlan
    ledger: Ledger
    acting: Acting
    forms: FileForms = attrs.field(factory=FileForms)

    @property
    def statute(self) -> Statute:
        """The rules of enforcement files. Raises NotAllowed where the city has none."""
        found = statute_of(self.plan)
        if found is None:
            raise NotAllowed([problem("CMS761", self.plan.city, city=self.plan.city)])
        return found

    def stream(self, file_id: str) -> FileStream:
        """The file, folded, and its entries. Raises NotAllowed if there is none in this city."""
        matter = self.ledger.matter(file_id)
        if matter is None or matter.kind != KIND or matter.city != self.plan.city:
            raise NotAllowed([problem("CMS760", file_id, file=file_id)])
        entries = self.ledger.entries(file_id)
        file = fold(entries, self.forms)
        if file is None:
            raise NotAllowed([problem("CMS760", file_id, file=file_id)])
        return FileStream(file, entries)

    def files(
        self, case: str | None = None, state: str | None = None, after: str = "", limit: int | None = None
    ) -> Iterator[EnforcementFile]:
        """The files that match all that is given, in order of id, as the ledger's projection has them."""
        query = MatterQuery(city=self.plan.city, kind=KIND, case=case, state=state, after=after, limit=limit)
        return (self.forms.file(matter.form) for matter in self.ledger.matters(query))

    def person(self, file: EnforcementFile) -> Person | None:
        """Who the party is; personal data, for those who may see it."""
        return self.ledger.person(party_key(file.city, file.party)) if file.party else None

    def open(
        self, file_id: str, command: OpenFile, by: Actor, now: datetime, person: Person | None
    ) -> EnforcementFile | Refusal:
        """See :meth:`cmsdk.City.open_file`."""
        statute = self.statute
        case = self.acting.stream(command.case).case
        if not _KEY.fullmatch(command.party) or masked(command.party, person or Person()) != command.party:
            return Refusal("CMS763", "party_key")
        if command.unit and command.unit not in self.plan.units:
            near = get_close_matches(command.unit[:MOST], self.plan.units, n=1, cutoff=0)
            return Refusal("CMS711", "unit", (("unit", command.unit), ("near", near[0] if near else "—")))
        given = self._masked(command, (person, *self._concerned(case, now)))
        start = FileStream(new_file(file_id, self.plan.city, statute))
        decided = decide(start.file, given, by, statute, now)
        if isinstance(decided, Refusal):
            return decided
        opened = self._change(start, given, decided, by, now)
        people = {} if person is None else {party_key(self.plan.city, command.party): person}
        return self._write(opened, (), people)

    def act(
        self, file_id: str, command: FileCommand, by: Actor, now: datetime, key: str = ""
    ) -> EnforcementFile | Refusal:
        """See :meth:`cmsdk.City.enforce`. What is refused is kept on record, as with commands on cases."""
        answer = self._act(file_id, command, by, now, key)
        if isinstance(answer, Refusal):
            self.acting.keep(answer, file_id, self.stream(file_id).file.case, command, by, now, key)
        return answer

    def _act(self, file_id: str, command: FileCommand, by: Actor, now: datetime, key: str) -> EnforcementFile | Refusal:
        statute, stream = self.statute, self.stream(file_id)
        case = self.acting.awake(stream.file.case, now)
        given = self._masked(command, self._concerned(case.case, now, self.person(stream.file)))
        decided = decide(stream.file, given, by, statute, now, self._related(stream.file, given), key=key)
        if isinstance(decided, Refusal):
            return decided
        measured = self._measures(case, stream.file, given, by, now)
        if isinstance(measured, Refusal):
            return measured
        allowed = attrs.evolve(decided, effects={**decided.effects, **_told(measured)})
        return self._write(self._change(stream, given, allowed, by, now), measured.changes, {})

    def _related(self, file: EnforcementFile, command: FileCommand) -> Sequence[EnforcementFile]:
        """The other files of the party, where it is asked whether this is the first one."""
        if not isinstance(command, ExcuseFirst):
            return ()
        return tuple(one for one in self.files() if one.party == file.party and one.id != file.id)

    def _concerned(self, case: Case, now: datetime, *others: Person | None) -> Sequence[Person | None]:
        """Whose data may stand in nothing that is written: also what is measured is entered on all linked cases."""
        return (*others, *self.acting.concerned((case, *self.acting.linked_to(case.id, now))))

    def _masked(self, command: FileCommand, people: Sequence[Person | None]) -> FileCommand:
        """``command`` without what would give away the party or the reporter of the case."""
        language = self.plan.profile.mask_language
        words = {
            name: text
            for name in FILE_PROSE
            if (text := getattr(command, name, "")) and isinstance(text, str) and text not in self.plan.officers
        }
        for person in (Person(), *filter(None, people)):
            words = {name: masked(text, person, language) for name, text in words.items()}
        return attrs.evolve(command, **words)

    def _measures(
        self, case: Stream, file: EnforcementFile, command: FileCommand, by: Actor, now: datetime
    ) -> Measured | Refusal:
        """What is entered on the case; a refusal where the ladder of means keeps the case from enforcement."""
        named = {name: getattr(command, name, "") for name in ("excuse", "reason", "earlier", "article")}
        excused = named if isinstance(command, _ENTERING) else {}
        wanted = [TakeMeasure(measure=measure, **excused) for measure in self.statute.measures(command)]
        measured = Measuring(self.acting, by, now, file=file.id).take(case, wanted)
        barred = (one for one in measured.refused if one.code not in NO_SUCH_STEP)
        return next(barred, measured) if isinstance(command, _ENTERING) else measured

    def _change(
        self, stream: FileStream, command: FileCommand, allowed: Allowed, by: Actor, now: datetime
    ) -> FileStream:
        """The file with its new entry, which alone is in the answer."""
        file = stream.file
        entry = seal(
            stream=file.id, version=file.version + 1, city=self.plan.city, type_=command.name, at=now, by=by.id,
            plan=self.plan.fingerprint, data=self.forms.commanded(command, allowed.to, allowed.effects),
            prev=stream.entries[-1].hash if stream.entries else GENESIS,
        )  # fmt: skip
        return FileStream(evolve(file if file.version else None, entry, self.forms), (entry,))

    def _write(
        self, changed: FileStream, others: Sequence[Change], people: dict[str, Person]
    ) -> EnforcementFile | Refusal:
        file = changed.file
        matter = matter_of(file, changed.entries[-1].at, self.forms, self.statute)
        changes: list[AnyChange] = [MatterChange(matter, tuple(changed.entries), people), *others]
        if not self.acting.entering.append_all(changes):
            return Refusal("CMS709", "concurrency", (("case", file.id),))
        return file


def matter_of(file: EnforcementFile, last: datetime, forms: FileForms, statute: Statute) -> Matter:
    """What the ledger keeps of a file as it stands after an entry of the moment ``last``."""
    due = soonest(clocks(file, statute, last), statute)
    return Matter(file.id, KIND, file.city, file.case, file.state, file.version, last, forms.form(file), due)


def _told(measured: Measured) -> Effects:
    """What the file's entry says of the case: the numbers of its entries, or the codes of what was refused."""
    found: Effects = {"case_entries": list(measured.entries)} if measured.entries else {}
    codes = " ".join(dict.fromkeys(one.code for one in measured.refused))
    return found | {"not_on_case": codes} if codes else found
