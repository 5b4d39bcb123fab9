"""The appeal against being counted late (超时申诉): by the unit, once; the fact stays, only the counting changes."""

from typing import Any

from cmsdk.figures.counts import figures
from cmsdk.model.commands import Appeal, Grant, Link, Reject

Side = Any
BECAUSE = Appeal(reason="the road was closed by the police")
LATE = 30 * 24


def test_an_appeal_that_is_granted_exempts_the_case_and_the_late_fact_stays(side: Side):
    case_id = side.closed(hours=LATE)
    case = side.done(case_id, "roads", BECAUSE)
    assert (case.course.exempt, case.course.request.approvals) == (False, ("dispatcher", "acceptor"))
    assert not side.done(case_id, "dispatcher", Grant()).course.exempt
    case = side.done(case_id, "acceptor", Grant())
    assert (case.state, case.course.exempt, case.late(side.now)) == ("closed", True, True)
    counted = figures(side.city.cases(), side.city.plan, side.now)
    assert (counted.late, counted.exempt, counted.late_counted) == (1, 1, 0)
    (unit,) = counted.units
    assert (unit.late, unit.exempt) == (1, 1)


def test_a_case_that_was_in_time_has_nothing_to_appeal_against(side: Side):
    refusal = side.refused(side.closed(text="noise"), "roads", BECAUSE)
    assert (refusal.code, refusal.guard) == ("CMS741", "is_late")


def test_only_the_unit_that_had_it_appeals_and_only_after_closing(side: Side):
    case_id = side.closed(hours=LATE)
    assert side.refused(case_id, "water", BECAUSE).code == "CMS724"
    open_one = side.dispatched()
    assert side.refused(open_one, "roads", BECAUSE, hours=LATE).code == "CMS702"


def test_an_appeal_is_made_once_also_where_it_was_turned_down(side: Side):
    case_id = side.closed(hours=LATE)
    side.done(case_id, "roads", BECAUSE)
    assert side.refused(case_id, "roads", BECAUSE).code == "CMS721"
    case = side.done(case_id, "dispatcher", Reject(reason="no such closing"))
    assert (case.course.appealed, case.course.exempt, case.course.request) == (True, False, None)
    refusal = side.refused(case_id, "roads", BECAUSE)
    assert (refusal.code, refusal.guard) == ("CMS742", "not_appealed")


def test_an_appeal_is_of_its_own_case_alone(side: Side):
    first = side.dispatched()
    other = side.report(text="the same pothole")
    side.done(other, "acceptor", Link(to=first))
    from cmsdk.model.commands import CheckAfterHandling, Checked, Close, Handle

    side.done(first, "roads", Handle(result="filled"), hours=LATE)
    side.done(first, "dispatcher", CheckAfterHandling())
    side.done(first, "checker", CheckAfterHandling(checked=Checked.PASSED))
    side.done(first, "acceptor", Close())
    side.done(first, "roads", BECAUSE)
    side.done(first, "dispatcher", Grant())
    side.done(first, "acceptor", Grant())
    assert side.city.case(first).course.exempt
    case = side.city.case(other)
    assert (case.course.exempt, case.state, case.late(side.now)) == (False, "closed", True)
