"""The mix of 7-2-1 as values (手段占比): counts, shares, and whether they differ from the aim by more than chance."""

from typing import Final

import attrs

from .approach import Approach

LEVEL: Final = 0.05
"""A deviation that comes by chance less often than one time in twenty is called more than chance (the usual level)."""
BREAKDOWNS: Final = ("grid", "station", "unit", "division", "category", "channel", "month")
"""By what a mix can be broken down; ``month`` is that in which a case was opened, in the city's time zone."""


@attrs.frozen
class Share:
    """One means of 7-2-1: count, share and target in per cent. The share of no cases is 0."""

    approach: Approach
    count: int
    share: float
    target: int
    low: float = 0.0
    """Lower end of the share's 95 % interval (Wilson 1927), in per cent."""
    high: float = 100.0
    """Upper end of it."""

    @property
    def deviation(self) -> float:
        """Share less target, in percentage points."""
        return self.share - self.target


@attrs.frozen
class Mix:
    """The mix of some cases (手段占比), in the order of the ladder; fixes on the spot (举手之劳) are counted apart."""

    total: int
    """Cases, without those fixed on the spot."""
    shares: tuple[Share, ...]
    chance: float = 1.0
    """How likely cases that come at the target's shares, each by itself, would make a mix as unlikely as this one."""
    test: str = ""
    """``exact`` (multinomial), or ``chi-square``; empty where there is no case."""
    on_the_spot: int = 0

    @property
    def more_than_chance(self) -> bool:
        """Whether it differs from the target by more than chance."""
        return self.chance < LEVEL


@attrs.frozen
class MixOf:
    """The mix of one grid, station, unit, category, channel or month, as a row among others."""

    key: str
    label: str
    mix: Mix
    chance: float
    """The mix's own, raised for the number of rows (Holm 1979): of many rows some differ by chance alone."""

    @property
    def more_than_chance(self) -> bool:
        """Whether it differs from the target by more than chance, among all its fellow rows."""
        return self.chance < LEVEL
