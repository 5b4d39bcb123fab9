"""Coverage: which communities have an officer, a station, a board; whether each grid has its one leader."""

from datetime import UTC, datetime, timedelta

import pytest

from cmsdk.model.errors import AssemblyError
from cmsdk.model.viewed import Viewed
from cmsdk.model.works.board import PutUpBoard

from .conftest import CLERK, NOW, Made

DIVISIONS = (
    "code,name,level,parent\nx-demo-d,示范街道,subdistrict,109900\nx-demo-c1,一社区,community,x-demo-d\n"
    "x-demo-c2,二社区,community,x-demo-d\nx-demo-e,乙街道,subdistrict,109900\nx-demo-c3,三社区,community,x-demo-e\n"
)
STATIONING = (
    "id,officer,divisions,stations,valid_from,valid_to\ndemo-st1,demo-a,x-demo-c1;x-demo-c2,demo-stn,2026-01-01,\n"
    "demo-st2,demo-b,x-demo-c3,,2026-12-01,\n"
)
TABLES = {"divisions.csv": DIVISIONS, "stationing.csv": STATIONING}
LATER = datetime(2026, 12, 2, tzinfo=UTC)


def _of(view: Viewed, column: str) -> dict[str, object]:
    return {str(row.cells["division"]): row.cells[column] for row in view.rows}


def test_a_division_is_covered_from_the_day_on_which_an_officer_is_stationed_there(made: Made) -> None:
    city = made(TABLES)
    assert _of(city.view("coverage"), "has_officer") == {
        "x-demo-d": 1, "x-demo-c1": 1, "x-demo-c2": 1, "x-demo-e": 0, "x-demo-c3": 0,
    }  # fmt: skip
    after = city.view("coverage", now=LATER)
    assert all(_of(after, "has_officer").values())
    assert _of(after, "has_station") == {"x-demo-d": 1, "x-demo-c1": 1, "x-demo-c2": 1, "x-demo-e": 0, "x-demo-c3": 0}
    assert all(_of(after, "covered").values())
    named = {row.cells["division"]: row.cells["subdistrict"] for row in after.rows}
    assert named["x-demo-c3"] == named["x-demo-e"] == "x-demo-e"


@pytest.mark.parametrize(("gone", "uncovered"), [("demo-st1", {"x-demo-d", "x-demo-c1", "x-demo-c2"})])
def test_without_one_row_of_stationing_its_divisions_have_nobody(made: Made, gone: str, uncovered: set[str]) -> None:
    rows = "".join(line for line in STATIONING.splitlines(keepends=True) if not line.startswith(gone))
    seen = made(TABLES | {"stationing.csv": rows}).view("coverage", now=LATER)
    assert {name for name, has in _of(seen, "has_officer").items() if not has} == uncovered


def test_an_officer_who_left_is_stationed_nowhere(made: Made) -> None:
    people = "id,name,unit,roles,valid_to\ndemo-a,甲,demo-squad,handler,2026-11-30\ndemo-b,乙,demo-squad,handler,\n"
    city = made(TABLES | {"people.csv": people + "demo-l,网格长,demo-c1,grid_leader,\n"})
    assert {row.cells["officer"] for row in city.view("stationing").rows} == {"demo-a"}
    (later,) = city.view("stationing", now=LATER).rows
    assert (later.cells["officer"], later.cells["division_name"], later.sources) == ("demo-b", "三社区", ("demo-st2",))
    assert not _of(city.view("coverage", now=LATER), "has_officer")["x-demo-c1"]


def test_a_board_that_is_up_covers_its_community(made: Made) -> None:
    city = made(TABLES | {"boards.csv": "id,kind,division\ndemo-b1,board,x-demo-c1\ndemo-b2,card,x-demo-c2\n"})
    city.begin(PutUpBoard(), CLERK, name="demo-b1")
    assert _of(city.view("coverage"), "boards") == {
        "x-demo-d": 1, "x-demo-c1": 1, "x-demo-c2": 0, "x-demo-e": 0, "x-demo-c3": 0,
    }  # fmt: skip


def test_a_station_says_its_staff_hours_and_services(made: Made) -> None:
    city = made(TABLES)
    station = next(row.cells for row in city.view("stations").rows if row.cells["station"] == "demo-stn")
    assert (station["officers"], station["staff"], station["open_now"], station["services"]) == (
        "甲", 1, 1, "投诉受理;店招备案",
    )  # fmt: skip
    evening = city.view("stations", now=datetime(2026, 11, 18, 12, 0, tzinfo=UTC))
    assert {row.cells["station"]: row.cells["open_now"] for row in evening.rows} == {
        "demo-stn": 0, "demo-kiosk": 0,
    }  # fmt: skip


def test_a_station_says_who_is_on_duty_there_now_by_its_roster(made: Made) -> None:
    roster = "id,station,officers,days,begins,ends\ndemo-r1,demo-stn,demo-b,周三,09:30,11:30\n"
    city = made(TABLES | {"roster.csv": roster})

    def there(at: datetime) -> dict[object, object]:
        return {row.cells["station"]: row.cells["on_duty"] for row in city.view("stations", now=at).rows}

    assert there(NOW) == {"demo-stn": "乙", "demo-kiosk": ""}
    assert there(NOW + timedelta(hours=2)) == {"demo-stn": "", "demo-kiosk": ""}


def test_every_grid_has_exactly_one_leader_or_is_named(made: Made) -> None:
    assert [row.cells["leaders"] for row in made().view("grid-leaders").rows] == [1, 1]
    grids = "code,name,kind,division,leader,station\nx-demo-g1,一,responsibility,x-demo-c1,demo-l,\n"
    city = made({"grids.csv": grids + "x-demo-g2,二,responsibility,x-demo-c2,,\nx-demo-u,单元,unit,x-demo-c2,,\n"})
    assert {row.cells["grid"]: row.cells["leaders"] for row in city.view("grid-leaders").rows} == {
        "x-demo-g1": 1, "x-demo-g2": 0,
    }  # fmt: skip
    with pytest.raises(AssemblyError, match="CMS302"):
        made({"grids.csv": grids.replace("demo-l", "demo-l;demo-a")})


def test_a_leader_who_left_leads_no_longer(made: Made) -> None:
    people = "id,name,unit,roles,valid_to\ndemo-l,网格长,demo-c1,grid_leader,2026-11-30\n"
    city = made({"people.csv": people})
    assert [row.cells["leaders"] for row in city.view("grid-leaders").rows] == [1, 1]
    later = city.view("grid-leaders", now=datetime(2026, 11, 30, tzinfo=UTC) + timedelta(days=1))
    assert [row.cells["leaders"] for row in later.rows] == [0, 0]
