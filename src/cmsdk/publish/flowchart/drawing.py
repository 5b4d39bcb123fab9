"""A drawing: boxes, labels and wires with their places. Units are those of the text: 15 are a state's name high."""

import attrs

from .chart import Kind, State
from .text import Line, broad, high

Point = tuple[int, int]


@attrs.frozen
class Rectangle:
    """A place in the drawing; ``y`` grows downwards."""

    x: int
    y: int
    wide: int
    high: int

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.x + self.wide

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.y + self.high

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.y + self.high // 2

    def meets(self, other: "Rectangle") -> bool:
        """Whether the two have room in common."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )  # fmt: skip


@attrs.frozen
class Box:
    """A state where it stands."""

    state: State
    at: Rectangle


@attrs.frozen
class Label:
    """The text at an arrow: to the right of ``x``, or to the left of it."""

    lines: tuple[Line, ...]
    x: int
    y: int
    leftwards: bool = False

    @property
    def at(self) -> Rectangle:
        """The room that it takes."""
        wide = broad(self.lines)
        return Rectangle(self.x - wide if self.leftwards else self.x, self.y, wide, high(self.lines))


@attrs.frozen
class Wire:
    """An arrow: lines with square corners, dots where they join, and heads with the way they point (dx, dy)."""

    kind: Kind
    lines: tuple[tuple[Point, ...], ...]
    dots: tuple[Point, ...]
    heads: tuple[tuple[Point, Point], ...]
    said: str


@attrs.frozen
class Drawing:
    """All that is drawn, and how much room it takes."""

    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]
    wires: tuple[Wire, ...]
    start: Point
    """Where the arrow into the first state begins."""
    notes: tuple[Line, ...]
    wide: int
    high: int
