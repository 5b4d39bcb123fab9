"""Figures as values (统计数): counted by the room ``figures``, shown by the room ``publish``."""

from collections.abc import Mapping

import attrs

from .mix import Mix, MixOf


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
    mixes: Mapping[str, tuple[MixOf, ...]] = attrs.field(factory=dict)
    """The mix of each grid, station, … where it was asked for: by what → rows."""
