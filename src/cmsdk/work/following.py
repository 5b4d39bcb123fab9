"""Linked cases (并案): who follows a command on the first one, and what linking and parting do. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.commands import Appeal, Command, Link, Refusal, Unlink, Visit, Withdraw

from .clock_effects import joining, leaving
from .decide import Allowed
from .effects import Effects, effects_of
from .phases import Phase
from .procedure import Procedure

ALONE: Final = frozenset({Visit.name, Link.name, Unlink.name, Appeal.name, Withdraw.name})
"""Commands that concern one case: every reporter is asked on their own and takes back their own report, lateness is by
each case's own deadline, and a link is of one case."""


_OWN: Final = frozenset({"due", "course", "grants", "title"})
"""Effects on a first case that are no others'."""


@attrs.frozen
class Followers:
    """The open cases that are linked to a first one: those that take its command, and those that are left."""

    taking: tuple[Case, ...] = ()
    left: tuple[Case, ...] = ()


def _by_visit(plan: CityPlan, one: str, other: str) -> bool:
    """Whether nothing but the return visit lies between two states."""
    visits = [row for row in plan.workflow.transitions if row.command == Visit.name]
    return any((one in v.sources and v.to == other) or (other in v.sources and v.to == one) for v in visits)


def in_step(first: Case, follower: Case, phase: str, plan: CityPlan) -> bool:
    """Whether ``follower`` stands where ``first`` does, so that it takes the command that leads to ``phase``.

    What takes the first back into work also takes one of which only the reporter has been asked, or not yet.
    """
    if follower.state == first.state:
        return True
    return phase == Phase.OPEN and _by_visit(plan, first.state, follower.state)


def followers(first: Case, linked: Sequence[Case], command: Command, phase: str, plan: CityPlan) -> Followers:
    """Those of ``linked`` that follow ``command`` on ``first`` (as it was before it), and those that are left.

    A case that has ended follows nothing, and is not named either.
    """
    if command.name in ALONE:
        return Followers()
    open_ones = [case for case in linked if case.state not in plan.workflow.ends]
    taking = {case.id: case for case in open_ones if in_step(first, case, phase, plan)}
    return Followers(tuple(taking.values()), tuple(case for case in open_ones if case.id not in taking))


def taken(case: Case, allowed: Allowed, follows: str) -> Allowed:
    """What ``case`` takes of a command that was carried out on its first one; ``follows`` is the entry it comes from.

    Owner, phase and result are the first one's. Title, deadline and course are each case's own: it is extended,
    suspended or sent back by its own clock, and left as it is where that could not be.
    """
    if allowed.done is None:
        raise ValueError("nothing was carried out that a case could follow")
    shared = {name: value for name, value in allowed.effects.items() if name not in _OWN}
    asked = attrs.evolve(allowed.done, case=case)
    own = effects_of(asked)
    effects: Effects = (
        {} if isinstance(own, Refusal) else {name: own[name] for name in ("due", "course") if name in own}
    )
    effects = leaving(effects, asked, allowed.to)
    course = dict(effects.get("course", {}))
    firsts = allowed.effects.get("course", {})
    if "back" in firsts:
        course.setdefault("back", case.state)
    if "keys" in firsts:  # sent again, the command finds this case as far as its first one
        course["keys"] = (*case.course.keys, firsts["keys"][-1])
    if course:
        effects["course"] = course
    return Allowed(allowed.to, shared | effects | {"follows": follows})


def check_link(case: Case, first: Case | None, wanted: str, plan: CityPlan) -> Refusal | None:
    """Why ``case`` may not be linked to ``first``, which is what ``wanted`` or its own first is; else nothing."""
    if first is None or first.city != case.city:
        return Refusal("CMS713", "link", (("to", wanted),))
    if first.id in {case.id, case.linked}:
        return Refusal("CMS715", "link", (("case", case.id), ("first", first.id)))
    if first.state in plan.workflow.ends:
        return Refusal("CMS714", "link", (("first", first.id), ("state", first.state)))
    return None


def phase_of(case: Case) -> Phase:
    """How far handling of ``case`` has come."""
    return Phase.CLOSED if case.closed else Phase.HANDLED if case.handled else Phase.OPEN


def link_effects(case: Case, first: Case, procedure: Procedure, now: datetime) -> Effects:
    """What ``case`` takes over from ``first``, to which it is linked at ``now``; its clock stands where that stands."""
    shared = {"phase": phase_of(first), "unit": first.unit, "mode": first.mode, "linked": first.id}
    return shared | joining(case, first, procedure, now)
