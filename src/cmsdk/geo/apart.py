"""How far two points lie apart, on a sphere: for places in one city it is right to the metre."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

from cmsdk.model.place import Point

EARTH: Final = 6_371_008.8
"""Mean radius of the Earth in metres (R1 of the IUGG, for GRS 80)."""
DEGREE: Final = radians(1) * EARTH
"""Metres of a degree of latitude on that sphere."""


def metres(first: Point, second: Point) -> float:
    """Metres between two points of one system (WGS84), by the haversine formula: also across 180°."""
    lat, other = radians(first.lat), radians(second.lat)
    rise, run = sin((other - lat) / 2), sin(radians(second.lon - first.lon) / 2)
    return 2 * EARTH * asin(min(1.0, sqrt(rise * rise + cos(lat) * cos(other) * run * run)))
