"""The parts of an SVG drawing: texts, boxes and arrows. Every text is escaped."""

from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape

from .column import RULE, text_high
from .drawing import Box, Label, Point, Wire
from .text import Line, high

ROUND: Final = 6
"""How far from a corner a line begins to bend."""


def text(line: Line, x: int, y: int, anchor: str = "") -> str:
    """A line of text with its foot at ``y``."""
    placed = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text class="{line.style.name}" x="{x}" y="{y}"{placed}>{escape(line.text)}</text>'


def texts(lines: Sequence[Line], x: int, y: int, anchor: str = "") -> Iterable[str]:
    """Lines under one another, from ``y`` downwards."""
    for line in lines:
        yield text(line, x, y + line.style.size, anchor)
        y += line.style.high


def box(drawn: Box, *, main: bool) -> Iterable[str]:
    """A state; an end has a second edge."""
    at, state = drawn.at, drawn.state
    yield f'<g class="box{"" if main else " aside"}">'
    yield f'<rect x="{at.x}" y="{at.y}" width="{at.wide}" height="{at.high}" rx="10"/>'
    if state.end:
        inner = f'x="{at.x + 4}" y="{at.y + 4}" width="{at.wide - 8}" height="{at.high - 8}" rx="7"'
        yield f'<rect class="inner" {inner}/>'
    middle, y = at.x + at.wide // 2, at.y + (at.high - text_high(state)) // 2
    yield from texts(state.lines, middle, y, "middle")
    if state.inside:
        y += high(state.lines) + RULE // 2 + 1
        yield f'<path class="rule" d="M{at.x + 22} {y}L{at.right - 22} {y}"/>'
        yield from texts(state.inside, middle, y + RULE // 2, "middle")
    yield "</g>"


def _towards(a: Point, b: Point, far: int) -> Point:
    """The point ``far`` from ``a`` on the way to ``b``, straight across or straight down."""
    (ax, ay), (bx, by) = a, b
    return ax + max(-far, min(far, bx - ax)), ay + max(-far, min(far, by - ay))


def path(points: Sequence[Point]) -> str:
    """A line with its corners rounded."""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(ROUND, *((abs(p[0] - corner[0]) + abs(p[1] - corner[1])) // 2 for p in (before, after)))
        (ax, ay), (bx, by) = _towards(corner, before, reach), _towards(corner, after, reach)
        parts.append(f"L{ax} {ay}Q{corner[0]} {corner[1]} {bx} {by}")
    return "".join([*parts, f"L{points[-1][0]} {points[-1][1]}"])


def head(tip: Point, way: Point) -> str:
    """An arrow's head that points the way ``way``."""
    (x, y), (dx, dy) = tip, way
    a, b = (x - 9 * dx + 4 * dy, y - 9 * dy + 4 * dx), (x - 9 * dx - 4 * dy, y - 9 * dy - 4 * dx)
    return f"M{x} {y}L{a[0]} {a[1]}L{b[0]} {b[1]}Z"


def wire(drawn: Wire) -> Iterable[str]:
    """An arrow; where it crosses another, that one has a gap."""
    lines = "".join(map(path, drawn.lines))
    yield f"<g><title>{escape(drawn.said)}</title>"
    yield f'<path class="halo" d="{lines}"/><path class="wire {drawn.kind}-wire" d="{lines}"/>'
    yield from (f'<circle class="{drawn.kind}-head" cx="{x}" cy="{y}" r="3"/>' for x, y in drawn.dots)
    yield from (f'<path class="{drawn.kind}-head" d="{head(tip, way)}"/>' for tip, way in drawn.heads)
    yield "</g>"


def label(drawn: Label) -> Iterable[str]:
    """The text at an arrow."""
    return texts(drawn.lines, drawn.x, drawn.y, "end" if drawn.leftwards else "")
