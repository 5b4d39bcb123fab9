"""Counts of cases by state, unit and category, and how many are late."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.figures import Count, Figures

from .flows import flows
from .mix import mix
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


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def _called(things: Mapping[str, _Named]) -> Callable[[str], str]:
    """What a key is called: its name, else the key itself, else a dash."""
    return lambda key: (things[key].name if key in things else "") or key or "—"


def figures(cases: Iterable[Case], plan: CityPlan, now: datetime) -> Figures:
    """All figures of ``cases`` at ``now`` (aware)."""
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
        units=_by(found, lambda c: c.unit, _called(plan.units), ends, now),
        categories=_by(found, lambda c: c.category, _called(categories), ends, now),
        channels=_by(found, lambda c: c.channel, _called(plan.channels), ends, now),
        linked=sum(bool(case.linked) for case in found),
        exempt=sum(case.course.exempt and case.late(now) for case in found),
        flows=flows(found),
        visits=visits(found, plan.case_rules.visits, _called(plan.units)),
    )
