"""Grid and division: by code, by point, by the names in the sender's words."""

from collections.abc import Sequence
from typing import Final

from cmsdk.contract.places import Station, StationKind
from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.place import Crs
from cmsdk.rules.memo import Memo
from cmsdk.rules.validity import Days, Periods, days_of, holds
from cmsdk.triage.draft import Draft

from .layers import Layers, Period
from .names import Names
from .narrow import Verdict
from .telling import Telling

_NOWHERE = Step(Stage.LOCATE, "core:nowhere", "cmsdk", "", "nowhere")


_SYSTEM: Final = {crs: (("crs", str(crs)),) for crs in (*Crs, None)}
"""What the trail says of a point."""


class LocateStage:
    """Places drafts in the city's divisions and grids."""

    def __init__(self, plan: CityPlan) -> None:
        """Indexes are made once a plan."""
        self._plan = plan
        self.layers = Layers(plan)
        self._names = Names(plan)
        self._told = Telling(plan)
        dated = (*plan.grids.values(), *plan.divisions.values(), *plan.stations.values(), *plan.gazetteer.values())
        self._periods = Periods(dated)
        self._kept: Memo[tuple[str, Crs, Period], tuple[str, Step]] = Memo()
        self._inside: Memo[tuple[str, str, Period], str] = Memo()
        self._by_grid: dict[str, list[Station]] = {}
        self._by_division: dict[str, list[Station]] = {}
        for station in sorted(plan.stations.values(), key=lambda s: (s.kind is not StationKind.STATION, s.id)):
            for grid in station.grids:
                self._by_grid.setdefault(grid, []).append(station)
            if station.kind is StationKind.STATION and station.division:
                self._by_division.setdefault(station.division, []).append(station)

    def run(self, drafts: Sequence[Draft]) -> None:
        """Write division, grid and station on every draft, with the step that found them."""
        for draft, (grid, division) in zip(drafts, self._by_point(drafts), strict=True):
            point = draft.report.point
            if grid and point and not draft.report.grid:
                self._in_grid(draft, grid, point.crs)
                continue
            draft.steps.append(self._place(draft, grid, division))
            if draft.grid and not draft.division:
                draft.division = self._division_of(draft)
            draft.station = self._station(draft)

    def _by_point(self, drafts: Sequence[Draft]) -> Sequence[tuple[str, str]]:
        """For each draft the grid, and where there is none the division, whose polygon that holds has its point."""
        placed = [n for n, draft in enumerate(drafts) if draft.report.point is not None]
        points = [point for draft in drafts if (point := draft.report.point) is not None]
        days = [days_of(drafts[n].report) for n in placed]
        grids = self.layers.grids(points, days)
        bare = [at for at, grid in enumerate(grids) if not grid]
        divisions = self.layers.divisions([points[at] for at in bare], [days[at] for at in bare])
        found = [("", "")] * len(drafts)
        for n, grid in zip(placed, grids, strict=True):
            found[n] = grid, ""
        for at, division in zip(bare, divisions, strict=True):
            found[placed[at]] = "", division
        return found

    def _in_grid(self, draft: Draft, grid: str, crs: Crs) -> None:
        """What follows from the grid of a point; many reports come from the same one."""
        draft.grid = grid
        period = self._periods.at(draft.report)
        key = grid, crs, period
        draft.station, step = self._kept.get_or(key, lambda: (self._station(draft), _by_polygon(grid, "point", crs)))
        draft.steps.append(step)
        own, said = self._plan.grids[grid].division, draft.report.division
        draft.division = self._inside.get_or((own, said, period), lambda: self._division_of(draft)) if said else own

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
        """The station of the grid, a station before a kiosk; without a grid the only one of the division."""
        days = days_of(draft.report)
        if draft.grid:
            named = self._plan.stations.get(self._plan.grids[draft.grid].station)
            serving = [named] if named else []
            serving += self._by_grid.get(draft.grid, [])
            return next((station.id for station in serving if holds(station, days)), "")
        there = [station.id for station in self._by_division.get(draft.division, []) if holds(station, days)]
        return there[0] if len(there) == 1 else ""

    def _place(self, draft: Draft, grid: str, division: str) -> Step:
        """By grid code, by the polygon of a grid, by words, where they do not leave the polygon of the division."""
        report = draft.report
        if report.grid and self._grid_stands(report.grid, days_of(report)):
            draft.grid = report.grid
            return Step(Stage.LOCATE, "core:grid-code", "cmsdk", report.grid, "grid-code")
        crs = report.point.crs if report.point else None
        if grid:
            draft.grid = grid
            return _by_polygon(grid, "point", crs)
        step = self._by_words(draft)
        if division and division not in self._plan.area_lineage(draft.grid, draft.division):
            draft.grid, draft.division = "", division
            return _by_polygon(division, "point-division", crs)
        return step

    def _by_words(self, draft: Draft) -> Step:
        report = draft.report
        days, said = days_of(report), self._said(draft)
        given = said.within if said else ""
        found, field = None, "place"
        if report.place:
            found = self._names.find(report.place, days, given=given, besides=draft.searched)
        if found is None and draft.searched:
            found, field = self._names.find(draft.searched, days, given=given, prose=True), "text"
        if found is None and said is not None:
            found, field = said, "division"
        if found is None:
            return _NOWHERE
        if len(found.targets) == 1:
            ((draft.grid, draft.division),) = found.targets
        else:
            draft.division = found.within
        return self._told.step(found, field)


def _by_polygon(code: str, why: str, crs: Crs | None) -> Step:
    return Step(Stage.LOCATE, "core:point", "cmsdk", code, why, _SYSTEM[crs])
