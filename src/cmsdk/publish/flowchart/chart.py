"""What is drawn of a workflow: states with their text, and steps bundled where they share words and target."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import attrs

from cmsdk.contract.workflow import BACK, STAYS, Transition, Workflow

from .main_line import entered_from, main_line
from .text import COMMAND, GUARD, ID, NOTE, ROLE, STATE, STAY, Line, wrapped
from .words import Words

STATE_WIDE, STEP_WIDE, NOTE_WIDE = 150, 156, 880
"""Units of the drawing at which lines are broken: in a state's box, at an arrow, below the drawing."""


class Kind(StrEnum):
    """What an arrow means, by the way it goes."""

    AHEAD = "ahead"
    """Along the main line, or past some of it."""
    AGAIN = "again"
    """Back to an earlier state of the main line."""
    ASIDE = "aside"
    """To or from a state beside the main line."""
    OVER = "over"
    """To an end beside the main line."""
    BACK = "back"
    """To the state before."""


@attrs.frozen
class State:
    """A state and the text in its box."""

    id: str
    lines: tuple[Line, ...]
    inside: tuple[Line, ...]
    """Steps that leave a case in the state, under a rule."""
    end: bool


@attrs.frozen
class Bundle:
    """Steps drawn as one arrow: from each of ``tails`` to each of ``heads``, of which one has one member."""

    tails: tuple[str, ...]
    heads: tuple[str, ...]
    kind: Kind
    lines: tuple[Line, ...]
    said: str
    """The same in one sentence, with all that the lines have no room for."""


@attrs.frozen
class Chart:
    """All that is drawn of a workflow, not yet where."""

    main: tuple[State, ...]
    side: tuple[State, ...]
    bundles: tuple[Bundle, ...]
    notes: tuple[Line, ...]
    """Who may take the steps that leave the state as it is."""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Kinds of arrows in it."""
        found = {bundle.kind for bundle in self.bundles}
        return tuple(kind for kind in Kind if kind in found)


def _stays(row: Transition, state: str) -> bool:
    return row.to in {STAYS, state}


def _state(flow: Workflow, id_: str, words: Words) -> State:
    title = words.state(id_)
    lines = wrapped(title, STATE, STATE_WIDE)
    if title != id_:
        lines += wrapped(id_, ID, STATE_WIDE)
    staying = [words.command(row) for row in flow.transitions if id_ in row.sources and _stays(row, id_)]
    inside = wrapped(" · ".join(dict.fromkeys(staying)), STAY, STATE_WIDE, 9)
    return State(id_, lines, inside, id_ in flow.ends)


def _step_lines(rows: Sequence[Transition], words: Words) -> tuple[Line, ...]:
    """The text at an arrow: commands of the same people stand on one line, with the people below it."""
    by_people: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        people = words.roles(row.roles), words.approvals(row.approvals), words.guards(row.guards)
        by_people.setdefault(people, []).append(words.command(row))
    lines: tuple[Line, ...] = ()
    for (roles, approvals, guards), commands in by_people.items():
        lines += wrapped(" · ".join(dict.fromkeys(commands)), COMMAND, STEP_WIDE)
        lines += wrapped(roles, ROLE, STEP_WIDE)
        lines += wrapped(approvals, ROLE, STEP_WIDE)
        lines += wrapped(guards, GUARD, STEP_WIDE)
    return lines


def _step(row: Transition, words: Words) -> str:
    """A step in one line: what, by whom, and on what condition."""
    parts = words.command(row), words.roles(row.roles), words.approvals(row.approvals), words.guards(row.guards)
    return " · ".join(filter(None, parts))


def _said(rows: Iterable[Transition], words: Words, tails: Iterable[str], heads: Iterable[str]) -> str:
    """An arrow in one sentence."""
    steps = "; ".join(_step(row, words) for row in rows)
    return f"{words.listed(map(words.state, tails))} → {words.listed(map(words.state, heads))}: {steps}"


def _kind(tail: str, head: str, main: Sequence[str], ends: Iterable[str]) -> Kind:
    if tail in main and head in main:
        return Kind.AHEAD if main.index(tail) < main.index(head) else Kind.AGAIN
    return Kind.OVER if head in ends and head not in main else Kind.ASIDE


def _bundles(flow: Workflow, main: Sequence[str], words: Words) -> Iterable[Bundle]:
    pairs: dict[tuple[str, str], list[Transition]] = {}
    for row in flow.transitions:
        for state in row.sources:
            if not _stays(row, state):
                pairs.setdefault((state, row.to), []).append(row)
    shared: dict[tuple[str, Kind, str, tuple[Transition, ...]], list[str]] = {}
    for (tail, head), rows in pairs.items():
        if head == BACK:
            continue
        # neighbours on the main line have the room between them; the others share a line to their target
        near = tail in main and head in main and abs(main.index(tail) - main.index(head)) == 1
        alone = tail if near else ""
        kind = _kind(tail, head, main, flow.ends)
        shared.setdefault((head, kind, alone, tuple(rows)), []).append(tail)
    for (head, kind, _, steps), tails in shared.items():
        yield Bundle(tuple(tails), (head,), kind, _step_lines(steps, words), _said(steps, words, tails, [head]))
    for (tail, head), rows in pairs.items():
        if head == BACK:
            before = entered_from(flow, tail)
            yield Bundle((tail,), before, Kind.BACK, _step_lines(rows, words), _said(rows, words, [tail], before))


def _notes(flow: Workflow, words: Words) -> tuple[Line, ...]:
    """The steps that leave the state as it is: the boxes have room for their names only."""
    rows = [row for row in flow.transitions if any(_stays(row, state) for state in row.sources)]
    said = dict.fromkeys(_step(row, words) for row in rows)
    lines = tuple(line for text in said for line in wrapped(text, NOTE, NOTE_WIDE))
    return (Line(words.say("stays"), COMMAND), *lines) if lines else ()


def chart(flow: Workflow, words: Words) -> Chart:
    """The drawing's contents."""
    main = main_line(flow)
    side = tuple(state for state in flow.states if state not in {*main, STAYS, BACK})
    return Chart(
        tuple(_state(flow, state, words) for state in main),
        tuple(_state(flow, state, words) for state in side),
        tuple(_bundles(flow, main, words)),
        _notes(flow, words),
    )
