"""Figures as values (统计数): counted by the room ``figures``, shown by the room ``publish``."""

import attrs

from .approach import Approach


@attrs.frozen
class Share:
    """One means of 7-2-1: count, share and target in per cent. The share of no cases is 0."""

    approach: Approach
    count: int
    share: float
    target: int

    @property
    def deviation(self) -> float:
        """Share less target, in percentage points."""
        return self.share - self.target


@attrs.frozen
class Mix:
    """The mix of some cases (手段占比), in the order of the ladder."""

    total: int
    shares: tuple[Share, ...]


@attrs.frozen
class Count:
    """A row of figures: a key, its label, its cases, those that are open and those that are late."""

    key: str
    label: str
    cases: int
    open: int
    late: int


@attrs.frozen
class Figures:
    """The figures of some cases at one moment (统计表)."""

    total: int
    open: int
    late: int
    provisional: int
    mix: Mix
    states: tuple[Count, ...]
    units: tuple[Count, ...]
    categories: tuple[Count, ...]
    channels: tuple[Count, ...]
    linked: int = 0
    """Of the total, those that are linked to a first one: one matter, reported once more."""
