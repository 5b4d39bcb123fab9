"""A workflow as SVG: one self-contained file that opens in any browser, and prints."""

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from cmsdk.contract.workflow import Workflow

from . import shapes
from .chart import Chart, Kind, chart
from .drawing import Drawing
from .layout import MARGIN, lay_out
from .sheet import ROOT, style_sheet
from .text import HEAD, NOTE, Line, fit, high
from .words import Words

TOP: Final = 130
"""Where the drawing begins, under its title and the legend."""
BELOW: Final = 30
"""From the drawing to the notes."""


def _legend(kinds: Iterable[Kind], words: Words) -> tuple[list[str], int]:
    """What lines and edges mean, on one line; and where it ends."""
    parts, x = [], MARGIN
    for kind in kinds:
        said = Line(words.say(f"legend-{kind}"), NOTE)
        parts.append(f'<path class="wire {kind}-wire" d="M{x} 0L{x + 22} 0"/>')
        parts.append(f'<path class="{kind}-head" d="{shapes.head((x + 30, 0), (1, 0))}"/>')
        parts.append(shapes.text(said, x + 38, 4))
        x += 38 + said.wide + 20
    parts.append(f'<g class="box aside"><rect x="{x}" y="-8" width="26" height="16" rx="5"/>')
    parts.append(f'<rect class="inner" x="{x + 3}" y="-5" width="20" height="10" rx="3"/></g>')
    end = Line(words.say("legend-end"), NOTE)
    return [*parts, shapes.text(end, x + 34, 4)], x + 34 + end.wide


def _told(made: Chart, words: Words) -> str:
    """The drawing in sentences, for those who cannot see it."""
    states = (*made.main, *made.side)
    ends = words.listed(words.state(state.id) for state in states if state.end)
    first = words.state(made.main[0].id)
    counts = words.say("counts", states=len(states), steps=len(made.bundles), first=first, ends=ends)
    return "\n".join([counts, *(bundle.said for bundle in made.bundles)])


def _start(drawing: Drawing) -> Iterable[str]:
    """The dot and the arrow into the first state."""
    x, y = drawing.start
    yield f'<circle class="{Kind.AHEAD}-head" cx="{x}" cy="{y - 28}" r="6"/>'
    yield f'<path class="wire {Kind.AHEAD}-wire" d="M{x} {y - 28}L{x} {y - 6}"/>'
    yield f'<path class="{Kind.AHEAD}-head" d="{shapes.head((x, y), (0, 1))}"/>'


def _drawn(made: Chart, drawing: Drawing) -> Iterable[str]:
    main = {state.id for state in made.main}
    yield from _start(drawing)
    for wire in drawing.wires:
        yield from shapes.wire(wire)
    for box in drawing.boxes:
        yield from shapes.box(box, main=box.state.id in main)
    for label in drawing.labels:
        yield from shapes.label(label)


def workflow_svg(flow: Workflow, words: Words, title: str) -> str:
    """The states of ``flow`` and the steps between them, as an SVG document (UTF-8). The same text on every machine."""
    made = chart(flow, words)
    drawing = lay_out(made)
    head = Line(fit(title), HEAD)
    legend, legend_wide = _legend(made.kinds, words)
    lines = (head.wide + MARGIN, legend_wide, *(MARGIN + line.wide for line in made.notes))
    wide = max(drawing.wide, *(MARGIN + line for line in lines))
    notes_at = TOP + drawing.high + BELOW
    tall = notes_at + high(made.notes) + (MARGIN if made.notes else 0)
    lang = quoteattr("zh-CN" if words.lang == "zh" else words.lang)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{ROOT}" lang={lang} xml:lang={lang} width="{wide}" '
        f'height="{tall}" viewBox="0 0 {wide} {tall}" role="img" aria-labelledby="{ROOT}-title {ROOT}-desc">'
    )
    parts = [
        root,
        f'<title id="{ROOT}-title">{escape(head.text)}</title>',
        f'<desc id="{ROOT}-desc">{escape(_told(made, words))}</desc>',
        f"<style>{style_sheet()}</style>",
        f'<rect class="paper" stroke="none" width="{wide}" height="{tall}"/>',
        *shapes.texts((head,), MARGIN, 22),
        '<g transform="translate(0 68)">', *legend, "</g>",
        f'<g transform="translate(0 {TOP})">', *_drawn(made, drawing), "</g>",
        *shapes.texts(made.notes, MARGIN, notes_at),
        "</svg>",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"
