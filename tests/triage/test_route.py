"""Who owns a case: the most specific row that is valid; nobody → the duty desk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.approach import Mode
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.triaged import Triaged
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import Discovered, discover, from_folder

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]
TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
HEAD = "id,category,area,unit,mode,valid_from,valid_to,applies,basis\n"
PLACES = {
    "grid": {"grid": "tv-g1"},
    "community": {"division": "tv-mill"},
    "district": {"division": "tv-north"},
    "elsewhere": {"division": "tv-south"},
    "nowhere": {},
}


def _rows(*rows: str) -> dict[str, str]:
    """Rows of ``responsibility.csv``: id, category, area, unit, mode, valid_from, valid_to, applies."""
    return {"responsibility.csv": HEAD + "".join(f"testville-{r}{',' * (7 - r.count(','))},test\n" for r in rows)}


def _step(found: Triaged) -> Step:
    return next(s for s in found.trail if s.stage is Stage.ROUTE)


def _fired(found: list[Triaged]) -> list[str]:
    return [_step(t).rule.removeprefix("testville-") for t in found]


@pytest.mark.parametrize(
    ("place", "rule"),
    [("grid", "in-grid"), ("community", "in-mill"), ("district", "in-north"), ("elsewhere", "any"), ("nowhere", "any")],
)
def test_the_smallest_area_that_covers_the_place_wins(town: Town, decide: Decide, place: str, rule: str):
    desk = "testville-desk"
    plan = town(
        _rows(
            f"any,E101,*,{desk}", f"in-north,E101,tv-north,{desk}", f"in-mill,E101,tv-mill,{desk}",
            f"in-grid,E101,tv-g1,{desk}", f"other,E101,tv-g3,{desk}",
        )
    )  # fmt: skip
    assert _fired(decide(plan, {"text": "litter", **PLACES[place]})) == [rule]


def test_the_category_decides_before_the_area(town: Town, decide: Decide):
    desk = "testville-desk"
    plan = town(_rows(f"all,*,tv-g1,{desk}", f"major,E1,tv-north,{desk}", f"minor,E101,*,{desk}"))
    found = decide(plan, *({"text": text, "grid": "tv-g1"} for text in ("litter", "vending", "pothole", "parrot")))
    assert _fired(found) == ["minor", "major", "all", "all"]


def test_at_station_is_the_unit_that_runs_the_station_of_the_grid(plan: CityPlan, decide: Decide):
    found = decide(plan, {"text": "litter", "grid": "tv-g1"}, {"text": "litter", "grid": "tv-g3"})
    assert (found[0].unit, found[0].mode) == ("testville-kiosk", Mode.NOW)
    assert (found[1].unit, found[1].mode) == ("testville-order", Mode.TRANSFER)


def test_at_station_matches_nothing_where_there_is_no_station(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "litter", "grid": "tv-g2"})
    assert (found.station, found.unit, _step(found).rule) == ("", "testville-order", "testville-r-order")


def test_a_row_holds_from_its_first_day_to_its_last_by_the_reports_time(town: Town, decide: Decide):
    plan = town(_rows("old,E1,*,testville-order,,,2026-03-31", "new,E1,*,testville-works,,2026-04-01,"))
    found = decide(plan, *({"text": "litter", "at": at} for at in ("2026-03-31 23:59", "2026-04-01 00:00")))
    assert _fired(found) == ["old", "new"]


def test_a_row_of_procedure_is_judged_at_the_decisions_time(town: Town, decide: Decide):
    plan = town(_rows("new,E1,*,testville-works,,2026-05-01,,at_decision"))
    assert _fired(decide(plan, {"text": "litter", "at": "2026-01-01 09:00"})) == ["new"]


def test_the_same_case_on_two_days_is_not_mixed_up(town: Town, decide: Decide):
    plan = town(_rows("new,E1,*,testville-works,,2026-04-01,"))
    days = ["2026-03-31 10:00", "2026-04-01 10:00"] * 3
    assert _fired(decide(plan, *({"text": "litter", "at": at} for at in days))) == ["core:duty-desk", "new"] * 3


def test_nobody_means_the_duty_desk_and_the_trail_says_so(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "a bench"})
    assert (found.unit, found.mode, _step(found).rule) == ("testville-desk", Mode.TRANSFER, "core:duty-desk")


@pytest.fixture
def state(tmp_path: Path) -> Discovered:
    """A plugin of the whole state, with one row for all of street order."""
    folder = tmp_path / "state"
    (folder / "tables").mkdir(parents=True)
    manifest = 'name = "ma"\napi = "1.0"\nscope = "us.ma"\nplugin = "cmsdk.plugin:TableCity"\nrequires = []\n'
    (folder / "cmsdk.toml").write_text(manifest)
    (folder / "tables" / "responsibility.csv").write_text(HEAD + "ma-order,E1,*,testville-desk,,,,,state law\n")
    return from_folder(folder)


def test_the_citys_rows_are_asked_before_the_states(state: Discovered, decide: Decide):
    plan = assemble([*discover(only=()), from_folder(TESTVILLE), state], "us.ma.testville")
    assert _fired(decide(plan, {"text": "litter"})) == ["r-order"]


def test_the_states_row_holds_where_the_city_has_none(state: Discovered, town: Town, tmp_path: Path, decide: Decide):
    town(_rows("roads,C1,*,testville-works"))
    plan = assemble([*discover(only=()), from_folder(tmp_path / "testville"), state], "us.ma.testville")
    assert _fired(decide(plan, {"text": "litter"}, {"text": "pothole"})) == ["ma-order", "roads"]


def test_a_row_that_replaces_the_states_row_takes_its_place(
    state: Discovered, town: Town, tmp_path: Path, decide: Decide
):
    head = HEAD.replace("basis", "replaces,basis")
    own = "testville-none,E1,tv-south,testville-works,,,,,ma-order,test\n"
    town({})
    (tmp_path / "testville" / "tables" / "responsibility.csv").write_text(head + own)
    plan = assemble([*discover(only=()), from_folder(tmp_path / "testville"), state], "us.ma.testville")
    found = decide(plan, {"text": "litter", "division": "tv-south"}, {"text": "litter"})
    assert _fired(found) == ["none", "core:duty-desk"]


def test_the_step_names_row_area_mode_and_basis(plan: CityPlan, decide: Decide):
    step = _step(decide(plan, {"text": "litter", "grid": "tv-g1"})[0])
    facts = dict(step.facts)
    assert (step.rule, step.answer, step.basis) == ("testville-r-litter", "testville-kiosk", "made up for tests")
    assert (facts["category"], facts["area"], facts["mode"]) == ("tv/1/E101", "tv-mill", "now")
    assert facts["source"] == "testville/tables/responsibility.csv:2"
