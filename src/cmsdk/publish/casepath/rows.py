"""Rows of the picture: a stretch in a state, or a clock."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

import attrs

from cmsdk.model.clock import Light, StageClock
from cmsdk.model.words import label
from cmsdk.publish.flowchart.words import Words
from cmsdk.publish.view import View

from .axis import Axis
from .course import Stretch

BAR: Final = 12
"""Height of a bar."""
LIGHTS: Final = {Light.GREEN: "#3d8b5f", Light.YELLOW: "#cf9a12", Light.RED: "#c0392b"}
_DAY: Final = timedelta(days=1)


@attrs.frozen
class Row:
    """A row: a name, what is drawn, and what is told."""

    name: str
    drawn: tuple[str, ...]
    told: str


def between(first: datetime, last: datetime) -> timedelta:
    """The time that passed, through a change to summer time too."""
    return last.astimezone(UTC) - first.astimezone(UTC)


def _lasted(span: timedelta, words: Words) -> str:
    """A span of time in its two largest units."""
    minutes = max(int(span.total_seconds()) // 60, 0)
    parts = (("days", minutes // 1440), ("hours", minutes // 60 % 24), ("minutes", minutes % 60))
    said = [words.say(f"path-{unit}", count=count) for unit, count in parts if count]
    return " ".join(said[:2]) or words.say("path-minutes", count=0)


def bar(left: int, right: int, style: str, low: int = 0) -> str:
    """A bar around the height ``low``."""
    return f'<rect {style} x="{left}" y="{low - BAR // 2}" width="{max(right - left, 2)}" height="{BAR}" rx="3"/>'


def state_row(stretch: Stretch, axis: Axis, view: View, words: Words, now: datetime) -> Row:
    """A stretch in a state; an end that the case is in is a dot."""
    x = axis.at(stretch.began)
    name, entered = words.state(stretch.name), axis.said(stretch.began)
    if stretch.ended is None and stretch.name in view.plan.workflow.ends:
        return Row(
            name, (f'<circle class="ahead-head" cx="{x}" cy="0" r="6"/>',), f"{entered} · {words.say('path-end')}"
        )
    ended = stretch.ended or now
    told = f"{entered} · {_lasted(between(stretch.began, ended), words)}"
    if stretch.ended is None:
        told += f" · {words.say('path-open')}"
    return Row(name, (bar(x, axis.at(ended), 'class="stretch"'),), told)


def _still(clock: StageClock, pauses: Sequence[Stretch], axis: Axis, view: View, end: datetime) -> Iterable[str]:
    """Days that the clock does not run on, and pauses, as far as they lie on its track."""
    zone = view.plan.zone
    still = [
        (datetime.combine(day, time(), zone), datetime.combine(day + _DAY, time(), zone)) for day in clock.due.skipped
    ]
    still += [(pause.began, pause.ended or end) for pause in pauses]
    last = max(clock.due.at, end)
    for began, ended in _joined(still):
        left, right = max(began, clock.began), min(ended, last)
        if left < right:
            yield bar(axis.at(left), axis.at(right), 'class="still"')


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> Iterable[tuple[datetime, datetime]]:
    """Spans in order, those that touch as one."""
    found: list[tuple[datetime, datetime]] = []
    for began, ended in sorted(spans):
        if found and began <= found[-1][1]:
            began, ended = found[-1][0], max(found.pop()[1], ended)  # noqa: PLW2901  joined to the one before
        found.append((began, ended))
    return found


def clock_row(clock: StageClock, pauses: Sequence[Stretch], axis: Axis, view: View, words: Words, now: datetime) -> Row:
    """A clock: what is spent of its limit, when it is due, and how far past that it ran."""
    end = clock.done or now
    began, due, until = axis.at(clock.began), axis.at(clock.due.at), axis.at(end)
    late = end > clock.due.at
    drawn = [
        bar(began, max(due, until), 'class="track"'),
        bar(began, min(due, until), f'fill="{LIGHTS[clock.light]}" fill-opacity="{0.5 if late else 1}"'),
        *([bar(due, until, 'class="over"')] if late else []),
        *_still(clock, pauses, axis, view, end),
        f'<path class="due" d="M{due} -{BAR}L{due} {BAR}"/>',
    ]
    how = "late" if late else "in-time" if clock.done else "left"
    span = abs(between(clock.due.at, end))
    told = words.say(f"path-{how}", span=_lasted(span, words))
    if clock.done is None:
        told += f" · {label('running', view.lang)}"
    limit = f"{clock.due.limit.amount} {label(clock.due.limit.unit, view.lang)}"
    name = f"{label(f'stage-{clock.stage}', view.lang)} · {limit}"
    return Row(name, tuple(drawn), f"{words.say('path-due', at=axis.said(clock.due.at))} · {told}")
