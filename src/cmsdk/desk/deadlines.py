"""Deadlines that have been given: which would be counted differently now, counting them anew, stage clocks, lights."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

import attrs

from cmsdk.clock.clocks import Clocks
from cmsdk.clock.lights import light_of
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery, Change, Ledger
from cmsdk.desk.entering import Entering
from cmsdk.desk.waking import Stream, Waking
from cmsdk.model.case import Case
from cmsdk.model.clock import Due, Light, StageClock
from cmsdk.model.commands import Actor, Refusal
from cmsdk.model.entry import Entry, seal
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Dated
from cmsdk.work.case import evolve, fold
from cmsdk.work.forms import RECOUNTED, CaseForms
from cmsdk.work.procedure import procedure_of, too_early
from cmsdk.work.running import deadline, pauses_of
from cmsdk.work.stages import StageClocks
from cmsdk.work.waking import awake

WATCHED: Final = (Light.YELLOW, Light.RED)


@attrs.frozen
class MovedDeadline:
    """A deadline as it stands in the ledger, and as the present calendars have it."""

    case: Case
    old: Due
    new: Due

    @property
    def becomes_firm(self) -> bool:
        """Whether it was provisional and no longer is."""
        return self.old.provisional and not self.new.provisional


@attrs.frozen
class Recount:
    """What a recount wrote, and what it left alone with the reason."""

    moved: tuple[MovedDeadline, ...]
    refused: tuple[tuple[str, Refusal], ...] = ()


@attrs.frozen(eq=False)
class Deadlines:
    """The deadlines of a city's open cases. ``City.deadlines`` gives one; its moments are aware."""

    plan: CityPlan
    ledger: Ledger
    forms: CaseForms
    entering: Entering
    _clocks: Clocks = attrs.field(init=False)
    _stages: StageClocks = attrs.field(init=False)

    @_clocks.default
    def _compile(self) -> Clocks:
        return Clocks(self.plan)

    @_stages.default
    def _stage_clocks(self) -> StageClocks:
        return StageClocks(self.plan)

    def _open(self) -> Iterator[tuple[Case, Due]]:
        """Cases that are neither handled, closed nor ended, with their deadline."""
        query = CaseQuery(city=self.plan.city, without_states=self.plan.workflow.ends)
        for case in self.ledger.cases(query):
            if case.due is not None and case.handled is None and case.closed is None:
                yield case, self._local(case.due)

    def _local(self, due: Due) -> Due:
        """A store may give moments in another zone; what is written, shown and compared is the city's.

        Moments of two zones are never equal in the hour that comes twice.
        """
        return attrs.evolve(due, at=due.at.astimezone(self.plan.zone))

    def moved(self) -> Iterator[MovedDeadline]:
        """Open deadlines that the present calendars count differently, in order of id; read as they are asked for.

        The limit and the calendar stay those of the decision: a changed row does not reach back (contracts §3), a
        calendar that knows more does.
        """
        for case, old in self._open():
            new = self._counted(case, old)
            if new is not None and (new.at, new.provisional) != (old.at, old.provisional):
                # what was firm had a time of its own, and what stays provisional need not be asked
                new = self._as_dated(case, new) if old.provisional and not new.provisional else new
                if (new.at, new.provisional) != (old.at, old.provisional):
                    yield MovedDeadline(case, old, new)

    def _counted(self, case: Case, old: Due) -> Due | None:
        """``old`` counted anew; nothing where it hangs on no calendar, or on one that is gone."""
        if not old.calendar or self._clocks.get(old.calendar) is None:
            return None
        return deadline(case, self._clocks)

    def _as_dated(self, case: Case, new: Due) -> Due:
        """A report without a time of its own keeps a provisional deadline, whatever the calendar knows."""
        first = self.ledger.entries(case.id)[0]
        dated = self.forms.read(first)["dated"]
        return attrs.evolve(new, provisional=True) if dated == Dated.DELIVERY else new

    def problems(self, moved: Sequence[MovedDeadline]) -> tuple[Problem, ...]:
        """What a check of the city says of its open cases: deadlines that move or whose calendar is gone, no way on."""
        found = []
        if moved:
            firm = sum(row.becomes_firm for row in moved)
            found.append(problem("CMS915", self.plan.city, count=len(moved), firm=firm, city=self.plan.city))
        gone: dict[str, int] = {}
        for _, due in self._open():
            if due.calendar and due.calendar not in self.plan.calendars:
                gone[due.calendar] = gone.get(due.calendar, 0) + 1
        found += [problem("CMS916", self.plan.city, calendar=c, count=n) for c, n in sorted(gone.items())]
        return (*found, *self._stranded())

    def _stranded(self) -> Iterator[Problem]:
        """Cases in states that the workflow no longer has: under another table they had come there."""
        flow, lost = self.plan.workflow, Counter[str]()
        for case in self.ledger.cases(CaseQuery(city=self.plan.city, without_states=flow.states)):
            lost[case.state] += 1
        for state, count in sorted(lost.items()):
            yield problem("CMS925", flow.source or flow.id, state=state, count=count)

    def recount(self, by: Actor, now: datetime, progress: Callable[[int], None] | None = None) -> Recount:
        """Write an entry ``recounted`` into each case whose deadline moves; nothing else of the case changes.

        A case that another writer changes meanwhile, or whose last entry is later than ``now``, is refused by name
        and can be recounted afterwards. Doing it twice writes nothing the second time.

        Raises:
            StoreUnavailable: the ledger cannot be read or written.
        """
        done, refused = [], []
        for row in list(self.moved()):
            refusal = self._write(row, by, now)
            if refusal is None:
                done.append(row)
            else:
                refused.append((row.case.id, refusal))
            if progress is not None:
                progress(len(done) + len(refused))
        return Recount(tuple(done), tuple(refused))

    def _write(self, row: MovedDeadline, by: Actor, now: datetime) -> Refusal | None:
        entries = self.ledger.entries(row.case.id)
        case = fold(entries, self.forms)
        if case is None or case.due is None or self._local(case.due) != row.old:
            return Refusal("CMS709", "concurrency", (("case", row.case.id),))
        stream = Waking(self.plan, self.ledger, self.forms, self.entering).stream(Stream(case, entries), now)
        case, entries = stream.case, stream.entries
        early = too_early(now, case.last)
        if early is not None:
            return early
        entry = seal(
            stream=case.id, version=case.version + 1, city=case.city, type_=RECOUNTED, at=now, by=by.id,
            plan=self.plan.fingerprint, data=self.forms.recounted(row.old, row.new), prev=entries[-1].hash,
        )  # fmt: skip
        if not self.entering.append_all([Change(evolve(case, entry, self.forms), (*stream.fresh, entry))]):
            return Refusal("CMS709", "concurrency", (("case", case.id),))
        return None

    def clocks(self, case: Case, entries: Sequence[Entry], now: datetime) -> tuple[StageClock, ...]:
        """The stage clocks of a case, done, paused and running, in order of beginning."""
        seen = awake(case, procedure_of(self.plan), now)
        return self._stages.of(seen, entries, [self.forms.read(entry) for entry in entries], now)

    def light(self, case: Case, now: datetime) -> Light | None:
        """The light of a case's deadline, at the moment it was handled or closed, else at ``now``."""
        if case.due is None:
            return None
        clock, pauses = self._clocks.of(case.due), pauses_of(hold for hold in case.course.holds if hold.pauses)
        return light_of(case.due, case.at, case.handled or case.closed, now, clock, pauses)

    def watched(self, now: datetime) -> Iterator[tuple[Case, Light]]:
        """Open cases whose light is yellow or red at ``now``, in order of id."""
        for case, _ in self._open():
            shown = self.light(case, now)
            if shown in WATCHED:
                yield awake(case, procedure_of(self.plan), now), shown
