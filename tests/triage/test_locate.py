"""Where a report belongs: by grid code, by point, by the words for a place, by the division that the sender names."""

from collections.abc import Callable

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.triaged import Triaged

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]
GAZETTEER = "words,division,grid,basis\n"


def _places(found: list[Triaged]) -> list[tuple[str, str]]:
    return [(t.division, t.grid) for t in found]


def _step(found: Triaged) -> Step:
    return next(s for s in found.trail if s.stage is Stage.LOCATE)


def _at(lon: float, lat: float, crs: str = "wgs84") -> dict[str, str]:
    return {"text": "litter", "lon": str(lon), "lat": str(lat), "crs": crs}


def test_a_grid_code_comes_before_everything_else(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {**_at(-71.005, 42.005), "grid": "tv-g3", "place": "old mill"})
    assert (found.division, found.grid, _step(found).why) == ("tv-south", "tv-g3", "grid-code")


def test_an_unknown_grid_code_is_passed_over(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "litter", "grid": "tv-g9", "place": "old mill"})
    assert found.grid == "tv-g1"


def test_a_point_lies_in_its_polygon(plan: CityPlan, decide: Decide):
    found = decide(plan, _at(-71.005, 42.005), _at(-70.995, 42.005), _at(-70.95, 42.005))
    assert _places(found) == [("tv-mill", "tv-g1"), ("tv-mill", "tv-g2"), ("", "")]
    assert (_step(found[0]).why, _step(found[2]).why) == ("point", "nowhere")


def test_a_border_belongs_to_the_smaller_code(plan: CityPlan, decide: Decide):
    assert _places(decide(plan, _at(-71.0, 42.005))) == [("tv-mill", "tv-g1")]


def test_a_shifted_point_lands_in_its_own_grid_and_not_the_neighbours(town: Town, decide: Decide):
    square = '{"type":"Feature","properties":{"code":"%s"},"geometry":{"type":"Polygon","coordinates":[[%s]]}}'

    def ring(west: float, east: float) -> str:
        return ",".join(
            f"[{x},{y}]" for x, y in ((west, 39.9), (east, 39.9), (east, 39.902), (west, 39.902), (west, 39.9))
        )

    plan = town(
        {
            "grids.geojson": '{"type":"FeatureCollection","features":['
            + ",".join((square % ("tv-g1", ring(116.42, 116.423)), square % ("tv-g2", ring(116.425, 116.43))))
            + "]}"
        }
    )
    shifted = (116.42703, 39.90245)
    found = decide(plan, _at(*shifted, crs="gcj02"), _at(116.42079, 39.90105), _at(116.42703, 39.9015))
    assert [t.grid for t in found] == ["tv-g1", "tv-g1", "tv-g2"]
    assert dict(_step(found[0]).facts)["crs"] == "gcj02"


def test_the_words_for_a_place_are_found_in_the_field_before_the_text(plan: CityPlan, decide: Decide):
    found = decide(plan, {"text": "litter at the PIER", "place": "Mill yard"}, {"text": "litter at the PIER"})
    assert _places(found) == [("tv-mill", "tv-g1"), ("tv-south", "")]
    assert [dict(_step(t).facts)["field"] for t in found] == ["place", "text"]


def test_a_grid_is_preferred_to_a_division_and_the_longer_name_to_the_shorter(town: Town, decide: Decide):
    plan = town({"gazetteer.csv": GAZETTEER + "bridge,tv-mill,,t\nold bridge yard,tv-south,,t\nquay,,tv-g2,t\n"})
    found = decide(plan, {"text": "bridge by the quay"}, {"text": "bridge, old bridge yard"}, {"text": "bridge"})
    assert _places(found) == [("tv-mill", "tv-g2"), ("tv-south", ""), ("tv-mill", "")]


def test_a_name_that_means_two_places_is_ambiguous_and_another_name_settles_it(town: Town, decide: Decide):
    plan = town({"gazetteer.csv": GAZETTEER + "main street,tv-south,,t\nmain street;mill gate,tv-mill,,t\n"})
    found = decide(plan, {"text": "litter, main street"}, {"text": "main street at the mill gate"})
    assert _places(found) == [("tv-city", ""), ("tv-mill", "")]
    assert [_step(t).why for t in found] == ["ambiguous-place", "place-words"]


def test_an_ambiguous_name_does_not_overrule_the_senders_division(town: Town, decide: Decide):
    plan = town({"gazetteer.csv": GAZETTEER + "main street,tv-south,,t\nmain street;mill gate,tv-mill,,t\n"})
    assert _places(decide(plan, {"text": "main street", "division": "Southside"})) == [("tv-south", "")]


def test_the_senders_division_counts_by_code_or_name_and_bounds_the_words(plan: CityPlan, decide: Decide):
    found = decide(
        plan,
        {"text": "litter", "division": "tv-south"},
        {"text": "litter", "division": "northside"},
        {"text": "litter, old mill", "division": "Northside"},
        {"text": "litter, old mill", "division": "Southside"},
        {"text": "litter", "division": "Elsewhere"},
    )
    assert _places(found) == [("tv-south", ""), ("tv-north", ""), ("tv-mill", "tv-g1"), ("tv-south", ""), ("", "")]
    assert [_step(t).why for t in found] == ["division", "division", "place-words", "division", "nowhere"]


def test_official_names_count_without_their_suffix(town: Town, decide: Decide):
    rows = "code,name,level,parent\ntv-city,Testville,city,\ntv-north,灞桥区,district,tv-city\n"
    rows += "tv-south,城区,district,tv-city\ntv-mill,纺织城街道,subdistrict,tv-north\n"
    plan = town({"divisions.csv": rows})
    found = decide(plan, {"text": "灞桥有垃圾"}, {"text": "纺织城那边"}, {"text": "这城里"})
    assert _places(found) == [("tv-north", ""), ("tv-mill", ""), ("", "")]


def test_the_name_of_the_city_itself_places_nothing(plan: CityPlan, decide: Decide):
    assert _places(decide(plan, {"text": "litter in Testville"})) == [("", "")]


@pytest.mark.parametrize(("grid", "station"), [("tv-g1", "testville-stn-mill"), ("tv-g2", ""), ("tv-g3", "")])
def test_the_station_is_that_of_the_grid(plan: CityPlan, decide: Decide, grid: str, station: str):
    assert decide(plan, {"text": "litter", "grid": grid})[0].station == station


def test_a_community_with_one_station_is_served_by_it(plan: CityPlan, decide: Decide):
    assert decide(plan, {"text": "litter", "division": "Mill Quarter"})[0].station == "testville-stn-mill"
