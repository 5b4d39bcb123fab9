"""Whether polygons that should cover the ground side by side do: overlaps and gaps between them, in metres."""

from collections.abc import Sequence
from typing import Any, Final

import attrs

from .metres import LocalMetres

SLIVER: Final = 1.0
"""Least area in m² that is told. Seven decimals of a degree, more than RFC 7946 §11.2 asks for, round by 1 cm; along
the 100 m of a usual unit grid (万米单元网格) that makes 1 m², which no survey means."""
SLIT: Final = 10.0
"""Width in metres up to which a corridor that is open at the outer border is a gap, and no bay of the city's edge.
Beyond it, it may be a street left out on purpose: the narrowest city streets (支路) are planned 12 m wide and more
(GB 50220-95, from memory). Two surveys of one border differ by far less: the best class is good to 0.5 m."""
_OPEN: Final = 0.1
"""Share of a gap's outline that may be open to the outside: a corridor of 10 m between two usual grids, 100 m long,
has about so much at its two ends; a notch where two grids meet at the city's edge has more."""
_CLEFT: Final = 2.0
"""Metres of an outline that may be open whatever its length: two surveys of one border, at two ends."""
_NEAR: Final = 0.01
"""Metres within which a polygon is a neighbour of a gap."""
_MITRE: Final = 2


@attrs.frozen
class Overlap:
    """Ground that two polygons claim: their codes, its area in m², and a position in it (WGS84)."""

    first: str
    second: str
    area: float
    lon: float
    lat: float


@attrs.frozen
class Gap:
    """Ground between polygons that none of them claims: codes of those around it, area in m², a position in it."""

    neighbours: tuple[str, ...]
    area: float
    lon: float
    lat: float


class Cover:
    """Polygons (WKB, WGS84) by code, laid out in metres."""

    def __init__(self, shapes: Sequence[tuple[str, bytes]]) -> None:
        """``shapes`` are code and WKB of valid polygons; numbers below count them by code."""
        import shapely

        given = sorted(shapes)
        self._codes = [code for code, _ in given]
        degrees = shapely.force_2d(shapely.from_wkb([outline for _, outline in given]))
        west, south, east, north = shapely.total_bounds(degrees)
        self._plane = LocalMetres((west + east) / 2, (south + north) / 2)
        self._shapes = shapely.transform(degrees, self._plane.to_plane, interleaved=False)
        self._tree = shapely.STRtree(self._shapes)

    def _inside(self, part: Any) -> tuple[float, float]:  # noqa: ANN401  a shapely geometry
        from shapely import point_on_surface

        place = point_on_surface(part)
        return self._plane.to_degrees(place.x, place.y)

    def overlaps(self, least: float = SLIVER) -> list[Overlap]:
        """Pairs that share at least ``least`` m²."""
        import numpy as np
        import shapely

        first, second = self._tree.query(self._shapes)
        first, second = first[first < second], second[first < second]
        order = np.lexsort((second, first))
        first, second = first[order], second[order]
        shapely.prepare(self._shapes)
        inner = ~shapely.touches(self._shapes[first], self._shapes[second])
        first, second = first[inner], second[inner]
        shared = shapely.intersection(self._shapes[first], self._shapes[second])
        areas = shapely.area(shared)
        return [
            Overlap(self._codes[first[n]], self._codes[second[n]], float(areas[n]), *self._inside(shared[n]))
            for n in np.nonzero(areas >= least)[0].tolist()
        ]

    def gaps(self, least: float = SLIVER, slit: float = SLIT) -> list[Gap]:
        """Holes in the union of at least ``least`` m², and corridors to its outside up to ``slit`` metres wide."""
        import shapely

        union = shapely.union_all(self._shapes)
        grown = shapely.buffer(union, slit / 2, join_style="mitre", mitre_limit=_MITRE)
        closed = shapely.buffer(grown, -slit / 2, join_style="mitre", mitre_limit=_MITRE)
        # closed first: borders that miss each other by a rounding would let the outside in
        whole = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(closed))))
        edge = shapely.boundary(whole)
        shapely.prepare(edge)
        found: list[Gap] = []
        for part in shapely.get_parts(shapely.difference(whole, union)).tolist():
            if part.area < least:
                continue
            near = self._tree.query(part, predicate="dwithin", distance=_NEAR)
            if not shapely.dwithin(edge, part, _NEAR) or (len(near) > 1 and self._between(part, near)):
                neighbours = tuple(self._codes[n] for n in sorted(near.tolist()))
                found.append(Gap(neighbours, float(part.area), *self._inside(part)))
        return sorted(found, key=lambda gap: (gap.neighbours, gap.lon, gap.lat))

    def _between(self, part: Any, near: Any) -> bool:  # noqa: ANN401  a shapely geometry, and numbers of polygons
        """Whether ``part``, at the outer border, lies between the polygons ``near`` it.

        What closing fills there may also be a corner of an outline, or a notch of the border.
        """
        import shapely

        sides = shapely.buffer(shapely.union_all(self._shapes[near]), _NEAR)
        outline = shapely.boundary(part)
        mouth = shapely.length(shapely.difference(outline, sides))
        return bool(mouth <= max(_CLEFT, _OPEN * shapely.length(outline)))
