"""Plays a scenario on a city of its own: an empty ledger in memory, a clock that it sets, ids that count."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Final

import attrs

from cmsdk.city import City
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.intake import Outcome
from cmsdk.ledger.open import open_ledger
from cmsdk.model.case import Case
from cmsdk.model.commands import Actor, Refusal
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.errors import NotAllowed, RejectedInput
from cmsdk.model.problem import Problem, problem
from cmsdk.publish.refusals import refusal_problem
from cmsdk.work.wording import actor_of

from .channel import SCENARIO, payload_of, with_fields
from .compare import NOTHING, Beside
from .decided import decided_by
from .form import Expectation, Given, Outlook, Scenario, Spot, Step
from .moments import later, moment
from .result import ScenarioResult
from .seen import REFUSED, Seen
from .story import Story, say
from .verbs import FILE_VERBS, VERBS, Doing, verb_id

_SETTLES_NOTHING: Final = frozenset({"abstained", "failed", "skipped"})
"""Why a step of a trail has no answer."""


class CountedIds:
    """``s-000001``, ``s-000002`` …: the same ids each time a scenario is played."""

    def __init__(self) -> None:
        """From 1."""
        self._numbers = count(1)

    def take(self, number: int, now: datetime) -> Sequence[str]:
        """The next ``number`` ids; ``now`` has no part in them."""
        del now
        return [f"s-{next(self._numbers):06}" for _ in range(number)]


class _Stopped(Exception):  # noqa: N818  no error: the scenario ends here
    """Something is not as expected; what comes after would only follow from it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__()


@attrs.define(eq=False)
class _Play:
    """One scenario being played."""

    scenario: Scenario
    city: City
    story: Story
    now: datetime
    began: datetime
    waiting: list[tuple[datetime, Given]]
    cases: dict[str, str] = attrs.field(factory=dict)
    """What the scenario calls a case → its id."""
    files: dict[str, str] = attrs.field(factory=dict)
    """What the scenario calls an enforcement file → its id."""
    outcomes: list[Outcome] = attrs.field(factory=list)
    decided_by: set[str] = attrs.field(factory=set)
    """Rules that settled something so far; a correction of the category takes the steps before it off the case."""

    def run(self) -> None:
        """Everything in its order. Raises _Stopped."""
        self._receive_until(self.now)
        for step in self.scenario.steps:
            self._step(step)
        self.now = max([self.now, *(arrives for arrives, _ in self.waiting)])
        self._receive_until(self.now)
        for end in self.scenario.ends:
            self._end(end)

    def _receive_until(self, until: datetime) -> None:
        due = [row for row in self.waiting if row[0] <= until]
        self.waiting = [row for row in self.waiting if row[0] > until]
        back = self.now
        for arrives, given in due:
            self.now = arrives
            self._receive(given)
        self.now = back

    def _receive(self, given: Given) -> None:
        fields = {name: text for name, text in given.fields.items() if text}
        if given.written_at:
            fields["at"] = given.written_at
        elif given.at != "":
            at = self.now if given.at is None else moment(given.at, self.city.plan)
            fields["at"] = at.isoformat()
        outcome = self.city.receive(given.channel or SCENARIO, payload_of(fields))
        self.outcomes.append(outcome)
        if outcome.case_ids:
            self.cases[given.name] = outcome.case_ids[0]
            self.story.received(given, self._seen(outcome.case_ids[0]), self.now)
            return
        found = [*outcome.problems, *(p for row in outcome.quarantined for p in row.problems)]
        lang = self.story.lang
        self.story.kept_out(given, " ".join(p.what(lang) for p in found) or say("repeat", lang), self.now)

    def _time(self, step: Step) -> datetime:
        if step.at:
            return moment(step.at, self.city.plan)
        if step.after:
            return later(self.now, step.after, self.city.plan)
        own = [arrives for arrives, given in self.waiting if given.name == step.case]
        return max([self.now, *own])

    def _step(self, step: Step) -> None:
        at = self._time(step)
        self._receive_until(at)
        self.now = at
        case = self._case(step.case, step.spot) if step.case or not step.file else ""
        refusal = self._do(step, case) if step.do else None
        if not step.do:
            self.story.looked(step, self.now)
        wrong = [*self._judged(step, refusal), *self._compared(step.expect, step.case, step.file)]
        if wrong:
            raise _Stopped(wrong)

    def _do(self, step: Step, case: str) -> Problem | None:
        """Give the command; why it was refused, if it was."""
        plan, do = self.city.plan, verb_id(step.do, step.file, self.city.plan)
        verb = FILE_VERBS[do] if step.file else VERBS[do]
        words = {k: self.cases.get(text, text) if k in verb.cases else text for k, text in step.words.items()}
        file, by = self.files.get(step.file, ""), actor_of(step.by, plan) or Actor(step.by, ())
        doing = Doing(city=self.city, case=case, file=file, by=by, key=step.key)
        try:
            answer = verb.carry_out(doing, verb.read(do, words))
        except NotAllowed as error:
            answer = error
        if isinstance(answer, EnforcementFile):
            self.files[step.file] = answer.id
            self.story.done_on_file(step, step.do, answer, self.now)
            return None
        if not isinstance(answer, Refusal | NotAllowed):
            self.story.done(step, step.do, self._seen(case), self.now)
            return None
        why = refusal_problem(answer, answer.guard) if isinstance(answer, Refusal) else answer.problems[0]
        self.story.refused(step, step.do, why, self.now)
        return why

    def _seen(self, case_id: str) -> Case:
        """A case as it stands, whose trail is looked at for the rules that settled something."""
        case = self.city.case(case_id)
        self.decided_by |= {step.rule for step in case.trail if step.why not in _SETTLES_NOTHING}
        return case

    def _judged(self, step: Step, why: Problem | None) -> Iterator[Problem]:
        """Whether a step was refused as it should be."""
        lang, spot, facts = self.story.lang, str(step.spot), {"step": step.number, "command": step.do}
        if why is not None and not step.refused:
            said = {"guard": why.where, "reason": why.what(lang), "remedy": why.remedy(lang)}
            yield problem("CMS621", spot, **facts, refusal=why.code, **said)
        elif why is None and step.refused:
            yield problem("CMS622", spot, **facts, wanted=step.refused)
        elif why is not None and step.refused not in {why.where, why.code}:
            said = {"wanted": step.refused, "guard": why.where, "reason": why.what(lang)}
            yield problem("CMS623", spot, **facts, refusal=why.code, **said)

    def _end(self, end: Outlook) -> None:
        if end.case:
            self._case(end.case, end.spot)
        wrong = list(self._compared(end.expect, end.case, end.file))
        if wrong:
            raise _Stopped(wrong)

    def _case(self, name: str, spot: Spot) -> str:
        if name not in self.cases:
            waits = [f"{arrives:%Y-%m-%d %H:%M}" for arrives, given in self.waiting if given.name == name]
            raise _Stopped([problem("CMS624", str(spot), name=name, until=", ".join(waits) or NOTHING)])
        return self.cases[name]

    def _compared(self, expect: Iterable[Expectation], name: str, called: str) -> Iterator[Problem]:
        """Each expectation of the case ``name``, or of the file ``called``, that is not met."""
        cases = {case_id: name for name, case_id in self.cases.items()}
        beside = Beside(self.city.plan, cases, of_file=bool(called))
        case = self.city.case(self.cases[name]) if name in self.cases else None
        file = self.city.file(self.files[called]) if called in self.files else None
        seen = Seen(self.city, case, self.now, self.outcomes, file)
        for wanted in expect:
            if wanted.path[0] == REFUSED:
                continue
            came = seen.at(wanted.path)
            if not beside.same(wanted.path, wanted.value, came):
                facts = {"path": wanted.name, "wanted": beside.shown(wanted.value), "came": beside.shown(came)}
                facts["row"] = "" if file is not None else decided_by(wanted.path, case)
                yield problem("CMS620", str(wanted.spot), at=beside.shown(self.now), **facts)


def _arrivals(scenario: Scenario, began: datetime, plan: CityPlan) -> list[tuple[datetime, Given]]:
    """When each report is received, in order: at its own time, but none before the scenario begins."""
    rows = []
    for given in scenario.given:
        at = later(began, given.after, plan) if given.after else moment(given.at, plan) if given.at else began
        rows.append((max(at, began), given))
    return sorted(rows, key=lambda row: row[0])


def play(scenario: Scenario, plan: CityPlan, lang: str) -> ScenarioResult:
    """Play ``scenario`` under ``plan``, which it was checked against; sentences are in ``lang``."""
    began = moment(scenario.at, plan)
    story = Story(plan, lang)
    clock: list[_Play] = []
    with City(with_fields(plan), open_ledger("memory://"), lambda: clock[0].now, CountedIds()) as city:
        playing = _Play(scenario, city, story, began, began, _arrivals(scenario, began, plan))
        clock.append(playing)
        try:
            playing.run()
        except (_Stopped, RejectedInput) as stopped:
            problems = stopped.problems
        else:
            problems = ()
    return ScenarioResult(
        name=scenario.name, file=scenario.spot.file, line=scenario.spot.line, why=scenario.why, basis=scenario.basis,
        lang=lang, problems=problems, story=tuple(story.lines), decided_by=frozenset(playing.decided_by),
    )  # fmt: skip
