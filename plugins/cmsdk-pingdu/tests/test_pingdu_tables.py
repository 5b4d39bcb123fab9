"""The city's tables, and what of Qingdao's holds here: all that is not replaced, and nothing that is."""

from collections.abc import Callable
from datetime import date
import json

import pytest

from cmsdk import AssemblyError, City
from cmsdk.proof.prove import prove
from cmsdk.proof.verdict import verdict

SUB_DISTRICTS = {"370283001": "东阁街道", "370283002": "李园街道", "370283003": "同和街道", "370283004": "凤台街道",
                 "370283005": "白沙河街道"}  # fmt: skip
Open = Callable[..., City]
DAY = "2026-05-15 09:00"


def _unit(city: City, number: str, text: str, division: str = "东阁街道", channel: str = "qingdao-patrol") -> str:
    """The unit that a finding of a patrol goes to."""
    row = {"编号": number, "上报时间": DAY, "街道": division, "问题描述": text}
    (case,) = city.receive(channel, json.dumps({"records": [row]}, ensure_ascii=False).encode()).cases
    return case.unit


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


def test_a_change_of_qingdaos_rule_reaches_pingdu(pingdu: City, changed: Open) -> None:
    assert _unit(pingdu, "L-1", "路面有个大坑") == "qingdao-shizheng"
    other = changed(("qingdao", "responsibility.csv", ",E0113,*,,qingdao-shizheng,", ",E0113,*,,qingdao-jiaotong,"))
    assert _unit(other, "L-1", "路面有个大坑") == "qingdao-jiaotong"
    words = changed(
        ("qingdao", "responsibility.csv", ",E0113,*,,qingdao-shizheng,", ",E0113,*,,qingdao-jiaotong,"),
        ("qingdao", "classify.csv", "冥币;纸钱", "冥币;纸钱;撒谷米"),
    )
    assert _unit(words, "L-2", "路口撒谷米") == "qingdao-pingdu-squad"
    assert _unit(pingdu, "L-2", "路口撒谷米") == "pingdu-centre"


def test_pingdus_own_replacement_stays_in_pingdu(pingdu: City, changed: Open) -> None:
    dogs = "有人遛狗不牵绳"
    assert _unit(pingdu, "L-3", dogs) == "pingdu-gongan"
    other = ("qingdao", "responsibility.csv", ",E0184,*,,qingdao-gongan,", ",E0184,*,,qingdao-bureau,")
    assert _unit(changed(other), "L-3", dogs) == "pingdu-gongan", "Qingdao's change of a replaced row does not come in"
    assert _unit(changed(city="370200"), "L-3", dogs, "平度市") == "qingdao-gongan", "nor does Pingdu's go out"
    garden = next(s for s in pingdu.plan.standards.values() if s.id == "pingdu-std-greens-garden")
    assert garden.close_when == "补种复绿"
    assert "pingdu-std-greens-garden" not in changed(city="370200").plan.standards


def test_a_replacement_that_names_no_row_of_qingdaos_keeps_the_city_from_opening(changed: Open) -> None:
    with pytest.raises(AssemblyError) as refused:
        changed(("qingdao", "responsibility.csv", "qingdao-r-080,E0184", "qingdao-r-moved,E0184"))
    assert {p.code for p in refused.value.problems} == {"CMS209"}
