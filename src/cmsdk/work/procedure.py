"""The procedure (办案规程): a city's plan compiled for work on cases, once a plan."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import attrs

from cmsdk.clock.clocks import Clocks
from cmsdk.contract.case_rules import CaseRules
from cmsdk.contract.catalogue import FilingStandard
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.workflow import BACK, STAYS, Transition
from cmsdk.model.case import Case
from cmsdk.model.clock import before
from cmsdk.model.commands import Actor, Command, Refusal
from cmsdk.rules.handling import HandlingLimits
from cmsdk.rules.validity import Days

from .phases import Phase, phase_after

Effects = dict[str, Any]
"""Fields of the case that change: ``unit``, ``mode``, ``due`` …, and ``course`` with those of its course.

``phase``, ``parted``, ``left`` and ``follows`` are no fields: they say how far handling has come, and who else is
concerned.
"""


class Procedure:
    """Rows of the workflow by command and state, roles with those that they fill as well, and the working clocks."""

    def __init__(self, plan: CityPlan) -> None:
        """See :func:`procedure_of`, which compiles a plan only once."""
        self.plan = plan
        self.clocks = Clocks(plan)
        flow = plan.workflow
        self._merged = flow.merged
        by_place: dict[tuple[str, str], list[Transition]] = {}
        for row in flow.transitions:
            for state in row.sources:
                by_place.setdefault((row.command, state), []).append(row)
        self._rows = {place: tuple(rows) for place, rows in by_place.items()}
        self._above: dict[str, tuple[str, ...]] = {}
        self._phases = {
            (row.command, row.to): phase_after(row.command, row.to, flow)
            for row in flow.transitions
            if row.to not in {STAYS, BACK}
        }
        self.commands: Sequence[str] = sorted({row.command for row in flow.transitions})
        self.side_states = frozenset(state for row in flow.transitions if row.to == BACK for state in row.sources)
        """States from which a case goes back to the one before."""
        self.resting = self.side_states.union(set(plan.case_rules.holds) & set(flow.states))
        """States in which a case may be asleep, and the other side states."""

    @property
    def rules(self) -> CaseRules:
        """The numbers of the side flows."""
        return self.plan.case_rules

    def rows(self, command: str, state: str) -> tuple[Transition, ...]:
        """The rows for ``command`` in ``state``, in the table's order."""
        return self._rows.get((command, state), ())

    def phase_after(self, row: Transition) -> Phase | None:
        """The phase to which ``row`` leads; nothing where it is as it was before, as on the way back."""
        return self._phases.get((row.command, row.to))

    def roles_of(self, actor: Actor) -> frozenset[str]:
        """The actor's roles, and those that they fill as well by the city's table (合并岗位)."""
        own, merged = frozenset(actor.roles), self._merged
        return own.union(*(merged.get(role, ()) for role in own)) if merged else own

    def may(self, actor: Actor, row: Transition) -> bool:
        """Whether the actor has one of the roles of ``row``, or fills it as well."""
        roles = self.roles_of(actor) if self._merged else actor.roles
        for role in roles:  # noqa: SIM110  in half the time of any()
            if role in row.roles:
                return True
        return False

    def unit_of(self, actor: Actor) -> str:
        """The unit that the actor acts for: as the app says, else as the roster has it; empty where neither does."""
        if actor.unit:
            return actor.unit
        officer = self.plan.officers.get(actor.id)
        return officer.unit if officer else ""

    def units_above(self, unit: str) -> tuple[str, ...]:
        """The unit and those above it, lowest first; nothing for one that the city does not have."""
        found = self._above.get(unit)
        if found is None:
            chain: list[str] = []
            above = unit
            while above in self.plan.units and above not in chain:
                chain.append(above)
                above = self.plan.units[above].parent
            found = tuple(chain)
            if found:
                self._above[unit] = found
        return found

    @cached_property
    def limits(self) -> HandlingLimits:
        """The limits for handling and the filing standards."""
        return HandlingLimits(self.plan)

    def days_of(self, case: Case) -> Days:
        """The two days that validity is judged on: that of the report, and that of its arrival."""
        zone = self.plan.zone
        return case.at.astimezone(zone).date(), case.opened.astimezone(zone).date()

    def standards(self, case: Case, category: str) -> tuple[FilingStandard, ...]:
        """The filing standards that ``case`` could be filed under as ``category``."""
        return self.limits.standards(category, self.days_of(case)) if category else ()


_COMPILED: WeakKeyDictionary[CityPlan, Procedure] = WeakKeyDictionary()


def procedure_of(plan: CityPlan) -> Procedure:
    """The procedure of ``plan``, compiled on first use."""
    found = _COMPILED.get(plan)
    if found is None:
        found = _COMPILED[plan] = Procedure(plan)
    return found


NOBODY: Mapping[str, Case] = {}


@attrs.define  # freezing it would be most of what it costs, and nobody keeps it
class Asked:
    """What guards and effects are asked about: a command on a case, by whom, when, by which row of the table."""

    case: Case
    command: Command
    by: Actor
    procedure: Procedure
    now: datetime
    row: Transition
    since: datetime
    """When it was asked for first: earlier than ``now`` where others had to agree."""
    related: Mapping[str, Case] = NOBODY
    """Other cases that the command names, by id."""
    file: str = ""
    """The enforcement file of the case from which the command comes; empty where somebody gives it on the case."""


def refuse(code: str, guard: str, basis: str = "", /, **facts: object) -> Refusal:
    """A refusal: its code, the guard that failed, the basis, and the facts that its message names."""
    return Refusal(code, guard, tuple((name, str(value)) for name, value in facts.items()), basis)


def too_early(now: datetime, last: datetime | None) -> Refusal | None:
    """The refusal of what is dated before ``last``, the last entry of its stream (both aware); no stream goes back."""
    if last is None or not before(now, last):
        return None
    return refuse("CMS705", "time", at=now.isoformat(), last=last.isoformat())
