"""Sending back (回退): with the reason, counted, corrected or re-routed, and in the end before a final adjudicator."""

from collections.abc import Callable
from typing import Any

from cmsdk.model.commands import Assign, Correct, Dispatch, Handle, Return

Side = Any
NOT_OURS = Return(reason="not ours")


def test_a_return_is_counted_and_keeps_who_sent_it_back(side: Side):
    case_id = side.dispatched()
    case = side.done(case_id, "roads", NOT_OURS)
    assert (case.state, case.course.returns, case.course.sent_back_by) == ("returned", 1, "side-roads")
    case = side.done(case_id, "dispatcher", Dispatch(unit="side-water"))
    assert (case.unit, case.course.returns, case.course.sent_back_by) == ("side-water", 1, "")


def test_a_return_needs_its_reason(side: Side):
    assert side.refused(side.dispatched(), "roads", Return()).code == "CMS704"


def test_guard_of_the_unit_lets_the_unit_and_those_below_it_act_and_nobody_else(side: Side):
    case_id = side.dispatched()
    for who, own in (("water", "side-water"), ("power", "side-power"), ("nobody", "—")):
        refusal = side.refused(case_id, who, NOT_OURS)
        assert (refusal.code, refusal.guard) == ("CMS724", "of_the_unit")
        assert (dict(refusal.facts)["own"], dict(refusal.facts)["unit"]) == (own, "side-roads")
    assert side.done(case_id, "north", Handle(result="filled")).state == "handled"


def test_the_unit_above_does_not_act_for_the_one_below(side: Side):
    assert side.refused(side.dispatched(unit="side-north"), "roads", Handle(result="x")).code == "CMS724"


def test_who_gets_it_back_may_only_correct_or_reroute(side: Side):
    case_id = side.dispatched()
    side.done(case_id, "roads", NOT_OURS)
    for same in (Dispatch(), Dispatch(unit="side-roads")):
        refusal = side.refused(case_id, "dispatcher", same)
        assert (refusal.code, refusal.guard, refusal.basis) == ("CMS728", "rerouted_or_corrected", "order of the town")
    assert side.done(case_id, "dispatcher", Correct(standard="side-s-road", reason="no hole")).course.corrected
    case = side.done(case_id, "dispatcher", Dispatch(unit="side-roads"))
    assert (case.state, case.course.corrected) == ("dispatched", False)
    case = side.done(case_id, "roads", NOT_OURS)
    assert not case.course.corrected


def test_ping_pong_comes_before_a_final_adjudicator_whose_dispatch_stands(side: Side):
    case_id = side.dispatched()
    side.done(case_id, "roads", NOT_OURS)
    early = side.refused(case_id, "adjudicator", Dispatch(unit="side-roads"))
    assert (early.code, early.guard, dict(early.facts)["times"]) == ("CMS727", "returns_spent", "1")
    side.done(case_id, "dispatcher", Dispatch(unit="side-water"))
    assert side.done(case_id, "water", NOT_OURS).course.returns == 2
    late = side.refused(case_id, "dispatcher", Dispatch(unit="side-power"))
    assert (late.code, late.guard) == ("CMS725", "returns_left")
    case = side.done(case_id, "adjudicator", Dispatch(unit="side-roads"))
    assert (case.unit, case.course.designated) == ("side-roads", True)
    assert side.refused(case_id, "roads", NOT_OURS).guard == "returns_left"
    assert side.done(case_id, "roads", Handle(result="filled")).state == "handled"


def test_a_named_unit_can_no_longer_send_it_back(sidetown: Callable[..., Side]):
    """Also where the count alone would let it: the guard is one of its own."""
    side = sidetown({"work-rules.toml": '[case]\nid = "side-rules"\nreturns = 1\n'}, without="returns_left")
    case_id = side.dispatched()
    side.done(case_id, "roads", NOT_OURS)
    side.done(case_id, "adjudicator", Dispatch(unit="side-roads"))
    refusal = side.refused(case_id, "roads", NOT_OURS)
    assert (refusal.code, refusal.guard) == ("CMS726", "not_designated")


def test_the_dispatcher_s_own_return_is_not_a_units(side: Side):
    case_id = side.filed()
    case = side.done(case_id, "dispatcher", NOT_OURS)
    assert (case.state, case.course.returns) == ("accepted", 0)


def test_giving_back_within_the_unit_is_no_return_and_takes_the_officer_off(side: Side):
    case_id = side.dispatched()
    case = side.done(case_id, "roads", Assign(officer="side-p-nora"))
    assert (case.state, case.course.officer) == ("handling", "side-p-nora")
    case = side.done(case_id, "north", Return(reason="on leave"))
    assert (case.state, case.course.officer, case.course.returns, case.unit) == ("dispatched", "", 0, "side-roads")


def test_linked_cases_go_back_with_the_first_one_and_count_for_themselves(side: Side):
    from cmsdk.model.commands import Link

    first, other = side.dispatched(), side.report(text="the same pothole")
    side.done(other, "acceptor", Link(to=first))
    side.done(first, "roads", NOT_OURS)
    case = side.city.case(other)
    assert (case.state, case.course.returns, case.course.sent_back_by) == ("returned", 1, "side-roads")
    side.done(first, "dispatcher", Dispatch(unit="side-water"))
    assert (side.city.case(other).unit, side.city.case(other).course.sent_back_by) == ("side-water", "")
