"""The city's tables: a whole plan without a Chinese pack, every rule with its basis, work from report to closing."""

from datetime import datetime
import json
from zoneinfo import ZoneInfo

import pytest

from cmsdk import Accept, Actor, Case, City, Close, Dispatch, Handle, Refusal, Reopen, Return, SignFor, discover
from cmsdk.model.commands import Command

NOW = datetime(2011, 11, 7, 9, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def boston() -> City:
    return City.open("us.ma.boston", plugins=discover(only=["boston"]), clock=lambda: NOW)


def _call(boston: City, said: str, **fields: str) -> Case:
    (case,) = boston.receive("hotline", json.dumps({"said": said, **fields}).encode()).cases
    return case


def _give(boston: City, case: Case, officer: str, *commands: Command) -> Case:
    for command in commands:
        after = boston.act(case.id, command, Actor(officer, boston.plan.officers[officer].roles))
        assert isinstance(after, Case), after
        case = after
    return case


def test_the_plan_is_whole_without_warnings_and_without_a_national_pack(boston: City) -> None:
    assert boston.check() == ()
    assert [p.name for p in boston.plan.plugins] == ["boston", "builtin"]


def test_types_stand_below_reasons_and_those_below_departments(boston: City) -> None:
    plan = boston.plan
    assert plan.lineage("boston311/2011/sidewalk-repair-make-safe") == (
        "boston311/2011/sidewalk-repair-make-safe",
        "boston311/2011/public-works-department.highway-maintenance",
        "boston311/2011/public-works-department",
    )
    parents = {category.parent for category in plan.categories.values()}
    leaves = [category for key, category in plan.categories.items() if key not in parents]
    assert {len(plan.lineage(leaf.key)) for leaf in leaves} == {3}


def test_every_queue_belongs_to_a_department(boston: City) -> None:
    units = boston.plan.units
    queues = [unit for key, unit in units.items() if key.startswith("boston-q-")]
    assert len(queues) > 80
    assert {units[queue.parent].parent for queue in queues} == {""}


def test_every_rule_of_the_city_says_where_it_is_from(boston: City) -> None:
    plan = boston.plan
    rules = [r.item for rules in (plan.classifiers, plan.routes, plan.limits, plan.normalisers) for r in rules]
    own = [rule for rule in rules if rule.key.startswith("boston-")]
    assert len(own) > 350
    assert [rule.key for rule in own if not rule.basis] == []


def test_learnt_rules_say_from_how_many_rows(boston: City) -> None:
    learnt = [r.item for r in (*boston.plan.limits, *boston.plan.routes) if r.item.key.startswith("boston-")]
    assert all("2011-07-01…2011-09-01: " in row.basis and " rows, " in row.basis for row in learnt)


def test_a_type_has_its_queue_by_district_else_everywhere_and_a_department_without_type(boston: City) -> None:
    for where, queue in (
        ("Hyde Park", "pwdx-district-08-hyde-park"),
        ("x-pwd-1c", "pwdx-district-1c-downtown"),
        ("", "pwdx-district-1c-downtown"),
    ):
        case = _call(boston, f"pothole {where}", call=f"n{where}", neighborhood=where)
        assert boston.plan.units[case.unit].parent == "boston-pwdx"
        assert not where or case.unit == f"boston-q-{queue}"


def test_a_request_goes_to_its_queue_is_worked_on_closed_and_opened_again(boston: City) -> None:
    case = _call(boston, "Street light is out", neighborhood="Hyde Park")
    _give(boston, case, "boston-p-dispatcher", Accept(), Dispatch())
    _give(boston, case, "boston-p-crew-pwd", SignFor(), Return(reason="private lamp"))
    _give(boston, case, "boston-p-dispatcher", Dispatch())
    _give(boston, case, "boston-p-crew-pwd", SignFor(), Handle(result="new lamp"))
    closed = _give(boston, case, "boston-p-call-taker", Close())
    assert closed.state == "closed"
    assert closed.closed is not None
    assert boston.figures().open == 0
    assert "State: Closed" in str(boston.explain(case.id))
    again = _give(boston, case, "boston-p-supervisor", Reopen(reason="dark again"))
    assert (again.state, again.closed) == ("handling", None)


def test_only_who_holds_the_role_may_close(boston: City) -> None:
    case = _call(boston, "Street light is out")
    refusal = boston.act(case.id, Close(), Actor("boston-p-crew-pwd", ("crew",)))
    assert isinstance(refusal, Refusal)
    assert refusal.code in {"CMS702", "CMS703"}


@pytest.mark.parametrize(
    "number", ["617-555-0134", "(617) 555-0134", "617.555.0134", "+1 617-555-0134", "617 555-0134"]
)
def test_phone_numbers_of_north_america_are_masked(boston: City, number: str) -> None:
    case = _call(boston, f"graffiti, call {number} please", where=f"wall, {number}")
    assert case.text == "graffiti, call [phone] please"
    assert case.place == "wall, [phone]"


@pytest.mark.parametrize("words", ["pothole 12-34-5678", "order 1617-555-01345", "from 2011-09-06 to 2011-09-08"])
def test_other_numbers_stay(boston: City, words: str) -> None:
    assert _call(boston, words).text == words
