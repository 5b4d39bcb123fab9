"""Earlier cases of one row's class, found by where they are: a look-up meets those nearby and no others."""

from math import floor
from typing import Final

from cmsdk.contract.matching import Compare, MatchRow
from cmsdk.geo.metres import DEGREE

from .alike import Placed

Key = tuple[str, str | int, bool]
"""Kind of area, which one, and whether the cases in it have a point that is compared."""
_GRID, _DIVISION, _GRIDLESS, _BAND = "grid", "division", "division without grid", "latitude"


_POINTLESS: Final = (False,)
_EITHER: Final = (False, True)
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

    def _band(self, one: Placed) -> int | None:
        return floor(one.point.lat / self._height) if one.point and self._by_point else None

    def add(self, placed: Placed) -> None:
        """Keep a case."""
        grid, division, band = placed.case.grid, placed.case.division, self._band(placed)
        keys: list[Key] = [] if band is None else [(_BAND, band, True)]
        if self._by_area:
            pointed = band is not None
            if grid:
                keys.append((_GRID, grid, pointed))
            if division:
                keys.append((_DIVISION, division, pointed))
                if not grid:
                    keys.append((_GRIDLESS, division, pointed))
        for key in keys:
            kept = self._kept.get(key)
            if kept is None:
                self._kept[key] = [placed]
            else:
                kept.append(placed)

    def around(self, new: Placed) -> list[Placed]:
        """The cases that may be near enough, each once."""
        return [one for key in self._keys(new) for one in self._kept.get(key, ())]

    def _keys(self, new: Placed) -> list[Key]:
        grid, division, band = new.case.grid, new.case.division, self._band(new)
        keys: list[Key] = []
        if band is not None:
            keys += [(_BAND, band - 1, True), (_BAND, band, True), (_BAND, band + 1, True)]
        if self._by_area:
            for pointed in _POINTLESS if band is not None else _EITHER:
                keys += (
                    [(_GRID, grid, pointed), (_GRIDLESS, division, pointed)]
                    if grid
                    else [(_DIVISION, division, pointed)]
                )
        return keys
