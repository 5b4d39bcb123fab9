"""Who comes when a community whistles (吹哨派单清单), and at which level matters are settled (分级解决规则)."""

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

import attrs
from typing_extensions import override

from cmsdk.contract.deciding import AT_STATION
from cmsdk.contract.organisation import UnitKind
from cmsdk.model.approach import Mode
from cmsdk.model.spans import Limit

from .base import CommunityRow

ANY = "*"


@attrs.frozen(kw_only=True)
class WhistleRow(CommunityRow):
    """Which units a whistle of a category in an area calls, who leads them, and by when they come and are done.

    The row of the nearest category and, within it, the smallest area wins, as in the responsibility matrix.
    """

    table: ClassVar[str] = "whistle-matrix"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (
        ("area", "areas"), ("units", "units"), ("lead", "units"), ("calendar", "calendars"),
    )  # fmt: skip
    category: str = ANY
    area: str = ANY
    """Code of a grid or division, or ``*``."""
    units: tuple[str, ...]
    """Ids of units, or ``@station``: the unit that runs the station there."""
    lead: str = ""
    """The first of the units, if left out."""
    limit: Limit | None = None
    """By when they report in."""
    handle_limit: Limit | None = None
    """By when the lead says that it is handled."""
    calendar: str = ""

    @override
    def references(self) -> Iterator[tuple[str, str, str]]:
        return _in_tables(super().references())


def _in_tables(references: Iterator[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """``@station`` stands for a unit and ``*`` for every area; neither is in a table."""
    return (found for found in references if found[2] not in {AT_STATION, ANY})


class Alone(StrEnum):
    """Whether one unit settles a matter by itself (独办) or several together (联办)."""

    ALONE = "alone"
    JOINT = "joint"


class Linkage(StrEnum):
    """How a matter was settled: inside one grid (一格解决), or linked across the net of departments (一网联动)."""

    GRID = "one_grid"
    NET = "linked_net"


@attrs.frozen(kw_only=True)
class LevelRow(CommunityRow):
    """A level at which matters are settled (解决层级): who settles there, what begins there, when it goes up.

    A matter was settled at the level of the first row, by ``order`` and then in the plan's order, whose conditions all
    hold; a condition that is left empty always holds. A whistle begins at the row with ``begins`` of the nearest
    category, else at the lowest.
    """

    table: ClassVar[str] = "levels"
    leads: ClassVar[tuple[tuple[str, str], ...]] = (("units", "units"), ("takes", "units"), ("calendar", "calendars"))
    level: str
    """Its name: 社区, 街道, 区."""
    order: int
    category: str = ANY
    begins: bool = False
    unit_kinds: tuple[UnitKind, ...] = ()
    """Kinds of unit that settle here."""
    units: tuple[str, ...] = ()
    """Units that settle here, by id."""
    takes: tuple[str, ...] = ()
    """Units that a whistle calls when it comes up here, or ``@station``; if left out ``units``, else the unit of
    ``unit_kinds`` that answers for the smallest area around the place."""
    modes: tuple[Mode, ...] = ()
    alone: Alone | None = None
    linkage: Linkage | None = None
    """What settling here counts as; where left empty: in one grid if one unit did it alone, else by the net."""
    limit: Limit | None = None
    """After what time a whistle that is not handled goes up."""
    calendar: str = ""

    @override
    def references(self) -> Iterator[tuple[str, str, str]]:
        return _in_tables(super().references())
