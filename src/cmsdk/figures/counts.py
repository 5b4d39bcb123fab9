"""Counts of cases by state, unit and category, and how many are late."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.figures import Count, Figures

from .mix import mix


def _by(
    cases: Sequence[Case], key: Callable[[Case], str], label: Callable[[str], str], ends: tuple[str, ...], now: datetime
) -> tuple[Count, ...]:
    every, opened, late = Counter[str](), Counter[str](), Counter[str]()
    for case in cases:
        name = key(case)
        every[name] += 1
        opened[name] += case.state not in ends
        late[name] += case.late(now)
    ranked = sorted(every, key=lambda name: (-every[name], name))
    return tuple(Count(name, label(name), every[name], opened[name], late[name]) for name in ranked)


def figures(cases: Iterable[Case], plan: CityPlan, now: datetime) -> Figures:
    """All figures of ``cases`` at ``now`` (aware)."""
    found = list(cases)
    ends = plan.workflow.ends

    def named(names: Callable[[str], str | None]) -> Callable[[str], str]:
        return lambda key: names(key) or key or "—"

    return Figures(
        total=len(found),
        open=sum(case.state not in ends for case in found),
        late=sum(case.late(now) for case in found),
        provisional=sum(case.due is not None and case.due.provisional for case in found),
        mix=mix(found, plan.approach_policy),
        states=_by(found, lambda c: c.state, named(plan.workflow.labels.get), ends, now),
        units=_by(found, lambda c: c.unit, named(lambda k: plan.units[k].name if k in plan.units else None), ends, now),
        categories=_by(
            found,
            lambda c: c.category,
            named(lambda k: plan.categories[k].name if k in plan.categories else None),
            ends,
            now,
        ),
        channels=_by(
            found,
            lambda c: c.channel,
            named(lambda k: plan.channels[k].name if k in plan.channels else None),
            ends,
            now,
        ),
    )
