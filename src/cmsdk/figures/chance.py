"""Whether counts differ from the shares aimed at by more than chance; plain formulas, the same on every machine.

The core has no statistics library (ADR 0031): three categories at most need no more than this.
"""

from collections.abc import Iterator, Sequence
from math import comb, erfc, exp, gcd, sqrt
from statistics import NormalDist
from typing import Final

EXACT: Final = 100
"""Up to so many cases all outcomes are enumerated; beyond, the chi-square distribution is near enough."""
RARE: Final = 5
"""An expected count below this makes chi-square coarse (Cochran 1954), and the enumeration goes on …"""
RARE_EXACT: Final = 200
"""… up to so many cases; a means that is aimed at in one case of a hundred is judged coarsely in larger numbers."""
QUANTILE: Final = NormalDist().inv_cdf(0.975)
"""Two-sided 95 % of the normal distribution, 1.96."""


def chance(counts: Sequence[int], targets: Sequence[int]) -> tuple[float, str]:
    """Probability of an outcome as unlikely as ``counts`` or more so at ``targets`` (weights), and how it was found.

    A category with the target 0 cannot occur by chance: any count in it is one of probability 0.
    """
    total = sum(counts)
    if total == 0:
        return 1.0, ""
    if any(count and not target for count, target in zip(counts, targets, strict=True)):
        return 0.0, "exact"
    possible = [(count, target) for count, target in zip(counts, targets, strict=True) if target]
    counts, targets = [count for count, _ in possible], [target for _, target in possible]
    rarest = total * min(targets) / sum(targets)
    if total <= EXACT or (rarest < RARE and total <= RARE_EXACT):
        return exact(counts, targets), "exact"
    return chi_square(counts, targets), "chi-square"


def _outcomes(total: int, weights: Sequence[int]) -> Iterator[int]:
    """The weight of every way in which ``total`` cases can fall into the categories, as whole numbers."""
    first, *others = weights
    if not others:
        yield first**total
        return
    for count in range(total + 1):
        head = comb(total, count) * first**count
        for rest in _outcomes(total - count, others):
            yield head * rest


def exact(counts: Sequence[int], targets: Sequence[int]) -> float:
    """The exact multinomial test: outcomes that are no likelier than ``counts``, in whole numbers."""
    common = gcd(*targets)
    weights = [target // common for target in targets]
    seen, left = 1, sum(counts)
    for count, weight in zip(counts, weights, strict=True):
        seen *= comb(left, count) * weight**count
        left -= count
    as_unlikely = sum(weight for weight in _outcomes(sum(counts), weights) if weight <= seen)
    whole: int = sum(weights) ** sum(counts)
    return as_unlikely / whole


def chi_square(counts: Sequence[int], targets: Sequence[int]) -> float:
    """Pearson's test for one to three categories; the upper tail is exp(-x/2) with two degrees of freedom."""
    total, whole = sum(counts), sum(targets)
    expected = [total * target / whole for target in targets]
    x = sum((count - each) ** 2 / each for count, each in zip(counts, expected, strict=True))
    match len(counts) - 1:
        case 0:
            return 1.0
        case 1:
            return erfc(sqrt(x / 2))
        case 2:
            return exp(-x / 2)
        case freedom:
            raise ValueError(f"{freedom} degrees of freedom; there are three means")


def interval(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), from 0 to 1; anything is possible where there is no case."""
    if total == 0:
        return 0.0, 1.0
    z = QUANTILE
    middle = (count + z * z / 2) / (total + z * z)
    half = z / (total + z * z) * sqrt(count * (total - count) / total + z * z / 4)
    # at the ends the formula gives 0 and 1 but for rounding
    return (middle - half if count else 0.0), (middle + half if count < total else 1.0)


def holm(chances: Sequence[float]) -> list[float]:
    """Each probability raised so that all are judged together (Holm 1979), in the order given."""
    raised, highest = [0.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=lambda n: chances[n])):
        highest = max(highest, min(1.0, chances[place] * (len(chances) - rank)))
        raised[place] = highest
    return raised
