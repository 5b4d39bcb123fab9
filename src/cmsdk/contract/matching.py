"""Duplicates and repeats (重复与复发): which reports may be one and the same matter, as rows and callables."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from cmsdk.model.approach import Mode
from cmsdk.model.decisions import Step
from cmsdk.model.expected import Expected
from cmsdk.model.place import Point
from cmsdk.model.report import Report

from .base import Band, Named
from .when import When

RADIUS: Final = 50
"""Metres of a row that names none: the published default of a city platform (50 m, 24 h, same minor class)."""
WINDOW: Final = 24
"""Hours of a row that names none, from the same source."""
MOST_RADIUS: Final = 5_000
"""Metres; what lies further apart is not one place, and a wider search would not be one by place."""
MOST_HOURS: Final = 24 * 366
"""Longest window in hours."""
MOST_DAYS: Final = 3_660
"""Longest span in which repeats are counted."""
ALL: Final = 100
"""Per cent."""
LEAST_REPEATS: Final = 2
"""This time and one before."""


class Compare(StrEnum):
    """What two reports of one class must have in common (比对方式)."""

    PLACE = "place"
    """Their points lie within the radius; where one has no point, the same area and similar words."""
    TEXT = "text"
    """The same area and similar words, whatever their points are."""
    BOTH = "both"
    """Points within the radius (where both have one; else the same area), and similar words."""


@attrs.frozen(kw_only=True)
class MatchRow(Named):
    """One row of the table of duplicates (重复件表): how near, in place and time, two reports of a class are one.

    ``category`` is a key: it and all below it count as one class; ``*`` is any class, each for itself, and the
    unclassified. A class that no row covers is never compared: no configuration means off.
    """

    category: str = "*"
    radius: int = attrs.field(default=RADIUS)
    """Metres between the two points."""
    window: int = attrs.field(default=WINDOW)
    """Hours between the times of the two reports; 0 links nothing, for a row that only counts repeats."""
    compare: Compare = Compare.PLACE
    similarity: int | None = attrs.field(default=None)
    """Least similarity of the two texts in per cent; without it words are not compared."""
    repeats: int | None = attrs.field(default=None)
    """From so many times at one place on, this one included, a case is recurring (复发)."""
    days: int | None = attrs.field(default=None)
    """Days before the report in which the times are counted."""
    when: When | None = attrs.field(default=None)
    """Only what was reported at these times of day, on these days, counts as a time."""
    band: Band = Band.LOCAL

    @radius.validator
    def _radius_in_range(self, _attribute: object, value: int) -> None:
        _check("radius", value, 1, MOST_RADIUS)

    @window.validator
    def _window_in_range(self, _attribute: object, value: int) -> None:
        _check("window", value, 0, MOST_HOURS)

    @similarity.validator
    def _is_a_share(self, _attribute: object, value: int | None) -> None:
        if value is not None:
            _check("similarity", value, 1, ALL)
        elif self.compare is not Compare.PLACE:
            raise Expected("similarity", compare=self.compare)

    @repeats.validator
    def _at_least_twice(self, _attribute: object, value: int | None) -> None:
        if value is not None and value < LEAST_REPEATS:
            raise Expected("repeats", given=value, least=LEAST_REPEATS)

    @days.validator
    def _goes_with_repeats(self, _attribute: object, value: int | None) -> None:
        if (value is None) != (self.repeats is None):
            raise Expected("repeats-days")
        if value is not None:
            _check("days", value, 1, MOST_DAYS)

    @when.validator
    def _counts_repeats(self, _attribute: object, value: When | None) -> None:
        if value is not None and self.repeats is None:
            raise Expected("repeats-when")


def _check(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise Expected("between", column=name, given=value, least=least, most=most)


@attrs.frozen
class Earlier:
    """An earlier case as matchers see it: the first of its kind, linked to none. Its text is redacted."""

    id: str
    category: str
    at: datetime
    """The report's own time, aware."""
    text: str
    point: Point | None
    """As it was given, in its own coordinate system."""
    grid: str
    division: str
    state: str
    unit: str
    mode: Mode
    open: bool
    """Neither handled nor ended: only such a case can be the first of a new report."""


@attrs.frozen
class MatchFacts:
    """What a matcher is asked about: a report, where triage put it, and the earlier open cases of its class."""

    report: Report
    category: str
    division: str
    grid: str
    earlier: tuple[Earlier, ...]
    """At most ``hours`` of the matcher before or after, by time, then id."""


@attrs.frozen
class Matched:
    """A matcher's answer: the id of one of the earlier cases, and why it is the same matter."""

    case: str
    reason: str = ""


@attrs.frozen(kw_only=True)
class Matcher(Named):
    """A duplicate finder in Python. One answer for each report, ``None`` where it has none; pure, order kept."""

    category: str = "*"
    """The class that it is asked about, as in a :class:`MatchRow`."""
    hours: int = attrs.field(default=WINDOW)
    band: Band = Band.LOCAL
    decide: Callable[[Sequence[MatchFacts]], Sequence[Matched | None]]

    @hours.validator
    def _hours_in_range(self, _attribute: object, value: int) -> None:
        _check("hours", value, 1, MOST_HOURS)


@attrs.frozen
class Likely:
    """An open case that a report is likely to be a duplicate of, and how near it is."""

    case: Earlier
    rule: str
    plugin: str
    metres: float | None = None
    """Between the two points; nothing where they were not compared."""
    similarity: float | None = None
    """Of the two texts in per cent; nothing where they were not compared."""
    reason: str | None = None
    """What a matcher in Python gave as its reason; nothing where a row found it."""
    basis: str = ""
    source: str = ""


@attrs.frozen
class Found:
    """What was found for one report: the case that it is linked to, the cases that it repeats, and the trail."""

    link: Earlier | None = None
    recurs: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
