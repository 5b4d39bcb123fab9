"""Coverage (覆盖统计): divisions with and without a stationed officer, a station, a board; grids and their leaders."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from cmsdk.contract.community.board import BoardRow
from cmsdk.contract.community.station import Stationing
from cmsdk.contract.places import Division, GridKind
from cmsdk.contract.plan import CityPlan
from cmsdk.figures.community.places import lies_in, name_of, subdistrict_of
from cmsdk.figures.views import Seen, View
from cmsdk.model.place import Level
from cmsdk.model.viewed import Cell, ViewRow
from cmsdk.model.works.board import Board
from cmsdk.rules.stationing import stationed_in, stations_by_division

_LEVELS: Final = (Level.SUBDISTRICT, Level.COMMUNITY)


def _below(plan: CityPlan, day: date) -> Mapping[str, list[str]]:
    """Division → itself and those within it, of the two levels that are covered."""
    found: dict[str, list[str]] = {}
    for code, division in plan.divisions.items():
        if division.level in _LEVELS and division.valid.holds(day) and lies_in(plan, code):
            for above in plan.area_lineage("", code):
                found.setdefault(above, []).append(code)
    return found


def _coverage(seen: Seen) -> Iterator[ViewRow]:
    """One row a sub-district and one a community; what is in a community counts for its sub-district as well."""
    plan, day = seen.plan, seen.today
    rows, up = plan.rows(BoardRow), [board for board in seen.of(Board) if board.removed is None]
    officers = {code: [one.id for one in stationed_in(plan, code, day)] for code in plan.divisions}
    stations = {code: [one.id for one in there] for code, there in stations_by_division(plan, day).items()}
    boards: dict[str, list[str]] = {}
    for board in up:
        if board.name in rows:
            boards.setdefault(rows[board.name].division, []).append(board.id)
    within = _below(plan, day)
    for division in plan.divisions.values():
        if division.level in _LEVELS and division.code in within:
            there = (_all(within[division.code], found) for found in (officers, stations, boards))
            yield _covered(plan, division, *there)


def _all(divisions: Sequence[str], found: Mapping[str, Sequence[str]]) -> list[str]:
    """The ids that these divisions have, each once."""
    return [*dict.fromkeys(id_ for code in divisions for id_ in found.get(code, ()))]


def _covered(
    plan: CityPlan, division: Division, officers: Sequence[str], stations: Sequence[str], boards: Sequence[str]
) -> ViewRow:
    cells: dict[str, Cell] = {
        "division": division.code, "name": division.name, "level": division.level.value,
        "subdistrict": subdistrict_of(plan, division.code), "stationed": len(officers), "stations": len(stations),
        "boards": len(boards), "has_officer": int(bool(officers)), "has_station": int(bool(stations)),
        "has_board": int(bool(boards)), "covered": int(bool(officers or stations)),
    }  # fmt: skip
    return ViewRow(cells, (division.code, *officers, *stations, *boards))


def _stationing(seen: Seen) -> Iterator[ViewRow]:
    plan, day = seen.plan, seen.today
    for row in plan.rows(Stationing).values():
        officer = plan.officers[row.officer]
        if row.valid.holds(day) and officer.valid.holds(day):
            for division in row.divisions:
                cells: dict[str, Cell] = {
                    "officer": officer.id, "name": officer.name, "phone": officer.phone, "unit": officer.unit,
                    "division": division, "division_name": name_of(plan, division),
                    "level": plan.divisions[division].level.value, "subdistrict": subdistrict_of(plan, division),
                    "since": row.valid.first, "until": row.valid.last,
                }  # fmt: skip
                yield ViewRow(cells, (row.id,))


def _leaders(seen: Seen) -> Iterator[ViewRow]:
    """One row a responsibility grid: whether exactly one person in service leads it."""
    plan, day = seen.plan, seen.today
    for grid in plan.grids.values():
        if grid.kind is GridKind.RESPONSIBILITY and grid.valid.holds(day) and lies_in(plan, grid.division):
            leader = plan.officers.get(grid.leader)
            in_service = leader is not None and leader.valid.holds(day)
            cells: dict[str, Cell] = {
                "grid": grid.code, "name": grid.name, "division": grid.division,
                "subdistrict": subdistrict_of(plan, grid.division), "station": grid.station, "leader": grid.leader,
                "leader_name": leader.name if leader else "", "leaders": int(in_service),
            }  # fmt: skip
            yield ViewRow(cells, (grid.code, *([leader.id] if leader else [])))


VIEWS: Final = (
    View(
        id="coverage",
        columns=(
            "division", "name", "level", "subdistrict", "stationed", "stations", "boards", "has_officer",
            "has_station", "has_board", "covered",
        ),
        rows=_coverage,
        works=(Board,),
    ),
    View(
        id="stationing",
        columns=(
            "officer", "name", "phone", "unit", "division", "division_name", "level", "subdistrict", "since", "until",
        ),
        rows=_stationing,
    ),
    View(
        id="grid-leaders",
        columns=("grid", "name", "division", "subdistrict", "station", "leader", "leader_name", "leaders"),
        rows=_leaders,
    ),
)  # fmt: skip
