"""Earlier cases of one row's class, found by where they are: a look-up meets those nearby and no others."""

from collections.abc import Iterator
from math import floor
from typing import Final

import attrs

from cmsdk.contract.matching import Compare, Earlier, MatchRow
from cmsdk.geo.metres import DEGREE
from cmsdk.model.crs import to_wgs84

from .alike import Side

Key = tuple[str, str | int, bool]
"""Kind of area, which one, and whether the cases in it have a point that is compared."""
_GRID, _DIVISION, _GRIDLESS, _BAND = "grid", "division", "division without grid", "latitude"


@attrs.frozen
class Placed:
    """An earlier case and what is compared of it."""

    case: Earlier
    side: Side


def placed(case: Earlier) -> Placed:
    """``case`` with its point in WGS84."""
    point = to_wgs84(case.point) if case.point else None
    return Placed(case, Side(case.text, point, case.grid, case.division, bool(case.category)))


_SLACK: Final = 1.000001
"""Bands are so much higher than the radius: rounding must not put two points of one place three bands apart."""


class Nearby:
    """Cases by band of latitude (as high as the row's radius) and, where words are compared, by area.

    Where both have a point it decides (:func:`.alike.alike`), so a report with one meets by area only those without.
    """

    def __init__(self, row: MatchRow) -> None:
        """An empty index for ``row``."""
        self._height = row.radius * _SLACK / DEGREE
        self._by_point = row.compare is not Compare.TEXT
        self._by_area = row.similarity is not None
        self._kept: dict[Key, list[Placed]] = {}

    def _band(self, side: Side) -> int | None:
        return floor(side.point.lat / self._height) if side.point and self._by_point else None

    def add(self, placed: Placed) -> None:
        """Keep a case."""
        side = placed.side
        band = self._band(side)
        keys: list[Key] = [] if band is None else [(_BAND, band, True)]
        if self._by_area:
            pointed = band is not None
            if side.grid:
                keys.append((_GRID, side.grid, pointed))
            if side.division:
                keys += [(_DIVISION, side.division, pointed)]
                keys += [] if side.grid else [(_GRIDLESS, side.division, pointed)]
        for key in keys:
            self._kept.setdefault(key, []).append(placed)

    def around(self, side: Side) -> Iterator[Placed]:
        """The cases that may be near enough, each once."""
        for key in self._keys(side):
            yield from self._kept.get(key, ())

    def _keys(self, side: Side) -> Iterator[Key]:
        band = self._band(side)
        if band is not None:
            yield from ((_BAND, key, True) for key in (band - 1, band, band + 1))
        if self._by_area:
            for pointed in (False,) if band is not None else (False, True):
                if side.grid:
                    yield (_GRID, side.grid, pointed)
                    yield (_GRIDLESS, side.division, pointed)
                else:
                    yield (_DIVISION, side.division, pointed)
