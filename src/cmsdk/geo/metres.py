"""Distances and areas in metres from degrees of WGS84."""

import math
from typing import Any, Final

from cmsdk.model.place import Point

RADIUS: Final = 6371008.8
"""Metres: mean radius of the WGS84 ellipsoid, (2a + b) / 3 with a = 6378137 and b = 6356752.3142 (NIMA TR8350.2)."""
_A: Final = 6378137.0
_E2: Final = 6.69437999014e-3
"""Semi-major axis in metres and first eccentricity squared of WGS84 (NIMA TR8350.2)."""
DEGREE: Final = math.radians(1) * RADIUS
"""Metres of a degree of latitude on a ball of that radius."""


def distance(first: Point, second: Point) -> float:
    """Metres along the great circle (haversine) between two points of WGS84, also across 180°.

    Exact to 0.5 %, for the earth is no ball: to the metre within 200 metres, to 25 metres in five kilometres.
    """
    lon1, lat1, lon2, lat2 = map(math.radians, (first.lon, first.lat, second.lon, second.lat))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))


class LocalMetres:
    """A plane in metres that touches the ellipsoid at a latitude: good for a city, whose areas it keeps to 0.1 %."""

    def __init__(self, lon: float, lat: float) -> None:
        """``lon, lat`` is the middle of the city."""
        sine = math.sin(math.radians(lat))
        radius = _A / math.sqrt(1 - _E2 * sine * sine)
        self._lon, self._lat = lon, lat
        self._east = math.radians(1) * radius * math.cos(math.radians(lat))
        self._north = math.radians(1) * radius * (1 - _E2) / (1 - _E2 * sine * sine)

    def to_plane(self, lons: Any, lats: Any) -> tuple[Any, Any]:  # noqa: ANN401  numbers, or arrays of them
        """Metres east and north of the middle."""
        return (lons - self._lon) * self._east, (lats - self._lat) * self._north

    def to_degrees(self, east: float, north: float) -> tuple[float, float]:
        """Longitude and latitude of a place on the plane."""
        return self._lon + east / self._east, self._lat + north / self._north
