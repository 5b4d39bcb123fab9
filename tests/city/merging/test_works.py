"""Community work comes home too: new work as it is, commands on shared work decided again, one name for two kept apart.

The city is the one of ``tests/works``: it has officers, roles, stations and measures.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import attrs
import pytest

from cmsdk import Accept, Actor, City, Refusal, TakeMeasure
from cmsdk.contract.plan import CityPlan
from cmsdk.desk.redeciding import Merged
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.report import Person
from cmsdk.model.works.agreement import Agreement, BreachAgreement, EndAgreement, RenewAgreement, SignAgreement
from cmsdk.model.works.base import Work
from cmsdk.model.works.handin import AcceptHandIn, HandIn, HandInRecord, SupplementHandIn
from cmsdk.model.works.opinion import AnswerOpinion, Opinion, RegisterOpinion
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder

from .conftest import KEY, Clock, Numbers, chains_hold, laptop

ROLES = ("station_officer", "acceptor", "handler", "supervisor")
ANN = Actor("demo-ann", ROLES)
VOUCHED = Actor("passer-by", ROLES)
BOSS = Actor("boss", ROLES)
WANG = Person(name="王小明", phone="13800138000")
LI = Person(name="李大海", phone="13900139000")
TABLES = {
    "city.toml": 'name = "示范市"\ntime_zone = "Asia/Shanghai"\nlanguages = ["zh", "en"]\nduty_desk = "demo-desk"\n'
    'scheme = "gbt30428.2/2013"\nbasis = "示例"\n',
    "units.csv": "id,name,kind\ndemo-desk,值班台,department\n",
    "people.csv": f"id,name,unit,roles\ndemo-ann,安,demo-desk,{';'.join(ROLES)}\n",
    "stations.csv": "id,name,kind,services\ndemo-kiosk,示范岗亭,kiosk,一窗办理\n",
    "agreements.csv": "id,name,items,months,measure\ndemo-4,门前四包,卫生;秩序,12,cn-agreement\n",
    "hand-ins.csv": "id,name,documents,amount,unit_of_time,services\n"
    "demo-sign,店招备案,申请表;效果图,5,work_day,一窗办理\n",
}
SIGN = SignAgreement(agreement="demo-4")
A1 = "agreement:109900:a-1"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> CityPlan:
    folder: Path = tmp_path_factory.mktemp("city") / "demo"
    (folder / "tables").mkdir(parents=True)
    (folder / "cmsdk.toml").write_text(
        'name = "demo"\napi = "1.3"\nscope = "109900"\nplugin = "cmsdk.plugin:TableCity"\nrequires = ["cn"]\n'
    )
    for name, text in TABLES.items():
        (folder / "tables" / name).write_text(text, encoding="utf-8")
    return assemble([*discover(), from_folder(folder)], "109900")


@pytest.fixture
def town(plan: CityPlan) -> City:
    """The city at home."""
    return town_of(plan)


def town_of(plan: CityPlan) -> City:
    """The city with an agreement, an opinion and an accepted case."""
    clock = Clock(datetime(2026, 6, 1, 9, tzinfo=plan.zone))
    city = City(plan, SqlLedger.in_memory(KEY), clock, Numbers("h"))
    city.receive("jsonl", '{"external_id": "1", "text": "南门店外摆摊"}'.encode())
    city.act(_case(city), Accept(), BOSS)
    city.act(_case(city), TakeMeasure(measure="cn-advice"), BOSS)
    city.begin(SIGN, ANN, name="a-1", person=WANG)
    city.begin(RegisterOpinion(text="夜市太吵"), ANN, name="o-1")
    return city


def _case(city: City) -> str:
    return next(iter(city.cases())).id


def _done(found: object) -> Work:
    assert isinstance(found, Work), found
    return found


def sound(home: City, away: City) -> None:
    """The chains hold, the projections are what the entries make, and merging again does nothing."""
    chains_hold(home)
    assert home.rebuild().intact
    assert attrs.evolve(home.merge(away.ledger, BOSS), again=0) == Merged()


def _codes(merged: Merged) -> list[tuple[str, str]]:
    return [(conflict.command, conflict.refusal.code) for conflict in merged.conflicts]


def test_work_that_a_laptop_began_is_taken_over_to_the_byte(town: City) -> None:
    away = laptop(town, ids=Numbers("a"))
    signed = _done(away.begin(SIGN, ANN, name="a-2", person=LI))
    away.carry_on("a-2", BreachAgreement(item="秩序"), ANN)
    merged = town.merge(away.ledger, BOSS)
    assert (merged.streams, merged.done, merged.conflicts) == ((signed.id,), (), ())
    assert town.work_entries(signed.id) == away.work_entries(signed.id)
    assert town.work(signed.id) == away.work(signed.id) == [*town.works(Agreement)][-1]
    assert town.ledger.person(signed.person) == LI
    sound(town, away)


@pytest.mark.parametrize("by", [ANN, VOUCHED])
def test_commands_on_work_that_stands_here_too_are_decided_again(town: City, by: Actor) -> None:
    away = laptop(town)
    _done(away.carry_on("a-1", BreachAgreement(item="秩序"), by, person=LI))
    _done(town.carry_on("a-1", BreachAgreement(item="卫生"), ANN))
    merged = town.merge(away.ledger, BOSS)
    assert (merged.done, merged.conflicts) == (((A1, "agreement.breach"),), ())
    held = _done(town.work(A1))
    assert isinstance(held, Agreement)
    assert [breach.item for breach in held.breaches] == ["卫生", "秩序"]
    moments = [entry.at for entry in town.work_entries(A1)]
    assert moments == sorted(moments)
    assert town.work_entries(A1)[-1].by == by.id
    assert town.ledger.person(held.person) == LI, "whom it was told with"
    sound(town, away)
    back = away.merge(town.ledger, BOSS)
    assert back.done == ((A1, "agreement.breach"),)
    assert back.conflicts == ()
    assert away.merge(town.ledger, BOSS).done == ()


def test_what_is_no_longer_possible_here_is_a_conflict(town: City) -> None:
    away = laptop(town)
    away.carry_on("a-1", RenewAgreement(), ANN)
    away.carry_on("o-1", AnswerOpinion(answer="已劝导"), ANN)
    town.carry_on("a-1", EndAgreement(reason="店已关门"), ANN)
    merged = town.merge(away.ledger, BOSS)
    assert _codes(merged) == [("agreement.renew", "CMS468")]
    assert merged.conflicts[0].stream == A1
    assert merged.done == (("opinion:109900:o-1", "opinion.answer"),)
    assert _done(town.work(A1)).state == "ended"
    sound(town, away)


def test_a_measure_of_a_shared_agreement_is_entered_on_its_case_once(town: City) -> None:
    case, away = _case(town), laptop(town)
    _done(away.carry_on("a-1", BreachAgreement(item="秩序", case=case), ANN))
    town.act(case, TakeMeasure(measure="cn-law-publicity"), BOSS)
    merged = town.merge(away.ledger, BOSS)
    assert (merged.done, merged.conflicts, merged.again) == (((A1, "agreement.breach"),), (), 1)
    measures = [one.measure for one in town.case(case).course.measures]
    assert measures == ["cn-advice", "cn-law-publicity", "cn-agreement"]
    assert f'"work":"{A1}"' in town.ledger.entries(case)[-1].data
    sound(town, away)


def test_a_breach_that_is_refused_here_leaves_no_measure_on_its_case(town: City) -> None:
    case, away = _case(town), laptop(town)
    _done(away.carry_on("a-1", BreachAgreement(item="秩序", case=case), ANN))
    town.carry_on("a-1", EndAgreement(reason="店已关门"), ANN)
    assert _codes(town.merge(away.ledger, BOSS)) == [("agreement.breach", "CMS468")]
    assert [one.measure for one in town.case(case).course.measures] == ["cn-advice"]
    sound(town, away)


def test_two_pieces_of_work_of_one_name_stay_apart_and_nobody_is_lost(town: City) -> None:
    away = laptop(town, ids=Numbers("a"))
    here = _done(town.begin(HandIn(item="demo-sign", station="demo-kiosk", documents=["申请表"]), ANN, name="h-1",
                            person=WANG))  # fmt: skip
    both = HandIn(item="demo-sign", station="demo-kiosk", documents=["申请表", "效果图"])
    there = _done(away.begin(both, ANN, name="h-1", person=LI))
    away.carry_on("h-1", AcceptHandIn(), ANN)
    assert here.id == there.id
    merged = town.merge(away.ledger, BOSS)
    assert _codes(merged) == [("handin.hand_in", "CMS470"), ("handin.accept", "CMS470")]
    assert town.work(here.id) == here, "nothing of the other's is done on ours"
    assert town.ledger.person(here.person) == WANG
    conflict = merged.conflicts[0].id
    assert town.person(conflict, by=BOSS, why="to call back") == LI
    assert town.person(f"p-{conflict}", by=BOSS, why="again") == LI
    sound(town, away)
    assert not isinstance(town.carry_on("h-1", SupplementHandIn(documents=["效果图"]), ANN), Refusal)
    away.carry_on("h-1", AcceptHandIn(), ANN, now=away.clock() + timedelta(days=1))
    assert town.merge(away.ledger, BOSS).done == (), "also when both have gone on since"
    back = away.merge(town.ledger, BOSS)
    assert {code for _, code in _codes(back)} == {"CMS470"}
    assert away.work(there.id).state == "accepted"


def test_a_table_that_was_sent_to_both_is_carried_out_once(town: City) -> None:
    away = laptop(town, ids=Numbers("a"))
    table = (
        "事项,指令,时间,经办人,责任书,条款,内容,姓名\n"
        "a-9,签订责任书,,demo-ann,demo-4,,,李大海\n"
        "a-9,登记违约,,demo-ann,,秩序,,\n"
        "o-9,登记意见,,demo-ann,,,缺座椅,\n"
    ).encode()
    later = town.clock() + timedelta(days=9)
    for city, days in ((town, 0), (away, 1)):
        assert city.enter_table(table, name="t.csv", now=later + timedelta(days=days)).done == 3
    later += timedelta(days=1)
    away.carry_on("o-9", AnswerOpinion(answer="本周加装"), ANN, now=later)
    merged = town.merge(away.ledger, BOSS, now=later)
    assert merged.done == (("opinion:109900:o-9", "opinion.answer"),)
    assert (merged.conflicts, merged.again) == ((), 3)
    held = town.work("agreement:109900:a-9")
    assert isinstance(held, Agreement)
    assert len(held.breaches) == 1
    assert town.enter_table(table, name="t.csv", now=later).repeats == 3
    sound(town, away)


def test_a_table_that_only_the_laptop_had_is_a_repeat_here_after_the_merge(town: City) -> None:
    away = laptop(town)
    table = "事项,指令,时间,经办人,条款\na-1,登记违约,2026-06-03 09:00,demo-ann,秩序\n".encode()
    later = town.clock() + timedelta(days=9)
    assert away.enter_table(table, now=later).done == 1
    assert len(town.merge(away.ledger, BOSS, now=later).done) == 1
    assert town.enter_table(table, now=later).repeats == 1
    held = town.work(A1)
    assert isinstance(held, Agreement)
    assert len(held.breaches) == 1


def test_who_was_erased_here_is_not_brought_back(town: City) -> None:
    away = laptop(town)
    away.carry_on("a-1", BreachAgreement(item="秩序"), ANN, person=WANG)
    town.erase(person=f"p-{A1}", by=BOSS, why="asked for")
    merged = town.merge(away.ledger, BOSS)
    assert merged.done == ((A1, "agreement.breach"),)
    assert town.ledger.person(f"p-{A1}") is None
    sound(town, away)


def test_who_read_the_person_of_shared_work_is_known_here(town: City) -> None:
    away = laptop(town)
    town.person(A1, by=ANN, why="phoned")
    away.person(A1, by=BOSS, why="visited")
    away.erase(person=f"p-{A1}", by=BOSS, why="asked for")
    town.merge(away.ledger, BOSS)
    assert [access.by for access in town.accesses(person=f"p-{A1}")] == [ANN.id, BOSS.id, BOSS.id]
    assert town.ledger.person(f"p-{A1}") is None
    sound(town, away)


Steps = Sequence[Callable[[City], object]]
ONE: Steps = (
    lambda city: city.carry_on("a-1", BreachAgreement(item="秩序"), ANN),
    lambda city: city.begin(RegisterOpinion(text="甲"), ANN, name="o-2"),
    lambda city: city.carry_on("o-1", AnswerOpinion(answer="甲"), ANN),
)
TWO: Steps = (
    lambda city: city.carry_on("a-1", BreachAgreement(item="卫生"), VOUCHED),
    lambda city: city.begin(RegisterOpinion(text="乙"), ANN, name="o-2"),
    lambda city: city.carry_on("o-1", AnswerOpinion(answer="乙"), ANN),
    lambda city: city.begin(RegisterOpinion(text="丙"), ANN, name="o-3"),
)


def test_two_laptops_in_either_order_lose_nothing(town: City) -> None:
    one, two = laptop(town, ids=Numbers("1")), laptop(town, ids=Numbers("2"))
    for city, steps in ((one, ONE), (two, TWO)):
        for step in steps:
            assert not isinstance(step(city), Refusal)
    ends = []
    for order in ((one, two), (two, one)):
        whole = laptop(town)
        merged = [whole.merge(city.ledger, BOSS) for city in order]
        assert [len(each.done) + len(each.conflicts) + len(each.streams) for each in merged] == [
            len(ONE if city is one else TWO) for city in order
        ]
        assert [code for each in merged for _, code in _codes(each)] == ["CMS470", "CMS468"]
        sound(whole, one)
        sound(whole, two)
        held = whole.work(A1)
        assert isinstance(held, Agreement)
        ends.append(({work.id for work in whole.works(Opinion)}, {breach.item for breach in held.breaches}))
    assert ends[0] == ends[1]
    assert len(ends[0][0]) == 3


def test_nothing_is_written_when_it_is_only_tried(town: City) -> None:
    away = laptop(town)
    away.carry_on("a-1", BreachAgreement(item="秩序"), ANN)
    before = town.work(A1)
    assert len(town.merge(away.ledger, BOSS, dry_run=True).done) == 1
    assert town.work(A1) == before
    assert not [*town.works(HandInRecord)]
