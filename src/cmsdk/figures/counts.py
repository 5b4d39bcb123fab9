"""Counts of cases by state, unit and category, and how many are late."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.figures import Count, Figures

from .flows import flows
from .mix import called, mix, mixes
from .visits import visits


def _by(
    cases: Sequence[Case], key: Callable[[Case], str], label: Callable[[str], str], ends: tuple[str, ...], now: datetime
) -> tuple[Count, ...]:
    every, opened, late, exempt = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for case in cases:
        name = key(case)
        every[name] += 1
        opened[name] += case.state not in ends
        if case.late(now):
            late[name] += 1
            exempt[name] += case.course.exempt
    ranked = sorted(every, key=lambda name: (-every[name], name))
    return tuple(Count(name, label(name), every[name], opened[name], late[name], exempt[name]) for name in ranked)


def figures(cases: Iterable[Case], plan: CityPlan, now: datetime, by: Iterable[str] = ()) -> Figures:
    """All figures of ``cases`` at ``now`` (aware); the mix of each part for all that ``by`` names.

    Raises RejectedInput for what a mix is not broken down by.
    """
    found = list(cases)
    ends = plan.workflow.ends
    categories = {**plan.other_categories, **plan.categories}

    return Figures(
        total=len(found),
        open=sum(case.state not in ends for case in found),
        late=sum(case.late(now) for case in found),
        provisional=sum(case.due is not None and case.due.provisional for case in found),
        mix=mix(found, plan.approach_policy),
        states=_by(found, lambda c: c.state, lambda state: plan.workflow.labels.get(state) or state or "—", ends, now),
        units=_by(found, lambda c: c.unit, called(plan.units), ends, now),
        categories=_by(found, lambda c: c.category, called(categories), ends, now),
        channels=_by(found, lambda c: c.channel, called(plan.channels), ends, now),
        kinds=_by(found, lambda c: c.kind, lambda kind: kind or "—", ends, now),
        linked=sum(bool(case.linked) for case in found),
        exempt=sum(case.course.exempt and case.late(now) for case in found),
        flows=flows(found),
        visits=visits(found, plan.case_rules.visits, called(plan.units)),
        mixes={each: mixes(found, plan, each) for each in by},
    )
