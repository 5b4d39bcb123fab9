"""7-2-1 (721工作法): how many cases are settled by which means, beside the mix that the city aims at."""

from collections import Counter
from collections.abc import Iterable

from cmsdk.contract.profile import ApproachPolicy
from cmsdk.model.approach import Approach
from cmsdk.model.case import Case
from cmsdk.model.figures import Mix, Share


def mix(cases: Iterable[Case], policy: ApproachPolicy) -> Mix:
    """The mix of ``cases`` by the means recorded on each, in the order of the ladder."""
    counts = Counter(case.approach for case in cases)
    total = counts.total()
    shares = tuple(
        Share(
            approach, counts[approach], 100 * counts[approach] / total if total else 0.0, policy.target.get(approach, 0)
        )
        for approach in Approach
    )
    return Mix(total, shares)
