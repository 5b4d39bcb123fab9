"""Reopening (重新办理) after an unsatisfied visit: by the city's rule, counted, limited, first rounds kept."""

from collections.abc import Callable
from typing import Any

import pytest

from cmsdk.model.commands import (
    CheckAfterHandling,
    Checked,
    Close,
    Handle,
    Reopen,
    Satisfaction,
    StrikeOff,
    Visit,
)
from cmsdk.model.errors import AssemblyError

Side = Any
BAD = Visit(solved=False, satisfied=Satisfaction.DISSATISFIED)
AGAIN = Reopen(reason="the reporter says that it is still there")


def _close_again(side: Side, case_id: str) -> None:
    side.done(case_id, "roads", Handle(result="filled properly"))
    side.done(case_id, "dispatcher", CheckAfterHandling())
    side.done(case_id, "checker", CheckAfterHandling(checked=Checked.PASSED))
    side.done(case_id, "acceptor", Close())


def test_a_case_is_reopened_with_its_first_round_kept_and_its_visit_as_well(side: Side):
    case_id = side.closed()
    side.done(case_id, "visitor", BAD)
    case = side.done(case_id, "dispatcher", AGAIN)
    assert (case.state, case.course.reopened, case.unit) == ("dispatched", 1, "side-roads")
    assert (case.handled, case.closed, case.result, case.solved, case.satisfied) == (None, None, "", None, "")
    assert [one.result for one in case.course.rounds] == ["filled"]
    assert [one.satisfied for one in case.course.visits] == ["dissatisfied"]
    assert case.course.checked == ""


@pytest.mark.parametrize(
    "visit",
    [
        Visit(solved=True, satisfied=Satisfaction.SATISFIED),
        Visit(solved=True, satisfied=Satisfaction.BASICALLY),
        Visit(contacted=False, solved=True),
        Visit(valid=False, solved=False, satisfied=Satisfaction.DISSATISFIED),
    ],
)
def test_guard_unsatisfied_asks_for_what_the_citys_rule_names(side: Side, visit: Visit):
    case_id = side.closed()
    side.done(case_id, "visitor", visit)
    refusal = side.refused(case_id, "dispatcher", AGAIN)
    assert (refusal.code, refusal.guard) == ("CMS744", "unsatisfied")
    assert dict(refusal.facts)["wanted"] == "unsolved, dissatisfied"


def test_what_reopens_a_case_is_data(sidetown: Callable[..., Side]):
    rule = '[case]\nid = "side-rules"\nreopen_on = ["uncontacted", "basically_satisfied"]\n'
    side = sidetown({"work-rules.toml": rule})
    for visit in (Visit(contacted=False, solved=True), Visit(satisfied=Satisfaction.BASICALLY)):
        case_id = side.closed()
        side.done(case_id, "visitor", visit)
        assert side.done(case_id, "dispatcher", AGAIN).course.reopened == 1
    case_id = side.closed()
    side.done(case_id, "visitor", BAD)
    assert side.refused(case_id, "dispatcher", AGAIN).guard == "unsatisfied"


@pytest.mark.parametrize(
    "rules",
    [
        'reopen_on = ["angry"]',
        "[case.visits]\ncontacted = 10\nsolved = 50\nsatisfied = 41",
        "[case.visits]\nbasically = 101",
        'direct = ["nix"]',
    ],
)
def test_rules_that_cannot_be_meant_keep_the_city_from_opening(sidetown: Callable[..., Side], rules: str):
    with pytest.raises(AssemblyError):
        sidetown({"work-rules.toml": f'[case]\nid = "side-rules"\n{rules}\n'})


def test_the_last_valid_visit_of_this_round_counts_and_no_earlier_one(side: Side, sidetown: Callable[..., Side]):
    side = sidetown({"work-rules.toml": '[case]\nid = "side-rules"\n'})
    case_id = side.closed()
    side.done(case_id, "visitor", BAD)
    side.done(case_id, "dispatcher", AGAIN)
    _close_again(side, case_id)
    side.done(case_id, "visitor", Visit(valid=False))
    assert side.refused(case_id, "dispatcher", AGAIN).guard == "unsatisfied"
    side.done(case_id, "visitor", BAD, Visit(solved=True))
    assert side.refused(case_id, "dispatcher", AGAIN).guard == "unsatisfied"
    side.done(case_id, "visitor", BAD)
    assert side.done(case_id, "dispatcher", AGAIN).course.reopened == 2


def test_as_often_as_the_city_allows_and_then_it_ends_all_the_same(side: Side):
    case_id = side.closed()
    side.done(case_id, "visitor", BAD)
    assert side.refused(case_id, "acceptor", StrikeOff()).guard == "content"
    side.done(case_id, "dispatcher", AGAIN)
    _close_again(side, case_id)
    side.done(case_id, "visitor", BAD)
    refusal = side.refused(case_id, "dispatcher", AGAIN)
    assert (refusal.code, refusal.guard) == ("CMS745", "reopenings_left")
    assert side.done(case_id, "acceptor", StrikeOff()).state == "struck_off"


def test_reopening_needs_its_reason(side: Side):
    case_id = side.closed()
    side.done(case_id, "visitor", BAD)
    assert side.refused(case_id, "dispatcher", Reopen()).code == "CMS704"
