"""Polygons by code: which of them holds a point, one point at a time and a million at once."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from cmsdk.model.place import Point

from .raster import MIXED, OUTSIDE, Raster, build

if TYPE_CHECKING:
    from numpy.typing import NDArray


@attrs.frozen(eq=False)
class _Built:
    """The raster, as arrays for many points and as lists for one, and the prepared polygons."""

    raster: Raster
    shapes: Any
    answer: list[int]
    candidates: dict[int, tuple[Any, list[int], bool]]
    """By cell that has to be tested: polygons, their numbers, and whether the last of them holds the whole cell."""

    @classmethod
    def of(cls, outlines: Sequence[bytes]) -> "_Built":
        import shapely

        shapes = shapely.force_2d(shapely.from_wkb(outlines))
        shapely.prepare(shapes)
        raster = build(shapes)
        # a prepared polygon makes its own index at the first point, which two threads must not do at once
        west, south, east, north = shapely.bounds(shapes).T
        shapely.intersects_xy(shapes, (west + east) / 2, (south + north) / 2)
        return cls(raster, shapes, raster.answer.tolist(), {})

    def to_test(self, cell: int) -> tuple[Any, list[int], bool]:
        """Candidates of a mixed cell up to the first that holds it whole; looked up once, kept for the next point."""
        found = self.candidates.get(cell)
        if found is None:
            first, last = self.raster.start[cell : cell + 2].tolist()
            whole = self.raster.whole[first:last].tolist()
            closed = True in whole
            numbers = self.raster.polygons[first : first + whole.index(True) if closed else last]
            last_one = self.raster.polygons[first + whole.index(True)].tolist() if closed else OUTSIDE
            found = self.shapes[numbers], [*numbers.tolist(), last_one], closed
            self.candidates[cell] = found
        return found


class PolygonIndex:
    """Polygons (WKB, WGS84, longitude first) by code; numpy and shapely are loaded at the first question.

    A point belongs to every polygon that it lies in or on the border of. Its **owner** is the one of them with the
    smaller code, so a point on a common border or corner has exactly one, and a point on the outer border has one too.
    One point and many points get the same answers, in whatever order the polygons are given. Positions are numbers:
    −180° and 180° are different ones, so a polygon across the antimeridian has to be split there (RFC 7946 §3.1.9).
    """

    def __init__(self, shapes: Iterable[tuple[str, bytes]]) -> None:
        """``shapes`` are code and WKB of valid polygons; each code once."""
        given = sorted(shapes)
        self._codes = [code for code, _ in given]
        self._outlines = [outline for _, outline in given]
        self._made: _Built | None = None

    def __len__(self) -> int:
        """How many polygons there are."""
        return len(self._codes)

    @property
    def _built(self) -> _Built:
        made = self._made
        if made is None:
            # two threads may both build it; both rasters are the same, and one of them stays
            made = self._made = _Built.of(self._outlines)
        return made

    def owner(self, lon: float, lat: float) -> str:
        """The code of the polygon that owns the position (WGS84), or nothing."""
        if not self._codes:
            return ""
        built = self._made or self._built
        cell = built.raster.cell(lon, lat)
        found = built.answer[cell] if cell >= 0 else OUTSIDE
        if found == MIXED:
            found = self._tested(built, cell, lon, lat)
        return self._codes[found] if found >= 0 else ""

    @staticmethod
    def _tested(built: _Built, cell: int, lon: float, lat: float) -> int:
        from shapely import intersects_xy

        shapes, numbers, _ = built.to_test(cell)
        for number, hit in zip(numbers, intersects_xy(shapes, lon, lat).tolist(), strict=False):
            if hit:
                return number
        return numbers[-1]

    def owner_numbers(self, lons: "NDArray[Any]", lats: "NDArray[Any]") -> "NDArray[Any]":
        """For each position the number of its owner in ascending order of code; −1 where there is none."""
        import numpy as np
        from shapely import intersects_xy

        if not self._codes:
            return np.full(len(lons), OUTSIDE)
        built = self._built
        raster, shapes = built.raster, built.shapes
        cells = raster.cells(lons, lats)
        found = np.where(cells >= 0, raster.answer[cells], OUTSIDE)
        left = np.nonzero(found == MIXED)[0]
        at, end = raster.start[cells[left]], raster.start[cells[left] + 1]
        while len(left):
            numbers = raster.polygons[at]
            hit = raster.whole[at]
            hit[~hit] = intersects_xy(shapes[numbers[~hit]], lons[left[~hit]], lats[left[~hit]])
            found[left[hit]] = numbers[hit]
            more = ~hit & (at + 1 < end)
            found[left[~hit & ~more]] = OUTSIDE
            left, at, end = left[more], at[more] + 1, end[more]
        return found

    def owners(self, points: Sequence[Point]) -> list[str]:
        """For each point (WGS84) the code of its owner, or nothing."""
        import numpy as np

        if not self._codes or not points:
            return [""] * len(points)
        lons, lats = (np.array(degrees, dtype=float) for degrees in ([p.lon for p in points], [p.lat for p in points]))
        codes = self._codes
        return [codes[n] if n >= 0 else "" for n in self.owner_numbers(lons, lats).tolist()]
