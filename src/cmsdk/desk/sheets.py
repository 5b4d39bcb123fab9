"""What a page of an app shows of one case (案件单): the case, its clocks, who answers for it, what is possible next."""

from collections.abc import Sequence

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger
from cmsdk.contract.workflow import Transition
from cmsdk.desk.acting import Acting
from cmsdk.desk.deadlines import Deadlines
from cmsdk.desk.intake import Outcome
from cmsdk.model.attachment import Attachment
from cmsdk.model.case import Case
from cmsdk.model.clock import Light, StageClock
from cmsdk.model.command import Actor
from cmsdk.model.report import Erased, person_key
from cmsdk.publish.attached import attachment_form
from cmsdk.publish.forms import case_form, case_item, clock_form, quarantine_item, step_form, time_form
from cmsdk.publish.view import View
from cmsdk.serial import Form
from cmsdk.work.attachments import fold, stream_of
from cmsdk.work.possible import possible
from cmsdk.work.procedure import procedure_of
from cmsdk.work.responsible import Responsible, responsible


@attrs.frozen
class CaseSheet:
    """One case and all that is shown beside it. ``City.sheet`` gives one; ``as_json`` is its form for machines."""

    case: Case
    light: Light | None
    possible: tuple[Transition, ...]
    """The steps that lead on, in the order of the city's table; where an actor was named, those of theirs."""
    clocks: tuple[StageClock, ...]
    responsible: Responsible | None
    """Who answers for it; nobody for one that has ended."""
    followers: tuple[str, ...]
    """Ids of the cases that are linked to it."""
    attachments: tuple[Attachment, ...]
    erased: Erased | None
    """When its reporter was erased, if that happened."""
    _view: View = attrs.field(repr=False, eq=False)

    def as_json(self) -> Form:
        """The form of ``cmsdk cases show --json`` (contracts §8)."""
        plan = self._view.plan
        return {
            **case_form(self.case, self._view, self.light),
            "attachments": [attachment_form(item, self._view) for item in self.attachments],
            "responsible": attrs.asdict(self.responsible) if self.responsible else None,
            "reporter_erased": time_form(self.erased.at, plan) if self.erased else None,
            "clocks": [clock_form(clock, plan) for clock in self.clocks],
            "followers": list(self.followers),
            "possible": [step_form(row) for row in self.possible],
        }


@attrs.frozen
class Sheets:
    """Draws up what is shown of cases, at a moment and in a language."""

    acting: Acting
    deadlines: Deadlines
    view: View

    @property
    def plan(self) -> CityPlan:
        """The plan of the city."""
        return self.view.plan

    @property
    def ledger(self) -> Ledger:
        """The ledger of the city."""
        return self.acting.ledger

    def sheet(self, case_id: str, by: Actor | None) -> CaseSheet:
        """See :meth:`cmsdk.City.sheet`."""
        now = self.view.now
        stream = self.acting.stream(case_id)
        case = self.acting.waking.awake(stream.case, now)
        attached = fold(self.ledger.entries(stream_of(case_id)), case_id, self.plan.city).items
        return CaseSheet(
            case, self.deadlines.light(case, now), possible(case, procedure_of(self.plan), now, by),
            self.deadlines.clocks(case, stream.entries, now), responsible(case, self.plan),
            tuple(other.id for other in self.acting.linked_to(case_id, now)), tuple(attached),
            erased(self.ledger, case_id), self.view,
        )  # fmt: skip

    def case(self, case: Case) -> Form:
        """A row of a list."""
        return case_form(case, self.view, self.deadlines.light(case, self.view.now))

    def outcome(self, outcome: Outcome) -> Form:
        """What became of a delivery, item by item; of a very large one the further cases come from the ledger."""
        items = [case_item(case, self.plan) for case in cases_of(outcome, self.ledger)]
        items += [quarantine_item(row, self.view.lang) for row in outcome.quarantined]
        return {"delivery": outcome.delivery, **outcome.counts, "items": items}


def erased(ledger: Ledger, case_id: str) -> Erased | None:
    """Whether the reporter of a case was erased, and when."""
    at = ledger.kept([key := person_key(case_id)]).get(key)
    return None if at is None else Erased(at)


def cases_of(outcome: Outcome, ledger: Ledger) -> Sequence[Case]:
    """All new cases of a delivery; those that it does not carry along come from the ledger."""
    known = {case.id: case for case in outcome.cases}
    found = (known.get(id_) or ledger.case(id_) for id_ in outcome.case_ids)
    return [case for case in found if case is not None]
