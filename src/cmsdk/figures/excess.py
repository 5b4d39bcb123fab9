"""Whether a count is more, or other, than chance would have it: exact binomial tails, from SciPy (extra ``[tracing]``).

If each of ``total`` things falls here with the probability ``share``, so many of them fall here by chance: given the
total, this is the exact test that two Poisson rates are one (Przyborowski and Wilenski 1940), see ADR 0049.
"""

from collections.abc import Sequence
from typing import Final

import attrs

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

from .chance import holm

DIGITS: Final = 3
"""Significant digits of a probability: the last ones of a float may differ by processor, and mean nothing here."""


@attrs.frozen
class Share:
    """``here`` of ``total`` things are here, where ``share`` of them were expected."""

    here: int
    total: int
    share: float

    @property
    def expected(self) -> float:
        """How many would be here by chance, on average."""
        return self.total * self.share


@attrs.frozen
class Excess:
    """The probability of so many or more (or of a difference as great), by itself and among all that were tested."""

    chance: float
    raised: float


def _tails(shares: Sequence[Share]) -> tuple[list[float], list[float]]:
    """Of each, the probability of so many or more, and of so many or fewer."""
    try:
        from scipy.special import bdtr, bdtrc
    except ImportError as error:
        raise RejectedInput([problem("CMS906", "tracing", package="scipy", extra="tracing")]) from error
    here, total, share = [s.here for s in shares], [s.total for s in shares], [s.share for s in shares]
    return bdtrc([count - 1 for count in here], total, share).tolist(), bdtr(here, total, share).tolist()


def more_than_chance(shares: Sequence[Share]) -> list[Excess]:
    """One-sided: is it more than expected? Raises RejectedInput where SciPy is missing."""
    more, _ = _tails(shares)
    return _judged(more)


def other_than_chance(shares: Sequence[Share]) -> list[Excess]:
    """Two-sided, twice the smaller tail: is it more or fewer? Raises RejectedInput where SciPy is missing."""
    return _judged([min(1.0, 2 * min(tails)) for tails in zip(*_tails(shares), strict=True)])


def _judged(chances: Sequence[float]) -> list[Excess]:
    return [Excess(_short(one), _short(raised)) for one, raised in zip(chances, holm(chances), strict=True)]


def _short(chance: float) -> float:
    return float(f"{chance:.{DIGITS}g}")
