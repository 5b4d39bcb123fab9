"""Who is stationed where on a day (派驻), and what a contact board should therefore say (公示牌内容)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from cmsdk.contract.community.board import BoardRow
from cmsdk.contract.community.station import Stationing
from cmsdk.contract.organisation import Officer
from cmsdk.contract.places import Station
from cmsdk.contract.plan import CityPlan
from cmsdk.model.works.board import Printed

SAYS: Final = (
    ("name", "officers"), ("phone", "phones"), ("badge", "badges"), ("scope", "scope"), ("duties", "duties"),
    ("supervision", "supervision"),
)  # fmt: skip
"""What a board may say wrongly → the field that says it."""


def _rows(plan: CityPlan, day: date) -> Iterator[Stationing]:
    return (row for row in plan.rows(Stationing).values() if row.valid.holds(day))


def _there(plan: CityPlan, names: Iterable[str], day: date) -> tuple[Officer, ...]:
    """The officers of these ids who are in service on ``day``, each once."""
    found = (plan.officers[name] for name in dict.fromkeys(names) if name in plan.officers)
    return tuple(officer for officer in found if officer.valid.holds(day))


def stationed_in(plan: CityPlan, division: str, day: date) -> tuple[Officer, ...]:
    """Officers stationed in a division itself, in the order of the table."""
    return _there(plan, (row.officer for row in _rows(plan, day) if division in row.divisions), day)


def staff_of(plan: CityPlan, station: str, day: date) -> tuple[Officer, ...]:
    """Officers stationed at a station (站点人员)."""
    return _there(plan, (row.officer for row in _rows(plan, day) if station in row.stations), day)


def stations_by_division(plan: CityPlan, day: date) -> Mapping[str, tuple[Station, ...]]:
    """Division → the stations that stand in it, or serve a grid of it."""
    served: dict[str, list[str]] = {}
    for grid in plan.grids.values():
        served.setdefault(grid.station, []).append(grid.division)
    found: dict[str, list[Station]] = {}
    for station in plan.stations.values():
        if station.valid.holds(day):
            grids = (plan.grids[code].division for code in station.grids if code in plan.grids)
            for division in dict.fromkeys((station.division, *grids, *served.get(station.id, ()))):
                found.setdefault(division, []).append(station)
    return {division: tuple(stations) for division, stations in found.items()}


def shown_on(plan: CityPlan, board: BoardRow, day: date) -> tuple[Officer, ...]:
    """The officers of a board: those its row names, else whoever is stationed at its station, else in its division."""
    if board.officers:
        return _there(plan, board.officers, day)
    return (staff_of(plan, board.station, day) if board.station else ()) or stationed_in(plan, board.division, day)


def to_print(plan: CityPlan, board: BoardRow, day: date) -> Printed:
    """What a board has to say on ``day``, as the city's tables stand."""
    officers = shown_on(plan, board, day)
    return Printed(
        officers=tuple(officer.name for officer in officers),
        phones=tuple(officer.phone for officer in officers),
        badges=tuple(officer.certificate for officer in officers),
        scope=board.scope, duties=board.duties, supervision=board.supervision,
    )  # fmt: skip


def differing(printed: Printed, today: Printed) -> tuple[str, ...]:
    """What is printed otherwise than it should be; officers may stand in any order. The unknown is not compared."""
    return tuple(what for what, field in SAYS if _differs(printed, today, field))


def _differs(printed: Printed, today: Printed, field: str) -> bool:
    said, should = getattr(printed, field), getattr(today, field)
    if said is None or said == ():
        return False
    if not isinstance(said, tuple):
        return bool(said != (should or ""))
    same = sorted(printed.officers) == sorted(today.officers)
    if same and len(said) == len(printed.officers):  # each number belongs to its own officer
        return sorted(zip(printed.officers, said, strict=True)) != sorted(zip(today.officers, should, strict=True))
    return sorted(said) != sorted(should)
