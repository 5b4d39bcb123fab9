"""A case at work: the plain path, what is refused and why, and the state as the fold of entries."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import NewCase
from cmsdk.contract.workflow import Transition
from cmsdk.model.approach import Mode
from cmsdk.model.case import Case
from cmsdk.model.commands import (
    Accept,
    Actor,
    Archive,
    Assign,
    Close,
    Command,
    Decline,
    Dispatch,
    File,
    Handle,
    Refusal,
    Return,
    Rework,
    Satisfaction,
    StrikeOff,
    Visit,
    Void,
)  # fmt: skip
from cmsdk.model.entry import GENESIS, Entry, chain
from cmsdk.model.problem import catalogue
from cmsdk.work.case import evolve, fold
from cmsdk.work.decide import decide
from cmsdk.work.forms import CaseForms
from cmsdk.work.procedure import procedure_of

FORMS = CaseForms()
OPEN_DESK = Callable[..., Any]


def _refused(answer: Case | Refusal) -> Refusal:
    assert isinstance(answer, Refusal), answer
    assert answer.code in catalogue()
    return answer


def _done(answer: Case | Refusal) -> Case:
    assert isinstance(answer, Case), answer
    return answer


def _to_archive(at: Any) -> Case:  # noqa: ANN401  the desk of conftest.py
    for command in (Accept(), File(), Dispatch(unit="testville-works")):
        _done(at.give(command, "clerk"))
    _done(at.give(Handle(result="swept"), "handler"))
    _done(at.give(Close(), "clerk"))
    return _done(at.give(Archive(), "clerk"))


def test_a_transferred_case_goes_from_filing_over_archive_and_visit_to_striking_off(desk: OPEN_DESK):
    at = desk()
    assert _to_archive(at).state == "archived"
    visit = Visit(solved=True, satisfied=Satisfaction.SATISFIED, note="by phone")
    assert _done(at.give(visit, "clerk")).state == "visiting"
    case = _done(at.give(StrikeOff(), "clerk"))
    assert case.state == "struck_off"
    assert (case.version, case.result, case.solved, case.satisfied) == (10, "swept", True, "satisfied")
    types = ["accept", "file", "dispatch", "handle", "close", "archive", "visit", "strike_off"]
    assert [e.type for e in at.entries] == ["reported", "triaged", *types]


def test_a_case_that_is_handled_at_once_needs_no_dispatch(desk: OPEN_DESK):
    at = desk()
    assert at.case.mode is Mode.NOW
    at.give(Accept(), "clerk")
    at.give(File(), "clerk")
    assert _done(at.give(Handle(result="swept"), "handler")).state == "handled"


def test_the_times_of_handling_and_closing_are_kept(desk: OPEN_DESK):
    at = desk()
    case = _to_archive(at)
    by_type = {entry.type: entry.at for entry in at.entries}
    assert (case.handled, case.closed, case.last) == (by_type["handle"], by_type["close"], by_type["archive"])


def test_a_dispatch_names_the_unit_or_keeps_the_one_that_triage_chose(desk: OPEN_DESK):
    for unit, expected in (("testville-works", "testville-works"), ("", "testville-kiosk")):
        at = desk()
        at.give(Accept(), "clerk")
        at.give(File(), "clerk")
        case = _done(at.give(Dispatch(unit=unit), "clerk"))
        assert (case.unit, case.mode) == (expected, Mode.TRANSFER)


def test_a_returned_case_can_be_dispatched_anew_and_a_handled_one_reworked(desk: OPEN_DESK):
    at = desk()
    for command in (Accept(), File(), Dispatch(unit="testville-works")):
        at.give(command, "clerk")
    assert _done(at.give(Return(reason="not ours"), "handler")).state == "returned"
    assert _done(at.give(Dispatch(unit="testville-order"), "clerk")).unit == "testville-order"
    at.give(Handle(result="swept"), "handler")
    assert _done(at.give(Rework(reason="still dirty"), "clerk")).state == "dispatched"


def test_a_command_twice_is_refused_with_what_is_possible_now(desk: OPEN_DESK):
    at = desk()
    _done(at.give(Accept(), "clerk"))
    refusal = _refused(at.give(Accept(), "clerk"))
    assert (refusal.code, refusal.guard) == ("CMS702", "state")
    assert dict(refusal.facts) == {"command": "accept", "state": "accepted", "possible": "file"}
    assert len(at.entries) == 3


def test_after_the_end_nothing_is_possible(desk: OPEN_DESK):
    at = desk()
    _done(at.give(Decline(reason="another town"), "clerk"))
    assert dict(_refused(at.give(Accept(), "clerk")).facts)["possible"] == "—"


@pytest.mark.parametrize("roles", [(), ("handler",), ("Clerk",), ("handler", "supervisor")])
def test_a_role_that_may_not_is_refused_with_who_may(desk: OPEN_DESK, roles: tuple[str, ...]):
    refusal = _refused(desk().give(Accept(), *roles))
    assert (refusal.code, refusal.guard) == ("CMS703", "role")
    facts = dict(refusal.facts)
    assert (facts["actor"], facts["wanted"]) == ("ann", "clerk")


@pytest.mark.parametrize(
    ("before", "command", "roles", "field"),
    [
        ((), Decline(), ("clerk",), "reason"),
        ((Accept(), File()), Void(reason=""), ("clerk",), "reason"),
        ((Accept(), File(), Dispatch()), Handle(), ("handler",), "result"),
        ((Accept(), File(), Dispatch()), Return(note="why not"), ("handler",), "reason"),
    ],
)
def test_a_missing_reason_or_result_is_refused_by_field(
    desk: OPEN_DESK, before: tuple[Command, ...], command: Command, roles: tuple[str, ...], field: str
):
    at = desk()
    for earlier in before:
        _done(at.give(earlier, "clerk"))
    refusal = _refused(at.give(command, *roles))
    assert (refusal.code, refusal.guard, dict(refusal.facts)["field"]) == ("CMS704", "needs", field)


def test_unsolved_is_an_answer_and_silence_is_none(desk: OPEN_DESK):
    at = desk()
    _to_archive(at)
    assert _refused(at.give(Visit(), "clerk")).code == "CMS704"
    assert _done(at.give(Visit(solved=False), "clerk")).solved is False


def test_a_time_before_the_last_entry_is_refused(desk: OPEN_DESK):
    at = desk()
    refusal = _refused(at.give(Accept(), "clerk", hours=-1))
    assert (refusal.code, refusal.guard) == ("CMS705", "time")
    assert _done(at.give(Accept(), "clerk", hours=1)).state == "accepted"


def test_the_last_entry_counts_and_not_the_first(desk: OPEN_DESK):
    at = desk()
    _done(at.give(Accept(), "clerk", hours=5))
    assert _refused(at.give(File(), "clerk", hours=-2)).code == "CMS705"


def test_the_same_moment_is_no_step_back(desk: OPEN_DESK):
    assert _done(desk().give(Accept(), "clerk", hours=0)).state == "accepted"


def test_a_guard_that_does_not_hold_is_named(desk: OPEN_DESK):
    at = desk(text="deep pothole")
    assert at.case.mode is Mode.TRANSFER
    at.give(Accept(), "clerk")
    at.give(File(), "clerk")
    refusal = _refused(at.give(Handle(result="filled"), "handler"))
    assert (refusal.code, refusal.guard) == ("CMS708", "mode_is_now")


def test_a_unit_that_is_not_there_is_answered_with_the_nearest(desk: OPEN_DESK):
    at = desk()
    at.give(Accept(), "clerk")
    at.give(File(), "clerk")
    refusal = _refused(at.give(Dispatch(unit="testville-work"), "clerk"))
    assert (refusal.code, dict(refusal.facts)["near"]) == ("CMS711", "testville-works")


def test_a_command_that_the_workflow_does_not_have_is_answered_with_the_nearest(desk: OPEN_DESK):
    refusal = _refused(desk().give(Assign(officer="bob"), "clerk"))
    assert (refusal.code, refusal.guard) == ("CMS706", "workflow")
    assert dict(refusal.facts)["near"]


def test_of_several_rows_the_first_that_lets_it_through_holds(desk: OPEN_DESK, plan: CityPlan):
    rows = (
        Transition(command="accept", sources=("reported",), to="filed", roles=("boss",), basis="§1"),
        Transition(command="accept", sources=("reported",), to="accepted", roles=("clerk",)),
    )
    other = attrs.evolve(plan, workflow=attrs.evolve(plan.workflow, transitions=(*rows, *plan.workflow.transitions)))
    for roles, state in ((("boss",), "filed"), (("clerk",), "accepted"), (("clerk", "boss"), "filed")):
        at = desk()
        at.plan = other
        assert _done(at.give(Accept(), *roles)).state == state
    at = desk()
    at.plan = other
    assert _refused(at.give(Accept(), "handler")).basis == "§1"


@pytest.mark.parametrize("initial", ["reported", "accepted"])
@pytest.mark.parametrize(
    "fields",
    [
        {"text": "litter at the old mill", "at": "2026-06-01", "name": "Zoe Quill", "phone": "13800000001"},
        {"text": "deep pothole", "lon": "-71.005", "lat": "42.005", "kind": "complaint", "tags": "a;b"},
        {"text": "a parrot", "title": "bird", "external_id": "7"},
    ],
)
def test_a_new_case_is_the_fold_of_its_entries(open_one: Callable[..., NewCase], initial: str, fields: dict[str, str]):
    new = open_one(initial, **fields)
    assert fold(new.entries, FORMS) == new.case
    assert new.case.state == initial


def test_the_fold_is_evolve_entry_by_entry(desk: OPEN_DESK):
    at = desk()
    _to_archive(at)
    case: Case | None = None
    for entry in at.entries:
        case = evolve(case, entry, FORMS)
        assert (case.version, case.last) == (entry.version, entry.at)
    assert case == fold(at.entries, FORMS)
    assert fold((), FORMS) is None


def test_each_entry_is_chained_to_the_one_before(desk: OPEN_DESK):
    at = desk()
    _to_archive(at)
    prev = GENESIS
    for e in at.entries:
        assert e.prev == prev
        assert e.hash == chain(prev, e.stream, e.version, e.city, e.type, e.at.isoformat(), e.by, e.plan, e.data)
        prev = e.hash


def test_every_entry_carries_the_version_of_its_form(desk: OPEN_DESK):
    at = desk()
    _to_archive(at)
    second = {"reported", "triaged", "handle", "visit"}
    versions = {entry.type: 2 if entry.type in second else 1 for entry in at.entries}
    assert all(entry.data.startswith(f'{{"v":{versions[entry.type]},') for entry in at.entries)


def test_a_stream_that_does_not_begin_with_a_report_is_refused(desk: OPEN_DESK):
    entries: tuple[Entry, ...] = desk().entries
    with pytest.raises(ValueError, match="begins with triaged"):
        fold(entries[1:], FORMS)


def test_deciding_changes_nothing_and_gives_the_same_answer_again(
    open_one: Callable[..., NewCase], plan: CityPlan, opened_at: datetime
):
    case, by = open_one(text="litter").case, Actor("ann", ["clerk"])
    first = decide(case, Accept(), by, procedure_of(plan), opened_at)
    assert first == decide(case, Accept(), by, procedure_of(plan), opened_at)
    assert case == open_one(text="litter").case


def test_in_the_hour_that_comes_twice_the_second_time_is_later(open_one: Callable[..., NewCase], plan: CityPlan):
    first = datetime(2026, 11, 1, 1, 30, tzinfo=plan.zone)
    again, back = first.replace(minute=10, fold=1), first.replace(minute=20)
    case, procedure = attrs.evolve(open_one(text="litter").case, last=first), procedure_of(plan)
    assert not isinstance(decide(case, Accept(), Actor("ann", ["clerk"]), procedure, again), Refusal)
    refused = decide(attrs.evolve(case, last=again), Accept(), Actor("ann", ["clerk"]), procedure, back)
    assert isinstance(refused, Refusal)
    assert refused.code == "CMS705"
