"""A clock that pauses, resumes and is extended (挂账、恢复、延期), as a value; its deadline is counted from it.

Nothing here asks what time it is or what may be done by whom: ``work/clock_guards.py`` and ``clock_effects.py`` do.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

import attrs

from cmsdk.model.clock import Due, aware
from cmsdk.model.commands import Refusal
from cmsdk.model.spans import WALL_MINUTES, Limit

from .working import WorkClock

MOST_EXTENSIONS: Final = 2
"""Times a deadline may be extended where no rules say otherwise, each by one original limit (延期以两次为限)."""


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

    def paused(self, now: datetime) -> bool:
        """Whether it stands at ``now``."""
        last = self.pauses[-1] if self.pauses else None
        return last is not None and last.begins <= now and (last.ends is None or now < last.ends)

    @property
    def last(self) -> datetime:
        """When it was last started, paused, resumed or extended."""
        changes = (t for pause in self.pauses for t in (pause.begins, pause.ends) if t is not None)
        return max((self.start, *changes, *self.extensions, *(put.at for put in self.put_off)))


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


def pause(running: RunningClock, at: datetime, until: datetime | None = None) -> RunningClock | Refusal:
    """Stop the clock at ``at``, to ``until`` where its end is known: then it runs again by itself."""
    if running.paused(at) or at < running.last or (until is not None and until <= at):
        return _refuse("CMS338", "pause", at=at, last=running.last)
    return attrs.evolve(running, pauses=(*running.pauses, Pause(at, until)))


def resume(running: RunningClock, at: datetime) -> RunningClock | Refusal:
    """Let the clock run again at ``at``."""
    if not running.paused(at):
        return _refuse("CMS339", "resume", at=at)
    *before, last = running.pauses
    return attrs.evolve(running, pauses=(*before, attrs.evolve(last, resumed=at)))


def extend(
    running: RunningClock, at: datetime, clock: WorkClock, most: int = MOST_EXTENSIONS
) -> RunningClock | Refusal:
    """Add one original limit to the deadline, asked at ``at``: at most ``most`` times, and before the deadline."""
    if len(running.extensions) >= most:
        return _refuse("CMS337", "extensions", count=len(running.extensions), most=most)
    due = due_of(running, clock, at)
    if at >= due.at:
        return _refuse("CMS336", "deadline", asked=at, due=due.at)
    return attrs.evolve(running, extensions=(*running.extensions, at))


def _refuse(code: str, guard: str, /, **facts: object) -> Refusal:
    told = ((name, value.isoformat() if isinstance(value, datetime) else str(value)) for name, value in facts.items())
    return Refusal(code, guard, tuple(told))
