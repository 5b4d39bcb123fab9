"""7-2-1 (721工作法): how many cases are settled by which means, beside the mix that the city aims at."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Protocol

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.profile import ApproachPolicy
from cmsdk.model.approach import Approach
from cmsdk.model.case import Case
from cmsdk.model.errors import RejectedInput
from cmsdk.model.mix import BREAKDOWNS, Mix, MixOf, Share
from cmsdk.model.problem import problem

from .chance import chance, holm, interval


class Called(Protocol):
    """Anything with a name."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...


def called(things: Mapping[str, Called]) -> Callable[[str], str]:
    """What a key is called: its name, else the key itself, else a dash."""
    return lambda key: (things[key].name if key in things else "") or key or "—"


def _on_the_spot(case: Case) -> bool:
    """举手之劳: mended by whoever found it, and never dispatched; no case that a means was chosen for."""
    return case.course.on_the_spot


def mix(cases: Iterable[Case], policy: ApproachPolicy) -> Mix:
    """The mix of ``cases`` by the strongest means on each, in the order of the ladder. It is measured, never forced."""
    found = list(cases)
    counts = Counter(case.approach for case in found if not _on_the_spot(case))
    total = counts.total()
    targets = [policy.target.get(approach, 0) for approach in Approach]
    shares = []
    for approach, target in zip(Approach, targets, strict=True):
        count = counts[approach]
        low, high = interval(count, total)
        share = 100 * count / total if total else 0.0
        shares.append(Share(approach, count, share, target, 100 * low, 100 * high))
    probability, test = chance([share.count for share in shares], targets)
    return Mix(total, tuple(shares), probability, test, on_the_spot=len(found) - total)


def _ways(plan: CityPlan) -> Mapping[str, tuple[Callable[[Case], str], Callable[[str], str]]]:
    """By what a mix is broken down → the key of a case, and what a key is called."""
    return {
        "grid": (lambda case: case.grid, called(plan.grids)),
        "station": (lambda case: case.station, called(plan.stations)),
        "unit": (lambda case: case.unit, called(plan.units)),
        "division": (lambda case: case.division, called(plan.divisions)),
        "category": (lambda case: case.category, called({**plan.other_categories, **plan.categories})),
        "channel": (lambda case: case.channel, called(plan.channels)),
        "month": (lambda case: case.opened.astimezone(plan.zone).strftime("%Y-%m"), str),
    }


def mixes(cases: Sequence[Case], plan: CityPlan, by: str) -> tuple[MixOf, ...]:
    """The mix of each grid, station, …: months in order, all others by how little they come by chance, then by key.

    Raises RejectedInput for a ``by`` that is none of ``BREAKDOWNS``.
    """
    if by not in BREAKDOWNS:
        near = next(iter(get_close_matches(by, BREAKDOWNS, n=1, cutoff=0)), "")
        raise RejectedInput([problem("CMS459", by, by=by, known=", ".join(BREAKDOWNS), near=near)])
    key, label = _ways(plan)[by]
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(key(case), []).append(case)
    found = [(name, mix(groups[name], plan.approach_policy)) for name in sorted(groups)]
    raised = holm([each.chance for _, each in found])
    rows = [MixOf(name, label(name), each, chance) for (name, each), chance in zip(found, raised, strict=True)]
    return tuple(rows if by == "month" else sorted(rows, key=lambda row: (row.chance, row.mix.chance, row.key)))
