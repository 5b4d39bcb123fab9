"""What is wrong with a drawing of a workflow: found by its rectangles and lines, not by looking."""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
import tomllib

from cmsdk.contract.workflow import Workflow
from cmsdk.publish.flowchart.column import text_high
from cmsdk.publish.flowchart.drawing import Drawing, Point, Rectangle, Wire
from cmsdk.publish.flowchart.text import broad
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover
from cmsdk.tables.workflow import workflow

ROOT = Path(__file__).parents[2]
TABLES = {
    path.parent.parent.name: path
    for path in (
        *sorted(ROOT.glob("src/cmsdk/builtin/tables/workflow.toml")),
        *sorted(ROOT.glob("plugins/*/src/*/tables/workflow.toml")),
    )
}
"""Package → its workflow table: the built-in one and that of every plugin here."""
EXTENDING = {"cmsdk_tengzhou": "370481"}
"""Package whose table extends another one → its city."""


def table(name: str) -> Workflow:
    found = workflow(tomllib.loads(TABLES[name].read_text(encoding="utf-8")), name, name)
    # what extends another table is drawn as the city has it
    return assemble(discover(), EXTENDING[name]).workflow if found.extends else found


def _pieces(wire: Wire) -> Iterator[tuple[Point, Point]]:
    for line in wire.lines:
        yield from ((a, b) for a, b in pairwise(line) if a != b)


def _through(piece: tuple[Point, Point], at: Rectangle) -> bool:
    """Whether a line has a point inside a rectangle; its edge is no inside."""
    (ax, ay), (bx, by) = piece
    return (
        min(ax, bx) < at.right and max(ax, bx) > at.x and min(ay, by) < at.bottom and max(ay, by) > at.y
    )  # fmt: skip


def _on_one_another(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two lines share more than a point."""
    for across in (0, 1):
        along = 1 - across
        if len({p[across] for p in (*one, *other)}) == 1:
            (a, b), (c, d) = (sorted(p[along] for p in line) for line in (one, other))
            return max(a, c) < min(b, d)
    return False


def _texts(drawing: Drawing) -> Iterable[str]:
    for box in drawing.boxes:
        if broad((*box.state.lines, *box.state.inside)) > box.at.wide or text_high(box.state) > box.at.high:
            yield f"the text of {box.state.id} is larger than its box"


def faults(drawing: Drawing) -> list[str]:
    """Everything that lies on something else, or outside."""
    boxes = [(f"box {box.state.id}", box.at) for box in drawing.boxes]
    labels = [(f"label {label.lines[0].text}", label.at) for label in drawing.labels]
    found = [f"{a} meets {b}" for (a, one), (b, other) in combinations([*boxes, *labels], 2) if one.meets(other)]
    found += [
        f"{name} is outside"
        for name, at in (*boxes, *labels)
        if at.x < 0 or at.y < 0 or at.right > drawing.wide or at.bottom > drawing.high
    ]
    pieces = [(wire, piece) for wire in drawing.wires for piece in _pieces(wire)]
    found += [
        f"{wire.said} runs through {name}"
        for wire, piece in pieces
        for name, at in (*boxes, *labels)
        if _through(piece, at)
    ]
    found += [
        f"{one.said} lies on {other.said}"
        for (one, a), (other, b) in combinations(pieces, 2)
        if one is not other and _on_one_another(a, b)
    ]
    return [*found, *_texts(drawing)]
