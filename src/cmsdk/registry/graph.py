"""A workflow as a graph (流程图): what can be reached, what leads on, from where a case can be ended."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from cmsdk.contract.workflow import BACK, STAYS, Transition, Workflow

_CLOSE: Final = 0.5
"""How alike a word has to be to be named as the one that may be meant."""


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The one of ``known`` that is likest to ``word``; where none is alike, all of them."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=_CLOSE)
    return near[0] if near else ", ".join(words) or "—"


def side_states(rows: Iterable[Transition]) -> frozenset[str]:
    """States from which a case goes back to the one before."""
    return frozenset(state for row in rows if row.to == BACK for state in row.sources)


def edges(rows: Iterable[Transition]) -> dict[str, set[str]]:
    """State → the other states that a case can go to from it; a side state leads back to all that lead to it."""
    rows = tuple(rows)
    found: dict[str, set[str]] = {}
    for row in rows:
        for state in row.sources:
            if row.to not in {STAYS, BACK, state}:
                found.setdefault(state, set()).add(row.to)
    before = {side: {state for state, to in found.items() if side in to} for side in side_states(rows)}
    for side, states in before.items():
        found.setdefault(side, set()).update(states)
    return found


def reached(starts: Iterable[str], rows: Iterable[Transition]) -> frozenset[str]:
    """States that a case can come to from ``starts``, those with them."""
    leads = edges(rows)
    found = set(starts)
    frontier = list(found)
    while frontier:
        new = leads.get(frontier.pop(), set()) - found
        found |= new
        frontier += new
    return frozenset(found)


def ending(flow: Workflow, ends: Iterable[str]) -> frozenset[str]:
    """States from which a case can come to one of ``ends``, those with them."""
    backwards: dict[str, set[str]] = {}
    for state, to in edges(flow.transitions).items():
        for target in to:
            backwards.setdefault(target, set()).add(state)
    found, frontier = set(ends), list(ends)
    while frontier:
        new = backwards.get(frontier.pop(), set()) - found
        found |= new
        frontier += new
    return frozenset(found)
