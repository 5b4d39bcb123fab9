"""The return visit (回访): attempts and what was said; when a case may be struck off with or without one."""

from typing import Any

import pytest

from cmsdk.model.commands import Satisfaction, StrikeOff, Visit

Side = Any
GOOD = Visit(contacted=True, solved=True, satisfied=Satisfaction.SATISFIED)


def test_every_attempt_is_kept_and_one_that_does_not_count_takes_nothing_away(side: Side):
    case_id = side.closed()
    case = side.done(case_id, "visitor", Visit(valid=False, note="no answer"))
    assert (case.state, case.solved, case.satisfied) == ("visiting", None, "")
    case = side.done(case_id, "visitor", GOOD)
    assert (case.solved, case.satisfied) == (True, "satisfied")
    case = side.done(case_id, "visitor", Visit(valid=False, solved=False))
    assert (case.solved, case.satisfied) == (True, "satisfied")
    assert [(v.valid, v.contacted, v.solved, v.satisfied) for v in case.course.visits] == [
        (False, None, None, ""),
        (True, True, True, "satisfied"),
        (False, None, False, ""),
    ]


@pytest.mark.parametrize(
    ("visit", "valid"),
    [
        (Visit(), False),
        (Visit(contacted=False), False),
        (Visit(solved=False), True),
        (Visit(satisfied=Satisfaction.BASICALLY), True),
        (Visit(valid=True), True),
        (Visit(valid=False, solved=True, satisfied=Satisfaction.SATISFIED), False),
    ],
)
def test_a_visit_is_valid_as_said_or_where_the_reporter_said_something(side: Side, visit: Visit, valid: bool):
    case = side.done(side.closed(), "visitor", visit)
    assert [made.valid for made in case.course.visits] == [valid]


@pytest.mark.parametrize(
    ("visit", "ends"),
    [
        (GOOD, True),
        (Visit(solved=True, satisfied=Satisfaction.BASICALLY), True),
        (Visit(solved=False, satisfied=Satisfaction.SATISFIED), False),
        (Visit(solved=True, satisfied=Satisfaction.DISSATISFIED), False),
        (Visit(valid=False), False),
    ],
)
def test_guard_content_strikes_off_after_a_valid_visit_that_asks_for_nothing_more(side: Side, visit: Visit, ends: bool):
    case_id = side.closed()
    side.done(case_id, "visitor", visit)
    if ends:
        assert side.done(case_id, "acceptor", StrikeOff()).state == "struck_off"
    else:
        refusal = side.refused(case_id, "acceptor", StrikeOff())
        assert (refusal.code, refusal.guard) == ("CMS746", "content")


def test_guard_nobody_to_visit_asks_for_an_attempt_where_there_is_a_reporter(side: Side):
    case_id = side.closed()
    refusal = side.refused(case_id, "acceptor", StrikeOff(reason="never mind"))
    assert (refusal.code, refusal.guard, dict(refusal.facts)["attempts"]) == ("CMS747", "nobody_to_visit", "0")
    side.done(case_id, "visitor", Visit(valid=False))
    assert side.refused(case_id, "acceptor", StrikeOff()).guard in {"content", "nobody_to_visit", "needs"}
    assert side.done(case_id, "acceptor", StrikeOff(reason="number is dead")).state == "struck_off"


def test_without_a_reporter_nobody_is_visited(side: Side):
    case_id = side.closed(name="")
    assert side.city.case(case_id).person == ""
    assert side.done(case_id, "acceptor", StrikeOff(reason="found on patrol")).state == "struck_off"


def test_each_reporter_of_a_linked_matter_is_asked_on_their_own(side: Side):
    from cmsdk.model.commands import CheckAfterHandling, Checked, Close, Handle, Link

    first, other = side.dispatched(), side.report(text="the same pothole", name="Ned Hawk")
    side.done(other, "acceptor", Link(to=first))
    side.done(first, "roads", Handle(result="filled"))
    side.done(first, "dispatcher", CheckAfterHandling())
    side.done(first, "checker", CheckAfterHandling(checked=Checked.PASSED))
    side.done(first, "acceptor", Close())
    side.done(first, "visitor", GOOD)
    case = side.city.case(other)
    assert (case.state, case.course.visits, case.satisfied) == ("closed", (), "")


def test_what_entries_said_before_visits_were_kept_counts_as_one():
    from datetime import UTC, datetime

    from cmsdk.model.case import Case

    at = datetime(2026, 6, 1, tzinfo=UTC)
    case = Case("c", "x", "desk", "1", at, at, "", "", last=at, solved=False, satisfied="dissatisfied")
    (visit,) = case.visits
    assert (visit.valid, visit.solved, visit.said) == (True, False, {"unsolved", "dissatisfied"})
    assert Case("c", "x", "desk", "1", at, at, "", "", last=at).visits == ()
