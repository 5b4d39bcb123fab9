"""Erasing (删除) at the desk: whose data goes, what holds them, and the entries that say so, all or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from cmsdk.contract.ports import Quarantined
from cmsdk.contract.ports_people import Erasing
from cmsdk.model.attachment import Attachment
from cmsdk.model.errors import NotAllowed, RejectedInput
from cmsdk.model.problem import problem
from cmsdk.model.report import REPORTER, Person, person_key
from cmsdk.triage.read import Own, storable
from cmsdk.work.person_stream import DELIVERY, PERSON, QUARANTINE, RAW, Access, Done

from .attaching import Attaching
from .masking import own
from .parties import parties
from .person_streams import ATTEMPTS, PersonStreams, case_of, too_many, work_of


@attrs.frozen(kw_only=True)
class Whose:
    """Whose data is to be erased: by exactly one of these."""

    case: str = ""
    person: str = ""
    phone: str = ""
    id_number: str = ""

    @property
    def named(self) -> str:
        """By which it is. Raises RejectedInput where it is by none, or by several."""
        given = [name for name, value in attrs.asdict(self).items() if value]
        if len(given) != 1:
            raise RejectedInput([problem("CMS820", "erase", count=len(given))])
        return given[0]


@attrs.frozen(kw_only=True)
class Erasure:
    """What an erasure destroyed, or would destroy (删除结果). Nothing in it says who it was."""

    people: tuple[str, ...] = ()
    """Keys of people that were destroyed."""
    before: tuple[str, ...] = ()
    """Keys that had been destroyed before."""
    cases: tuple[str, ...] = ()
    """The cases whose reporters they are; these stand as they are."""
    works: tuple[str, ...] = ()
    """The pieces of community work that concern them; these stand as they are, too."""
    deliveries: tuple[str, ...] = ()
    """Deliveries whose bytes were destroyed; they cannot be read again."""
    quarantined: tuple[str, ...] = ()
    """Items that left quarantine, as delivery and position."""
    attachments: tuple[str, ...] = ()
    """Attachments whose bytes were destroyed, as case and the first twelve digits of their digest."""
    written: bool = False


@attrs.frozen
class _Found:
    """What there is to destroy."""

    known: Mapping[str, datetime | None]
    holding: Mapping[str, Sequence[str]]
    held: tuple[Quarantined, ...]

    @property
    def cases(self) -> tuple[str, ...]:
        return tuple(filter(None, map(case_of, self.known)))

    @property
    def standing(self) -> tuple[str, ...]:
        return tuple(key for key, erased in self.known.items() if erased is None)

    def deliveries(self, keys: Iterable[str]) -> tuple[str, ...]:
        found = (one for key in keys for one in self.holding.get(key.removeprefix(REPORTER), ()))
        return tuple(dict.fromkeys(found))

    def erasure(self, attachments: Iterable[str], *, written: bool) -> Erasure:
        return Erasure(
            people=self.standing,
            before=tuple(key for key, erased in self.known.items() if erased is not None),
            cases=self.cases,
            works=tuple(filter(None, map(work_of, self.known))),
            deliveries=self.deliveries(self.known),
            quarantined=tuple(map(_place, self.held)),
            attachments=tuple(attachments),
            written=written,
        )


def _place(row: Quarantined) -> str:
    return f"{row.delivery}/{row.position}"


def _named(case: str, items: Iterable[Attachment]) -> Iterator[str]:
    return (f"{case}/{digest[:12]}" for digest in dict.fromkeys(item.digest for item in items))


@attrs.frozen
class Eraser:
    """Erases people of one city."""

    streams: PersonStreams
    attaching: Attaching

    def erase(self, whose: Whose, by: str, why: str, now: datetime, *, dry_run: bool) -> Erasure:
        """See :meth:`cmsdk.City.erase`; a case has been looked for in the city already."""
        for _ in range(ATTEMPTS):
            found, people = self._find(whose)
            if dry_run:
                return found.erasure(self._attached(found.cases), written=False)
            said = self._said(why, whose, people, found.cases)
            accesses = list(self._accesses(found, by, said, now))
            erasing = Erasing(
                at=now, people=found.standing, deliveries=found.deliveries(found.known), quarantined=found.held
            )
            if self.streams.ledger.erase([self.streams.change(access) for access in accesses], erasing):
                return found.erasure(self._forgotten(found.cases, by, said, now), written=True)
        raise too_many(self.streams.plan.city)

    def _attached(self, cases: Iterable[str]) -> Iterator[str]:
        for case in cases:
            yield from _named(case, self.attaching.kept(case))

    def _forgotten(self, cases: Iterable[str], by: str, why: str, now: datetime) -> Iterator[str]:
        """After the keys: whoever is stopped before this has left sealed bytes that nobody opens, and does it again."""
        for case in cases:
            yield from _named(case, self.attaching.forget(case, by, why, now))

    def _find(self, whose: Whose) -> tuple[_Found, Sequence[Person]]:
        ledger, city = self.streams.ledger, self.streams.plan.city
        if whose.case:
            known = ledger.people(city, key=person_key(whose.case))
        else:
            known = ledger.people(city, key=whose.person, phone=whose.phone, id_number=whose.id_number)
        people = [person for key, erased in known.items() if erased is None and (person := ledger.person(key))]
        told = [*people, Person(phone=whose.phone, id_number=whose.id_number)]
        cases = [*filter(None, map(case_of, known))]
        found = _Found(known, ledger.holding(cases), self._held(told, cases))
        if not known and not found.held:
            raise NotAllowed([problem("CMS821", city, by=whose.named, city=city)])
        return found, people

    def _held(self, people: Sequence[Person], cases: Sequence[str]) -> tuple[Quarantined, ...]:
        """Items in quarantine that name one of their numbers, or that came under the id of one of their reports."""
        ledger, plan = self.streams.ledger, self.streams.plan
        known: list[Own] = [own(person) for person in people]
        reports = {(case.channel, case.report) for one in cases if (case := ledger.case(one))}
        return tuple(
            row
            for row in ledger.quarantine(plan.city)
            if (row.channel, row.key) in reports or any(one.stands_in(row.raw) for one in known)
        )

    def _said(self, why: str, whose: Whose, people: Sequence[Person], cases: Iterable[str]) -> str:
        """The reason without what is known of them, and of those proceeded against in their cases."""
        others = (one for case in cases for one in parties(self.streams.ledger, self.streams.plan.city, case))
        named = Person(phone=whose.phone, id_number=whose.id_number)
        return self.streams.harmless(storable(why), (*people, named, *others))

    def _accesses(self, found: _Found, by: str, why: str, now: datetime) -> Iterable[Access]:
        """An entry for each key that is destroyed, for each whose deliveries are, and for the quarantine."""
        for key, erased in found.known.items():
            deliveries = found.deliveries([key])
            gone = [PERSON, RAW] if erased is None else []
            if gone or deliveries:
                destroyed = (*gone, DELIVERY) if deliveries else tuple(gone)
                yield Access(key, now, by, Done.ERASED, why, destroyed, deliveries=deliveries)
        if found.held:
            held = tuple(map(_place, found.held))
            key = f"{QUARANTINE}:{self.streams.plan.city}"
            yield Access(key, now, by, Done.ERASED, why, (QUARANTINE,), quarantined=held)
