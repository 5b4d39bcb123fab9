"""Conversion between WGS84, CGCS2000 and the shifted systems of Chinese web maps, both ways.

GCJ-02 has no published formula. This is the one that all public implementations agree on: a polynomial with sines,
scaled by the radii of the Krassovsky 1940 ellipsoid, on which the shift was made:

* ``a`` = 6378245.0 m, the semi-major axis of Krassovsky 1940 (EPSG ellipsoid 7024);
* ``ee`` = 0.00669342162296594323, its first eccentricity squared, e² = 2f − f² with 1/f = 298.3;
* 105° E and 35° N, from which the polynomial counts; its coefficients have no other source than those implementations.

BD-09 turns and stretches GCJ-02 about a corner (0.0065°, 0.006°, 0.00002°, 0.000003 rad: as Baidu's users found them).
There the way from GCJ-02 to BD-09 is taken as the definition, and the way back is found by iteration.
CGCS2000 (EPSG:4490) differs from WGS84 (EPSG:4326) by centimetres and is taken as equal for points of cases.

Outside China the web maps do not shift. What is outside is judged by the WGS84 position and a box, as they do.
"""

import math
from typing import Any, Final

from .place import Crs, Point

_A: Final = 6378245.0
"""Metres."""
_EE: Final = 0.00669342162296594323
_BD: Final = math.pi * 3000.0 / 180.0
_ROUNDS: Final = 8
"""Rounds of the fixed-point inverse. Each divides the error by about a hundred: two give 1e-8°, eight the last bit."""
_WEST, _EAST, _SOUTH, _NORTH = 73.66, 135.05, 3.86, 53.55
"""The box inside which Chinese web maps shift points, in degrees."""
_MARGIN: Final = 1.0
"""Degrees beyond the box, more than any shift: farther out nothing is computed, for the polynomial runs wild there."""
_UNSHIFTED: Final = frozenset({Crs.WGS84, Crs.CGCS2000})


def _offset(lon: Any, lat: Any, maths: Any = math) -> tuple[Any, Any]:  # noqa: ANN401  numbers, or arrays of them
    """What GCJ-02 adds to a WGS84 position, in degrees; ``maths`` is ``math`` for numbers, ``numpy`` for arrays."""
    sin, sqrt, pi = maths.sin, maths.sqrt, math.pi
    x, y = lon - 105.0, lat - 35.0
    root, shared = sqrt(abs(x)), (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    dlat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + shared
    dlat += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    dlat += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    dlon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + shared
    dlon += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    dlon += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    phi = lat / 180.0 * pi
    magic = 1 - _EE * sin(phi) ** 2
    dlat = dlat * 180.0 / ((_A * (1 - _EE)) / (magic * sqrt(magic)) * pi)
    dlon = dlon * 180.0 / (_A / sqrt(magic) * maths.cos(phi) * pi)
    return dlon, dlat


def _bd_of_gcj(lon: Any, lat: Any, maths: Any) -> tuple[Any, Any]:  # noqa: ANN401  numbers, or arrays of them
    turn = maths.atan2 if maths is math else maths.arctan2
    z = maths.sqrt(lon * lon + lat * lat) + 0.00002 * maths.sin(lat * _BD)
    theta = turn(lat, lon) + 0.000003 * maths.cos(lon * _BD)
    return z * maths.cos(theta) + 0.0065, z * maths.sin(theta) + 0.006


def _shifted(lon: Any, lat: Any, target: Crs, maths: Any) -> tuple[Any, Any]:  # noqa: ANN401  numbers, or arrays
    """A WGS84 position of China in ``target``."""
    if target in _UNSHIFTED:
        return lon, lat
    dlon, dlat = _offset(lon, lat, maths)
    lon, lat = lon + dlon, lat + dlat
    return (lon, lat) if target is Crs.GCJ02 else _bd_of_gcj(lon, lat, maths)


def _unshifted(lon: Any, lat: Any, source: Crs, maths: Any) -> tuple[Any, Any]:  # noqa: ANN401  numbers, or arrays
    """The WGS84 position whose shift is ``lon, lat``, by fixed-point iteration; ``lon, lat`` is near China."""
    wlon, wlat = lon, lat
    for _ in range(_ROUNDS):
        slon, slat = _shifted(wlon, wlat, source, maths)
        wlon, wlat = wlon - (slon - lon), wlat - (slat - lat)
    return wlon, wlat


def _in_china(lon: Any, lat: Any, margin: float = 0.0) -> Any:  # noqa: ANN401  a truth, or an array of them
    return (lon > _WEST - margin) & (lon < _EAST + margin) & (lat > _SOUTH - margin) & (lat < _NORTH + margin)


def to(point: Point, crs: Crs) -> Point:
    """``point`` in ``crs``. There and back is the same to less than 1e-6° (about 0.1 m), in fact to 1e-9°.

    A point whose WGS84 position lies outside the box of China has no shift and keeps its numbers.
    """
    if point.crs is crs:
        return point
    lon, lat = point.lon, point.lat
    if not _in_china(lon, lat, _MARGIN):
        return Point(lon, lat, crs)
    if point.crs not in _UNSHIFTED:
        wlon, wlat = _unshifted(lon, lat, point.crs, math)
        if _in_china(wlon, wlat):
            lon, lat = wlon, wlat
        else:
            return Point(lon, lat, crs)
    if crs not in _UNSHIFTED and _in_china(lon, lat):
        lon, lat = _shifted(lon, lat, crs, math)
    return Point(lon, lat, crs)


def to_wgs84(point: Point) -> Point:
    """``point`` in WGS84, the system that polygons are kept in."""
    return to(point, Crs.WGS84)


def to_arrays(lons: Any, lats: Any, source: Crs, target: Crs = Crs.WGS84) -> tuple[Any, Any]:  # noqa: ANN401  arrays
    """Positions (arrays of degrees) from ``source`` to ``target``: the same as :func:`to`, all at once."""
    import numpy as np

    lons, lats = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
    if source is target or {source, target} <= _UNSHIFTED:
        return lons, lats
    wlons = np.clip(lons, _WEST - _MARGIN, _EAST + _MARGIN)
    wlats = np.clip(lats, _SOUTH - _MARGIN, _NORTH + _MARGIN)
    if source not in _UNSHIFTED:
        wlons, wlats = _unshifted(wlons, wlats, source, np)
    inside = _in_china(wlons, wlats)
    slons, slats = _shifted(wlons, wlats, target, np)
    return np.where(inside, slons, lons), np.where(inside, slats, lats)
