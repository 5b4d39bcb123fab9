"""Where a city's work happens: divisions, grids, stations, and the names people use."""

from enum import StrEnum
import unicodedata

import attrs

from cmsdk.model.hours import Hours, read_hours
from cmsdk.model.place import Level, Point

from .base import Coded, Named


@attrs.frozen(kw_only=True)
class Division(Coded):
    """An administrative division (行政区划), or a functional zone under the city's own id."""

    name: str
    level: Level
    parent: str = ""
    became: tuple[str, ...] = ()
    """Codes of the divisions that it became after its last valid day: one where it was renamed or merged, several
    where it was split (改为)."""
    geometry: bytes | None = attrs.field(default=None, repr=False)
    """Polygon as WKB in WGS84, longitude first; asked where no grid holds a point."""


class GridKind(StrEnum):
    """Unit grid (单元网格, geometry) and responsibility grid (责任网格, people)."""

    UNIT = "unit"
    RESPONSIBILITY = "responsibility"


@attrs.frozen(kw_only=True)
class Grid(Coded):
    """A grid (网格) of a division, with its leader (网格长) and the station that serves it."""

    name: str
    kind: GridKind = GridKind.RESPONSIBILITY
    division: str
    leader: str = ""
    station: str = ""
    geometry: bytes | None = attrs.field(default=None, repr=False)
    """Polygon as WKB in WGS84, longitude first."""


class StationKind(StrEnum):
    """Service station 服务工作站, kiosk 岗亭, window 窗口, post 岗."""

    STATION = "station"
    KIOSK = "kiosk"
    WINDOW = "window"
    POST = "post"


@attrs.frozen(kw_only=True)
class Station(Named):
    """A place at people's doors, run by a unit, that serves grids."""

    name: str
    kind: StationKind = StationKind.STATION
    division: str = ""
    grids: tuple[str, ...] = ()
    point: Point | None = None
    opens: str = attrs.field(default="")
    """Opening hours as published, such as ``周一至周五 09:00-17:00`` or ``Mon-Fri 09:00-17:00``; empty is not known."""
    services: tuple[str, ...] = ()
    unit: str = ""

    @opens.validator
    def _can_be_read(self, _attribute: object, value: str) -> None:
        read_hours(value)

    @property
    def hours(self) -> Hours:
        """The opening hours as a value."""
        return read_hours(self.opens)

    def offers(self, service: str) -> bool:
        """Whether it offers a service, however that is typed; an empty name is any."""
        return not service or _folded(service) in map(_folded, self.services)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


@attrs.frozen(kw_only=True)
class PlaceName(Named):
    """Names that people use for a place (地名、俗称), and the division or grid they mean."""

    words: tuple[str, ...]
    division: str = ""
    grid: str = ""
    point: Point | None = None
