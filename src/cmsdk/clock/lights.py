"""Warnings at 80 % and 100 % of a limit, measured on the clock that the limit's unit names."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from cmsdk.model.clock import Due, Light
from cmsdk.model.spans import WALL_MINUTES

from .running import Pause, apart
from .working import WorkClock

YELLOW: Final = (4, 5)
"""From 80 % of the limit on, as a fraction: as published by Chinese city platforms for running cases."""


def light(due: Due, start: datetime, now: datetime, clock: WorkClock, pauses: Sequence[Pause] = ()) -> Light:
    """The light of a deadline counted from ``start``, at ``now``; all times aware. ``clock`` is that of its calendar.

    Red is from the deadline itself on. Working units are measured in working time, the others on the wall; while the
    clock stands, its light stands.
    """
    if now >= due.at:
        return Light.RED
    used, whole = spent(due, start, now, clock, pauses), spent(due, start, due.at, clock, pauses)
    return Light.YELLOW if used * YELLOW[1] >= whole * YELLOW[0] and used else Light.GREEN


def light_of(
    due: Due, start: datetime, done: datetime | None, now: datetime, clock: WorkClock, pauses: Sequence[Pause] = ()
) -> Light:
    """The light at ``done``, or at ``now`` while that is open. What is done at its very deadline is in time."""
    if done is None:
        return light(due, start, now, clock, pauses)
    in_time = done.astimezone(UTC) == due.at.astimezone(UTC)  # in the hour that comes twice zones are never equal
    return Light.YELLOW if in_time else light(due, start, done, clock, pauses)


def spent(due: Due, start: datetime, moment: datetime, clock: WorkClock, pauses: Sequence[Pause] = ()) -> int:
    """Seconds from ``start`` to ``moment`` on the clock of the limit's unit, without those in which it stood."""
    used = _used(due, start, moment, clock)
    for pause in apart(pauses, moment) if pauses else ():
        begins, ends = max(pause.begins, start), min(pause.ends or moment, moment)
        used -= _used(due, begins, ends, clock)
    return used


def warn_at(due: Due, start: datetime, clock: WorkClock) -> tuple[datetime, datetime]:
    """The moments at which the light turns yellow and red."""
    whole = _used(due, start, due.at, clock)
    part = -(-whole * YELLOW[0] // YELLOW[1])
    if due.limit.unit in WALL_MINUTES:
        yellow: datetime | None = (start.astimezone(UTC) + timedelta(seconds=part)).astimezone(clock.zone)
    else:
        yellow = clock.advance(start, part)
    return min(yellow or due.at, due.at), due.at


def _used(due: Due, start: datetime, moment: datetime, clock: WorkClock) -> int:
    """Seconds from ``start`` to ``moment`` on the clock of the limit's unit."""
    if due.limit.unit in WALL_MINUTES:
        return max(int((clock.local(moment).astimezone(UTC) - start.astimezone(UTC)).total_seconds()), 0)
    return clock.worked(start, moment)
