"""The city's tables over Qingdao's: official divisions, one owner for every category, whom joint action needs."""

from collections.abc import Iterator
from datetime import date

import pytest

from cmsdk import City, discover
from cmsdk.proof.prove import prove
from cmsdk.proof.verdict import verdict

SUB_DISTRICTS = {"370283001": "东阁街道", "370283002": "李园街道", "370283003": "同和街道", "370283004": "凤台街道",
                 "370283005": "白沙河街道"}  # fmt: skip


@pytest.fixture(scope="module")
def pingdu() -> Iterator[City]:
    with City.open("370283", plugins=discover(only=["cn", "pingdu", "qingdao"])) as city:
        yield city


def test_the_plan_is_whole_and_made_of_three_layers(pingdu: City) -> None:
    assert pingdu.check() == ()
    assert [p.name for p in pingdu.plan.plugins] == ["builtin", "cn", "pingdu", "qingdao"]
    assert (pingdu.plan.profile.name, pingdu.plan.profile.duty_desk) == ("平度市", "pingdu-centre")


def test_every_category_in_every_division_has_exactly_one_owner_and_no_row_is_hidden(pingdu: City) -> None:
    proof = prove(pingdu.plan, date(2026, 5, 15))
    assert (proof.blocks, proof.hidden, proof.expired, proof.calls) == ((), (), (), ())
    assert verdict(proof, pingdu.plan) == ()


def test_sub_districts_have_their_official_codes_and_a_squad_each(pingdu: City) -> None:
    divisions = pingdu.plan.divisions
    below = {code: d.name for code, d in divisions.items() if d.parent == "370283"}
    assert len(below) == 18
    assert {code: name for code, name in below.items() if name.endswith("街道")} == SUB_DISTRICTS
    squads = {u.id: u.division for u in pingdu.plan.units.values() if u.parent == "qingdao-pingdu-squad"}
    assert set(squads.values()) == set(SUB_DISTRICTS)
    assert pingdu.plan.units["pingdu-squad-5"].name == "平度市城管执法五中队"


def test_every_grid_has_exactly_one_leader_of_its_own_and_a_station_that_serves_it(pingdu: City) -> None:
    grids = {code: grid for code, grid in pingdu.plan.grids.items() if code.startswith("x-pingdu")}
    assert len(grids) == len({grid.leader for grid in grids.values()}) == 3
    for code, grid in grids.items():
        assert "grid_leader" in pingdu.plan.officers[grid.leader].roles
        assert code in pingdu.plan.stations[grid.station].grids


def test_every_rule_of_the_city_says_where_it_is_from_and_every_owner_can_work(pingdu: City) -> None:
    plan = pingdu.plan
    own = [r.item for ranked in (plan.classifiers, plan.routes) for r in ranked if r.plugin.name == "pingdu"]
    assert len(own) > 50
    assert [rule.key for rule in own if not rule.basis] == []
    owners = {getattr(r.item, "unit", "") for r in plan.routes} - {"@station", ""}
    for role in ("department", "handler"):
        assert owners <= {p.unit for p in plan.officers.values() if role in p.roles}


def test_partners_of_joint_action_are_the_committee_and_the_property_company(pingdu: City) -> None:
    partners = {u.id for u in pingdu.plan.units.values() if str(u.kind) == "partner" and u.id.startswith("pingdu-")}
    assert partners == {"pingdu-xingguang-committee", "pingdu-tianzhu-committee", "pingdu-xingguang-property"}
