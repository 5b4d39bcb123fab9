"""Where forces are missing (及时调配执法力量): cases of each place against hours on duty there, or against before."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from cmsdk.contract.community.tracing import Tracing
from cmsdk.contract.plan import CityPlan
from cmsdk.figures.excess import Excess, Share, other_than_chance
from cmsdk.figures.occurrences import Occurrences, occurrences, place_of
from cmsdk.figures.views import Seen, View
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.duty import Duty

from .tracing import HUNDRED, called, usual_hour

MORE: Final = "more_officers"
"""增派."""
FEWER: Final = "fewer_officers"
"""可抽调."""
KEEP: Final = "as_now"
"""不调整."""


@attrs.frozen
class OnDuty:
    """Hours that were kept at a place, and the pieces of work that say so."""

    hours: float = 0.0
    sources: tuple[str, ...] = ()


def _on_duty(seen: Seen, row: Tracing) -> Mapping[str, OnDuty]:
    """Place → officers' hours of the sessions that were held in the period, parted evenly among their places."""
    found: dict[str, OnDuty] = {}
    for duty in seen.of(Duty):
        if seen.within(duty.begins):
            places = _places(duty, row, seen.plan)
            hours = duty.minutes * duty.officer_times / 60
            for place in places:
                before = found.get(place, OnDuty())
                found[place] = OnDuty(before.hours + hours / len(places), (*before.sources, duty.id))
    return found


def _places(duty: Duty, row: Tracing, plan: CityPlan) -> list[str]:
    """The places of a session: its grids, else those that its station serves; or the divisions that these lie in."""
    station = plan.stations.get(duty.station)
    served = sorted(code for code, grid in plan.grids.items() if duty.station and grid.station == duty.station)
    grids = duty.grids or (station.grids if station is not None else ()) or tuple(served)
    division = duty.division or (station.division if station is not None else "")
    found = (place_of(grid, division, row, plan) for grid in grids or ("",))
    return [place for place in dict.fromkeys(found) if place]


def _forces(seen: Seen) -> Iterator[ViewRow]:
    for row in seen.plan.rows(Tracing).values():
        found, on_duty = occurrences(seen, row), _on_duty(seen, row)
        hours = sum(duty.hours for duty in on_duty.values())
        now, before = found.by_place(found.now), found.by_place(found.before)
        places = sorted({*found.names, *on_duty})
        shares = (
            [Share(now[place], len(found.now), on_duty.get(place, OnDuty()).hours / hours) for place in places]
            if hours else _against_before(places, now, before)
        )  # fmt: skip
        judged = other_than_chance(shares)
        for place, share, excess in zip(places, shares, judged, strict=True):
            yield _row(row, found, place, share, excess, on_duty.get(place, OnDuty()) if hours else None, hours)


def _against_before(places: list[str], now: Counter[str], before: Counter[str]) -> list[Share]:
    """Each place against itself: the share of all cases, now and before, that are of now."""
    total = now.total() + before.total()
    share = now.total() / total if total else 1.0
    return [Share(now[place], now[place] + before[place], share) for place in places]


def _row(
    row: Tracing, found: Occurrences, place: str, share: Share, excess: Excess, duty: OnDuty | None, hours: float
) -> ViewRow:
    cases = found.at.get(place, ())
    suggestion = _suggestion(row, share, excess)
    moved = hours * (share.here / share.total - share.share) if duty is not None and suggestion != KEEP else 0.0
    hour, _ = usual_hour(cases, found)
    cells: dict[str, Cell] = {
        "tracing": row.id, "place": place, "name": called(found, place), "cases": len(cases), "hour": hour,
        "against": "time_before" if duty is None else "duty_hours",
        "hours": None if duty is None else round(duty.hours, 1),
        "expected": round(share.expected, 1), "chance": excess.chance, "raised": excess.raised,
        "suggestion": suggestion, "move": round(moved),
    }  # fmt: skip
    return ViewRow(cells, (*(case.id for case in cases), *(duty.sources if duty is not None else ())))


def _suggestion(row: Tracing, share: Share, excess: Excess) -> str:
    """A single case where nobody was on duty is no reason: as for places that recur, ``least`` of them are wanted."""
    if excess.raised * HUNDRED > row.percent:
        return KEEP
    if share.here > share.expected:
        return MORE if share.here >= row.least else KEEP
    return FEWER


VIEWS: Final = (
    View(
        id="forces",
        columns=(
            "tracing", "place", "name", "cases", "against", "hours", "expected", "chance", "raised", "suggestion",
            "move", "hour",
        ),
        rows=_forces,
        works=(Duty,),
        cases=True,
    ),
)  # fmt: skip
