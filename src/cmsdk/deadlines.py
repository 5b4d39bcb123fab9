"""Deadlines that have been given: which would be counted differently now, counting them anew, stage clocks, lights."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import attrs

from cmsdk.clock.clocks import Clocks
from cmsdk.clock.lights import light
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import CaseQuery, Ledger
from cmsdk.model.case import Case
from cmsdk.model.clock import Due, Light, StageClock
from cmsdk.model.commands import Actor, Refusal
from cmsdk.model.entry import Entry, seal
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Dated
from cmsdk.work.case import fold
from cmsdk.work.forms import RECOUNTED, CaseForms
from cmsdk.work.stages import StageClocks

WATCHED: Final = (Light.YELLOW, Light.RED)


def _same(one: Due | None, other: Due) -> bool:
    """Whether both are one deadline; an hour that comes twice equals no moment of another zone (PEP 495)."""
    return one is not None and attrs.evolve(one, at=one.at.astimezone(UTC)) == attrs.evolve(
        other, at=other.at.astimezone(UTC)
    )


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
                # a store may give moments in another zone; what is written and shown is the city's
                yield case, attrs.evolve(case.due, at=case.due.at.astimezone(self.plan.zone))

    def moved(self) -> Iterator[MovedDeadline]:
        """Open deadlines that the present calendars count differently, in order of id; read as they are asked for.

        The limit and the calendar stay those of the decision: a changed row does not reach back (contracts §3), a
        calendar that knows more does.
        """
        for case, old in self._open():
            new = self._counted(case, old)
            if new is not None and (new.at, new.provisional) != (old.at, old.provisional):
                new = self._as_dated(case, new)
                if (new.at, new.provisional) != (old.at, old.provisional):
                    yield MovedDeadline(case, old, new)

    def _counted(self, case: Case, old: Due) -> Due | None:
        """``old`` counted anew; nothing where it hangs on no calendar, or on one that is gone."""
        clock = self._clocks.get(old.calendar) if old.calendar else None
        return clock.due(case.at, old.limit) if clock else None

    def _as_dated(self, case: Case, new: Due) -> Due:
        """A report without a time of its own keeps a provisional deadline, whatever the calendar knows."""
        first = self.ledger.entries(case.id)[0]
        dated = self.forms.read(first)["dated"]
        return attrs.evolve(new, provisional=True) if dated == Dated.DELIVERY else new

    def problems(self, moved: Sequence[MovedDeadline]) -> tuple[Problem, ...]:
        """What a check of the city says of its open deadlines: those that move, those without their calendar."""
        found = []
        if moved:
            firm = sum(row.becomes_firm for row in moved)
            found.append(problem("CMS915", self.plan.city, count=len(moved), firm=firm, city=self.plan.city))
        gone: dict[str, int] = {}
        for _, due in self._open():
            if due.calendar and due.calendar not in self.plan.calendars:
                gone[due.calendar] = gone.get(due.calendar, 0) + 1
        found += [problem("CMS916", self.plan.city, calendar=c, count=n) for c, n in sorted(gone.items())]
        return tuple(found)

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
        if case is None or not _same(case.due, row.old):
            return Refusal("CMS709", "concurrency", (("case", row.case.id),))
        if case.last is not None and now < case.last:
            return Refusal("CMS705", "time", (("at", now.isoformat()), ("last", case.last.isoformat())))
        entry = seal(
            stream=case.id, version=case.version + 1, city=case.city, type_=RECOUNTED, at=now, by=by.id,
            plan=self.plan.fingerprint, data=self.forms.recounted(row.old, row.new), prev=entries[-1].hash,
        )  # fmt: skip
        after = fold((*entries, entry), self.forms)
        if after is None or not self.ledger.append(after, [entry]):
            return Refusal("CMS709", "concurrency", (("case", case.id),))
        return None

    def clocks(self, case: Case, entries: Sequence[Entry], now: datetime) -> tuple[StageClock, ...]:
        """The stage clocks of a case, done and running, in order of beginning."""
        return self._stages.of(case, entries, [self.forms.read(entry) for entry in entries], now)

    def light(self, case: Case, now: datetime) -> Light | None:
        """The light of a case's deadline, at the moment it was handled or closed, else at ``now``."""
        clock = self._clocks.get(case.due.calendar) if case.due else None
        if case.due is None or clock is None:
            return None
        return light(case.due, case.at, case.handled or case.closed or now, clock)

    def watched(self, now: datetime) -> Iterator[tuple[Case, Light]]:
        """Open cases whose light is yellow or red at ``now``, in order of id."""
        for case, _ in self._open():
            shown = self.light(case, now)
            if shown in WATCHED:
                yield case, shown
