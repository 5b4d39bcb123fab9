"""Outlines of grids and divisions from GeoJSON, longitude first: every feature that is no area is named.

The file is in WGS84 (RFC 7946), or says another system in a member ``crs``; then every vertex is converted. Edges stay
straight between converted vertices; by the terms of the shift an edge of 100 m would bend by less than a millimetre.
"""

from collections.abc import Iterable, Iterator
import json
import re
from typing import Any, Final, TypeVar

import attrs

from cmsdk.contract.places import Division, Grid
from cmsdk.model.crs import to_arrays
from cmsdk.model.errors import RejectedInput
from cmsdk.model.place import Crs
from cmsdk.model.problem import Problem, problem

from .positions import check_positions, named_crs

Outlined = TypeVar("Outlined", Grid, Division)

_WRONG = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)
"""What reading a geometry gives where it is none."""
_AREAS: Final = ("Polygon", "MultiPolygon")
_NAMED: Final = {
    "ogc:1.3:crs84": Crs.WGS84,
    "epsg:4326": Crs.WGS84,
    "epsg:4490": Crs.CGCS2000,
    **{str(crs): crs for crs in Crs},
}
"""Names of systems. Positions of GeoJSON are longitude first whatever the axis order of the EPSG entry is."""
_URN: Final = re.compile(r"^urn:ogc:def:crs:|(?<=epsg):(?=:)")
_PLACE: Final = re.compile(r"^(?P<what>.*?)\s*\[(?P<lon>\S+) (?P<lat>\S+)\]$")
"""How the geometry library says what is wrong with an outline, and at which position."""


def _crs(document: dict[str, Any], where: str) -> Crs:
    name = named_crs(document)
    found = _NAMED.get(_URN.sub("", name.strip().casefold())) if name else Crs.WGS84
    if found is None:
        raise RejectedInput([problem("CMS428", where, crs=name[:80], known=", ".join(Crs))])
    return found


def _invalid(polygon: Any) -> str:  # noqa: ANN401  a shapely polygon
    """Why it is no area, with the position where its outline crosses or touches itself; nothing where it is one."""
    from shapely import is_valid_reason

    if polygon.is_empty:
        return "empty"
    reason = str(is_valid_reason(polygon))
    found = _PLACE.match(reason)
    return (
        "" if reason == "Valid Geometry" else f"{found['what']} at {found['lon']}, {found['lat']}" if found else reason
    )


def _outline(geometry: Any, where: str, code: str) -> tuple[Any, list[Problem]]:  # noqa: ANN401  what the file says
    """The polygon, or what keeps it from being one."""
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        if geometry["type"] not in _AREAS:
            return None, [problem("CMS415", where, code=code, error=geometry["type"])]
        wrong = list(check_positions(geometry, where, code))
        polygon = None if wrong else shape(geometry)
        error = "" if wrong else _invalid(polygon)
    except (ShapelyError, *_WRONG) as failed:
        return None, [problem("CMS415", where, code=code, error=failed or type(failed).__name__)]
    return polygon, wrong or ([problem("CMS415", where, code=code, error=error)] if error else [])


def _converted(polygons: list[Any], crs: Crs) -> Iterator[bytes]:
    """WKB in WGS84; what a third coordinate says is kept and never used."""
    from shapely import to_wkb, transform

    def shift(lons: Any, lats: Any) -> Any:  # noqa: ANN401  arrays
        return to_arrays(lons, lats, crs)

    if crs not in {Crs.WGS84, Crs.CGCS2000}:
        polygons = transform(polygons, shift, interleaved=False)
    yield from to_wkb(polygons)


def polygons(payload: bytes, where: str) -> tuple[dict[str, bytes], list[Problem]]:
    """WKB in WGS84 by the feature's ``code``, and what is wrong with the others. Raises RejectedInput."""
    try:
        document = json.loads(payload.decode("utf-8-sig"))
        features = list(_coded(document["features"]))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise RejectedInput([problem("CMS414", where, error=error)]) from error
    crs = _crs(document, where)
    found: dict[str, Any] = {}
    first: dict[str, int] = {}
    problems = []
    for number, code, geometry in features:
        at = f"{where} feature {number}"
        polygon, wrong = _outline(geometry, at, code)
        problems += wrong
        if wrong:
            continue
        if code in found:
            problems.append(problem("CMS410", at, key=code, first=f"{where} feature {first[code]}"))
            continue
        found[code], first[code] = polygon, number
    return dict(zip(found, _converted(list(found.values()), crs), strict=True)) if found else {}, problems


def _coded(features: list[dict[str, Any]]) -> Iterator[tuple[int, str, Any]]:
    """Number, code and geometry of each feature; raises for what is no list of features."""
    for number, feature in enumerate(features, start=1):
        code = str((feature.get("properties") or {}).get("code", ""))
        # half of a surrogate pair is JSON, and no text that can be shown or stored
        yield number, code.encode(errors="replace").decode(), feature.get("geometry")


def outlined(rows: Iterable[Outlined], payload: bytes | None, where: str, table: str) -> Iterator[Outlined]:
    """``rows`` with the outlines of a GeoJSON file. All mistakes of both are raised together, as RejectedInput."""
    made: list[Outlined] = []
    shapes: dict[str, bytes] = {}
    problems: list[Problem] = []
    whole = True
    try:
        made += rows
    except RejectedInput as rejected:
        problems += rejected.problems
        whole = False
    if payload is not None:
        try:
            shapes, wrong = polygons(payload, where)
        except RejectedInput as rejected:
            wrong = list(rejected.problems)
        problems += wrong
    if whole:
        strange = sorted(shapes.keys() - {row.code for row in made})
        problems += [problem("CMS418", f"{where} [{code}]", code=code or "—", table=table) for code in strange]
    if problems:
        raise RejectedInput(problems)
    yield from (attrs.evolve(row, geometry=shapes.get(row.code, row.geometry)) for row in made)
