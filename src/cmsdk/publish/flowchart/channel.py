"""A channel: the room beside a column of boxes, in which wires run up and down, each on a track of its own."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

import attrs

from .text import Line, high

GRID: Final = 10
"""Rows of a channel lie this far apart."""
MOST_TRIES: Final = 2_000_000
"""Pairs of wires compared in the search for few crossings, at most: drawings of usual size are searched to the end."""


@attrs.frozen
class End:
    """One end of the wire ``wire`` at the box ``box``; ``far``: a box on the channel's other side."""

    wire: int
    box: str
    head: bool
    far: bool
    lines: tuple[Line, ...] = ()

    @property
    def room(self) -> int:
        """How much of the box's side it takes: its line lies at the bottom of it, the text above the line."""
        return GRID * -(-(high(self.lines) + GRID) // GRID) if self.lines else GRID


Rows = Mapping[End, int]
Order = tuple[int, ...]


@attrs.frozen
class Channel:
    """Ends of wires and the boxes that they are at: box → (upper edge, height)."""

    ends: tuple[End, ...]
    boxes: Mapping[str, tuple[int, int]]

    @cached_property
    def of(self) -> Mapping[int, tuple[End, ...]]:
        """The ends of each wire."""
        found: dict[int, tuple[End, ...]] = {}
        for end in self.ends:
            found[end.wire] = (*found.get(end.wire, ()), end)
        return found

    @cached_property
    def _turns(self) -> Mapping[End, int]:
        """Which way the wire turns at each end: -1 up, 1 down, 0 both ways."""
        found = {}
        for wire in self.of.values():
            middles = [self._middle(end) for end in wire]
            for end, here in zip(wire, middles, strict=True):
                found[end] = any(y > here for y in middles) - any(y < here for y in middles)
        return found

    def _middle(self, end: End) -> int:
        upper, tall = self.boxes[end.box]
        return upper + tall // 2

    def rows(self, order: Order) -> Rows:
        """The row of each end. At a box the wires that turn up come first, the inner before the outer."""
        place = {wire: number for number, wire in enumerate(order)}
        at: dict[tuple[str, bool], list[End]] = {}
        for end in self.ends:
            at.setdefault((end.box, end.far), []).append(end)
        rows: dict[End, int] = {}
        for (box, far), ends in at.items():
            sign = -1 if far else 1
            turned = {end: (turn := self._turns[end], -turn * sign * place[end.wire]) for end in ends}
            upper, tall = self.boxes[box]
            row = upper + (tall - sum(end.room for end in ends)) // 2 // GRID * GRID
            for end in sorted(ends, key=turned.__getitem__):
                row += end.room
                rows[end] = row
        return rows

    def straight(self, rows: Rows) -> Rows:
        """Rows, but a wire of two ends that are half a row apart is one straight line: the upper end comes down."""
        found = dict(rows)
        for ends in self.of.values():
            upper, *lower = sorted(ends, key=lambda end: rows[end])
            if len(lower) != 1 or rows[lower[0]] - rows[upper] != GRID // 2:
                continue
            if rows[lower[0]] < sum(self.boxes[upper.box]) - GRID // 2:
                found[upper] = rows[lower[0]]
        return found

    def spans(self, rows: Rows) -> dict[int, tuple[int, int]]:
        """From which row to which each wire runs."""
        found = {wire: [rows[end] for end in ends] for wire, ends in self.of.items()}
        return {wire: (min(at), max(at)) for wire, at in found.items()}

    def tracks(self, order: Order, rows: Rows) -> dict[int, int]:
        """The track of each wire, 0 nearest to the column: as near as those before it in ``order`` leave room."""
        spans, tracks = self.spans(rows), dict[int, int]()
        for wire in order:
            low, up = spans[wire]
            near = [n for other, n in tracks.items() if spans[other][0] - GRID < up and low < spans[other][1] + GRID]
            tracks[wire] = max(near, default=-1) + 1
        return tracks

    def crossings(self, order: Order) -> tuple[int, int]:
        """How often wires cross, and how far they are from the column together."""
        rows = self.rows(order)
        tracks, spans = self.tracks(order, rows), self.spans(rows)
        count = 0
        for end in self.ends:
            own, row = tracks[end.wire], rows[end]
            for other, (low, up) in spans.items():
                if other != end.wire and low <= row <= up:
                    count += tracks[other] > own if end.far else tracks[other] < own
        return count, sum(tracks.values())

    def best(self) -> Order:
        """An order of the wires with few crossings: short ones inside, then neighbours change places while it helps."""
        spans = {wire: [self._middle(end) for end in ends] for wire, ends in self.of.items()}
        order = tuple(sorted(spans, key=lambda wire: (max(spans[wire]) - min(spans[wire]), wire)))
        best, tries = self.crossings(order), MOST_TRIES // max(1, len(order) * len(self.ends))
        improved = True
        while improved and tries > 0:
            improved = False
            for moved in _moves(order):
                tries -= 1
                found = self.crossings(moved)
                if found < best:
                    order, best, improved = moved, found, True
                if tries <= 0:
                    break
        return order


def _moves(order: Order) -> Sequence[Order]:
    """The order with one wire moved to each other place."""
    moves = []
    for number, wire in enumerate(order):
        rest = order[:number] + order[number + 1 :]
        moves += [(*rest[:to], wire, *rest[to:]) for to in range(len(order)) if to != number]
    return moves
