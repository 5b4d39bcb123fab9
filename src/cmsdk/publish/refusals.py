"""A refusal as a problem that people read: states, commands and roles in their words."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from cmsdk.model.command import Refusal
from cmsdk.model.problem import Problem
from cmsdk.model.words import label

from .view import View

_WORDS: Final[Mapping[str, Callable[[View, str], str]]] = {
    "state": lambda view, id_: view.state(id_),
    **dict.fromkeys(("roles", "wanted"), View.role),
    **dict.fromkeys(("mode", "found", "checked"), lambda view, id_: label(id_, view.lang)),
}
"""Fact of a refusal → how its ids are worded."""
_COMMANDS: Final = frozenset({"command", "possible"})
"""Facts that are commands, as the city calls them in the state that the refusal names."""


def refusal_problem(refusal: Refusal, where: str, view: View | None = None) -> Problem:
    """The refusal in the words of the catalogue; for a ``view``, its ids in the reader's words as far as it has any.

    What was asked of an enforcement file takes a ``FileView``.
    """
    if view is None:
        return Problem(refusal.code, where, refusal.facts)
    facts = []
    state = dict(refusal.facts).get("state", "")
    for name, value in refusal.facts:
        word = partial(type(view).command, state=state) if name in _COMMANDS else _WORDS.get(name)
        worded = ", ".join(word(view, part) for part in value.split(", ")) if word else value
        facts.append((name, worded))
    return Problem(refusal.code, where, tuple(facts))
