"""Boxes under one another: how high they are, and where those beside the main line stand best."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Final

from .channel import GRID, End
from .chart import State
from .text import high

PAD: Final = 10
"""Room between a box's edge and its text."""
RULE: Final = 8
"""Room of the rule in a box."""


def up(value: float, step: int = GRID) -> int:
    """``value`` rounded up to a whole number of steps."""
    return ceil(value / step) * step


def text_high(state: State) -> int:
    """The height of what stands in a box."""
    return high(state.lines) + (RULE + high(state.inside) if state.inside else 0)


def tall(state: State, sides: Iterable[Iterable[End]]) -> int:
    """The height of a box: of its text, or of the ends of wires on the side that has more of them."""
    rooms = [sum(end.room for end in ends if end.box == state.id) + GRID for ends in sides]
    return up(max(text_high(state) + 2 * PAD, *rooms), 2 * GRID)


def beside(states: Sequence[State], wanted: Mapping[str, float], talls: Mapping[str, int], gap: int) -> dict[str, int]:
    """The upper edge of each box of a second column: as near to the wanted middle as those above and below let it.

    Boxes that would meet are pushed apart evenly (least squares under a fixed order).
    """
    ordered = sorted(states, key=lambda state: wanted[state.id])
    offset, blocks = 0, list[list[float]]()
    for state in ordered:
        # where the first box of a stack would stand, if this one had its wish
        blocks.append([wanted[state.id] - talls[state.id] / 2 - offset, 1])
        offset += talls[state.id] + gap
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, m), (b, n) = blocks[-2:]
            blocks[-2:] = [[(a * m + b * n) / (m + n), m + n]]
    stood, offset, found = iter([top for top, count in blocks for _ in range(int(count))]), 0, dict[str, int]()
    for state in ordered:
        # half a row beside the main column's, so that no two lines from opposite sides ever lie on one another
        found[state.id] = up(max(next(stood), 0) + offset) + GRID // 2
        offset += talls[state.id] + gap
    return found
