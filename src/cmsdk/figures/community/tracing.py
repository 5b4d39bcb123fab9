"""Tracing causes (问题溯源): where a class of problem recurs more than chance would have it (ADR 0049)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from cmsdk.contract.community.tracing import Tracing
from cmsdk.figures.excess import Excess, Share, more_than_chance
from cmsdk.figures.occurrences import Occurrences, occurrences
from cmsdk.figures.views import Seen, View
from cmsdk.model.case import Case
from cmsdk.model.viewed import Cell, ViewRow

HUNDRED: Final = 100


def _recurring(seen: Seen) -> Iterator[ViewRow]:
    for row in seen.plan.rows(Tracing).values():
        found = occurrences(seen, row)
        here, everywhere = found.on_days(found.now), Counter[str]()
        for (_, category), days in (here + found.on_days(found.before)).items():
            everywhere[category] += days
        classes = sorted({category for _, category in here})
        cells = [(place, category) for place in found.names for category in classes]
        share = found.days / found.place_days if found.place_days else 1.0
        shares = [Share(here[cell], everywhere[cell[1]], share) for cell in cells]
        for cell, one, excess in zip(cells, shares, more_than_chance(shares), strict=True):
            if one.here >= row.least:
                yield _row(row, found, cell, one, excess)


def _row(row: Tracing, found: Occurrences, cell: tuple[str, str], share: Share, excess: Excess) -> ViewRow:
    place, category = cell
    cases = [case for case in found.at[place] if case.category == category]
    hour, at_hour = usual_hour(cases, found)
    cells: dict[str, Cell] = {
        "tracing": row.id, "place": place, "name": called(found, place), "category": category,
        "class": found.plan.categories[category].name if category in found.plan.categories else category,
        "days": share.here, "of": found.days, "cases": len(cases), "expected": round(share.expected, 2),
        "times": round(share.here / share.expected, 1), "chance": excess.chance, "raised": excess.raised,
        "found": int(excess.raised * HUNDRED <= row.percent), "hour": hour, "at_hour": at_hour,
        "recurs": sum(bool(case.recurs) for case in cases),
        "first": min(map(found.day, cases)), "last": max(map(found.day, cases)),
    }  # fmt: skip
    return ViewRow(cells, tuple(case.id for case in cases))


def usual_hour(cases: Sequence[Case], found: Occurrences) -> tuple[int | None, int]:
    """The hour of the city in which most of ``cases`` were reported, and how many."""
    hours = Counter(case.at.astimezone(found.plan.zone).hour for case in cases)
    ranked = sorted(hours.items(), key=lambda pair: (-pair[1], pair[0]))
    return ranked[0] if ranked else (None, 0)


def called(found: Occurrences, place: str) -> str:
    """The name of a grid or division."""
    known = found.plan.grids.get(place) or found.plan.divisions.get(place)
    return known.name if known else place


VIEWS: Final = (
    View(
        id="recurring",
        columns=(
            "tracing", "place", "name", "category", "class", "days", "of", "cases", "expected", "times", "chance",
            "raised", "found", "hour", "at_hour", "recurs", "first", "last",
        ),
        rows=_recurring,
        cases=True,
    ),
)  # fmt: skip
