"""A clock that has paused, resumed and been extended (挂账、恢复、延期), as a value; its deadline is counted from it.

What may be done with it, and by whom, is asked in ``work/clock_guards.py`` and ``clock_effects.py``.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

import attrs

from cmsdk.model.clock import Due, aware
from cmsdk.model.spans import WALL_MINUTES, Limit

from .working import WorkClock


@attrs.frozen
class Pause:
    """From when to when a clock stands; the first of ``until`` (its own end) and ``resumed`` ends it."""

    begins: datetime = attrs.field(validator=aware)
    until: datetime | None = attrs.field(default=None, validator=aware)
    resumed: datetime | None = attrs.field(default=None, validator=aware)

    @property
    def ends(self) -> datetime | None:
        """When it ends; nothing while that is open."""
        return min((end for end in (self.until, self.resumed) if end is not None), default=None)


@attrs.frozen
class PutOff:
    """A day that a deadline was put off to (缓办), and when that was agreed."""

    at: datetime = attrs.field(validator=aware)
    until: datetime = attrs.field(validator=aware)


@attrs.frozen
class RunningClock:
    """What a deadline is counted from: where it began, its limit, and what has moved it, each in order.

    ``extensions`` are the moments at which those that were granted had been asked for.
    """

    start: datetime = attrs.field(validator=aware)
    limit: Limit
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[datetime, ...] = ()
    put_off: tuple[PutOff, ...] = ()


def due_of(running: RunningClock, clock: WorkClock, now: datetime) -> Due:
    """The deadline. A pause of p working minutes moves it on by p working minutes; on the wall, by as long as it was.

    A pause that is still open counts up to ``now``: the deadline is the one that holds if it were resumed then.
    A pause, or a day to put it off to, that came after the deadline of its time no longer moves it: what was late
    stays late. An extension was granted, and is not taken away by a calendar that was corrected since.
    """
    due = clock.due(running.start, running.limit)
    moves: list[Pause | PutOff | datetime] = [*apart(running.pauses, now), *running.put_off, *running.extensions]
    for move in sorted(moves, key=_begins):
        if isinstance(move, datetime):
            due = extended(due, running.start, clock)
        elif _begins(move) < due.at.astimezone(UTC):
            moved = _put_off if isinstance(move, PutOff) else _moved
            due = moved(due, running, move, clock)  # type: ignore[arg-type]
    return due


def _begins(move: Pause | PutOff | datetime) -> datetime:
    """On the UTC line: in the hour that comes twice two moments of one zone compare as clocks show them."""
    at = move if isinstance(move, datetime) else move.at if isinstance(move, PutOff) else move.begins
    return at.astimezone(UTC)


def apart(pauses: Iterable[Pause], now: datetime) -> Iterator[Pause]:
    """The pauses in order, those with an open end ended ``now``; time in which two of them overlap stands once."""
    stood: datetime | None = None
    for pause in sorted(pauses, key=lambda one: one.begins):
        begins = pause.begins if stood is None else max(pause.begins, stood)
        stood = max(pause.ends or now, begins)
        yield Pause(begins, stood)


def extended(due: Due, start: datetime, clock: WorkClock) -> Due:
    """``due`` and one original limit more, of a clock that was started at ``start``."""
    more = clock.due(due.at, due.limit)
    skipped = () if due.limit.unit in WALL_MINUTES else clock.skipped(start, more.at)
    provisional = due.provisional or more.provisional
    return Due(more.at, more.limit, more.calendar, more.calendar_version, skipped, provisional)


def _moved(due: Due, running: RunningClock, pause: Pause, clock: WorkClock) -> Due:
    ends = pause.ends or pause.begins
    if due.limit.unit in WALL_MINUTES:
        stood = ends.astimezone(UTC) - pause.begins.astimezone(UTC)
        return attrs.evolve(due, at=(due.at.astimezone(UTC) + stood).astimezone(clock.zone))
    seconds = clock.worked(pause.begins, ends)
    at = clock.advance(due.at, seconds) if seconds else due.at
    if at is None:
        return attrs.evolve(due, at=due.at + timedelta(seconds=seconds), provisional=True)
    moved = attrs.evolve(due, at=at, provisional=due.provisional or not clock.knows(at))
    return attrs.evolve(moved, skipped=_skipped(moved, running, clock))


def _put_off(due: Due, running: RunningClock, put: PutOff, clock: WorkClock) -> Due:
    if put.until.astimezone(UTC) <= due.at.astimezone(UTC):
        return due
    later = attrs.evolve(due, at=put.until.astimezone(clock.zone))
    return attrs.evolve(later, skipped=_skipped(later, running, clock))


def _skipped(due: Due, running: RunningClock, clock: WorkClock) -> tuple[date, ...]:
    return () if due.limit.unit in WALL_MINUTES else clock.skipped(running.start, due.at)
