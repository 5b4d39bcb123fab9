"""The main line of a workflow (主线): the way that a case takes when nothing comes between."""

from collections.abc import Mapping

from cmsdk.contract.workflow import BACK, STAYS, Transition, Workflow

Way = tuple[bool, tuple[str, ...]]
"""Whether it comes to an end, and the states on it."""


def _steps(flow: Workflow, *, plain: bool) -> dict[str, list[str]]:
    """State → the states that a step leads to; ``plain``: without the steps that must be justified."""
    steps: dict[str, list[str]] = {state: [] for state in flow.states}
    for row in flow.transitions:
        if row.to in {STAYS, BACK} or (plain and _justified(row)):
            continue
        for state in row.sources:
            if row.to != state and row.to not in steps[state]:
                steps[state].append(row.to)
    return steps


def _justified(row: Transition) -> bool:
    """A step that needs a reason (return, rework, void …) is no part of the usual way."""
    return "reason" in row.needs


def _longest(start: str, steps: Mapping[str, list[str]], ends: frozenset[str]) -> Way:
    """Among the ways to an end the longest; steps that would lead back to a state of the way are left out."""
    best: dict[str, Way] = {}
    below, path = {start}, [(start, iter(steps[start]))]
    options: dict[str, list[Way]] = {start: []}
    while path:
        state, ahead = path[-1]
        following = next(ahead, None)
        if following is None:
            path.pop()
            below.discard(state)
            ways = [(state in ends, (state,)), *((found, (state, *way)) for found, way in options[state])]
            best[state] = max(ways, key=lambda way: (way[0], len(way[1])))
            if path:
                options[path[-1][0]].append(best[state])
        elif following in best:
            options[state].append(best[following])
        elif following not in below:
            below.add(following)
            options[following] = []
            path.append((following, iter(steps[following])))
    return best[start]


def main_line(flow: Workflow) -> tuple[str, ...]:
    """The longest way from the first state to an end by steps that need no reason.

    Where there is none, by any steps; where no end can be reached, the longest way there is.
    """
    ends = frozenset(flow.ends)
    plain = _longest(flow.initial, _steps(flow, plain=True), ends)
    if plain[0]:
        return plain[1]
    every = _longest(flow.initial, _steps(flow, plain=False), ends)
    return every[1] if every[0] else plain[1]


def entered_from(flow: Workflow, state: str) -> tuple[str, ...]:
    """The states from which a step leads to ``state``: where a case may go back to."""
    rows = (row for row in flow.transitions if row.to == state)
    return tuple(dict.fromkeys(source for row in rows for source in row.sources if source != state))
