"""Places: points that carry their coordinate system, divisions, grids, names on the gazetteer."""

from enum import StrEnum

import attrs

from .expected import Expected

_MOST_LON, _MOST_LAT = 180, 90
"""Degrees."""


class Crs(StrEnum):
    """Coordinate reference systems in use in China (EPSG 4326 and 4490; web maps shift theirs). Never guessed."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


@attrs.frozen
class Point:
    """A position in decimal degrees, longitude first, in a named coordinate system."""

    lon: float = attrs.field()
    lat: float = attrs.field()
    crs: Crs

    @lon.validator
    def _lon_range(self, _attribute: object, value: float) -> None:
        if not -_MOST_LON <= value <= _MOST_LON:  # nor is one that is no number
            raise Expected("lon", given=value)

    @lat.validator
    def _lat_range(self, _attribute: object, value: float) -> None:
        if not -_MOST_LAT <= value <= _MOST_LAT:
            raise Expected("lat", given=value)


class Level(StrEnum):
    """Levels of division (行政级别)."""

    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
