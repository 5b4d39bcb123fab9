"""Workflow (流程) as a table: states, transitions, roles, guards, approvals, labels."""

from collections.abc import Mapping
from typing import Final

import attrs

from .base import Named

STAYS: Final = "="
"""As the target of a transition: the state that the case is in. ``link`` takes over that of the first case, and
``grant`` goes where the command leads that it grants."""
BACK: Final = "<"
"""As the target of a transition: the state that the case was in before the side state that it is in."""


@attrs.frozen(kw_only=True)
class Transition:
    """One row: ``command`` by one of ``roles`` takes a case from one of ``sources`` to ``to`` (``=``, ``<``: above).

    ``guards`` are ids of built-in conditions (``GUARDS``); ``needs`` are fields of the command that may not be empty;
    ``approvals`` are roles that have to agree one after the other before the command is carried out. Who gives the
    command in one of these roles has agreed for it and for those before it.
    """

    command: str
    sources: tuple[str, ...]
    to: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
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
    holders: Mapping[str, str] = attrs.field(factory=dict)
    """State → the role that answers for a case in it; left out, the first role of the first row that leads on."""
    merged: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    """Role → roles that its holders fill as well, where a small city has no people of their own for them (合并岗位)."""

    @property
    def states(self) -> tuple[str, ...]:
        """All states that a transition names, in order of first mention."""
        named = [self.initial, *(s for t in self.transitions for s in (*t.sources, t.to)), *self.ends]
        return tuple(dict.fromkeys(state for state in named if state not in {STAYS, BACK}))


GUARDS: Final = (
    "assistants_done",
    "check_passed",
    "content",
    "is_late",
    "ladder",
    "mode_is_now",
    "mode_is_transfer",
    "nobody_to_visit",
    "not_appealed",
    "not_designated",
    "of_the_unit",
    "reopenings_left",
    "rerouted_or_corrected",
    "returns_left",
    "returns_spent",
    "standard_chosen",
    "unit_assists",
    "unsatisfied",
    "verified_or_direct",
)
"""Ids of the built-in guards that a table may name."""
