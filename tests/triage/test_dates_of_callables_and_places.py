"""A day from which, and a day until which: callables, grids, divisions and names of places hold no longer than that."""

from collections.abc import Callable, Sequence
from datetime import date
import json
from typing import Any

import attrs
import pytest
from shapely import box, to_wkb

from cmsdk import City
from cmsdk.model.case import Case
from cmsdk.plugin import (
    Applies,
    Classified,
    Classifier,
    Contribution,
    DateSpan,
    Division,
    Grid,
    Level,
    Normaliser,
    PlaceName,
    Route,
    Routed,
)

CityOf = Callable[..., City]
FROM_OCTOBER = DateSpan(date(2026, 10, 1))
UNTIL_SEPTEMBER = DateSpan(None, date(2026, 9, 30))
DAYS = ("2026-09-30 12:00", "2026-10-01 12:00")


def cases(city: City, *items: dict[str, str]) -> list[Case]:
    lines = (json.dumps({"external_id": f"r{n}", "text": "x", **item}) for n, item in enumerate(items))
    outcome = city.receive("jsonl", "\n".join(lines).encode())
    assert (outcome.problems, len(outcome.cases)) == ([], len(items))
    return outcome.cases


def callables(**given: Any) -> dict[str, Sequence[Contribution]]:  # noqa: ANN401  fields of a contribution
    return {
        "cmsdk_normalisers": [
            Normaliser(id="toy-n", apply=lambda rs: [attrs.evolve(r, text=r.text + "!") for r in rs], **given)
        ],
        "cmsdk_classifiers": [Classifier(id="toy-c", decide=lambda rs: [Classified("toy/1/S1")] * len(rs), **given)],
        "cmsdk_routes": [Route(id="toy-r", decide=lambda fs: [Routed("toy-garden")] * len(fs), **given)],
    }


def decided(case: Case) -> tuple[str, str, str]:
    return case.text, case.category, case.unit


def test_a_callable_is_asked_only_about_reports_of_its_days(city_of: CityOf) -> None:
    city = city_of(**callables(valid=FROM_OCTOBER))
    old, new, old_again = cases(city, *({"at": day} for day in (*DAYS, DAYS[0])))
    assert decided(new) == ("x!", "toy/1/S1", "toy-garden")
    assert decided(old) == decided(old_again) == ("x", "", "toy-desk")
    assert not [step for step in old.trail if step.rule.startswith("toy-")]


def test_a_callable_of_procedure_is_judged_on_the_day_of_the_decision(city_of: CityOf) -> None:
    city = city_of(**callables(valid=FROM_OCTOBER, applies=Applies.AT_DECISION))
    assert [decided(case) for case in cases(city, {"at": DAYS[0]})] == [("x!", "toy/1/S1", "toy-garden")]


def places(**given: Any) -> dict[str, Sequence[Contribution]]:  # noqa: ANN401  fields of a contribution
    """Two districts with a grid each at the same point; the second district, and all that is in it, ends."""
    square = to_wkb(box(108.0, 34.0, 108.1, 34.1))
    return {
        "cmsdk_divisions": [
            Division(code="x-new", name="新苑区", level=Level.DISTRICT),
            Division(code="x-old", name="旧苑区", level=Level.DISTRICT, **given.get("division", {})),
        ],
        "cmsdk_grids": [
            Grid(code="x-g-old", name="苑里", division="x-old", geometry=square, leader="", **given.get("grid", {})),
            Grid(code="x-h-new", name="苑外", division="x-new", geometry=square),
        ],
        "cmsdk_gazetteer": [
            PlaceName(id="toy-p1", words=("戏台",), division="x-old", **given.get("name", {})),
            PlaceName(id="toy-p2", words=("戏台广场", "台"), division="x-new"),
        ],
    }


ENDS = {"valid": UNTIL_SEPTEMBER}
POINT = {"lon": "108.05", "lat": "34.05", "crs": "wgs84"}
ITEMS = {
    "grid code": ({"grid": "x-g-old"}, ("division", "grid"), "x-old"),
    "point": (POINT, ("division", "grid"), "x-old"),
    "name of the grid": ({"place": "苑里"}, ("division", "grid"), "x-old"),
    "name of the division": ({"place": "旧苑区"}, ("division",), "x-old"),
    "shortened name": ({"place": "在旧苑"}, ("division",), "x-old"),
    "sender's code": ({"division": "x-old"}, ("division",), "x-old"),
    "sender's name": ({"division": "旧苑区"}, ("division",), "x-old"),
    "place name": ({"place": "戏台"}, ("division", "name"), "x-old"),
}


@pytest.mark.parametrize(("item", "expired"), [(i, e) for i, (_, kinds, _) in ITEMS.items() for e in kinds])
def test_what_has_ended_places_no_case_after_its_last_day(item: str, expired: str, city_of: CityOf) -> None:
    fields, _, division = ITEMS[item]
    city = city_of(**places(**{expired: ENDS}))
    before, after = cases(city, *({**fields, "at": day} for day in DAYS))
    assert before.division == division
    assert after.division == ("x-new" if item == "point" else "")


def test_a_name_means_one_place_again_when_the_other_has_ended(city_of: CityOf) -> None:
    given = places()
    given["cmsdk_gazetteer"] = [
        PlaceName(id="toy-a", words=("老戏台",), division="x-old", **ENDS),
        PlaceName(id="toy-b", words=("老戏台",), division="x-new"),
    ]
    found = cases(city_of(**given), *({"place": "老戏台", "at": day} for day in DAYS))
    assert [case.division for case in found] == ["", "x-new"]
