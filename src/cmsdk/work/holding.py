"""Holds (挂账、缓办): the one that a case is in, how one begins, and how it ends before its day. Pure."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import attrs

from cmsdk.clock.clocks import Clocks
from cmsdk.contract.case_rules import HoldClock, HoldRule
from cmsdk.model.case import Case
from cmsdk.model.course import Hold

from .running import moved, with_course


def asleep(case: Case) -> Hold | None:
    """The hold that ``case`` is in, or nothing where no hold of its own keeps it."""
    last = case.course.holds[-1] if case.course.holds else None
    return last if last is not None and last.state == case.state and last.resumed is None else None


def first_moment(day: date, zone: tzinfo) -> datetime:
    """Where ``day`` begins in ``zone``: midnight, or the first moment after it where summer time skips that."""
    return datetime.combine(day, time(), zone).astimezone(UTC).astimezone(zone)


def last_day(rule: HoldRule, now: datetime) -> date:
    """The latest day on which a hold that begins at ``now``, in the city's zone, may end."""
    return now.date() + timedelta(days=rule.longest)


def new_hold(state: str, rule: HoldRule, begins: datetime, until: date, zone: tzinfo) -> Hold:
    """A hold from ``begins`` to the first moment of ``until``."""
    return Hold(state, begins, first_moment(until, zone), rule.clock is HoldClock.PAUSES)


def _ended(case: Case, at: datetime) -> tuple[Hold, ...]:
    """The holds of ``case``, of which the one that it is in ends at ``at``."""
    holds, now = case.course.holds, asleep(case)
    return (*holds[:-1], attrs.evolve(now, resumed=at)) if now else holds


def held(case: Case, hold: Hold, clocks: Clocks) -> dict[str, Any]:
    """What it does to ``case`` that ``hold`` begins: the hold, where the case goes back to, and its deadline."""
    back = case.course.back if asleep(case) else case.state
    course: dict[str, Any] = {"holds": (*_ended(case, hold.begins), hold), "back": back}
    return {"course": course, **moved(with_course(case, course), clocks)}


def released(case: Case, at: datetime, clocks: Clocks) -> dict[str, Any]:
    """What it does to ``case`` that it leaves its hold at ``at``, before its day; nothing where it is in none."""
    if asleep(case) is None:
        return {}
    course: dict[str, Any] = {"holds": _ended(case, at)}
    return {"course": course, **moved(with_course(case, course), clocks, earlier=True)}
