"""Responsibility from what was done: a type's usual unit, and the areas where another one is usual."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

import attrs

LEAST: Final = 3
"""Rows that an area's own row needs at least."""


@attrs.frozen
class Usual:
    """The unit that had most of the rows of a type in an area (``*`` is everywhere)."""

    kind: str
    area: str
    unit: str
    right: int
    rows: int


def _most(votes: Counter[str]) -> tuple[str, int]:
    return min(votes.items(), key=lambda v: (-v[1], v[0]))


def learn_routes(rows: Iterable[tuple[str, str, str]]) -> list[Usual]:
    """(type, area, unit) → rows, in order. An area gets a row of its own only where its usual unit is another one."""
    everywhere: defaultdict[str, Counter[str]] = defaultdict(Counter)
    somewhere: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for kind, area, unit in rows:
        everywhere[kind][unit] += 1
        if area:
            somewhere[kind, area][unit] += 1
    found = []
    for kind in sorted(everywhere):
        usual, right = _most(everywhere[kind])
        found.append(Usual(kind, "*", usual, right, everywhere[kind].total()))
        for (_, area), votes in sorted((key, votes) for key, votes in somewhere.items() if key[0] == kind):
            unit, right = _most(votes)
            if votes.total() >= LEAST and unit != usual and right > votes[usual]:
                found.append(Usual(kind, area, unit, right, votes.total()))
    return found
