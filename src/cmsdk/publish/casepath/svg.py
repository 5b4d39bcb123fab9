"""The way of a case as SVG: a row for each stretch in a state, and a row for each clock. Every text is escaped."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from cmsdk.model.case import Case
from cmsdk.model.clock import Light, StageClock
from cmsdk.publish.columns import FIELDS
from cmsdk.publish.flowchart.shapes import text
from cmsdk.publish.flowchart.sheet import ROOT, style_sheet
from cmsdk.publish.flowchart.text import COMMAND, HEAD, NOTE, ROLE, Line, fit, wrapped
from cmsdk.publish.flowchart.words import Words
from cmsdk.publish.view import View

from .axis import Axis
from .course import Stretch
from .rows import LIGHTS, Row, bar, clock_row, state_row

MARGIN, NAMES, WIDE, TOLD, ROW, TOP = 24, 240, 560, 270, 28, 118
"""Edge; names on the left; axis of time; what is told on the right; height of a row; the first row."""


def _drawn(row: Row, y: int) -> Iterable[str]:
    (name, *_) = (*wrapped(row.name, NOTE, NAMES - 16, 1), Line("", NOTE))
    (told, *_) = (*wrapped(row.told, ROLE, TOLD, 1), Line("", ROLE))
    yield f'<g transform="translate(0 {y})"><title>{escape(fit(f"{row.name}: {row.told}"))}</title>'
    yield from row.drawn
    yield text(name, MARGIN + NAMES - 16, 4, "end")
    yield text(told, MARGIN + NAMES + WIDE + 18, 4)
    yield "</g>"


def _marks(axis: Axis, bottom: int, now: datetime) -> Iterable[str]:
    last = 0
    for moment, day in axis.marks():
        x = axis.at(moment)
        yield f'<path class="mark" d="M{x} {TOP - 8}L{x} {bottom}"/>'
        said = Line(axis.said(moment, hour=False) if day else moment.strftime("%H:%M"), ROLE)
        if x - said.wide // 2 > last:
            yield text(said, x, TOP - 14, "middle")
            last = x + said.wide // 2
    if axis.first <= now <= axis.last:
        yield f'<path class="now" d="M{axis.at(now)} {TOP - 8}L{axis.at(now)} {bottom}"/>'


def _legend(words: Words) -> Iterable[str]:
    """What the bars of clocks mean, on one line."""
    x = MARGIN
    signs = {
        "spent": f'fill="{LIGHTS[Light.GREEN]}"',
        "near": f'fill="{LIGHTS[Light.YELLOW]}"',
        "over": 'class="over"',
        "still": 'class="still"',
    }
    for key, style in signs.items():
        said = Line(words.say(f"path-sign-{key}"), ROLE)
        yield bar(x, x + 26, style, 66)
        yield text(said, x + 32, 70)
        x += 32 + said.wide + 18
    for key in ("due", "now"):
        said = Line(words.say(f"path-sign-{key}"), ROLE)
        yield f'<path class="{key}" d="M{x + 4} 57L{x + 4} 75"/>'
        yield text(said, x + 14, 70)
        x += 14 + said.wide + 18


def _style() -> str:
    rules = {
        "stretch": "fill:#2f6f9f", "track": "fill:#8894a1;fill-opacity:.25", "over": "fill:url(#cmsdk-path-over)",
        "still": "fill:url(#cmsdk-path-still)", "due": "stroke:#c0392b;stroke-width:2",
        "mark": "stroke:#8894a1;stroke-width:.5;stroke-opacity:.5",
        "now": "stroke:#7a4fa3;stroke-width:1.2;stroke-dasharray:4 3",
    }  # fmt: skip
    return style_sheet() + "".join(f".{ROOT} .{name}{{{rule}}}" for name, rule in rules.items())


def _hatch(name: str, ground: str) -> str:
    """A pattern of slanting lines, so that it also shows in black and white."""
    return (
        f'<pattern id="cmsdk-path-{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{ground}"/>'
        '<path d="M0 0L0 6" stroke="#fff" stroke-width="3"/></pattern>'
    )


def case_svg(
    case: Case, states: Sequence[Stretch], clocks: Sequence[StageClock], view: View, pauses: Sequence[Stretch] = ()
) -> str:
    """The way of ``case`` until ``view.now`` as an SVG document (UTF-8), in the reader's language and the city's time.

    ``pauses`` are the stretches in which the clocks stood still (挂账).
    """
    now, words = view.now, Words(view)
    moments = [now, *(s.began for s in states), *(t for c in clocks for t in (c.began, c.due.at, c.done or now))]
    axis = Axis(min(moments), max(moments), MARGIN + NAMES, WIDE, view.plan.zone)
    ended = states[-1].began if states and states[-1].name in view.plan.workflow.ends else now
    rows = [state_row(stretch, axis, view, words, ended) for stretch in states]
    running = [clock_row(clock, pauses, axis, view, words, now) for clock in clocks]
    parts, y = list[str](), TOP
    for head, of in (("path-states", rows), ("path-clocks", running)):
        if of:
            parts.append(text(Line(words.say(head), COMMAND), MARGIN, y + 12))
            for row in of:
                y += ROW
                parts += _drawn(row, y + 8)
            y += ROW + 14
    tall, wide = y + MARGIN, MARGIN + NAMES + WIDE + 18 + TOLD + MARGIN
    title = fit(" · ".join(filter(None, (words.say("path-title"), case.id, FIELDS["category_name"](case, view)))))
    (head_line, *_) = wrapped(title, HEAD, wide - 2 * MARGIN, 1)
    told = "\n".join(fit(f"{row.name}: {row.told}") for row in (*rows, *running))
    lang = quoteattr("zh-CN" if view.lang == "zh" else view.lang)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{ROOT}" lang={lang} xml:lang={lang} width="{wide}" '
        f'height="{tall}" viewBox="0 0 {wide} {tall}" role="img" aria-labelledby="cmsdk-path-title cmsdk-path-desc">'
    )
    lines = [
        root,
        f'<title id="cmsdk-path-title">{escape(title)}</title><desc id="cmsdk-path-desc">{escape(told)}</desc>',
        f"<style>{_style()}</style><defs>{_hatch('still', '#8894a1')}{_hatch('over', '#c0392b')}</defs>",
        f'<rect class="paper" stroke="none" width="{wide}" height="{tall}"/>',
        text(head_line, MARGIN, 42),
        *_legend(words),
        *_marks(axis, y - 20, now),
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
