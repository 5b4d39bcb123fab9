"""The positions of a GeoJSON outline before it is drawn: what keeps them from being rings, each with its place."""

from collections.abc import Iterator
import math
from typing import Any, Final

from cmsdk.model.problem import Problem, problem

MOST_LON, MOST_LAT = 180.0, 90.0
"""Degrees."""
LEAST_POSITIONS: Final = 4
"""A ring has at least four positions, the last of which is the first again (RFC 7946 §3.1.6)."""


def named_crs(document: dict[str, Any]) -> str:
    """The coordinate system that the file names in its member ``crs``, or nothing.

    Either a word, ``"crs": "gcj02"``, or the object of GeoJSON 2008, ``{"type": "name", "properties": {"name": …}}``,
    which map programs still write. RFC 7946 has no such member: a file without it is WGS84.
    """
    given = document.get("crs")
    if isinstance(given, dict):
        properties = given.get("properties")
        given = properties.get("name", given) if isinstance(properties, dict) else given
    return "" if given is None else str(given)


def rings(geometry: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  what the file says
    """The rings of a Polygon or MultiPolygon, each with its place in the geometry, counted from 1."""
    many = geometry["type"] == "MultiPolygon"
    for number, polygon in enumerate(geometry["coordinates"] if many else [geometry["coordinates"]], start=1):
        for ring, positions in enumerate(polygon, start=1):
            yield (f"polygon {number} " if many else "") + f"ring {ring}", positions


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _position(at: str, position: Any, code: str) -> Problem | None:  # noqa: ANN401  what the file says
    """What is wrong with one position: it is no pair of numbers, its axes are swapped, or it is not in degrees."""
    if not isinstance(position, list) or len(position) < 2 or not all(map(_is_number, position)):  # noqa: PLR2004  x, y
        return problem("CMS431", at, code=code, value=f"{position!r:.60}")
    lon, lat = position[:2]
    if abs(lon) <= MOST_LON and abs(lat) <= MOST_LAT:
        return None
    if abs(lon) <= MOST_LAT and abs(lat) <= MOST_LON:
        return problem("CMS429", at, code=code, first=lon, second=lat)
    return problem("CMS431", at, code=code, value=f"{position!r:.60}")


def check_positions(geometry: Any, where: str, code: str) -> Iterator[Problem]:  # noqa: ANN401  what the file says
    """The first mistake of each ring. Raises for what has no rings at all."""
    for place, ring in rings(geometry):
        at = f"{where} {place}"
        wrong = next(
            (p for n, position in enumerate(ring, start=1) if (p := _position(f"{at} position {n}", position, code))),
            None,
        )
        if wrong is not None:
            yield wrong
        elif len(ring) < LEAST_POSITIONS or ring[0] != ring[-1]:
            facts = {"count": len(ring), "first": ring[0] if ring else "—", "last": ring[-1] if ring else "—"}
            yield problem("CMS430", at, code=code, **facts)
