"""Components owner first, then locality; events locality first, then owner; nobody → the sub-district."""

from collections.abc import Callable

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.triaged import Triaged

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]
HEAD = "id,category,area,unit,principle,basis\n"
POLICY = """id = "testville-routing"
fallback = "subdistrict"
basis = "made up for tests"
[order]
component = ["owner", "locality"]
event = ["locality", "owner"]
"""
UNITS = """id,name,kind,division
testville-desk,Duty desk,department,
testville-works,Public works,department,
testville-order,Street order,squad,
testville-kiosk,Mill kiosk team,squad,
testville-ward,Northside ward,subdistrict,tv-north
"""
OWNER, LOCALITY = "testville-works", "testville-order"


def _rows(*rows: str) -> str:
    return HEAD + "".join(f"testville-{r},test\n" for r in rows)


def _town(town: Town, *rows: str, policy: str = POLICY) -> CityPlan:
    files = {"responsibility.csv": _rows(*rows), "units.csv": UNITS}
    return town({**files, "routing.toml": policy} if policy else files)


def _step(found: Triaged) -> Step:
    return next(s for s in found.trail if s.stage is Stage.ROUTE)


def _fired(found: list[Triaged]) -> list[str]:
    return [_step(t).rule.removeprefix("testville-") for t in found]


REPORTS = [{"text": "pothole", "division": "tv-mill"}, {"text": "litter", "division": "tv-mill"}]
"""A component, then an event."""


def test_components_go_to_the_owner_first_and_events_to_the_locality_first(town: Town, decide: Decide):
    plan = _town(
        town,
        f"c-owner,C101,*,{OWNER},owner", f"c-place,C101,tv-mill,{LOCALITY},locality",
        f"e-owner,E101,tv-mill,{OWNER},owner", f"e-place,E101,*,{LOCALITY},locality",
    )  # fmt: skip
    assert _fired(decide(plan, *REPORTS)) == ["c-owner", "e-place"]


def test_then_the_other_principle_is_asked(town: Town, decide: Decide):
    plan = _town(town, f"c-place,C101,tv-mill,{LOCALITY},locality", f"e-owner,E101,*,{OWNER},owner")
    assert _fired(decide(plan, *REPORTS)) == ["c-place", "e-owner"]


def test_within_a_principle_the_category_decides_before_the_area(town: Town, decide: Decide):
    plan = _town(town, f"wide,E1,tv-mill,{LOCALITY},locality", f"exact,E101,*,{OWNER},locality")
    assert _fired(decide(plan, REPORTS[1])) == ["exact"]


def test_the_principle_is_asked_before_category_and_area(town: Town, decide: Decide):
    plan = _town(town, f"owner,E101,*,{OWNER},owner", f"place,*,tv-mill,{LOCALITY},locality")
    assert _fired(decide(plan, REPORTS[1])) == ["place"]


def test_rows_of_no_principle_are_asked_last(town: Town, decide: Decide):
    plan = _town(town, f"plain,E101,tv-mill,{OWNER},", f"owner,E1,*,{LOCALITY},owner")
    assert _fired(decide(plan, REPORTS[1])) == ["owner"]


def test_without_a_policy_the_order_is_by_category_and_area_alone(town: Town, decide: Decide):
    plan = _town(town, f"owner,E101,*,{OWNER},owner", f"place,*,tv-mill,{LOCALITY},locality", policy="")
    assert plan.routing.id == "builtin-routing"
    assert _fired(decide(plan, REPORTS[1])) == ["owner"]


def test_a_kind_that_the_policy_does_not_order_is_routed_by_category_and_area(town: Town, decide: Decide):
    plan = _town(town, f"owner,S101,*,{OWNER},owner", f"place,S1,tv-mill,{LOCALITY},locality")
    assert _fired(decide(plan, {"text": "a bench", "division": "tv-mill"})) == ["owner"]


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ({"grid": "tv-g1"}, "routing"),
        ({"division": "tv-mill"}, "routing"),
        ({"division": "tv-north"}, "routing"),
        ({"division": "tv-south"}, "core:duty-desk"),
        ({}, "core:duty-desk"),
    ],
)
def test_nobody_means_the_sub_district_in_which_the_case_lies_and_else_the_duty_desk(
    town: Town, decide: Decide, place: dict[str, str], rule: str
):
    (found,) = decide(_town(town), {"text": "litter", **place})
    assert _fired([found]) == [rule]
    if rule == "routing":
        step = _step(found)
        assert (found.unit, step.plugin, step.why) == ("testville-ward", "testville", "sub-district")
        assert (dict(step.facts)["division"], step.basis) == ("tv-north", "made up for tests")
        assert "testville-ward" in step.sentence("zh")


def test_what_has_no_category_stays_with_the_desk_where_a_person_chooses_one(town: Town, decide: Decide):
    (found,) = decide(_town(town), {"text": "a parrot", "division": "tv-mill"})
    assert (found.category, found.unit) == ("", "testville-desk")


def test_without_a_fallback_in_the_policy_nobody_means_the_desk(town: Town, decide: Decide):
    plan = _town(town, policy=POLICY.replace('fallback = "subdistrict"\n', ""))
    assert _fired(decide(plan, REPORTS[1])) == ["core:duty-desk"]


def test_the_step_names_principle_order_and_policy_in_the_readers_language(town: Town, decide: Decide):
    plan = _town(town, f"place,E101,*,{LOCALITY},locality")
    step = _step(decide(plan, REPORTS[1])[0])
    assert step.why == "row-principle"
    facts = dict(step.facts)
    assert (facts["principle"], facts["order"], facts["policy"]) == (
        "locality", "locality → owner", "testville-routing",
    )  # fmt: skip
    assert "locality → owner" in step.sentence("en")
    assert "属地 → 属主" in step.sentence("zh")
