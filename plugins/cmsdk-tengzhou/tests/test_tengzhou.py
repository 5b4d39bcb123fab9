"""Tengzhou: file, review, dispatch, handle, feed back (立案、审核、派遣、处置、反馈), and what it takes over."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
import json

import pytest

from cmsdk import (
    Actor,
    Case,
    City,
    Command,
    Decline,
    Dispatch,
    FeedBack,
    File,
    Handle,
    Refusal,
    Reopen,
    Return,
    Review,
    SignFor,
    discover,
)

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=timezone(timedelta(hours=8)))
PATH = ["reported", "filed", "reviewed", "dispatched", "handled", "closed"]


@pytest.fixture
def tengzhou() -> Iterator[City]:
    with City.open("370481", plugins=discover(only=["cn", "tengzhou"]), clock=lambda: NOW) as city:
        yield city


@pytest.fixture
def case(tengzhou: City) -> Case:
    """A street vendor in Jinghe, reported by nobody in particular."""
    row = {"编号": "T-1", "上报时间": "2026-11-16 08:30", "街道": "荆河街道", "问题描述": "路口有占道经营的摊点"}
    payload = json.dumps({"records": [row]}, ensure_ascii=False).encode()
    return tengzhou.receive("tengzhou-platform", payload).cases[0]


def _by(city: City, person: str) -> Actor:
    officer = city.plan.officers[person]
    return Actor(officer.id, officer.roles)


def _give(city: City, case: Case, person: str, command: Command) -> Case:
    after = city.act(case.id, command, _by(city, person))
    assert isinstance(after, Case), after
    return after


def test_the_city_opens_with_nothing_to_complain_of(tengzhou: City) -> None:
    assert tengzhou.check() == ()


def test_every_item_is_settled_file_review_dispatch_handle_feed_back(tengzhou: City, case: Case) -> None:
    assert case.unit == "tengzhou-jinghe"
    states = [case.state]
    for person, command in (
        ("tengzhou-p-jia", File()),
        ("tengzhou-p-yi", Review()),
        ("tengzhou-p-bing", Dispatch()),
        ("tengzhou-p-ji", Handle(result="劝导摊主入市经营")),
        ("tengzhou-p-wu", FeedBack(result="已答复")),
    ):
        case = _give(tengzhou, case, person, command)
        states.append(case.state)
    assert states == PATH
    assert tengzhou.responsible(case) is None
    again = _give(tengzhou, case, "tengzhou-p-jia", Reopen(reason="群众说第二天又摆出来"))
    assert again.state == "dispatched"


def test_each_step_has_one_who_answers_for_it(tengzhou: City, case: Case) -> None:
    wanted = [
        ("acceptor", "tengzhou-centre"), ("shift_leader", "tengzhou-centre"), ("dispatcher", "tengzhou-centre"),
        ("department", "tengzhou-jinghe"), ("department", "tengzhou-jinghe"),
    ]  # fmt: skip
    found = [tengzhou.responsible(case)]
    for person, command in (
        ("tengzhou-p-jia", File()),
        ("tengzhou-p-yi", Review()),
        ("tengzhou-p-bing", Dispatch()),
        ("tengzhou-p-ji", Handle(result="劝导摊主入市经营")),
    ):
        case = _give(tengzhou, case, person, command)
        found.append(tengzhou.responsible(case))
    assert [(one.role, one.unit) for one in found if one] == wanted


def test_the_review_cannot_be_skipped_and_may_send_a_case_back(tengzhou: City, case: Case) -> None:
    filed = _give(tengzhou, case, "tengzhou-p-jia", File())
    refused = tengzhou.act(filed.id, Dispatch(), _by(tengzhou, "tengzhou-p-bing"))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.guard) == ("CMS702", "state")
    back = _give(tengzhou, filed, "tengzhou-p-yi", Return(reason="地点没写清"))
    assert back.state == "reported"


def test_the_clock_of_handling_runs_until_the_unit_has_fed_back(tengzhou: City, case: Case) -> None:
    for person, command in (
        ("tengzhou-p-jia", File()),
        ("tengzhou-p-yi", Review()),
        ("tengzhou-p-bing", Dispatch()),
        ("tengzhou-p-ji", SignFor()),
        ("tengzhou-p-ji", Handle(result="已清理")),
    ):
        case = _give(tengzhou, case, person, command)
    assert (case.state, case.handled) == ("handled", None)


def test_an_officer_of_the_window_fills_the_role_of_acceptor(tengzhou: City, case: Case) -> None:
    assert _give(tengzhou, case, "tengzhou-p-xin", File()).state == "filed"


def test_side_flows_are_the_nations_and_the_steps_that_the_city_has_not_are_gone(tengzhou: City) -> None:
    flow = tengzhou.plan.workflow
    commands = {row.command for row in flow.transitions}
    assert {"extend", "suspend", "postpone", "resume", "grant", "supervise", "appeal", "link", "void"} <= commands
    assert not {"accept", "verify_before_filing", "check_after_handling", "archive", "visit", "close"} & commands
    assert not {"accepted", "verifying", "checking", "archived", "visiting", "struck_off"} & set(flow.states)
    assert flow.labels["reviewed"] == "已审核待派遣"
    assert flow.labels["suspended"] == "已挂账", "labels of the nation's table stay where the city has none"


def test_what_is_none_of_the_citys_business_is_declined_with_a_reason(tengzhou: City, case: Case) -> None:
    refused = tengzhou.act(case.id, Decline(), _by(tengzhou, "tengzhou-p-jia"))
    assert isinstance(refused, Refusal)
    assert refused.guard == "needs"
    assert _give(tengzhou, case, "tengzhou-p-jia", Decline(reason="不属城市管理事项")).state == "declined"
