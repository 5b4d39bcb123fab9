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
AT_UNIT: Final = "@unit"
"""As the seat of a role: the unit that has the case."""
AT_DESK: Final = "@desk"
"""As the seat of a role: the city's duty desk; so is every role that has no seat of its own."""
STATES: Final = (
    "reported", "accepted", "verifying", "filed", "reviewed", "dispatched", "handling", "handled", "checking", "closed",
    "visiting", "archived", "struck_off",
    "returned", "suspended", "postponed", "appealed",
    "declined", "voided", "withdrawn", "forced_closed", "transferred_out",
)  # fmt: skip
"""States of contracts §5: the path, those beside it, the ends. A city adds its own as ``x-…``."""


@attrs.frozen(kw_only=True)
class Transition:
    """One row: ``command`` by one of ``roles`` takes a case from one of ``sources`` to ``to`` (``=``, ``<``: above).

    ``guards`` are ids of built-in conditions (``GUARDS``); ``needs`` are fields of the command that may not be empty;
    ``approvals`` are roles that have to agree one after the other before the command is carried out, each for itself
    and in its turn. Who gives the command in one of these roles asks those after it.
    """

    command: str
    sources: tuple[str, ...]
    to: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    """Guards of the step that it stands in for, which the city means to do without (see ``Workflow.extends``)."""
    label: str = ""
    basis: str = ""
    source: str = attrs.field(default="", eq=False)
    """File that it was read from, for messages."""

    def leads_from(self, state: str) -> bool:
        """Whether it takes a case that is in ``state`` out of it."""
        return state in self.sources and self.to not in {STAYS, state}


@attrs.frozen
class Dropped:
    """Rows of a more general workflow that a city does without (不用的步骤): a command, in ``sources`` or anywhere."""

    command: str
    sources: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Workflow(Named):
    """The states and transitions of a city's cases. Ids: contracts §5; labels are the city's.

    A workflow takes the place of any less specific one; with ``extends`` it takes over the rows of that one. Then own
    rows are added, an own row stands in for the other's rows of its command in its source states, and ``without``
    drops rows. What can no longer be reached by then goes as well; everything else that is given is laid over.
    """

    initial: str = ""
    """State that a case begins in."""
    ends: tuple[str, ...] = ()
    transitions: tuple[Transition, ...] = ()
    extends: str = ""
    """Id of the less specific workflow that it takes over; empty: it stands alone."""
    without: tuple[Dropped, ...] = ()
    labels: Mapping[str, str] = attrs.field(factory=dict)
    """State, or role → what it is called."""
    lang: str = ""
    """Language of the labels (``zh``, ``en``); empty: the city's first. Other readers see the ids, English words."""
    holders: Mapping[str, str] = attrs.field(factory=dict)
    """State → the role that answers for a case in it; left out, the first role of the first row that leads on, in a
    side state whoever answered before."""
    merged: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    """Role → roles that its holders fill as well, where a small city has no people of their own for them (合并岗位)."""
    seats: Mapping[str, str] = attrs.field(factory=dict)
    """Role → where it sits: ``@unit``, ``@station`` (the unit that runs the case's station), ``@desk``, or a unit."""

    retired: tuple[str, ...] = ()
    """States of an earlier table in which open cases may still be (停用状态): nothing leads there any more, and rows
    lead on from them."""

    @property
    def states(self) -> tuple[str, ...]:
        """All states that a transition names, in order of first mention."""
        named = [self.initial, *(s for t in self.transitions for s in (*t.sources, t.to)), *self.ends]
        return tuple(dict.fromkeys(state for state in named if state not in {STAYS, BACK}))


GUARDS: Final = (
    "assistants_done",
    "before_deadline",
    "check_passed",
    "content",
    "extensions_left",
    "hold_ends",
    "holds_left",
    "is_late",
    "ladder",
    "level_rises",
    "mode_is_now",
    "mode_is_transfer",
    "nobody_to_visit",
    "not_appealed",
    "not_designated",
    "of_the_unit",
    "only_through_a_file",
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
