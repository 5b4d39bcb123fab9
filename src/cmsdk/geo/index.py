"""Polygons by code, asked in bulk which of them hold a point."""

from collections.abc import Sequence
from typing import Any

from cmsdk.model.place import Point


class PolygonIndex:
    """Polygons (WKB, WGS84, longitude first) by code. Loads shapely only if there is one."""

    def __init__(self, shapes: Sequence[tuple[str, bytes]]) -> None:
        """``shapes`` are code and WKB; the index answers codes in their order."""
        self._codes = [code for code, _ in shapes]
        self._tree: Any = None
        if shapes:
            from shapely import STRtree, from_wkb

            self._tree = STRtree(from_wkb([geometry for _, geometry in shapes]))

    def holding(self, points: Sequence[Point]) -> list[tuple[str, ...]]:
        """For each point (WGS84) the codes of all polygons that it lies in or on the border of, ascending."""
        found: list[list[str]] = [[] for _ in points]
        if self._tree is not None and points:
            from shapely import points as to_shapes

            shapes = to_shapes([(p.lon, p.lat) for p in points])
            inputs, polygons = self._tree.query(shapes, predicate="intersects")
            for number, polygon in zip(inputs.tolist(), polygons.tolist(), strict=True):
                found[number].append(self._codes[polygon])
        return [tuple(sorted(codes)) for codes in found]
