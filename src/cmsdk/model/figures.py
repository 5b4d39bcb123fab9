"""Figures as values (统计数): counted by the room ``figures``, shown by the room ``publish``."""

from collections.abc import Mapping

import attrs

from .mix import Mix, MixOf


@attrs.frozen
class Count:
    """A row of figures: a key, its label, its cases, those that are open and those that are late."""

    key: str
    label: str
    cases: int
    open: int
    late: int
    exempt: int = 0
    """Of those that are late, those that an appeal has exempted."""


@attrs.frozen
class Times:
    """How many cases something happened to, and how many times in all."""

    cases: int = 0
    times: int = 0


@attrs.frozen
class SideFlows:
    """What the side flows have come to (旁支流程统计)."""

    returns: Times = Times()
    """Sent back by a unit."""
    reworks: Times = Times()
    reopenings: Times = Times()
    on_the_spot: int = 0
    """Put right on the spot, without a dispatch: counted apart from filed cases."""


@attrs.frozen
class VisitRow:
    """Return visits of the cases of one unit, or of all (回访考核): the last valid visit of each case counts.

    Rates and score are in per cent to one decimal, halves up; nothing where no visit was valid, or the city has no
    weights for a score.
    """

    key: str
    label: str
    visited: int
    """Cases with a visit, valid or not."""
    valid: int
    """The base of all rates."""
    contacted: int
    solved: int
    satisfied: int
    basically: int
    contacted_rate: float | None
    solved_rate: float | None
    satisfied_rate: float | None
    score: float | None


@attrs.frozen
class Visits:
    """Return visits by unit, best score first, and a summary: counts are added up, rates are the units' average."""

    units: tuple[VisitRow, ...] = ()
    summary: VisitRow | None = None
    """Nothing where there was no visit."""


@attrs.frozen
class Figures:
    """The figures of some cases at one moment (统计表)."""

    total: int
    open: int
    late: int
    provisional: int
    mix: Mix
    states: tuple[Count, ...]
    units: tuple[Count, ...]
    categories: tuple[Count, ...]
    channels: tuple[Count, ...]
    kinds: tuple[Count, ...] = ()
    """By the kind of request (诉求类型) as the reports give it: 咨询, 投诉, 求助, 意见建议."""
    linked: int = 0
    """Of the total, those that are linked to a first one: one matter, reported once more."""
    exempt: int = 0
    """Of those that are late, those that an appeal has exempted."""
    flows: SideFlows = SideFlows()
    visits: Visits = Visits()
    mixes: Mapping[str, tuple[MixOf, ...]] = attrs.field(factory=dict)
    """The mix of each grid, station, … where it was asked for: by what → rows."""

    @property
    def late_counted(self) -> int:
        """Those that are late and not exempt."""
        return self.late - self.exempt
