"""What is wrong with a drawing of a workflow: found by its rectangles and lines, not by looking."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
import tomllib

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import Workflow
from cmsdk.publish.flowchart.column import text_high
from cmsdk.publish.flowchart.drawing import Drawing, Point, Rectangle, Wire
from cmsdk.publish.flowchart.text import broad
from cmsdk.publish.flowchart.words import Words
from cmsdk.publish.view import View
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.registry.workflows import laid_over
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


@cache
def table(name: str) -> Workflow:
    """The table of a package, laid over the one that it extends."""
    flow = workflow(tomllib.loads(TABLES[name].read_text(encoding="utf-8")), name, name)
    if not flow.extends:
        return flow
    return laid_over(flow, next(base for base in map(table, TABLES) if base.id == flow.extends))


@cache
def _testville() -> CityPlan:
    return assemble([*discover(only=()), from_folder(ROOT / "tests" / "city" / "testville")], "us.ma.testville")


def words(flow: Workflow, lang: str = "zh") -> Words:
    """What a reader of ``lang`` calls things in a city that works by ``flow``."""
    return Words(View(attrs.evolve(_testville(), workflow=flow), lang, datetime(2026, 6, 1, tzinfo=UTC)))


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
