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


SAYINGS: Final = ("unsolved", "uncontacted", "dissatisfied", "basically_satisfied")
"""What a reporter may say at a return visit for a case to be reopened."""
WHOLE: Final = 100


def _share(_instance: object, attribute: "attrs.Attribute[int]", value: int) -> None:
    if not 0 <= value <= WHOLE:
        raise ValueError(f"{attribute.name}: {value} is not from 0 to 100; give per cent")


@attrs.frozen(kw_only=True)
class VisitRules:
    """How return visits are counted (回访考核口径): shares in per cent of the valid visits."""

    basically: int = attrs.field(default=WHOLE, validator=_share)
    """What one who is basically satisfied counts in the rate of satisfaction; 100 is as much as one who is satisfied.

    Cities differ: some count 90.
    """
    contacted: int = attrs.field(default=0, validator=_share)
    solved: int = attrs.field(default=0, validator=_share)
    satisfied: int = attrs.field(default=0, validator=_share)
    """Weights of the three rates in the composite score, 100 together; all 0: the city has no score."""
    basis: str = ""

    def __attrs_post_init__(self) -> None:
        """The weights are all or none."""
        if self.weights and sum(self.weights) != WHOLE:
            raise ValueError(f"visits: the weights {self.weights} add up to {sum(self.weights)}, not to 100")

    @property
    def weights(self) -> tuple[int, ...]:
        """Of contacted, solved and satisfied; nothing where the city has no score."""
        given = self.contacted, self.solved, self.satisfied
        return given if any(given) else ()


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
    reopen_on: tuple[str, ...] = attrs.field(default=("unsolved", "dissatisfied"))
    """What the reporter says at the return visit for a case to be reopened: of ``SAYINGS``."""
    reopenings: int = attrs.field(default=0, validator=not_negative)
    """Times that a case may be reopened; 0 is without limit."""
    direct: tuple[str, ...] = ()
    """Channels whose reports are filed without being verified first, though a reporter is named (直接立案)."""
    visits: VisitRules = attrs.field(factory=VisitRules)

    @reopen_on.validator
    def _known(self, _attribute: object, value: tuple[str, ...]) -> None:
        unknown = [one for one in value if one not in SAYINGS]
        if unknown:
            raise ValueError(f"reopen_on: {unknown[0]!r} is none of {', '.join(SAYINGS)}")

    @supervision.validator
    def _each_once(self, _attribute: object, value: tuple[str, ...]) -> None:
        twice = sorted({level for level in value if value.count(level) > 1})
        if twice:
            raise ValueError(f"supervision: {', '.join(twice)} stands there twice; give each level once, lowest first")
