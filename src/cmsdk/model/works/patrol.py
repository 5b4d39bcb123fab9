"""Patrols (巡查): where a unit was, what it found and put right on the spot, and the cases it was sent to."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import attrs

from cmsdk.model.place import Crs, Point

from .base import Work, WorkCommand, choice, decimal, key, names, number, words


class PatrolMode(StrEnum):
    """How a unit patrols (巡查方式)."""

    REGULAR = "regular"
    """常态巡查: through its grids."""
    FIXED_POST = "fixed_post"
    """定点值守: at a post."""
    STAGGERED = "staggered"
    """错时监管: at hours outside those of offices."""


@attrs.frozen(kw_only=True)
class Placed(WorkCommand):
    """A command that may say where: a point with its coordinate system, or a grid."""

    lon: float | None = decimal("经度")
    lat: float | None = decimal("纬度")
    crs: Crs | None = choice(Crs, "坐标系")
    """Never guessed: without it there is no point."""
    grid: str = key("网格")

    def __attrs_post_init__(self) -> None:
        """A point is all of three."""
        given = [value is not None for value in (self.lon, self.lat, self.crs)]
        if any(given) and not all(given):
            raise ValueError("crs: lon, lat and crs go together; give all three, or none")
        _ = self.point  # its own checks name what is no longitude or latitude

    @property
    def point(self) -> Point | None:
        """The point, if one is given."""
        if self.lon is None or self.lat is None or self.crs is None:
            return None
        return Point(self.lon, self.lat, self.crs)


@attrs.frozen(kw_only=True)
class StartPatrol(WorkCommand):
    """Set out (出巡) on a shift of the city's table of patrols."""

    name: ClassVar[str] = "patrol.start"
    chinese: ClassVar[str] = "出巡"
    shift: str = key("班次")
    officers: tuple[str, ...] = names("巡查人员")
    """Who goes; as the shift has it, if neither they nor a number are given."""
    headcount: int = number("人数")


@attrs.frozen(kw_only=True)
class TrackPatrol(Placed):
    """Say where the unit is (上报位置)."""

    name: ClassVar[str] = "patrol.track"
    chinese: ClassVar[str] = "上报位置"


@attrs.frozen(kw_only=True)
class FindOnPatrol(WorkCommand):
    """Note what was found (巡查发现): the report itself comes in through its channel."""

    name: ClassVar[str] = "patrol.find"
    chinese: ClassVar[str] = "巡查发现"
    channel: str = key("渠道")
    report: str = key("上报编号")
    """Its id in that channel."""
    case: str = key("案件")
    """The case that it became, where that is known; else the report leads to it."""


@attrs.frozen(kw_only=True)
class FixOnPatrol(Placed):
    """Put something right on the spot (当场处置, 举手之劳); counted apart from cases."""

    name: ClassVar[str] = "patrol.fix"
    chinese: ClassVar[str] = "当场处置"
    category: str = key("类别")
    """Full code, or the number that it has in the city's scheme."""
    text: str = words("内容")
    count: int = number("数量")
    """How many; one, if left out."""


@attrs.frozen(kw_only=True)
class DispatchPatrol(Placed):
    """Send a patrol to a case (指派巡查力量); ``lon``, ``lat`` and ``crs`` say where, if the case does not."""

    name: ClassVar[str] = "patrol.dispatch"
    chinese: ClassVar[str] = "指派巡查"
    case: str = key("案件")
    reason: str = words("理由")
    """Why this one: ``City.nearest_patrol`` says it."""


@attrs.frozen(kw_only=True)
class TakeOnPatrol(WorkCommand):
    """Take the case that the patrol was sent to (接单)."""

    name: ClassVar[str] = "patrol.take"
    chinese: ClassVar[str] = "接单"


@attrs.frozen(kw_only=True)
class ReleasePatrol(WorkCommand):
    """Be free again (任务完成, 退单): the case is done with, or given back."""

    name: ClassVar[str] = "patrol.release"
    chinese: ClassVar[str] = "任务结束"
    result: str = words("结果")


@attrs.frozen(kw_only=True)
class EndPatrol(WorkCommand):
    """Come back (收队)."""

    name: ClassVar[str] = "patrol.end"
    chinese: ClassVar[str] = "收队"


@attrs.frozen
class Position:
    """Where a patrol was, and when: a point, a grid, or both."""

    at: datetime
    point: Point | None = None
    grid: str = ""


@attrs.frozen
class Finding:
    """What a patrol found: a report in a channel."""

    at: datetime
    channel: str
    report: str = ""
    case: str = ""


@attrs.frozen
class Fix:
    """What a patrol put right on the spot."""

    at: datetime
    text: str
    category: str = ""
    count: int = 1
    point: Point | None = None
    grid: str = ""


@attrs.frozen
class Task:
    """A case that a patrol was sent to."""

    case: str
    sent: datetime
    by: str
    reason: str = ""
    metres: int | None = None
    """From where it last was; nothing where one of the two places is not known."""
    taken: datetime | None = None
    released: datetime | None = None
    result: str = ""


@attrs.frozen(kw_only=True)
class Patrol(Work):
    """A patrol from setting out to coming back (巡查记录)."""

    kind: ClassVar[str] = "patrol"
    chinese: ClassVar[str] = "巡查"
    shift: str = ""
    unit: str = ""
    mode: PatrolMode = PatrolMode.REGULAR
    station: str = ""
    place: str = ""
    grids: tuple[str, ...] = ()
    """Those of its shift."""
    officers: tuple[str, ...] = ()
    headcount: int = 0
    until: datetime | None = None
    """When its shift ends."""
    ended: datetime | None = None
    track: tuple[Position, ...] = ()
    findings: tuple[Finding, ...] = ()
    fixes: tuple[Fix, ...] = ()
    tasks: tuple[Task, ...] = ()
    """The last one is on hand while ``case`` is set."""

    @property
    def officer_times(self) -> int:
        """How many went (人次)."""
        return max(len(self.officers), self.headcount)

    @property
    def position(self) -> Position | None:
        """Where it was last, as a point."""
        return next((one for one in reversed(self.track) if one.point is not None), None)
