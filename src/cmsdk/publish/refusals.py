"""A refusal as a problem that people read: states, commands and roles in their words."""

from collections.abc import Callable, Mapping
from typing import Final

from cmsdk.model.command import Refusal
from cmsdk.model.problem import Problem

from .view import View

_WORDS: Final[Mapping[str, Callable[[View, str], str]]] = {
    **dict.fromkeys(("state",), View.state),
    **dict.fromkeys(("command", "possible"), View.command),
    **dict.fromkeys(("roles", "wanted"), View.role),
}
"""Fact of a refusal → how its ids are worded."""


def refusal_problem(refusal: Refusal, where: str, view: View | None = None) -> Problem:
    """The refusal in the words of the catalogue; for a ``view``, its ids in the reader's words as far as it has any.

    Files have states and commands of their own, which no view of a case names: they go without.
    """
    if view is None:
        return Problem(refusal.code, where, refusal.facts)
    facts = []
    for name, value in refusal.facts:
        word = _WORDS.get(name)
        worded = ", ".join(word(view, part) for part in value.split(", ")) if word else value
        facts.append((name, worded))
    return Problem(refusal.code, where, tuple(facts))
