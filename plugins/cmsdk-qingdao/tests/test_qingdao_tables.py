"""The city's tables: official divisions, one owner for every category everywhere, the nation's workflow as it is."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from cmsdk import City, discover
from cmsdk.proof.prove import prove
from cmsdk.proof.verdict import verdict

NOW = datetime(2026, 10, 16, 12, 0, tzinfo=timezone(timedelta(hours=8)))
DISTRICTS = {
    "370202": "市南区", "370203": "市北区", "370211": "黄岛区", "370212": "崂山区", "370213": "李沧区",
    "370214": "城阳区", "370215": "即墨区", "370281": "胶州市", "370283": "平度市", "370285": "莱西市",
}  # fmt: skip


@pytest.fixture(scope="module")
def qingdao() -> Iterator[City]:
    with City.open("370200", plugins=discover(only=["cn", "qingdao"]), clock=lambda: NOW) as city:
        yield city


def test_the_plan_is_whole_and_without_warnings(qingdao: City) -> None:
    assert qingdao.check() == ()
    assert [p.name for p in qingdao.plan.plugins] == ["builtin", "cn", "qingdao"]
    assert qingdao.plan.workflow.id == "cn-workflow"


def test_every_category_in_every_division_has_exactly_one_owner_and_no_row_is_hidden(qingdao: City) -> None:
    proof = prove(qingdao.plan, NOW.date())
    assert (proof.blocks, proof.hidden, proof.expired, proof.calls) == ((), (), (), ())
    assert verdict(proof, qingdao.plan) == ()
    assert proof.cells > 3_000


def test_districts_and_the_sub_districts_of_shinan_have_their_official_codes(qingdao: City) -> None:
    divisions = qingdao.plan.divisions
    assert {code: d.name for code, d in divisions.items() if d.parent == "370200"} == DISTRICTS
    streets = {code: d.name for code, d in divisions.items() if d.parent == "370202"}
    assert len(streets) == 11
    assert streets["370202001"] == "香港中路街道"
    assert qingdao.plan.area_lineage("", "370202001012") == ("370202001012", "370202001", "370202", "370200")


def test_every_district_has_a_squad_of_its_own(qingdao: City) -> None:
    squads = {
        u.division for u in qingdao.plan.units.values() if u.parent == "qingdao-bureau" and str(u.kind) == "squad"
    }
    assert squads == set(DISTRICTS)


def test_every_grid_has_exactly_one_leader_of_its_own_and_a_station_that_serves_it(qingdao: City) -> None:
    grids, people = qingdao.plan.grids, qingdao.plan.officers
    assert len(grids) == len({grid.leader for grid in grids.values()}) == 2
    for code, grid in grids.items():
        assert "grid_leader" in people[grid.leader].roles
        assert code in qingdao.plan.stations[grid.station].grids
        assert grid.geometry is not None


def test_every_rule_of_the_city_says_where_it_is_from(qingdao: City) -> None:
    plan = qingdao.plan
    rules = [r.item for ranked in (plan.classifiers, plan.routes, plan.limits, plan.matchers) for r in ranked]
    own = [rule for rule in rules if rule.key.startswith("qingdao-")]
    assert len(own) > 100
    assert [rule.key for rule in own if not rule.basis] == []


def test_every_unit_that_can_own_a_case_has_somebody_who_signs_and_handles(qingdao: City) -> None:
    owners = {getattr(r.item, "unit", "") for r in qingdao.plan.routes} - {"@station", ""}
    for role in ("department", "handler"):
        assert owners <= {p.unit for p in qingdao.plan.officers.values() if role in p.roles}
