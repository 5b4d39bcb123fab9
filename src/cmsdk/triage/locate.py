"""Grid and division: by code, by point, by the names in the sender's words."""

from collections.abc import Sequence

from cmsdk.contract.places import StationKind
from cmsdk.contract.plan import CityPlan
from cmsdk.geo.index import PolygonIndex
from cmsdk.model.crs import to_wgs84
from cmsdk.model.decisions import Stage, Step
from cmsdk.rules.validity import Days, days_of, holds

from .draft import Draft
from .names import Names
from .narrow import Verdict
from .telling import Telling

_NOWHERE = Step(Stage.LOCATE, "core:nowhere", "cmsdk", "", "nowhere")


class LocateStage:
    """Places drafts in the city's divisions and grids."""

    def __init__(self, plan: CityPlan) -> None:
        """Indexes are made once a plan."""
        self._plan = plan
        shaped = ((code, grid.geometry) for code, grid in sorted(plan.grids.items()))
        self._polygons = PolygonIndex([(code, geometry) for code, geometry in shaped if geometry])
        self._names = Names(plan)
        self._told = Telling(plan)
        self._stations = {
            grid: station.id
            for station in sorted(
                plan.stations.values(), key=lambda s: (s.kind is not StationKind.STATION, s.id), reverse=True
            )
            for grid in station.grids
        }
        by_division: dict[str, list[str]] = {}
        for station in plan.stations.values():
            if station.kind is StationKind.STATION and station.division:
                by_division.setdefault(station.division, []).append(station.id)
        self._division_station = {code: ids[0] for code, ids in by_division.items() if len(ids) == 1}

    def run(self, drafts: Sequence[Draft]) -> None:
        """Write division, grid and station on every draft, with the step that found them."""
        by_point = self._by_point(drafts)
        for number, draft in enumerate(drafts):
            draft.steps.append(self._place(draft, by_point.get(number, "")))
            if draft.grid and not draft.division:
                draft.division = self._division_of(draft)
            draft.station = self._station(draft)

    def _by_point(self, drafts: Sequence[Draft]) -> dict[int, str]:
        """Grid code by number of draft, where its point lies in a grid that holds; a border is the smaller code's."""
        placed = [(n, to_wgs84(d.report.point)) for n, d in enumerate(drafts) if d.report.point is not None]
        held = self._polygons.holding([point for _, point in placed])
        found: dict[int, str] = {}
        for (number, _), codes in zip(placed, held, strict=True):
            days = days_of(drafts[number].report)
            code = next((code for code in codes if self._grid_stands(code, days)), "")
            if code:
                found[number] = code
        return found

    def _division_of(self, draft: Draft) -> str:
        """The grid's division, or the sender's where that is a smaller one inside it."""
        own, given = self._plan.grids[draft.grid].division, self._given(draft)
        return given if given and own in self._plan.area_lineage("", given) else own

    def _grid_stands(self, code: str, days: Days) -> bool:
        """Whether there is such a grid, and it and its division hold on these days."""
        grid = self._plan.grids.get(code)
        division = self._plan.divisions.get(grid.division) if grid else None
        return grid is not None and holds(grid, days) and (division is None or holds(division, days))

    def _given(self, draft: Draft) -> str:
        """The sender's division by code or name, or what it became; of several, the smallest that holds them all."""
        found = self._said(draft)
        return found.within if found else ""

    def _said(self, draft: Draft) -> Verdict | None:
        """What the sender's division stands for on the report's days."""
        name = draft.report.division
        return self._names.division(name, days_of(draft.report)) if name else None

    def _station(self, draft: Draft) -> str:
        if draft.grid:
            return self._plan.grids[draft.grid].station or self._stations.get(draft.grid, "")
        return self._division_station.get(draft.division, "")

    def _place(self, draft: Draft, by_point: str) -> Step:
        report = draft.report
        if report.grid and self._grid_stands(report.grid, days_of(report)):
            draft.grid = report.grid
            return Step(Stage.LOCATE, "core:grid-code", "cmsdk", report.grid, "grid-code")
        if by_point:
            draft.grid = by_point
            return Step(
                Stage.LOCATE,
                "core:point",
                "cmsdk",
                by_point,
                "point",
                (("crs", str(report.point and report.point.crs)),),
            )
        return self._by_words(draft)

    def _by_words(self, draft: Draft) -> Step:
        report = draft.report
        days, said = days_of(report), self._said(draft)
        given = said.within if said else ""
        found, field = None, "place"
        if report.place:
            found = self._names.find(report.place, days, given=given, besides=draft.searched)
        if found is None and draft.searched:
            found, field = self._names.find(draft.searched, days, given=given), "text"
        if found is None and said is not None:
            found, field = said, "division"
        if found is None:
            return _NOWHERE
        if len(found.targets) == 1:
            ((draft.grid, draft.division),) = found.targets
        else:
            draft.division = found.within
        return self._told.step(found, field)
