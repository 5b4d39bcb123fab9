"""The stage clocks of a case as lines for people."""

from collections.abc import Iterable
from datetime import datetime

from cmsdk.model.clock import StageClock
from cmsdk.model.words import label

from .columns import View


def _time(moment: datetime, view: View) -> str:
    return moment.astimezone(view.plan.zone).strftime("%Y-%m-%d %H:%M")


def clock_lines(clocks: Iterable[StageClock], view: View) -> tuple[str, ...]:
    """A line each: stage, light, from when to when it is due, whether it is done, and its limit."""
    lines = []
    for clock in clocks:
        done = _time(clock.done, view) if clock.done else label("running", view.lang)
        limit = f"{clock.due.limit.amount} {label(clock.due.limit.unit, view.lang)}"
        times = f"{_time(clock.began, view)} → {_time(clock.due.at, view)}"
        parts = (label(f"stage-{clock.stage}", view.lang), label(clock.light, view.lang), times, limit, done)
        lines.append(" · ".join(parts))
    return tuple(lines)
