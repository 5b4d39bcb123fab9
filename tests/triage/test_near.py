"""Earlier cases are met by where they are: none twice, and none that the comparison would not take anyway."""

from datetime import UTC, datetime

import pytest

from cmsdk.contract.matching import Compare, Earlier, MatchRow
from cmsdk.model.approach import Mode
from cmsdk.model.place import Crs, Point
from cmsdk.triage.matching.alike import alike, placed
from cmsdk.triage.matching.near import Nearby

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HERE, FAR = Point(-71.0, 42.5, Crs.WGS84), Point(-71.0, 42.6, Crs.WGS84)
ROWS = [MatchRow(id=f"r-{compare}", compare=compare, similarity=90) for compare in Compare]


def _case(name: str, point: Point | None, grid: str, division: str) -> Earlier:
    return Earlier(name, "c", NOON, "pothole", point, grid, division, "reported", "u", Mode.TRANSFER, open=True)


CASES = [
    _case(f"{where}-{grid}-{division}", point, grid, division)
    for where, point in (("here", HERE), ("far", FAR), ("nowhere", None))
    for grid in ("", "g1", "g2")
    for division in ("", "d1", "d2")
]


def _index(row: MatchRow) -> Nearby:
    kept = Nearby(row)
    for case in CASES:
        kept.add(placed(case))
    return kept


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
@pytest.mark.parametrize("new", CASES, ids=lambda case: case.id)
def test_whatever_is_alike_is_met_and_met_once(row: MatchRow, new: Earlier):
    here = placed(new)
    met = [one.case.id for one in _index(row).around(here)]
    assert len(met) == len(set(met))
    assert {case.id for case in CASES if alike(row, here, placed(case))} <= set(met)


@pytest.mark.parametrize("compare", [Compare.PLACE, Compare.BOTH])
def test_where_both_have_a_point_a_common_area_brings_none_from_afar(compare: Compare):
    row = MatchRow(id="r", compare=compare, similarity=90)
    met = [one.case.id for one in _index(row).around(placed(_case("new", HERE, "g1", "d1")))]
    assert not [name for name in met if name.startswith("far")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_lies_nowhere_is_compared_with_nothing(row: MatchRow):
    assert _index(row).around(placed(_case("new", None, "", ""))) == []
