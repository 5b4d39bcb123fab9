"""The city's tables: grids with one leader each, stations, units, and the order in which a case ends."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from importlib.resources import files
import json
from pathlib import Path
import shutil

import pytest

from cmsdk import (
    Accept,
    Actor,
    Archive,
    Case,
    City,
    Close,
    Dispatch,
    FeedBack,
    File,
    Handle,
    Refusal,
    Reopen,
    Return,
    Satisfaction,
    StrikeOff,
    Visit,
    discover,
)
from cmsdk.model.approach import Mode
from cmsdk.model.commands import Command
from cmsdk.proof.prove import prove
from cmsdk.proof.verdict import verdict
from cmsdk.registry.discovery import from_folder

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def xian() -> Iterator[City]:
    with City.open("610100", plugins=discover(only=["cn", "xian"]), clock=lambda: NOW) as city:
        yield city


def _open_case(xian: City, text: str, at: str = "") -> Case:
    """A case from one entry of the station's desk, at 幸福里."""
    entry = {"问题描述": text, "社区": "幸福里", "登记时间": at}
    (case_id,) = xian.receive("station-desk", json.dumps({"登记": [entry]}).encode()).case_ids
    return xian.case(case_id)


def _by(xian: City, officer: str) -> Actor:
    return Actor(officer, xian.plan.officers[officer].roles)


def _give(xian: City, case: Case, officer: str, *commands: Command) -> Case:
    for command in commands:
        after = xian.act(case.id, command, _by(xian, officer))
        assert isinstance(after, Case), after
        case = after
    return case


def test_the_plan_is_whole_and_without_warnings(xian: City) -> None:
    assert xian.check() == ()
    assert [p.name for p in xian.plan.plugins] == ["builtin", "cn", "xian"]


def test_m34_every_grid_has_exactly_one_leader_of_its_own_and_a_station_that_serves_it(xian: City) -> None:
    grids, people = xian.plan.grids, xian.plan.officers
    assert len(grids) == 6
    leaders = [grid.leader for grid in grids.values()]
    assert len(set(leaders)) == len(leaders)
    for code, grid in grids.items():
        assert "grid_leader" in people[grid.leader].roles
        assert code in xian.plan.stations[grid.station].grids
        assert grid.geometry is not None
    assert {i for i, person in people.items() if "grid_leader" in person.roles} == set(leaders)


def test_m34_a_grid_that_has_lost_its_leader_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "xian"
    shutil.copytree(Path(str(files("cmsdk_xian"))), folder)
    grids = folder / "tables" / "grids.csv"
    grids.write_text(grids.read_text(encoding="utf-8").replace("xian-p-jia", ""), encoding="utf-8")
    with City.open("610100", plugins=[*discover(only=["cn"]), from_folder(folder)]) as city:
        assert [(p.code, p.where) for p in city.check()] == [("CMS304", "xian/tables/grids.csv:2")]


def test_zones_without_an_official_code_have_the_citys_own(xian: City) -> None:
    own = {code: division.name for code, division in xian.plan.divisions.items() if not code.isdigit()}
    assert set(own) == {"x-kgxc", "x-ghwq", "x-kgxc-xingfuli"}
    assert xian.plan.area_lineage("", "x-kgxc-xingfuli") == ("x-kgxc-xingfuli", "x-kgxc", "610100")


def test_there_are_four_kiosks_and_a_station(xian: City) -> None:
    kinds = [str(station.kind) for station in xian.plan.stations.values()]
    assert (kinds.count("kiosk"), kinds.count("station")) == (4, 1)


def test_every_rule_of_the_city_says_where_it_is_from(xian: City) -> None:
    plan = xian.plan
    rules = [r.item for rules in (plan.classifiers, plan.routes, plan.limits, plan.normalisers) for r in rules]
    own = [rule for rule in rules if rule.key.startswith("xian-")]
    assert len(own) > 250
    assert [rule.key for rule in own if not rule.basis] == []


def test_every_unit_that_can_own_a_case_has_somebody_who_handles(xian: City) -> None:
    owners = {getattr(r.item, "unit", "") for r in xian.plan.routes} - {"@station", ""}
    handling = {p.unit for p in xian.plan.officers.values() if {"handler", "officer"} & set(p.roles)}
    assert owners - handling <= {"xian-duty-desk"}


def test_a_small_matter_is_handled_at_once_and_struck_off_after_archive_and_visit(xian: City) -> None:
    case = _open_case(xian, "商业街地上全是垃圾，没人扫")
    assert case.mode is Mode.NOW
    assert case.unit == "xian-st-xingfuli"
    ends = (Close(), Archive(), Visit(solved=True, satisfied=Satisfaction.SATISFIED), StrikeOff())
    path = (Accept(), File(), Handle(result="已清扫"), FeedBack(result="已清扫"), *ends)
    assert _give(xian, case, "xian-p-geng", *path).state == "struck_off"
    entries = [e.type for e in xian.ledger.entries(case.id)]
    assert entries[-4:] == ["close", "archive", "visit", "strike_off"]


def test_archive_comes_before_the_visit_and_that_before_striking_off(xian: City) -> None:
    case = _open_case(xian, "商业街地上全是垃圾，没人扫")
    closed = _give(xian, case, "xian-p-geng", Accept(), File(), Handle(result="好了"), FeedBack(), Close())
    visit = Visit(solved=True, satisfied=Satisfaction.SATISFIED)
    for early in (visit, StrikeOff()):
        refusal = xian.act(closed.id, early, _by(xian, "xian-p-geng"))
        assert isinstance(refusal, Refusal)
        assert (refusal.code, dict(refusal.facts)["possible"]) == ("CMS702", "archive")
    archived = _give(xian, closed, "xian-p-geng", Archive())
    early_again = xian.act(archived.id, StrikeOff(), _by(xian, "xian-p-geng"))
    assert isinstance(early_again, Refusal)
    assert early_again.guard in {"needs", "nobody_to_visit"}, "without a visit only where nobody can be asked, and why"
    assert xian.case(archived.id).state == "archived"


def test_a_transferred_matter_is_returned_dispatched_anew_and_reopened_by_the_visit(xian: City) -> None:
    case = _open_case(xian, "15号楼路灯不亮好几天了")
    assert (case.mode, case.unit) == (Mode.TRANSFER, "xian-shizheng")
    _give(xian, case, "xian-p-geng", Accept(), File(), Dispatch())
    _give(xian, case, "xian-p-shizheng", Return(reason="小区内路灯归物业"))
    again = _give(xian, case, "xian-p-geng", Dispatch(unit="xian-xfl-property"))
    assert again.unit == "xian-xfl-property"
    _give(xian, case, "xian-p-wu2", Handle(result="换了灯泡"), FeedBack())
    unsolved = Visit(solved=False, satisfied=Satisfaction.DISSATISFIED)
    _give(xian, case, "xian-p-geng", Close(), Archive(), unsolved)
    assert _give(xian, case, "xian-p-geng", Reopen(reason="还是不亮")).state == "handling"


def test_a_transferred_matter_may_not_be_handled_at_the_station_at_once(xian: City) -> None:
    case = _give(xian, _open_case(xian, "15号楼路灯不亮好几天了"), "xian-p-geng", Accept(), File())
    refusal = xian.act(case.id, Handle(result="x"), _by(xian, "xian-p-geng"))
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.guard) == ("CMS708", "mode_is_now")


def test_a_limit_runs_on_the_national_calendar(xian: City) -> None:
    due = _open_case(xian, "商业街想装遮雨棚", "2026-09-30 17:00").due
    assert due is not None
    assert due.calendar == "cn-working-days"
    assert due.at == datetime.fromisoformat("2026-10-20T17:00:00+08:00")


@pytest.mark.parametrize(
    ("text", "division"), [("我住在灞桥,门口路灯坏了", "610111"), ("灞桥街道路灯坏了", "610111007")]
)
def test_the_citys_own_name_for_a_place_comes_before_one_cut_short(xian: City, text: str, division: str) -> None:
    form = json.dumps({"登记": [{"问题描述": text}]}, ensure_ascii=False)
    (case,) = xian.receive("station-desk", form.encode()).cases
    assert case.division == division


def test_every_category_in_every_division_has_exactly_one_owner_and_no_row_is_hidden(xian: City) -> None:
    proof = prove(xian.plan, NOW.date())
    assert (proof.blocks, proof.hidden, proof.expired, proof.calls) == ((), (), (), ())
    assert verdict(proof, xian.plan) == ()
    assert proof.cells > 4_000
