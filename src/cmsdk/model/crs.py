"""Conversion to WGS84 from the shifted systems of Chinese web maps.

Formulas and parameters are those of the public implementations, which agree with each other:
a = 6378245.0, ee = 0.00669342162296594323, inverse by iteration. CGCS2000 differs from WGS84 by
centimetres and is taken as equal for case points.
"""

from math import atan2, cos, pi, sin, sqrt

from .place import Crs, Point

_A, _EE = 6378245.0, 0.00669342162296594323
_BD = pi * 3000.0 / 180.0
_ROUNDS = 6
"""Rounds of the fixed-point inverse; two already give about 1e-8°."""


def _offset(lon: float, lat: float) -> tuple[float, float]:
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
    dlon = dlon * 180.0 / (_A / sqrt(magic) * cos(phi) * pi)
    return dlon, dlat


_WEST, _EAST, _SOUTH, _NORTH = 73.66, 135.05, 3.86, 53.55
"""The box inside which Chinese web maps shift points."""


def _in_china(lon: float, lat: float) -> bool:
    return _WEST < lon < _EAST and _SOUTH < lat < _NORTH


def _bd_to_gcj(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 0.0065, lat - 0.006
    z = sqrt(x * x + y * y) - 0.00002 * sin(y * _BD)
    theta = atan2(y, x) - 0.000003 * cos(x * _BD)
    return z * cos(theta), z * sin(theta)


def _gcj_to_wgs(lon: float, lat: float) -> tuple[float, float]:
    if not _in_china(lon, lat):
        return lon, lat
    wlon, wlat = lon, lat
    for _ in range(_ROUNDS):
        dlon, dlat = _offset(wlon, wlat)
        wlon, wlat = lon - dlon, lat - dlat
    return wlon, wlat


def to_wgs84(point: Point) -> Point:
    """``point`` in WGS84. GCJ-02 and BD-09 are shifted back; points outside China have no shift."""
    if point.crs in {Crs.WGS84, Crs.CGCS2000}:
        return point if point.crs is Crs.WGS84 else Point(point.lon, point.lat, Crs.WGS84)
    lon, lat = point.lon, point.lat
    if point.crs is Crs.BD09:
        lon, lat = _bd_to_gcj(lon, lat)
    return Point(*_gcj_to_wgs(lon, lat), Crs.WGS84)
