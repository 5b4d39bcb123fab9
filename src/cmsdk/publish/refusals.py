"""A refusal as people read it: states, commands and roles in their words."""

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


def refusal_problem(refusal: Refusal, where: str, view: View) -> Problem:
    """The refusal in the words of the catalogue, its ids worded where the reader's language has words for them."""
    facts = []
    for name, value in refusal.facts:
        word = _WORDS.get(name)
        worded = ", ".join(word(view, part) for part in value.split(", ")) if word else value
        facts.append((name, worded))
    return Problem(refusal.code, where, tuple(facts))
