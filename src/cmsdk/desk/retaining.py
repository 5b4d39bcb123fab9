"""What is past its term (保存期限) is destroyed, a batch at a time, with an entry for each person."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery, Ledger, MatterQuery
from cmsdk.contract.ports_people import Erasing
from cmsdk.contract.retention import Destroys
from cmsdk.model.report import REPORTER, person_key
from cmsdk.rules.retention import PastTerm, Retention, delivery_days
from cmsdk.work.attachments import KEPT
from cmsdk.work.attachments import KIND as ATTACHMENTS
from cmsdk.work.community.kinds import KINDS
from cmsdk.work.enforcement.forms import FileForms
from cmsdk.work.opening import SYSTEM
from cmsdk.work.person_stream import DELIVERY, PERSON, RAW, Access, Done

from .attaching import Attaching
from .parties import KIND, party_key
from .person_streams import PersonStreams

BATCH: Final = 500
"""People that are erased in one transaction, and deliveries."""
KEEP: Final = 10_000
"""Rows that an answer lists; all are counted."""
Progress = Callable[[int], None]


@attrs.define
class Retained:
    """What was past its term (到期数据), and whether it was destroyed."""

    written: bool = False
    people: int = 0
    """Reporters, parties and people of community work whose keys were destroyed."""
    raws: int = 0
    """Cases whose item as it came went, while who reported stayed."""
    attachments: int = 0
    """What went of attachments, with the key of their person or by a term of their own."""
    deliveries: int = 0
    """Deliveries whose bytes went."""
    past: list[PastTerm] = attrs.field(factory=list)
    """The cases and pieces of work, by id, up to ``KEEP`` of them."""
    overdue: list[str] = attrs.field(factory=list)
    """The deliveries, up to ``KEEP`` of them."""
    refused: list[str] = attrs.field(factory=list)
    """Keys of people into whose streams somebody else wrote meanwhile: they go with the next run."""

    @property
    def done(self) -> int:
        """How much has been looked at and found past its term."""
        return self.people + self.raws + self.attachments + self.deliveries


@attrs.frozen
class _Files:
    """The enforcement files of a city: which cases they keep from being touched, and who stands in which."""

    open: frozenset[str] = frozenset()
    """Cases with a file that is still open."""
    parties: Mapping[str, frozenset[str]] = attrs.field(factory=dict)
    """Case → keys of the parties of its files."""
    cases: Mapping[str, frozenset[str]] = attrs.field(factory=dict)
    """Key of a party → the cases of all its files."""

    @classmethod
    def of(cls, plan: CityPlan, ledger: Ledger) -> "_Files":
        """As the ledger has them."""
        ends = plan.enforcement.ends if plan.enforcement else ()
        forms, running = FileForms(), set[str]()
        parties, cases = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        for matter in ledger.matters(MatterQuery(city=plan.city, kind=KIND)):
            if matter.state not in ends:
                running.add(matter.case)
            party = forms.file(matter.form).party
            if party:
                key = party_key(plan.city, party)
                parties[matter.case].add(key)
                cases[key].add(matter.case)
        return cls(frozenset(running), _frozen(parties), _frozen(cases))


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in found.items()}


@attrs.frozen
class Retaining:
    """Destroys what is past its term in one city."""

    streams: PersonStreams
    attaching: Attaching
    _due: set[str] = attrs.field(factory=set, init=False)
    """Cases with files whose people were found past their term in this run."""

    def retain(self, now: datetime, *, dry_run: bool, progress: Progress | None) -> Retained:
        """See :meth:`cmsdk.City.retain`."""
        plan, ledger = self.streams.plan, self.streams.ledger
        found = Retained(written=not dry_run)
        files = _Files.of(plan, ledger) if plan.retention.rows else _Files()
        attached = self._attached() if plan.retention.rows else frozenset()
        for batch in _batches(self._past(files, now)):
            people = [one for one in batch if one.what is not Destroys.ATTACHMENTS]
            stuck = self._people(people, files, found, now)
            self._attachments([one for one in batch if one.case in attached and one.case not in stuck], found, now)
            if progress is not None:
                progress(found.done)
        self._deliveries(found, now)
        if found.written and found.done:
            ledger.erase([], Erasing(at=now))
        return found

    def _past(self, files: _Files, now: datetime) -> Iterator[PastTerm]:
        """Of all ended cases and work what is past its term; nothing of a case with an open enforcement file."""
        plan = self.streams.plan
        retention, today = Retention(plan), now.date()
        for state in plan.workflow.ends if plan.retention.rows else ():
            for case in self.streams.ledger.cases(CaseQuery(city=plan.city, state=state)):
                if case.id not in files.open:
                    yield from retention.past(case, today)
        for kind in KINDS.values() if plan.retention.rows else ():
            for matter in self.streams.ledger.matters(MatterQuery(city=plan.city, kind=kind.id)):
                if not kind.possible(matter.state):
                    yield from retention.past_of_work(matter.id, matter.last, today)

    def _attached(self) -> frozenset[str]:
        """The cases with attachments that are there."""
        query = MatterQuery(city=self.streams.plan.city, kind=ATTACHMENTS, state=KEPT)
        return frozenset(matter.case for matter in self.streams.ledger.matters(query))

    def _attachments(self, batch: Sequence[PastTerm], found: Retained, now: datetime) -> None:
        """What is attached goes after the key of its person; also where a former run was stopped between the two."""
        for one in batch:
            if one.what is Destroys.RAW:
                continue
            if found.written:
                why = one.row.basis or one.row.id
                gone = self.attaching.forget(one.case, SYSTEM, why, now, one.row.id)
            else:
                gone = self.attaching.kept(one.case)
            found.attachments += len({item.digest for item in gone})
            if one.what is Destroys.ATTACHMENTS and gone:
                found.past += [one][: KEEP - len(found.past)]

    def _people(self, batch: Sequence[PastTerm], files: _Files, found: Retained, now: datetime) -> set[str]:
        """The people of a batch who still stand, and the parties of its cases' files; the cases that had to wait."""
        due = {person_key(one.case): one for one in batch} | self._parties(batch, files)
        kept = self.streams.ledger.kept(list(due))
        standing = {key: due[key] for key, erased in kept.items() if erased is None and self._has(key, due[key])}
        wanted = set(standing)
        if found.written:
            standing = self._destroy(standing, found, now)
        found.people += sum(one.what is Destroys.PERSON for one in standing.values())
        found.raws += sum(one.what is Destroys.RAW for one in standing.values())
        found.past += [one for key, one in standing.items() if key.startswith(REPORTER)][: KEEP - len(found.past)]
        return {key.removeprefix(REPORTER) for key in wanted - set(standing)}

    def _parties(self, batch: Sequence[PastTerm], files: _Files) -> dict[str, PastTerm]:
        """The parties of the files of these cases, once the last of all the cases in which they stand is past."""
        found = {}
        self._due.update(one.case for one in batch if one.what is Destroys.PERSON and one.case in files.parties)
        for one in batch:
            for key in files.parties.get(one.case, ()) if one.what is Destroys.PERSON else ():
                if all(case in self._due or self._gone(case) for case in files.cases[key]):
                    found[key] = one
        return found

    def _gone(self, case: str) -> bool:
        """Whether the reporter of a case was erased before."""
        return self.streams.ledger.kept([key := person_key(case)]).get(key) is not None

    def _has(self, key: str, one: PastTerm) -> bool:
        """Whether there is something to destroy: an item as it came may have gone already."""
        return one.what is Destroys.PERSON or self.streams.ledger.raw(key.removeprefix(REPORTER)) is not None

    def _destroy(self, standing: dict[str, PastTerm], found: Retained, now: datetime) -> dict[str, PastTerm]:
        """Destroy these; what was destroyed. Where another writer was first, one after the other is tried."""
        if not standing or self._write(standing, now):
            return standing
        done = {key: one for key, one in standing.items() if self._write({key: one}, now)}
        found.refused += [key for key in standing if key not in done]
        return done

    def _write(self, standing: dict[str, PastTerm], now: datetime) -> bool:
        ledger = self.streams.ledger
        people = [key for key, one in standing.items() if one.what is Destroys.PERSON]
        raws = [one.case for one in standing.values() if one.what is Destroys.RAW]
        holding = ledger.holding([key.removeprefix(REPORTER) for key in people])
        accesses = [
            _access(key, one, tuple(holding.get(key.removeprefix(REPORTER), ())), now) for key, one in standing.items()
        ]
        deliveries = {delivery for held in holding.values() for delivery in held}
        erasing = Erasing(at=now, people=people, raws=raws, deliveries=sorted(deliveries))
        return ledger.erase([self.streams.change(access) for access in accesses], erasing, last=False)

    def _deliveries(self, found: Retained, now: datetime) -> None:
        """Bytes that came in, the last time, so many whole days ago."""
        plan, ledger = self.streams.plan, self.streams.ledger
        first = now.date() - timedelta(days=delivery_days(plan, now.date()))
        overdue = ledger.past_term(plan.city, datetime.combine(first, time(), plan.zone))
        for start in range(0, len(overdue) if found.written else 0, BATCH):
            ledger.erase([], Erasing(at=now, deliveries=overdue[start : start + BATCH]), last=False)
        found.deliveries = len(overdue)
        found.overdue = list(overdue[:KEEP])


def _access(key: str, one: PastTerm, deliveries: tuple[str, ...], now: datetime) -> Access:
    """The entry of what went, by which row."""
    gone = (PERSON, RAW) if one.what is Destroys.PERSON else (RAW,)
    destroyed = (*gone, DELIVERY) if deliveries else gone
    why = one.row.basis or one.row.id
    return Access(key, now, SYSTEM, Done.ERASED, why, destroyed, one.row.id, deliveries)


def _batches(found: Iterator[PastTerm]) -> Iterator[Sequence[PastTerm]]:
    while batch := list(islice(found, BATCH)):
        yield batch
