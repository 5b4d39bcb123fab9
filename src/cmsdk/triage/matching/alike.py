"""Whether two reports of one class may be one and the same matter: by place, by words, or by both."""

from collections.abc import Callable
from functools import cache
from typing import Final

import attrs

from cmsdk.contract.matching import Compare, Earlier, MatchRow
from cmsdk.geo.metres import distance
from cmsdk.model.crs import to_wgs84
from cmsdk.model.place import Point

COMPARED: Final = 1_000
"""Characters of each text that are compared: two letters of 100,000 would take a second."""

Ratio = Callable[[str, str, float], float]


@attrs.frozen
class Placed:
    """An earlier case, or a new report as one, with its point in WGS84."""

    case: Earlier
    point: Point | None


def placed(case: Earlier) -> Placed:
    """``case`` with its point in WGS84."""
    return Placed(case, to_wgs84(case.point) if case.point else None)


@attrs.frozen
class Alike:
    """How near two reports are: metres, per cent of similar words; nothing where that was not compared."""

    metres: float | None = None
    similarity: float | None = None


@cache
def _ratio() -> Ratio:
    from rapidfuzz.fuzz import ratio

    return lambda a, b, least: ratio(a, b, score_cutoff=least)


def same_area(new: Earlier, old: Earlier) -> bool:
    """Whether both lie in one grid, or, where one has none, in one division. Nowhere is no area."""
    if new.grid and old.grid:
        return new.grid == old.grid
    return bool(new.division) and new.division == old.division


def alike(row: MatchRow, new: Placed, old: Placed) -> Alike | None:
    """How near the two are by ``row``, or nothing where they are not near enough.

    Two unclassified reports are one only by their words as well: no class says that they speak of one thing.
    """
    apart: float | None = None
    if row.compare is not Compare.TEXT and new.point and old.point:
        apart = distance(new.point, old.point)
        if apart > row.radius:
            return None
        if row.compare is Compare.PLACE and new.case.category:
            return Alike(apart)
    elif not same_area(new.case, old.case):
        return None
    if row.similarity is None:
        return None
    least = float(row.similarity)
    percent = _ratio()(new.case.text[:COMPARED], old.case.text[:COMPARED], least)
    return Alike(apart, percent) if percent >= least else None
