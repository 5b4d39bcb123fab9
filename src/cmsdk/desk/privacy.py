"""The part of a city that keeps people apart (个人信息): who may be read, who was, and how they are erased."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property

from cmsdk.model.command import Actor
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.report import REPORTER, Erased, Person, person_key
from cmsdk.work.attachments import accesses as attachments_read
from cmsdk.work.attachments import stream_of
from cmsdk.work.community.kinds import KINDS
from cmsdk.work.conflict import KIND as CONFLICT
from cmsdk.work.person_stream import Access, Done, accesses

from .attaching import Attaching
from .erasing import Eraser, Erasure, Whose
from .filing import Filing
from .intake import Progress
from .part import Part, check_kinds
from .parties import party_key
from .person_streams import PersonStreams, case_of, needed
from .retaining import Retained, Retaining


class Privacy(Part):
    """Personal data of a city. Whoever reads or erases it is entered in the ledger, with the reason, before."""

    @cached_property
    def _streams(self) -> PersonStreams:
        return PersonStreams(self.plan, self.ledger)

    @property
    def _attached(self) -> Attaching:
        return Attaching(self.plan, self.ledger, self._acting)

    def person(self, case_id: str, *, by: Actor, why: str, now: datetime | None = None) -> Person | Erased | None:
        """Who reported a case, or whom a piece of community work concerns; nothing where nobody is named.

        ``case_id`` is the id of either, or the key of its person (``p-…``), also of a conflict of a merge. That ``by``
        reads it, and why, is entered first.

        Raises:
            NotAllowed: there is no such case or work in this city.
            RejectedInput: it is not said who reads, or why.
            StoreUnavailable: the ledger cannot be written, and so nothing is given.
        """
        check_kinds(str(case_id), ("by", by, Actor), ("why", why, str))
        who = needed(by.id, why)
        about = case_id.removeprefix(REPORTER)
        return self._read(person_key(about), self._case(about), *who, self._now(now))

    def party(self, file_id: str, *, by: Actor, why: str, now: datetime | None = None) -> Person | Erased | None:
        """Who is proceeded against in an enforcement file. Entered, and raises, as ``person`` does."""
        check_kinds(str(file_id), ("by", by, Actor), ("why", why, str))
        who = needed(by.id, why)
        file = self._file(file_id)
        return self._read(party_key(file.city, file.party), file.case, *who, self._now(now))

    def _case(self, about: str) -> str:
        """The case that is meant, or that community work or a conflict of this city belongs to, if to any."""
        matter = self.ledger.matter(about)
        if matter is not None and matter.city == self.plan.city and (matter.kind in KINDS or matter.kind == CONFLICT):
            return matter.case
        return self._acting.stream(about).case.id

    def _file(self, file_id: str) -> EnforcementFile:
        return Filing(self.plan, self.ledger, self._acting).stream(file_id).file

    def _party_key(self, file_id: str) -> str:
        file = self._file(file_id)
        return party_key(file.city, file.party)

    def _read(self, key: str, case_id: str, by: str, why: str, now: datetime) -> Person | Erased | None:
        erased = self.ledger.kept([key]).get(key)
        if erased is not None:
            return Erased(erased)
        person = self.ledger.person(key)
        if person is not None:
            case = self.ledger.case(case_id)
            said = self._streams.harmless(why, (person, *self._acting.concerned([case] if case else [])))
            self._streams.enter(Access(key, now, by, Done.READ, said))
        return person

    def party_erased(self, file_id: str) -> Erased | None:
        """Whether the party of a file was erased, and when. Raises NotAllowed if there is no such file here."""
        at = self.ledger.kept([key := self._party_key(file_id)]).get(key)
        return None if at is None else Erased(at)

    def accesses(self, *, case: str = "", file: str = "", person: str = "") -> Sequence[Access]:
        """Who read or erased the data of a case's reporter, of a file's party, or under a key, in order of time.

        What was attached to a case is the reporter's, too: who had its bytes, or destroyed them, stands among them.
        Raises NotAllowed where there is no such case or file in this city.
        """
        keys = [person] if person else []
        if case:
            keys.append(person_key(self._acting.stream(case).case.id))
        if file:
            keys.append(self._party_key(file))
        found = [access for key in keys for access in self._told(key)]
        return sorted(found, key=lambda one: one.at)

    def _told(self, key: str) -> Iterator[Access]:
        """What the stream of a person of this city says, and that of the attachments of their case."""
        if self._here(key):
            yield from accesses(self.ledger.entries(key))
        if (case := case_of(key)) and self._here(stream := stream_of(case)):
            yield from attachments_read(self.ledger.entries(stream))

    def _here(self, stream: str) -> bool:
        matter = self.ledger.matter(stream)
        return matter is not None and matter.city == self.plan.city

    def erase(
        self,
        *,
        by: Actor,
        why: str,
        case: str = "",
        person: str = "",
        phone: str = "",
        id_number: str = "",
        now: datetime | None = None,
        dry_run: bool = False,
    ) -> Erasure:
        """Destroy the personal data of the reporter of a ``case``, of one key, or of all who gave a number.

        Their keys are destroyed, and the bytes of the deliveries in which they stand, items in quarantine that name
        one of their numbers, and what was attached to their cases. Cases, files, community work and their entries
        stay: they never held the data. Each key's stream says who did it and why. ``dry_run`` only answers what
        would go.

        Raises:
            NotAllowed: there is no such case in this city, or nobody is known by what was given.
            RejectedInput: not exactly one was given, or it is not said who erases, or why.
            StoreUnavailable: the ledger cannot be written; nothing is half-erased. Or the place of attachments cannot:
                then the keys are gone, nobody opens the attachments, and the rest goes when it is done again.
        """
        check_kinds("erase", ("by", by, Actor), ("why", why, str))
        whose = Whose(case=case, person=person, phone=phone, id_number=id_number)
        whose.named  # noqa: B018  says what is wrong before anything is looked for
        who, reason = needed(by.id, why)
        if case:
            self._acting.stream(case)
        return Eraser(self._streams, self._attached).erase(whose, who, reason, self._now(now), dry_run=dry_run)

    def retain(
        self, *, now: datetime | None = None, dry_run: bool = False, progress: Progress | None = None
    ) -> Retained:
        """Destroy what is past its term by the city's table ``retention``; ``dry_run`` only lists it.

        Terms count from the day on which a case ended, or a piece of community work, of which only the person goes, by
        a row for all cases. Open cases, and those under an open enforcement file, are never touched. Bytes of
        deliveries go after the city's term, 30 days where it says nothing; what came in twice, after the last time.
        Done again, nothing is left to do; stopped in the middle, the rest goes with the next run.

        Raises StoreUnavailable.
        """
        return Retaining(self._streams, self._attached).retain(self._now(now), dry_run=dry_run, progress=progress)
