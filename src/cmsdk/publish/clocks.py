"""The stage clocks of a case as lines for people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from cmsdk.model.clock import StageClock
from cmsdk.model.words import fill, label

from .columns import View

MINUTES: Final = 60
"""Of an hour."""


def _time(moment: datetime, view: View) -> str:
    return moment.astimezone(view.plan.zone).strftime("%Y-%m-%d %H:%M")


def _runs(clock: StageClock, view: View) -> str:
    if clock.paused_until is None:
        return label("running", view.lang)
    return fill(label("standing", view.lang), [("until", _time(clock.paused_until, view))])


def _spent(clock: StageClock, view: View) -> str:
    """How long it has run and has left; in working time, where its limit is."""

    def told(minutes: int) -> str:
        hours, rest = divmod(abs(minutes), MINUTES)
        return fill(label("hours-and-minutes", view.lang), [("hours", str(hours)), ("minutes", f"{rest:02}")])

    key = "spent-and-over" if clock.left < 0 else "spent-and-left"
    return fill(label(key, view.lang), [("spent", told(clock.spent)), ("left", told(clock.left))])


def clock_lines(clocks: Iterable[StageClock], view: View) -> tuple[str, ...]:
    """A line each: stage, light, from when to when it is due, its limit, whether it is done or stands, what is left."""
    lines = []
    for clock in clocks:
        done = _time(clock.done, view) if clock.done else _runs(clock, view)
        limit = f"{clock.due.limit.amount} {label(clock.due.limit.unit, view.lang)}"
        times = f"{_time(clock.began, view)} → {_time(clock.due.at, view)}"
        parts = (
            label(f"stage-{clock.stage}", view.lang),
            label(clock.light, view.lang),
            times,
            limit,
            done,
            _spent(clock, view),
        )
        lines.append(" · ".join(parts))
    return tuple(lines)
