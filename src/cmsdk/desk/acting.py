"""A command on a case, and on the cases that follow it: decided, masked, sealed, and appended all or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery, Change, Ledger, Seen
from cmsdk.desk.entering import Entering
from cmsdk.desk.masking import has_words, without_personal_data
from cmsdk.desk.on_record import on_record
from cmsdk.desk.parties import parties
from cmsdk.desk.waking import Stream, Waking
from cmsdk.model.case import Case
from cmsdk.model.clock import before
from cmsdk.model.commands import Actor, Command, Link, Refusal, TakeMeasure
from cmsdk.model.enforcement_fields import FileCommand
from cmsdk.model.entry import seal
from cmsdk.model.errors import NotAllowed
from cmsdk.model.problem import problem
from cmsdk.model.report import Person
from cmsdk.work.case import carry_out, fold
from cmsdk.work.decide import Allowed, decide, keyed
from cmsdk.work.following import check_link, followers, in_step, link_effects, phase_of, taken
from cmsdk.work.forms import CaseForms
from cmsdk.work.procedure import Effects, procedure_of, too_early

C = TypeVar("C", bound=Command)


@attrs.frozen
class _Act:
    """What is being done: by whom, when, and what the ledger held when it was read."""

    command: Command
    by: Actor
    now: datetime
    mark: int


@attrs.frozen
class Acting:
    """Carries out commands for one city."""

    plan: CityPlan
    ledger: Ledger
    forms: CaseForms
    entering: Entering
    waking: Waking = attrs.field(init=False)
    """Sees to it that holds end by themselves."""

    @waking.default
    def _wakes(self) -> Waking:
        return Waking(self.plan, self.ledger, self.forms, self.entering)

    def awake(self, case_id: str, now: datetime) -> Stream:
        """The case as it stands at ``now``, with the entry by which it resumed, if that is still to be entered."""
        return self.waking.stream(self.stream(case_id), now)

    def stream(self, case_id: str) -> Stream:
        """The case, folded, and its entries. Raises NotAllowed if there is none in this city."""
        entries = self.ledger.entries(case_id)
        case = fold(entries, self.forms)
        if case is None:
            raise NotAllowed([problem("CMS701", case_id, case=case_id)])
        if case.city != self.plan.city:
            raise NotAllowed([problem("CMS710", case_id, case=case_id, city=self.plan.city, other=case.city)])
        return Stream(case, entries)

    def linked_to(self, case_id: str, now: datetime) -> tuple[Case, ...]:
        """The cases that are linked to this one as they stand at ``now``, in order of id."""
        return tuple(self.waking.cases(CaseQuery(city=self.plan.city, linked=case_id), now))

    def act(self, case_id: str, command: Command, by: Actor, now: datetime, key: str = "") -> Case | Refusal:
        """See :meth:`cmsdk.City.act`."""
        carried = self.carry(case_id, command, by, now, key)
        return carried if isinstance(carried, Refusal) else carried[0].case

    def carry(
        self, case_id: str, command: Command, by: Actor, now: datetime, key: str = ""
    ) -> Sequence[Change] | Refusal:
        """The command carried out: what has changed, the case itself first, then those that follow it.

        What is refused is kept on record, but for a writer who was only too late.
        """
        answer = self._carry(case_id, command, by, now, key)
        if isinstance(answer, Refusal):
            self.keep(answer, case_id, case_id, command, by, now, key)
        return answer

    def keep(
        self, why: Refusal, stream: str, case_id: str, command: Command | FileCommand, by: Actor, now: datetime,
        key: str,
    ) -> None:  # fmt: skip
        """Keep on record that a command on ``stream``, which belongs to the case, was refused; see ``on_record``."""
        if why.guard != "concurrency":
            case = self.ledger.case(case_id)
            people = self.concerned([case] if case else [])
            self.ledger.note(on_record(stream, self.plan, now, by, command, why, key, people))

    def _carry(self, case_id: str, command: Command, by: Actor, now: datetime, key: str) -> Sequence[Change] | Refusal:
        mark = self.ledger.mark()
        stream = self.awake(case_id, now)
        linked = self.linked_to(case_id, now)
        doing = _Act(self.masked(command, (stream.case, *linked)), by, now, mark)
        related = self.related(command, stream.case)
        decided = decide(stream.case, doing.command, by, procedure_of(self.plan), now, key=key, related=related)
        if isinstance(decided, Refusal):
            return decided
        link = _link_in(command, decided)
        first = None if link is None else self._first(link, stream.case, now)
        if link is not None:
            refusal = check_link(stream.case, first, link.to, self.plan)
            if refusal is not None:
                return refusal
        if first is not None and decided.done is not None:
            late = max((case.last for case in linked if case.last), default=now)
            early = too_early(now, late)  # they have to come along
            if early is not None:
                return early
            changes = self._linking(stream, linked, first, decided, doing, key)
        else:
            changes = self._following(stream, linked, decided, doing)
        relied = frozenset({case_id, first.id if first else case_id})
        if not self.entering.append_all(changes, Seen(mark=doing.mark, city=self.plan.city, streams=relied)):
            return Refusal("CMS709", "concurrency", (("case", case_id),))
        return changes

    def _first(self, link: Link, case: Case, now: datetime) -> Case | None:
        """The case that a link leads to: links never chain, so what is linked itself stands for its own first."""
        found = self.ledger.case(link.to)
        if found is not None and found.linked and found.city == case.city:
            found = self.ledger.case(found.linked)
        return found and self.waking.awake(found, now)

    def related(self, command: Command, case: Case) -> Mapping[str, Case]:
        """The earlier case of this city that makes a repeat, where a measure names one."""
        earlier = self.ledger.case(command.earlier) if isinstance(command, TakeMeasure) and command.earlier else None
        return {earlier.id: earlier} if earlier is not None and earlier.city == case.city else {}

    def concerned(self, cases: Sequence[Case]) -> Sequence[Person]:
        """The reporters of these cases, and those who are proceeded against in their enforcement files."""
        reporters = (self.ledger.person(case.person) for case in cases if case.person)
        found = list(filter(None, reporters))
        for case in cases if self.plan.enforcement else ():
            found += parties(self.ledger, self.plan.city, case.id)
        return found

    def masked(self, command: C, cases: Sequence[Case]) -> C:
        """``command`` without what would give away anybody concerned, since it is written into all these cases."""
        if not has_words(command, self.plan):
            return command
        for person in (None, *self.concerned(cases)):
            command = without_personal_data(command, person, self.plan)
        return command

    def _following(self, stream: Stream, linked: Sequence[Case], decided: Allowed, doing: _Act) -> list[Change]:
        """The command on the first one, and the same on those that follow it."""
        if decided.done is None:
            return [self._change(stream, doing, decided)]
        phase = decided.effects.get("phase", phase_of(stream.case))
        found = followers(stream.case, linked, decided.done.command, phase, self.plan)
        late = {case.id for case in found.taking if case.last and before(doing.now, case.last)}
        left = sorted([*(case.id for case in found.left), *late])
        effects = decided.effects | ({"left": " ".join(left)} if left else {})
        changes = [self._change(stream, doing, Allowed(decided.to, effects))]
        follows = f"{stream.case.id}:{stream.case.version + 1}"
        for case in found.taking:
            if case.id not in late:
                follower = self.awake(case.id, doing.now)
                changes.append(self._change(follower, doing, taken(follower.case, decided, follows)))
        return changes

    def _linking(
        self, stream: Stream, linked: Sequence[Case], first: Case, decided: Allowed, doing: _Act, key: str
    ) -> list[Change]:
        """The case under its first; those that were linked to it go with it, since links never chain."""
        procedure = procedure_of(self.plan)
        effects = _beside(link_effects(stream.case, first, procedure, doing.now), decided)
        changes = [self._change(stream, doing, Allowed(first.state, effects))]
        follows = {"follows": f"{stream.case.id}:{stream.case.version + 1}"}
        for case in linked:
            goes = in_step(stream.case, case, "", self.plan)
            taken = link_effects(case, first, procedure, doing.now) if goes else {"linked": first.id}
            allowed = Allowed(first.state if goes else case.state, keyed(taken | follows, case, key))
            changes.append(self._change(self.awake(case.id, doing.now), doing, allowed))
        return changes

    def _change(self, stream: Stream, doing: _Act, allowed: Allowed) -> Change:
        entry = seal(
            stream=stream.case.id, version=stream.case.version + 1, city=self.plan.city, type_=doing.command.name,
            at=doing.now, by=doing.by.id, plan=self.plan.fingerprint,
            data=self.forms.commanded(doing.command, allowed.to, allowed.effects), prev=stream.entries[-1].hash,
        )  # fmt: skip
        return Change(carry_out(stream.case, allowed.to, allowed.effects, entry), (*stream.fresh, entry))


def _link_in(command: Command, decided: Allowed) -> Link | None:
    """The link that was asked for, or that is carried out now that all have agreed to it."""
    done = command if decided.done is None else decided.done.command
    return done if isinstance(done, Link) else None


def _beside(effects: Effects, decided: Allowed) -> Effects:
    """``effects`` of a link, and what ``decided`` says of the command itself: its key, and that it was granted."""
    said = decided.effects.get("course", {})
    course = {**effects.get("course", {}), **{name: said[name] for name in ("keys", "request") if name in said}}
    granted = {name: decided.effects[name] for name in ("grants",) if name in decided.effects}
    return {**effects, **granted, **({"course": course} if course else {})}
