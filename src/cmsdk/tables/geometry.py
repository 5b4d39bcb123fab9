"""Grid polygons from GeoJSON (RFC 7946: WGS84, longitude first)."""

from collections.abc import Iterator
import json
from typing import Any

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem, problem

_WRONG = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)
"""What reading a geometry gives where it is none."""


def polygons(payload: bytes, where: str) -> tuple[dict[str, bytes], list[Problem]]:
    """WKB by the feature's ``code``, and what is wrong with the others."""
    from shapely import to_wkb
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        features = list(_coded(json.loads(payload.decode("utf-8-sig"))["features"]))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise RejectedInput([problem("CMS414", where, error=error)]) from error
    found: dict[str, bytes] = {}
    first: dict[str, int] = {}
    problems = []
    for number, code, geometry in features:
        try:
            polygon = shape(geometry)
        except (ShapelyError, *_WRONG) as error:
            problems.append(problem("CMS415", f"{where} feature {number}", code=code, error=error))
            continue
        if polygon.geom_type not in {"Polygon", "MultiPolygon"} or not polygon.is_valid or polygon.is_empty:
            problems.append(problem("CMS415", f"{where} feature {number}", code=code, error=polygon.geom_type))
            continue
        if code in found:
            problems.append(
                problem("CMS410", f"{where} feature {number}", key=code, first=f"{where} feature {first[code]}")
            )
            continue
        found[code], first[code] = to_wkb(polygon), number
    return found, problems


def _coded(features: list[dict[str, Any]]) -> Iterator[tuple[int, str, Any]]:
    """Number, code and geometry of each feature; raises for what is no list of features."""
    for number, feature in enumerate(features, start=1):
        yield number, str((feature.get("properties") or {}).get("code", "")), feature.get("geometry")
