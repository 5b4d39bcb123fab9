"""Grid and division: by code, by point, by the names in the sender's words."""

from collections.abc import Iterator, Sequence
from typing import Any
import unicodedata

from cmsdk.contract.places import StationKind
from cmsdk.contract.plan import CityPlan
from cmsdk.model.crs import to_wgs84
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.place import Level

from .draft import Draft
from .words import WordFinder, longest

_SUFFIXES = ("街道办事处", "街道", "社区", "新区", "区", "县", "市", "镇", "乡")
_MIN_SHORT = 2
_NOWHERE = Step(Stage.LOCATE, "core:nowhere", "cmsdk", "", "nowhere")


def fold(text: str) -> str:
    """Text as words are matched: NFKC, case folded."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.casefold()


class Polygons:
    """Grid polygons of a plan, asked in bulk."""

    def __init__(self, plan: CityPlan) -> None:
        """Loads shapely only if a grid has a polygon."""
        shaped = [(code, grid.geometry) for code, grid in sorted(plan.grids.items()) if grid.geometry]
        self._codes = [code for code, _ in shaped]
        self._tree: Any = None
        if shaped:
            from shapely import STRtree, from_wkb

            self._tree = STRtree(from_wkb([geometry for _, geometry in shaped]))

    def find(self, drafts: Sequence[Draft]) -> dict[int, str]:
        """Grid code by number of draft, where its point lies in a polygon; a border belongs to the smaller code."""
        if self._tree is None:
            return {}
        from shapely import points

        placed = [(n, to_wgs84(d.report.point)) for n, d in enumerate(drafts) if d.report.point is not None]
        if not placed:
            return {}
        inputs, polygons = self._tree.query(points([(p.lon, p.lat) for _, p in placed]), predicate="intersects")
        found: dict[int, str] = {}
        for index, polygon in zip(inputs.tolist(), polygons.tolist(), strict=True):
            number, code = placed[index][0], self._codes[polygon]
            found[number] = min(code, found.get(number, code))
        return found


class Names:
    """Names of divisions, grids and the gazetteer; a name that means two places is no answer."""

    def __init__(self, plan: CityPlan) -> None:
        """Official names also count without their suffix (示范 for 示范区)."""
        self._targets: dict[str, set[tuple[str, str]]] = {}
        for word, target in self._named(plan):
            self._targets.setdefault(fold(word), set()).add(target)
        self._finder = WordFinder(self._targets)

    @staticmethod
    def _named(plan: CityPlan) -> Iterator[tuple[str, tuple[str, str]]]:
        for code, division in plan.divisions.items():
            if division.level is Level.CITY:
                continue
            yield division.name, ("", code)
            for suffix in _SUFFIXES:
                short = division.name.removesuffix(suffix)
                if short != division.name and len(short) >= _MIN_SHORT:
                    yield short, ("", code)
                    break
        for code, grid in plan.grids.items():
            yield grid.name, (code, grid.division)
        for name in plan.gazetteer.values():
            grid_division = plan.grids[name.grid].division if name.grid in plan.grids else ""
            for word in name.words:
                yield word, (name.grid, name.division or grid_division)

    def find(self, text: str) -> tuple[str, tuple[str, str]] | None:
        """The longest name in ``text`` that means one place, with its (grid, division)."""
        found = [word for word in longest(self._finder.hits(fold(text))) if len(self._targets[word]) == 1]
        if not found:
            return None
        best = max(found, key=lambda word: (bool(next(iter(self._targets[word]))[0]), len(word), word))
        return best, next(iter(self._targets[best]))

    def division(self, name: str) -> str:
        """Code of the one division called ``name``, or nothing."""
        codes = {division for grid, division in self._targets.get(fold(name), ()) if not grid}
        return codes.pop() if len(codes) == 1 else ""


class LocateStage:
    """Places drafts in the city's divisions and grids."""

    def __init__(self, plan: CityPlan) -> None:
        """Indexes are made once a plan."""
        self._plan = plan
        self._polygons = Polygons(plan)
        self._names = Names(plan)
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
        by_point = self._polygons.find(drafts)
        for number, draft in enumerate(drafts):
            draft.steps.append(self._place(draft, by_point.get(number, "")))
            if draft.grid and not draft.division:
                draft.division = self._division_of(draft)
            draft.station = self._station(draft)

    def _division_of(self, draft: Draft) -> str:
        """The grid's division, or the sender's where that is a smaller one inside it."""
        own, given = self._plan.grids[draft.grid].division, self._given(draft)
        return given if given and own in self._plan.area_lineage("", given) else own

    def _given(self, draft: Draft) -> str:
        """The sender's division by code, or by the one name that it has."""
        name = draft.report.division
        return name if not name or name in self._plan.divisions else self._names.division(name)

    def _station(self, draft: Draft) -> str:
        if draft.grid:
            return self._plan.grids[draft.grid].station or self._stations.get(draft.grid, "")
        return self._division_station.get(draft.division, "")

    def _place(self, draft: Draft, by_point: str) -> Step:
        report = draft.report
        if report.grid in self._plan.grids:
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
        given = self._given(draft)
        for text, field in ((report.place, "place"), (draft.searched, "text")):
            found = self._names.find(text) if text else None
            if found and self._lies_in(found[1], given):
                word, (draft.grid, draft.division) = found
                facts = (("words", word), ("field", field))
                return Step(Stage.LOCATE, "core:names", "cmsdk", draft.grid or draft.division, "place-words", facts)
        if given:
            draft.division = given
            return Step(Stage.LOCATE, "core:division", "cmsdk", given, "division", (("division", report.division),))
        return _NOWHERE

    def _lies_in(self, target: tuple[str, str], division: str) -> bool:
        return not division or division in self._plan.area_lineage(*target)
