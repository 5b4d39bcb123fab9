"""What extensions, holds and supervision change beside the state: the course of the case and its deadline. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from cmsdk.contract.case_rules import MOST_DAYS
from cmsdk.model.case import Case
from cmsdk.model.clock import before
from cmsdk.model.commands import Command, Extend, Postpone, Refusal, Supervise, Suspend
from cmsdk.model.course import Hold

from .clock_guards import basis_of, next_level
from .holding import asleep, held, last_day, new_hold, released
from .procedure import Asked, Effects, Procedure, refuse
from .running import one_limit_more


def _extend(_command: Extend, asked: Asked) -> Effects | Refusal:
    """One original limit more. Where the deadline was past when it was asked for, nothing: what is late stays late.

    Nothing either for one that follows another and has had as many as the table lets a case have.
    """
    case = asked.case
    if case.due is None:
        return refuse("CMS730", "before_deadline", basis_of(asked), case=case.id)
    spent = "extensions_left" in asked.row.guards and len(case.course.extensions) >= asked.procedure.rules.extensions
    if spent or not before(asked.since, case.due.at):
        return {}
    course: Effects = {"extensions": (*case.course.extensions, asked.since)}
    return {"course": course, "due": one_limit_more(case.due, case.at, asked.procedure.clocks)}


def _hold(command: Suspend | Postpone, asked: Asked) -> Effects | Refusal:
    """A hold from now to the day that was asked for, else to the last one that the city's rule allows.

    A day that has come, or is further off than any rule may say, is none, whether the table asks for it or not.
    """
    rule, zone = asked.procedure.rules.holds.get(asked.row.to), asked.procedure.plan.zone
    if rule is None:
        return refuse("CMS734", "holds_left", basis_of(asked), state=asked.row.to, hold=asked.row.to)
    today = asked.now.astimezone(zone)
    until, last = command.until or last_day(rule, today), today.date() + timedelta(days=MOST_DAYS)
    if not today.date() < until <= last:
        facts = {"until": until, "today": today.date(), "last": last, "longest": MOST_DAYS}
        return refuse("CMS733", "hold_ends", asked.row.basis or rule.basis, state=asked.row.to, **facts)
    return held(asked.case, new_hold(asked.row.to, rule, asked.now, until, zone), asked.procedure.clocks)


def _supervise(command: Supervise, asked: Asked) -> Effects | Refusal:
    """The level asked for, else the next one; a case that stands higher already, as a linked one may, stays there."""
    levels, present = asked.procedure.rules.supervision, asked.case.course.supervised
    wanted = command.level or next_level(levels, present)
    if wanted and wanted not in levels:
        return refuse("CMS735", "level_rises", basis_of(asked), level=wanted, known=", ".join(levels) or "—")
    higher = max((wanted, present), key=lambda level: levels.index(level) if level in levels else -1)
    return {"course": {"supervised": higher}}


CLOCK_EFFECTS: Final[Mapping[type[Command], Callable[[Any, Asked], Effects | Refusal]]] = {
    Extend: _extend,
    Suspend: _hold,
    Postpone: _hold,
    Supervise: _supervise,
}
"""Command → what it changes. A hold that ends early has no command of its own here: see :func:`leaving`."""


def leaving(effects: Effects, asked: Asked, to: str) -> Effects:
    """``effects`` of a command that leads to ``to``, and the end of the hold that the case thereby leaves, if any.

    Whatever command takes a case out of a hold ends it, and its deadline is counted anew; so no clock stands for
    longer than the work did.
    """
    if to == asked.case.state:
        return effects
    course = effects.get("course", {})  # says more where one hold follows upon another
    freed = released(asked.case, asked.now, asked.procedure.clocks)
    return {**freed, **effects, "course": {**freed["course"], **course}} if freed else effects


def joining(case: Case, first: Case, procedure: Procedure, now: datetime) -> Effects:
    """What it does to the clock of ``case`` that it takes over the state of ``first``: it sleeps as that one does."""
    clocks, hold = procedure.clocks, asleep(first)
    if hold is None:
        own = {} if case.state == first.state else released(case, now, clocks)
        if first.state not in procedure.side_states:
            return own
        return {**own, "course": {**own.get("course", {}), "back": first.course.back}}
    own = held(case, Hold(hold.state, now, hold.until, hold.pauses), clocks)
    return {**own, "course": {**own["course"], "back": first.course.back}}
