"""Done again (返工): the same unit, the first round kept; void, withdrawal, transfer, forced closing."""

from typing import Any

import pytest

from cmsdk.figures.counts import figures
from cmsdk.model.commands import (
    Accept,
    Assign,
    CheckAfterHandling,
    Checked,
    Close,
    Decline,
    FixOnTheSpot,
    ForceClose,
    Grant,
    Handle,
    Link,
    Rework,
    TransferOut,
    Void,
    Withdraw,
)  # fmt: skip

Side = Any


def test_the_same_unit_does_it_again_and_the_first_round_is_kept(side: Side):
    case_id = side.dispatched()
    side.done(case_id, "roads", Assign(officer="side-p-nora"))
    handled = side.done(case_id, "north", Handle(result="swept")).handled
    case = side.done(case_id, "dispatcher", Rework(reason="still dirty"))
    assert (case.state, case.unit, case.result, case.handled) == ("dispatched", "side-roads", "", None)
    (kept,) = case.course.rounds
    assert (kept.unit, kept.officer, kept.result, kept.handled) == ("side-roads", "side-p-nora", "swept", handled)
    assert case.course.officer == "side-p-nora"
    side.done(case_id, "roads", Handle(result="swept again"))
    case = side.done(case_id, "dispatcher", Rework(reason="again"))
    assert [one.result for one in case.course.rounds] == ["swept", "swept again"]


def test_rework_is_counted_in_cases_and_in_times(side: Side):
    twice, once, _ = (side.dispatched() for _ in range(3))
    for case_id, times in ((twice, 2), (once, 1)):
        for _ in range(times):
            side.done(case_id, "roads", Handle(result="swept"))
            side.done(case_id, "dispatcher", Rework(reason="still dirty"))
    flows = figures(side.city.cases(), side.city.plan, side.now).flows
    assert (flows.reworks.cases, flows.reworks.times) == (2, 3)
    assert (flows.returns.cases, flows.reopenings.times) == (0, 0)


def test_a_check_that_passed_is_one_of_its_round(side: Side):
    case_id = side.dispatched()
    side.done(case_id, "roads", Handle(result="swept"))
    side.done(case_id, "dispatcher", CheckAfterHandling())
    assert side.city.case(case_id).course.checked == ""
    side.done(case_id, "checker", CheckAfterHandling(checked=Checked.PASSED))
    side.done(case_id, "dispatcher", Rework(reason="second look"))
    side.done(case_id, "roads", Handle(result="swept"))
    side.done(case_id, "dispatcher", CheckAfterHandling())
    refusal = side.refused(case_id, "acceptor", Close())
    assert (refusal.code, refusal.guard, dict(refusal.facts)["checked"]) == ("CMS743", "check_passed", "—")


@pytest.mark.parametrize("checked", [Checked.FAILED, Checked.UNABLE])
def test_a_case_is_not_closed_before_the_check_has_passed(side: Side, checked: Checked):
    case_id = side.dispatched()
    side.done(case_id, "roads", Handle(result="swept"))
    side.done(case_id, "dispatcher", CheckAfterHandling())
    side.done(case_id, "checker", CheckAfterHandling(checked=checked))
    refusal = side.refused(case_id, "acceptor", Close())
    assert (refusal.code, dict(refusal.facts)["checked"]) == ("CMS743", checked.value)
    side.done(case_id, "checker", CheckAfterHandling(checked=Checked.PASSED))
    assert side.done(case_id, "acceptor", Close()).state == "closed"


def test_linked_cases_are_done_again_and_voided_with_the_first_one(side: Side):
    first, other = side.dispatched(), side.report(text="the same pothole")
    side.done(other, "acceptor", Link(to=first))
    side.done(first, "roads", Handle(result="filled"))
    side.done(first, "dispatcher", Rework(reason="sunken"))
    case = side.city.case(other)
    assert (case.state, case.result, [one.result for one in case.course.rounds]) == ("dispatched", "", ["filled"])

    first, other = side.filed(), side.report(text="the same pothole")
    side.done(other, "acceptor", Link(to=first))
    side.done(first, "acceptor", Void(reason="no pothole there"))
    assert [side.city.case(one).state for one in (first, other)] == ["voided", "voided"]


def test_void_needs_a_reason_and_nothing_leads_on(side: Side):
    case_id = side.filed()
    assert side.refused(case_id, "acceptor", Void()).code == "CMS704"
    side.done(case_id, "acceptor", Void(reason="no pothole there"))
    assert side.refused(case_id, "acceptor", Accept()).code == "CMS702"


def test_a_reporter_takes_back_their_own_report_and_no_other(side: Side):
    first, other = side.filed(), side.report(text="the same pothole")
    side.done(other, "acceptor", Link(to=first))
    assert side.done(first, "reporter", Withdraw()).state == "withdrawn"
    assert side.city.case(other).state == "filed"
    assert side.done(other, "acceptor", Withdraw(reason="by phone")).state == "withdrawn"
    assert side.city.case(first).closed is not None


@pytest.mark.parametrize("missing", ["body", "path"])
def test_a_transfer_out_tells_who_has_the_power_and_how_to_reach_them(side: Side, missing: str):
    case_id = side.report()
    side.done(case_id, "acceptor", Accept())
    said = {"body": "the railway", "path": "call 12306"}
    refusal = side.refused(case_id, "acceptor", TransferOut(**{**said, missing: " "}))
    assert (refusal.code, dict(refusal.facts)["field"]) == ("CMS704", missing)
    case = side.done(case_id, "acceptor", TransferOut(**said))
    assert (case.state, case.course.outside) == ("transferred_out", "the railway")


def test_who_is_declined_is_told_where_else_to_go(side: Side):
    case_id = side.report()
    assert dict(side.refused(case_id, "acceptor", Decline(reason="a private road")).facts)["field"] == "path"
    assert side.done(case_id, "acceptor", Decline(reason="private", path="the landlord")).state == "declined"


def test_a_forced_closing_needs_another_s_agreement(side: Side):
    case_id = side.dispatched()
    case = side.done(case_id, "dispatcher", ForceClose(reason="the house is gone"))
    assert (case.state, case.course.request.command) == ("dispatched", "force_close")
    assert side.done(case_id, "adjudicator", Grant()).state == "forced_closed"


def test_an_on_the_spot_fix_needs_no_dispatch_and_is_counted_apart(side: Side):
    case_id, other = side.report(channel="patrol"), side.filed()
    case = side.done(case_id, "collector", FixOnTheSpot(result="flyer taken down"))
    assert (case.state, case.course.on_the_spot, case.result) == ("struck_off", True, "flyer taken down")
    assert case.closed is not None
    assert side.refused(other, "collector", FixOnTheSpot(result="x")).code == "CMS702"
    assert figures(side.city.cases(), side.city.plan, side.now).flows.on_the_spot == 1
