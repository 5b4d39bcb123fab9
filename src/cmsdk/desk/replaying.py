"""Past reports decided again under a plan that is not in force yet (试算): what would differ. Nothing is written."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

import attrs
from typing_extensions import override

from cmsdk.contract.base import Contribution
from cmsdk.contract.plan import CityPlan, Ranked
from cmsdk.contract.ports import CaseQuery
from cmsdk.model.approach import Approach, Mode
from cmsdk.model.case import Case
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.entry import Entry
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.report import Report
from cmsdk.registry.code import Code
from cmsdk.registry.discovery import Discovered, discover
from cmsdk.registry.trial import Trial, trial
from cmsdk.triage.draft import Draft
from cmsdk.triage.guard import Guard
from cmsdk.triage.pipeline import Pipeline
from cmsdk.work.forms import REPORTED, TRIAGED, CaseForms

from .part import Part
from .planning import planned
from .replayed import Decided, Replay, Replayed, decided, rules_of

BATCH: Final = 1000
"""Cases that are read and decided together; the result is the same for any number."""
_TITLE: Final = 60
"""Characters of a text that tell which case it is."""
_CORE_GIVEN: Final = (
    "given-category",
    "unknown-category",
    "unmapped-category",
    "ambiguous-category",
    "mapped-category",
)


class Patient(Guard):
    """Sets nothing aside: what a failing rule answers for one case must not hang on how many came before it."""

    @override
    def set_aside(self, ranked: Ranked[Contribution]) -> bool:
        return False


@attrs.frozen
class _Past:
    """A case as it came in: its report, what was decided, and whether it follows another."""

    case: str
    report: Report
    recorded: Decided
    linked: bool


@attrs.frozen
class _Side:
    """One of the two plans at work."""

    plan: CityPlan
    pipeline: Pipeline
    guard: Patient
    code: Code = attrs.field(factory=Code)

    @classmethod
    def of(cls, plan: CityPlan, code: Code) -> "_Side":
        return cls(plan, Pipeline(plan), Patient(), code)

    def decide(self, past: Sequence[_Past]) -> list[Decided]:
        zone = self.plan.zone
        drafts = [
            Draft(attrs.evolve(p.report, at=p.report.at.astimezone(zone), received=p.report.received.astimezone(zone)),
                  "", "", None)
            for p in past
        ]  # fmt: skip
        with self.code:
            return [decided(triaged) for triaged in self.pipeline.decide(drafts, self.guard)]


class Replays(Part):
    """Tries a change of the rules on the reports that the ledger has."""

    def replay(
        self,
        changed: str | Path | Sequence[Discovered],
        *,
        plugins: Sequence[Discovered] | None = None,
        first: date | None = None,
        last: date | None = None,
        each: Callable[[Replayed], None] | None = None,
        progress: Callable[[int], None] | None = None,
        batch: int = BATCH,
    ) -> Replay:
        """Decide past reports again, under the present plan and under a changed one, and say what differs.

        ``changed`` names the change: a plugin's folder, a distribution's, a wheel, a folder of tables that are laid
        over; or it is all plugins as they would be. ``plugins`` are those of the city where they are not all that are
        installed. ``first`` and ``last`` are days on which reports were received, both included. ``each`` is told every
        case that differs, ``progress`` the number of cases done. Each report is judged at its own time; nothing is
        written. While it runs, no other thread may assemble or use this city's plugins, if the change brings Python.

        Raises:
            RejectedInput: ``changed`` names nothing that can be tried.
            AssemblyError: the changed plan is not whole.
            StoreUnavailable: the ledger cannot be read.
        """
        if not isinstance(changed, str | Path):
            return self._replay(Trial(tuple(changed), ()), first, last, each, progress, batch)
        rows = discover() if plugins is None else plugins
        with trial(rows, self.plan.city, str(changed)) as tried:
            return self._replay(tried, first, last, each, progress, batch)

    def _replay(
        self, tried: Trial, first: date | None, last: date | None, each: Callable[[Replayed], None] | None,
        progress: Callable[[int], None] | None, batch: int,
    ) -> Replay:  # fmt: skip
        with tried.code:
            plan = planned(tried.rows, self.plan.city)
        old, new = _Side.of(self.plan, Code()), _Side.of(plan, tried.code)
        desks = self.plan.profile.duty_desk, plan.profile.duty_desk
        known = _names(self.plan)
        found = Replay(
            city=self.plan.city, present=self.plan.fingerprint, changed=plan.fingerprint, plugins=tried.changed,
            new={id_: name for id_, name in _names(plan).items() if id_ not in known},
        )  # fmt: skip
        cases = self.ledger.cases(self._period(first, last))
        while some := list(islice(cases, max(1, batch))):
            past = list(self._past(some, found))
            for one, present, would in zip(past, old.decide(past), new.decide(past), strict=True):
                text = (one.report.title or one.report.text)[:_TITLE]
                row = Replayed(one.case, one.report.at, text, one.recorded, present, would)
                found.add(row, linked=one.linked, desks=desks)
                if each is not None and row.fields:
                    each(row)
            if progress is not None:
                progress(found.cases + found.skipped)
        found.failed = new.guard.problems(aside="CMS601")
        return found

    def _period(self, first: date | None, last: date | None) -> CaseQuery:
        zone = self.plan.zone

        def opening(day: date | None) -> datetime | None:
            return None if day is None else datetime.combine(day, time(), zone)

        after = None if last is None else last + timedelta(days=1)
        return CaseQuery(city=self.plan.city, opened_from=opening(first), opened_until=opening(after))

    def _past(self, cases: Sequence[Case], found: Replay) -> Iterator[_Past]:
        openings = self.ledger.openings([case.id for case in cases])
        for case in cases:
            entries = openings.get(case.id, ())
            if [entry.type for entry in entries] != [REPORTED, TRIAGED]:
                found.skip(case.id)
                continue
            try:
                report, recorded, whole = _read(entries, self._forms)
            except (StoreUnavailable, ValueError, LookupError, TypeError):
                # of a newer version, or changed by hand
                found.skip(case.id)
                continue
            found.incomplete += not whole
            yield _Past(case.id, report, recorded, bool(case.linked))


def _read(entries: Sequence[Entry], forms: CaseForms) -> tuple[Report, Decided, bool]:
    report, whole = forms.report(entries[0])
    form = forms.read(entries[1])
    trail, due = forms.trail(form["trail"]), forms.due(form["due"])
    recorded = Decided(
        form["category"], Approach(form["approach"]), form["division"], form["grid"], form["station"], form["unit"],
        Mode(form["mode"]), form["standard"], due.at, due.provisional, rules_of(trail),
    )  # fmt: skip
    return report if whole else attrs.evolve(report, **dict(_told(trail))), recorded, whole


def _told(trail: Sequence[Step]) -> Iterator[tuple[str, Any]]:
    """What the trail tells of what the sender gave, for entries that do not say it themselves."""
    for step in trail:
        facts = dict(step.facts)
        if step.stage is Stage.CLASSIFY and step.why in _CORE_GIVEN:
            yield "category", facts.get("code") or step.answer
        elif step.why == "grid-code":
            yield "grid", step.answer
        elif step.why == "division":
            yield "division", facts["division"]


def _names(plan: CityPlan) -> dict[str, str]:
    """What a decision may name that a change may bring along: categories, units, stations."""
    return {id_: one.name for named in (plan.categories, plan.units, plan.stations) for id_, one in named.items()}
