"""Community work at the desk (社区工作): begun, carried on, read; all or nothing, and masked before it is entered."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import AnyChange, Ledger, Matter, MatterChange, MatterQuery, Seen
from cmsdk.desk.acting import Acting
from cmsdk.desk.masking import masked_work, own
from cmsdk.desk.measuring import Measured, Measuring
from cmsdk.desk.on_record import on_record
from cmsdk.model.case import Case
from cmsdk.model.command import Actor, Refusal
from cmsdk.model.entry import GENESIS, Entry, seal
from cmsdk.model.errors import NotAllowed
from cmsdk.model.problem import problem
from cmsdk.model.report import Person, person_key
from cmsdk.model.works.base import Work, WorkCommand, prose, work_id
from cmsdk.triage.read import storable
from cmsdk.work.community.forms import WorkForms
from cmsdk.work.community.kinds import KINDS, matter_of
from cmsdk.work.community.shape import Allowed, Asked, Wants, WorkKind, decide, evolve, fold, new_work

W = TypeVar("W", bound=Work)


@attrs.frozen
class WorkStream:
    """A piece of work, and the hash of its last entry; one that is to begin has none."""

    kind: WorkKind
    work: Work
    last: str = GENESIS


@attrs.frozen
class Working:
    """Carries on the community work of one city."""

    plan: CityPlan
    ledger: Ledger
    acting: Acting
    forms: WorkForms = attrs.field(factory=WorkForms)

    def stream(self, id_: str) -> WorkStream:
        """The piece of work as it stands. Raises NotAllowed if there is none in this city.

        It is taken from the projection, so that a long book costs no more than a short one; where the projection is
        not that of the last entry, it is folded anew.
        """
        matter = self.ledger.matter(id_)
        kind = KINDS.get(matter.kind) if matter is not None and matter.city == self.plan.city else None
        last = self.ledger.last_entry(id_) if kind is not None else None
        if matter is None or kind is None or last is None:
            told = storable(id_)
            raise NotAllowed([problem("CMS467", told, work=told, kinds=", ".join(sorted(KINDS)))])
        work = self._of(matter) if matter.version == last.version else fold(kind, self.entries(id_), self.forms)
        assert work is not None  # noqa: S101  there is an entry
        return WorkStream(kind, work, last.hash)

    def entries(self, id_: str) -> Sequence[Entry]:
        """The entries of a piece of work, in order."""
        return self.ledger.entries(id_)

    def works(
        self, kind: type[W], *, state: str | None = None, case: str | None = None, after: str = "",
        limit: int | None = None,
    ) -> Iterator[W]:  # fmt: skip
        """The pieces of work of a kind that match all that is given, in order of id, as the projection has them."""
        query = MatterQuery(
            city=self.plan.city, kind=kind.kind, case=case, state=state, after=after, limit=limit
        )  # fmt: skip
        return (self.forms.work(matter.form, kind) for matter in self.ledger.matters(query))

    def begin(
        self, name: str, command: WorkCommand, by: Actor, now: datetime, person: Person | None = None, key: str = ""
    ) -> Work | Refusal:
        """See :meth:`cmsdk.City.begin`. Raises NotAllowed where the name gives away whom it concerns."""
        kind = KINDS[command.kind()]
        id_ = work_id(kind.id, self.plan.city, name)
        there = self.ledger.matter(id_)
        if there is None and person is not None and own(person).masked_code(name) != name:
            raise NotAllowed([problem("CMS639", kind.id)])
        stream = self.stream(id_) if there is not None else WorkStream(kind, new_work(kind, id_, self.plan.city))
        return self._carry(stream, command, by, now, person, key)

    def carry_on(
        self, id_: str, command: WorkCommand, by: Actor, now: datetime, person: Person | None = None, key: str = ""
    ) -> Work | Refusal:
        """See :meth:`cmsdk.City.carry_on`."""
        return self._carry(self.stream(id_), command, by, now, person, key)

    def _carry(
        self, stream: WorkStream, command: WorkCommand, by: Actor, now: datetime, person: Person | None, key: str
    ) -> Work | Refusal:
        led = self._led_to_cases(command)
        people = self._concerned(stream.work, led, person)
        given = masked_work(led, people, self.plan.profile.mask_language)
        answer = self._decided(stream, given, by, now, person, key)
        if isinstance(answer, Refusal) and answer.guard != "concurrency":
            self.ledger.note(on_record(stream.work.id, self.plan, now, by, given, answer, key, people))
        return answer

    def _decided(
        self, stream: WorkStream, command: WorkCommand, by: Actor, now: datetime, person: Person | None, key: str
    ) -> Work | Refusal:
        work, kind = stream.work, stream.kind
        mark = self.ledger.mark()
        wants = self._wants(stream, command)
        cases, works = self._wanted(wants, now)
        allowed = decide(kind, Asked(work, command, by, self.plan, now, cases, works), key=key)
        if isinstance(allowed, Refusal):
            return allowed
        measured = self._measures(work, allowed, by, now)
        if measured.refused:
            return measured.refused[0]
        named = person_key(work.id) if person is not None else ""
        entry = self._entry(stream, command, allowed, by, now, named)
        after = evolve(kind, work if work.version else None, entry, self.forms)
        people = {named: person} if person is not None else {}
        changes: list[AnyChange] = [MatterChange(matter_of(after, self.forms), (entry,), people), *measured.changes]
        if not self.acting.entering.append_all(changes, self._relied(wants, mark)):
            return Refusal("CMS709", "concurrency", (("case", work.id),))
        return after

    def cases_of(self, stream: WorkStream, command: WorkCommand) -> Iterator[str]:
        """The cases of this city that ``command`` names."""
        found = (self.ledger.case(id_) for id_ in dict.fromkeys(self._wants(stream, command).cases))
        return (case.id for case in found if case is not None and case.city == self.plan.city)

    def _wants(self, stream: WorkStream, command: WorkCommand) -> Wants:
        step = stream.kind.step(stream.work.state, command)
        return step.wants(stream.work, command, self.plan) if step is not None else Wants()

    def _wanted(self, wants: Wants, now: datetime) -> tuple[Mapping[str, Case], Mapping[str, Work]]:
        """What the step has to know of cases and other work; what this city does not have is left out."""
        found = (self.ledger.case(id_) for id_ in dict.fromkeys(wants.cases))
        cases = {c.id: self.acting.waking.awake(c, now) for c in found if c is not None and c.city == self.plan.city}
        cases |= {c.id: c for query in wants.queries for c in self.acting.waking.cases(query, now)}
        one_by_one = [matter for id_ in self._others(wants) if (matter := self.ledger.matter(id_)) is not None]
        for kind in wants.kinds:
            one_by_one += self.ledger.matters(MatterQuery(city=self.plan.city, kind=kind))
        return cases, {matter.id: self._of(matter) for matter in one_by_one if matter.city == self.plan.city}

    def _others(self, wants: Wants) -> Iterator[str]:
        return (work_id(kind, self.plan.city, name) for kind, name in wants.works)

    def _relied(self, wants: Wants, mark: int) -> Seen | None:
        """What the decision stands on beside the stream itself: nobody may have changed it meanwhile."""
        streams = frozenset((*wants.cases, *self._others(wants)))
        if not streams and not wants.kinds:
            return None
        return Seen(mark=mark, city=self.plan.city, streams=streams, kinds=frozenset(wants.kinds))

    def _of(self, matter: Matter) -> Work:
        return self.forms.work(matter.form, KINDS[matter.kind].work)

    def _measures(self, work: Work, allowed: Allowed, by: Actor, now: datetime) -> Measured:
        """What is entered on cases, if the command is a measure on any."""
        changes: list[Any] = []
        for case, measure in allowed.measures:
            stream = self.acting.awake(case, now)
            harmless = self.acting.masked(measure, (stream.case, *self.acting.linked_to(case, now)))
            measured = Measuring(self.acting, by, now, work=work.id).take(stream, [harmless])
            if measured.refused:
                return measured
            changes += measured.changes
        return Measured(tuple(changes))

    def _led_to_cases(self, command: WorkCommand) -> WorkCommand:
        """``command`` with the ids of its cases, where they are named by channel and report (``channel/number``)."""
        changes: dict[str, Any] = {}
        if case := getattr(command, "case", ""):
            changes["case"] = self._case_id(case)
        if cases := getattr(command, "cases", ()):
            changes["cases"] = tuple(map(self._case_id, cases))
        return attrs.evolve(command, **changes) if changes else command

    def _case_id(self, named: str) -> str:
        channel, slash, report = named.partition("/")
        return self.ledger.known(self.plan.city, channel, [report]).get(report, named) if slash else named

    def _concerned(self, work: Work, command: WorkCommand, person: Person | None) -> list[Person]:
        """Whose names and numbers may stand in ``command``: those whom the work, or a case that it is about, concerns.

        ``person`` is told with it; whoever stood there before is known, too.
        """
        before = self.ledger.person(work.person) if work.person else None
        found = [one for one in (person, before) if one is not None]
        if not prose(command):
            return found
        named = [of for one in (work, command) for of in (getattr(one, "case", ""), *getattr(one, "cases", ()))]
        cases = (self.ledger.case(id_) for id_ in dict.fromkeys(filter(None, named)))
        return [*found, *self.acting.concerned([c for c in cases if c is not None and c.city == self.plan.city])]

    def _entry(
        self, stream: WorkStream, command: WorkCommand, allowed: Allowed, by: Actor, now: datetime, person: str
    ) -> Entry:
        work = stream.work
        return seal(
            stream=work.id, version=work.version + 1, city=self.plan.city, type_=command.name, at=now, by=by.id,
            plan=self.plan.fingerprint, data=self.forms.commanded(command, allowed.to, allowed.effects, person),
            prev=stream.last,
        )  # fmt: skip
