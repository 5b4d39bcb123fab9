"""The numbers of the side flows (旁支流程): how often, how long, after what. Rules of a city, as data."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import attrs

from .base import Named

MOST_DAYS: Final = 366
"""Longest hold that a city may allow, in natural days: a suspension ends within a year (挂账不超过一年)."""


class HoldClock(StrEnum):
    """What the deadline does while work stands."""

    PAUSES = "pauses"
    """It stands, and moves on by as long as the hold was."""
    UNTIL = "until"
    """The end of the hold becomes the deadline, where that is later."""


def not_negative(_instance: object, attribute: "attrs.Attribute[int]", value: int) -> None:
    """Attrs validator: a number of times."""
    if value < 0:
        raise ValueError(f"{attribute.name}: {value} is less than nothing; give a number of times, 0 for never")


@attrs.frozen(kw_only=True)
class HoldRule:
    """A hold (挂账、缓办): how many a case may have, the longest in natural days, and what the clock does."""

    grants: int = attrs.field(default=1, validator=not_negative)
    longest: int = attrs.field(default=365)
    clock: HoldClock = HoldClock.PAUSES
    basis: str = ""

    @longest.validator
    def _within_a_year(self, _attribute: object, value: int) -> None:
        if not 1 <= value <= MOST_DAYS:
            raise ValueError(f"longest: {value} is not from 1 to {MOST_DAYS}; give natural days")


@attrs.frozen(kw_only=True)
class CaseRules(Named):
    """The rules of a city for its cases at work (案件办理规则). One a city: the most specific plugin's."""

    returns: int = attrs.field(default=3, validator=not_negative)
    """Times that units may send a case back before a final adjudicator decides who has it."""
    extensions: int = attrs.field(default=2, validator=not_negative)
    """Times that a deadline may be extended, each by one original limit."""
    holds: Mapping[str, HoldRule] = attrs.field(
        factory=lambda: {"suspended": HoldRule(), "postponed": HoldRule(clock=HoldClock.UNTIL)}
    )
    """Side state → its rule."""
    supervision: tuple[str, ...] = attrs.field(default=("ordinary", "listed", "interview"))
    """Levels of supervision, lowest first (普通督办、挂牌督办、约谈)."""
    reopen_on: tuple[str, ...] = ("unsolved", "dissatisfied")
    """What the reporter says at the return visit for a case to be reopened."""
    reopenings: int = attrs.field(default=0, validator=not_negative)
    """Times that a case may be reopened; 0 is without limit."""

    @supervision.validator
    def _each_once(self, _attribute: object, value: tuple[str, ...]) -> None:
        twice = sorted({level for level in value if value.count(level) > 1})
        if twice:
            raise ValueError(f"supervision: {', '.join(twice)} stands there twice; give each level once, lowest first")
