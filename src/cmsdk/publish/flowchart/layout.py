"""Where everything of a chart stands: the main line downwards, other states beside it, wires in channels between."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import attrs

from .channel import GRID, Channel, End, Rows
from .chart import Bundle, Chart, State
from .column import PAD, beside, tall, up
from .drawing import Box, Drawing, Label, Point, Rectangle, Wire
from .text import broad, high

MARGIN: Final = 24
TRACK: Final = 13
"""From one track to the next."""
HEAD: Final = 14
"""Room that an arrow's head and what is beside it take."""
ABOVE: Final = 4
"""From a line up to the text above it."""
GAP: Final = 24
"""The least room between boxes of the second column."""


@attrs.frozen
class _Plan:
    """Bundles by the way they go: between neighbours of the main line, left of it, or right of it."""

    chart: Chart
    down: dict[str, int]
    """State of the main line → the bundle to the next one."""
    back: dict[str, int]
    """State of the main line → the bundle from the next one."""
    left: tuple[End, ...]
    right: tuple[End, ...]


def _ends(number: int, bundle: Bundle, side: set[str]) -> Iterable[End]:
    """The ends of a bundle's wire. The text stands at the one head, or where there are several, at the one tail."""
    at_head = len(bundle.heads) == 1
    for head, states in ((False, bundle.tails), (True, bundle.heads)):
        for state in states:
            yield End(number, state, head, state in side, bundle.lines if head == at_head else ())


def _sorted_out(chart: Chart) -> _Plan:
    main, side = [state.id for state in chart.main], {state.id for state in chart.side}
    following = dict(pairwise(main))
    found = _Plan(chart, {}, {}, (), ())
    left, right = list[End](), list[End]()
    for number, bundle in enumerate(chart.bundles):
        tail, head = bundle.tails[0], bundle.heads[0] if bundle.heads else ""
        single = len(bundle.tails) == len(bundle.heads) == 1
        if single and following.get(tail) == head and tail not in found.down:
            found.down[tail] = number
        elif single and following.get(head) == tail and head not in found.back:
            found.back[head] = number
        else:
            beside_it = side.intersection((*bundle.tails, *bundle.heads))
            (right if beside_it else left).extend(_ends(number, bundle, side))
    return attrs.evolve(found, left=tuple(left), right=tuple(right))


def _lines(plan: _Plan, number: int | None) -> Label:
    return Label(() if number is None else plan.chart.bundles[number].lines, 0, 0)


def _main_column(plan: _Plan) -> dict[str, tuple[int, int]]:
    """Upper edge and height of the boxes of the main line, with room for the text between them."""
    found, y = dict[str, tuple[int, int]](), 0
    near = [end for end in plan.right if not end.far]
    for state in plan.chart.main:
        size = tall(state, (plan.left, near))
        found[state.id] = (y, size)
        texts = (_lines(plan, of.get(state.id)).at.high for of in (plan.down, plan.back))
        y += size + up(max(*texts, GRID) + GRID + 2)
    return found


def _side_column(plan: _Plan, main: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    far = [end for end in plan.right if end.far]
    talls = {state.id: tall(state, (far,)) for state in plan.chart.side}
    middles = {id_: upper + size / 2 for id_, (upper, size) in main.items()}
    half = max(middles.values(), default=0) / 2
    ends = {state.id for state in plan.chart.side if state.end}
    wires = {n: [e.box for e in plan.right if e.wire == n] for n in dict.fromkeys(e.wire for e in plan.right)}
    for _ in range(2):  # the second time, states that only touch other side states know where these are
        for state in plan.chart.side:
            mine = [boxes for boxes in wires.values() if state.id in boxes]
            # a state that leads back stands where it is left for, not where cases end
            mine = [boxes for boxes in mine if state.end or not ends.intersection(boxes)] or mine
            known = [middles[box] for boxes in mine for box in boxes if box != state.id and box in middles]
            middles[state.id] = sum(known) / len(known) if known else half
    tops = beside(plan.chart.side, middles, talls, GAP)
    return {id_: (tops[id_], talls[id_]) for id_ in tops}


@attrs.frozen
class _Edges:
    """The vertical lines that the drawing is built on, from left to right."""

    left: int
    """The innermost track of the left channel."""
    box: int
    box_right: int
    near: int
    """The innermost track of the right channel."""
    far: int
    """Its outermost track."""
    side: int
    side_right: int


def _widest(states: Sequence[State], least: int) -> int:
    return up(max([least, *(broad((*state.lines, *state.inside)) + 2 * PAD + 4 for state in states)]), 2 * GRID)


def _room(labels: Iterable[int]) -> int:
    """How far the first track is from a column: by the widest text at it."""
    return max(labels, default=0) + 2 * HEAD


def _edges(plan: _Plan, tracks: tuple[int, int]) -> _Edges:
    wide, shift = _widest(plan.chart.main, 144), HEAD if plan.back else 0
    out = [_lines(plan, n).at.wide + HEAD + shift - wide // 2 for n in plan.down.values()]
    back = [_lines(plan, n).at.wide + 2 * HEAD - wide // 2 for n in plan.back.values()]
    left = _room([*back, *(broad(end.lines) for end in plan.left)])
    right = _room([*out, *(broad(end.lines) for end in plan.right if not end.far)])
    side = _room(broad(end.lines) for end in plan.right if end.far)
    first = MARGIN + TRACK * max(tracks[0] - 1, 0)
    box = first + left
    near = box + wide + right
    far = near + TRACK * max(tracks[1] - 1, 0)
    column = far + side
    end = column + _widest(plan.chart.side, 120) if plan.chart.side else near
    return _Edges(first, box, box + wide, near, far, column, end)


def _between(plan: _Plan, main: dict[str, tuple[int, int]], edges: _Edges) -> Iterable[tuple[Label, Wire]]:
    """Arrows between neighbours of the main line: down with the text on the right, back up with it on the left."""
    middle = (edges.box + edges.box_right) // 2
    order = [state.id for state in plan.chart.main]
    for state, following in pairwise(order):
        top, bottom = sum(main[state]), main[following][0]
        two = state in plan.back
        for number, up_again in ((plan.down.get(state), False), (plan.back.get(state), True)):
            if number is None:
                continue
            bundle = plan.chart.bundles[number]
            x = middle + (HEAD if not up_again else -HEAD) * two
            y = top + (bottom - top - high(bundle.lines)) // 2
            label = Label(bundle.lines, x + (-HEAD if up_again else HEAD), y, up_again)
            ends: tuple[Point, ...] = ((x, bottom), (x, top)) if up_again else ((x, top), (x, bottom))
            yield label, Wire(bundle.kind, (ends,), (), ((ends[1], (0, -1 if up_again else 1)),), bundle.said)


def _wire(bundle: Bundle, ends: Sequence[tuple[End, Point]], x: int) -> Wire:
    """A wire on the track at ``x`` with its ends at the boxes."""
    by_row = sorted(ends, key=lambda item: item[1][1])
    (_, first), (_, last) = by_row[0], by_row[-1]
    trunk: tuple[Point, ...] = (first, (x, first[1]), (x, last[1]), last)
    between = [point for _, point in by_row[1:-1]]
    lines = (trunk if len(by_row) > 1 else trunk[:2], *((point, (x, point[1])) for point in between))
    heads = tuple((point, (1 if point[0] > x else -1, 0)) for end, point in ends if end.head)
    return Wire(bundle.kind, lines, tuple((x, y) for _, y in between), heads, bundle.said)


def _channelled(
    plan: _Plan, channel: Channel, rows: Rows, columns: tuple[int, int], xs: dict[int, int]
) -> Iterable[tuple[Label | None, Wire]]:
    """The wires of a channel between two columns, each with its text above the line at one end."""
    for number, of in channel.of.items():
        bundle = plan.chart.bundles[number]
        ends = [(end, (columns[end.far], rows[end])) for end in of]
        label = None
        for end, (x, y) in ends:
            if end.lines:
                leftwards = xs[number] < x
                label = Label(end.lines, x - HEAD if leftwards else x + HEAD, y - ABOVE - high(end.lines), leftwards)
        yield label, _wire(bundle, ends, xs[number])


def lay_out(chart: Chart) -> Drawing:
    """The drawing of a chart."""
    plan = _sorted_out(chart)
    main = _main_column(plan)
    side = _side_column(plan, main)
    left, right = Channel(plan.left, main), Channel(plan.right, {**main, **side})
    orders = left.best(), right.best()
    rows = left.rows(orders[0]), right.straight(right.rows(orders[1]))
    tracks = left.tracks(orders[0], rows[0]), right.tracks(orders[1], rows[1])
    edges = _edges(plan, (max(tracks[0].values(), default=-1) + 1, max(tracks[1].values(), default=-1) + 1))
    drawn: list[tuple[Label | None, Wire]] = [*_between(plan, main, edges)]
    xs = {number: edges.left - TRACK * track for number, track in tracks[0].items()}
    drawn += _channelled(plan, left, rows[0], (edges.box, edges.box), xs)
    xs = {number: edges.near + TRACK * track for number, track in tracks[1].items()}
    drawn += _channelled(plan, right, rows[1], (edges.box_right, edges.side), xs)
    places = {id_: Rectangle(edges.box, y, edges.box_right - edges.box, size) for id_, (y, size) in main.items()}
    wide = edges.side_right - edges.side
    places |= {id_: Rectangle(edges.side, y, wide, size) for id_, (y, size) in side.items()}
    boxes = tuple(Box(state, places[state.id]) for state in (*chart.main, *chart.side))
    labels = tuple(label for label, _ in drawn if label and label.lines)
    return Drawing(
        boxes,
        labels,
        tuple(wire for _, wire in drawn),
        ((edges.box + edges.box_right) // 2, 0),
        chart.notes,
        max(edges.side_right, edges.near, *(label.at.right for label in labels), 0) + MARGIN,
        max(box.at.bottom for box in boxes),
    )
