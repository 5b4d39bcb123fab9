"""Counts kept beforehand (计数): how many cases of each kind there are."""

import attrs


@attrs.frozen
class Tally:
    """How many cases are of one unit, category, approach and state."""

    unit: str
    category: str
    approach: str
    state: str
    cases: int


@attrs.frozen
class CountOf:
    """A key, what it is called, its cases, and those of them that are open."""

    key: str
    label: str
    cases: int
    open: int


@attrs.frozen
class Counts:
    """How many cases there are (案件数): in all, open, and by state, unit, category and approach, most first."""

    total: int
    open: int
    states: tuple[CountOf, ...]
    units: tuple[CountOf, ...]
    categories: tuple[CountOf, ...]
    approaches: tuple[CountOf, ...]
