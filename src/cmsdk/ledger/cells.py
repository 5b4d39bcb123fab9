"""Small squares of the map (格): cases near a point are looked for in the few squares around it, by index.

A square is counted in the point's own system, so that nothing is converted when a case comes in: whoever looks asks
for the squares of every system. A case in one of them is a candidate; how far it is, is measured then.
"""

from collections.abc import Iterator
import math
from typing import Final

from cmsdk.geo.metres import DEGREE
from cmsdk.model.crs import to
from cmsdk.model.place import Crs, Point

PER_DEGREE: Final = 1000
"""Squares along a degree: 111 metres from south to north, in China 70 to 105 from west to east."""
_COLUMNS: Final = 360 * PER_DEGREE
_ROWS: Final = 180 * PER_DEGREE + 1
_FAMILIES: Final = {Crs.WGS84: 0, Crs.CGCS2000: 0, Crs.GCJ02: 1, Crs.BD09: 2}
"""Systems in which a point has the same numbers share their squares."""
_MARGIN: Final = 1.02
"""Shifted systems stretch distances, by less than one in a hundred; and the earth is no ball."""


def cell_of(point: Point) -> int:
    """The square that a point lies in."""
    row, column = math.floor((point.lat + 90) * PER_DEGREE), math.floor((point.lon + 180) * PER_DEGREE) % _COLUMNS
    return (_FAMILIES[point.crs] * _ROWS + row) * _COLUMNS + column


def cells_around(point: Point, metres: float) -> list[int]:
    """Every square in which a point may lie that is at most ``metres`` away; all systems."""
    return [cell for crs in (Crs.WGS84, Crs.GCJ02, Crs.BD09) for cell in _around(to(point, crs), metres)]


def _around(point: Point, metres: float) -> Iterator[int]:
    north = metres * _MARGIN / DEGREE
    # towards a pole the squares are narrow; nobody manages a city there
    east = north / max(math.cos(math.radians(abs(point.lat) + north)), 0.01)
    first = math.floor((point.lat - north + 90) * PER_DEGREE)
    last = math.floor((point.lat + north + 90) * PER_DEGREE)
    west = math.floor((point.lon - east + 180) * PER_DEGREE)
    until = math.floor((point.lon + east + 180) * PER_DEGREE)
    for row in range(first, last + 1):
        for column in range(west, until + 1):
            yield (_FAMILIES[point.crs] * _ROWS + row) * _COLUMNS + column % _COLUMNS
