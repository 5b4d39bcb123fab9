"""Workflow (流程) as a table: states, transitions, roles, guards, labels."""

from collections.abc import Mapping
from typing import Final

import attrs

from .base import Named

STAYS: Final = "="
"""As the target of a transition: the state that the case is in. ``link`` takes over that of the first case."""


@attrs.frozen(kw_only=True)
class Transition:
    """One row: ``command`` by one of ``roles`` takes a case from one of ``sources`` to ``to`` (``=``: it stays).

    ``guards`` are ids of built-in conditions (``mode_is_now``, ``mode_is_transfer``); ``needs`` are
    fields of the command that may not be empty.
    """

    command: str
    sources: tuple[str, ...]
    to: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    label: str = ""
    basis: str = ""


@attrs.frozen(kw_only=True)
class Workflow(Named):
    """The states and transitions of a city's cases. Ids: contracts §5; labels are the city's."""

    initial: str
    ends: tuple[str, ...]
    transitions: tuple[Transition, ...]
    labels: Mapping[str, str] = attrs.field(factory=dict)
    lang: str = ""
    """Language of the labels (``zh``, ``en``); empty: the city's first. Other readers see the ids, English words."""

    @property
    def states(self) -> tuple[str, ...]:
        """All states that a transition names, in order of first mention."""
        named = [self.initial, *(s for t in self.transitions for s in (*t.sources, t.to)), *self.ends]
        return tuple(dict.fromkeys(state for state in named if state != STAYS))


GUARDS = ("mode_is_now", "mode_is_transfer")
"""Ids of the built-in guards that a table may name."""
