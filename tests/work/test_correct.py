"""Corrections (更正) and the standard that a case is filed under: what they name exists, and the deadline follows."""

from datetime import date, datetime, timedelta
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.case import Case
from cmsdk.model.commands import Accept, Correct, Dispatch, Link, Return, VerifyBeforeFiling
from cmsdk.model.commands import File as FileCommand
from cmsdk.model.course import Course, Hold
from cmsdk.model.spans import Limit, LimitUnit
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import Discovered
from cmsdk.rules.handling import Chosen
from cmsdk.work.procedure import procedure_of
from cmsdk.work.recount import recounted

Side = Any
BECAUSE = "wrong at first sight"


def _returned(side: Side, **report: str) -> str:
    case_id: str = side.dispatched(**report)
    side.done(case_id, "roads", Return(reason="not ours"))
    return case_id


def test_another_standard_counts_the_deadline_from_the_cases_own_start(side: Side):
    case_id = _returned(side)
    before = side.city.case(case_id)
    assert (before.standard, before.due.at) == ("side-s-deep", before.at + timedelta(hours=4))
    case = side.done(case_id, "dispatcher", Correct(standard="side-s-shallow", reason=BECAUSE), hours=50)
    assert (case.state, case.standard, case.course.corrected) == ("returned", "side-s-shallow", True)
    assert case.due.limit == Limit(3, LimitUnit.NATURAL_DAY)
    assert case.due.at.date() == (before.at + timedelta(days=3)).date()


def test_another_category_brings_its_own_standard_and_limit(side: Side):
    case_id = _returned(side)
    case = side.done(case_id, "dispatcher", Correct(category="side/1/C102", reason=BECAUSE))
    assert (case.category, case.standard, case.due.limit) == (
        "side/1/C102",
        "side-s-cover",
        Limit(1, LimitUnit.NATURAL_DAY),
    )
    assert case.unit == "side-roads"


def test_a_category_may_be_given_by_its_bare_code_and_with_a_standard_of_the_one_above_it(side: Side):
    case_id = _returned(side)
    case = side.done(case_id, "dispatcher", Correct(category="C102", standard="side-s-road", reason=BECAUSE))
    assert (case.category, case.standard, case.due.limit.amount) == ("side/1/C102", "side-s-road", 5)


def test_a_row_of_the_citys_limits_comes_before_the_standard_as_it_does_at_first(side: Side):
    case_id = _returned(side)
    case = side.done(case_id, "dispatcher", Correct(category="E101", standard="side-s-litter", reason=BECAUSE))
    assert (case.standard, case.due.limit) == ("side-s-litter", Limit(2, LimitUnit.NATURAL_DAY))


def test_words_of_the_case_choose_among_the_standards_of_the_new_category(side: Side):
    case_id = _returned(side, text="noise from a deep hole")
    assert side.city.case(case_id).standard == ""
    case = side.done(case_id, "dispatcher", Correct(category="C101", reason=BECAUSE))
    assert case.standard == "side-s-deep"


def test_a_new_title_alone_moves_no_deadline(side: Side):
    case_id = _returned(side)
    before = side.city.case(case_id)
    case = side.done(case_id, "dispatcher", Correct(title="Hole in front of No. 9", reason=BECAUSE))
    assert (case.title, case.due, case.standard) == ("Hole in front of No. 9", before.due, before.standard)


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (Correct(reason=BECAUSE), "CMS704", "category, standard, title"),
        (Correct(category="C101"), "CMS704", "reason"),
        (Correct(category="side/1/C999", reason=BECAUSE), "CMS748", "category"),
        (Correct(category="side/1/C101", reason=BECAUSE), "CMS748", "category"),
        (Correct(standard="side-s-deep", reason=BECAUSE), "CMS748", "standard"),
        (Correct(standard="nix", reason=BECAUSE), "CMS748", "standard"),
        (Correct(standard="side-s-cover", reason=BECAUSE), "CMS748", "standard"),
        (Correct(category="C102", standard="side-s-deep", reason=BECAUSE), "CMS748", "standard"),
    ],
)
def test_what_does_not_exist_belongs_elsewhere_or_changes_nothing_is_refused(
    side: Side, command: Correct, code: str, field: str
):
    refusal = side.refused(_returned(side), "dispatcher", command)
    assert (refusal.code, dict(refusal.facts)["field"]) == (code, field)


def test_linked_cases_are_corrected_with_the_first_one_each_by_its_own_start(side: Side):
    case_id = _returned(side)
    side.now += timedelta(days=2)
    other = side.report(text="the same pothole", Title="By the school")
    side.done(other, "acceptor", Link(to=case_id))
    first = side.done(case_id, "dispatcher", Correct(category="C102", title="At No. 9", reason=BECAUSE))
    case = side.city.case(other)
    assert (case.category, case.standard, case.title) == ("side/1/C102", "side-s-cover", "By the school")
    assert case.due.at - first.due.at == case.at - first.at > timedelta(days=2)


def test_guard_standard_chosen_asks_for_one_where_the_category_has_any(side: Side):
    case_id = side.report(text="litter", channel="patrol")
    side.done(case_id, "acceptor", Accept())
    refusal = side.refused(case_id, "acceptor", FileCommand())
    assert (refusal.code, refusal.guard, dict(refusal.facts)["known"]) == ("CMS722", "standard_chosen", "side-s-litter")
    case = side.done(case_id, "acceptor", FileCommand(standard="side-s-litter"))
    assert (case.state, case.standard, case.due.limit.amount) == ("filed", "side-s-litter", 2)


def test_a_category_without_a_standard_is_filed_without_one(side: Side):
    case_id = side.report(text="noise", channel="patrol")
    assert side.done(case_id, "acceptor", Accept(), FileCommand()).state == "filed"


def test_a_case_is_filed_under_another_standard_than_triage_chose(side: Side):
    case_id = side.report(channel="patrol")
    side.done(case_id, "acceptor", Accept())
    refusal = side.refused(case_id, "acceptor", FileCommand(standard="side-s-cover"))
    assert (refusal.code, dict(refusal.facts)["value"]) == ("CMS748", "side-s-cover")
    case = side.done(case_id, "acceptor", FileCommand(standard="side-s-shallow"))
    assert (case.standard, case.due.limit.amount) == ("side-s-shallow", 3)


@pytest.mark.parametrize("found", ["absent", "unable", ""])
def test_guard_verified_or_direct_asks_for_a_look_at_what_the_public_reports(side: Side, found: str):
    from cmsdk.model.commands import Found

    case_id = side.report()
    side.done(case_id, "acceptor", Accept(), VerifyBeforeFiling())
    if found:
        assert side.done(case_id, "checker", VerifyBeforeFiling(found=Found(found))).course.found == found
    refusal = side.refused(case_id, "acceptor", FileCommand())
    assert (refusal.code, refusal.guard, dict(refusal.facts)["found"]) == ("CMS723", "verified_or_direct", found or "—")
    side.done(case_id, "checker", VerifyBeforeFiling(found=Found.EXISTS))
    assert side.done(case_id, "acceptor", FileCommand()).state == "filed"


@pytest.mark.parametrize(("channel", "name"), [("patrol", "Zoe"), ("desk", "")])
def test_a_direct_channel_or_no_reporter_needs_no_look(side: Side, channel: str, name: str):
    case_id = side.report(channel=channel, name=name)
    assert side.done(case_id, "acceptor", Accept(), FileCommand()).state == "filed"


@pytest.fixture(scope="session")
def side_plan(side_plugins: list[Discovered]) -> CityPlan:
    return assemble(side_plugins, "xx.side")


def _chosen(amount: int, unit: LimitUnit) -> Chosen:
    return Chosen("r", "side", Limit(amount, unit), "", "s", "chosen", "", "")


@given(
    amount=st.integers(1, 20), unit=st.sampled_from(list(LimitUnit)), extended=st.integers(0, 2), held=st.integers(0, 9)
)
def test_a_recount_keeps_extensions_and_pauses(
    side_plan: CityPlan, amount: int, unit: LimitUnit, extended: int, held: int
):
    at = datetime(2026, 3, 2, 10, tzinfo=side_plan.zone)
    bare = Case("c", "xx.side", "desk", "1", at, at, "", "")
    procedure, chosen = procedure_of(side_plan), _chosen(amount, unit)
    first = recounted(bare, chosen, procedure)
    clock = procedure.clocks.of(first)
    assert first == clock.due(at, chosen.limit)
    hold = Hold("suspended", at, at + timedelta(days=held), pauses=True)
    course = Course(extensions=(at,) * extended, holds=(hold,) if held else ())
    later = recounted(attrs.evolve(bare, course=course), chosen, procedure)
    assert later.at >= first.at
    if not held:
        due = first
        for _ in range(extended):
            due = clock.due(due.at, chosen.limit)
        assert later.at == due.at
    elif not extended:
        worked = clock.worked(hold.begins, hold.ends)
        assert later.at > first.at if worked else later.at >= first.at


def test_a_hold_that_does_not_pause_gives_its_end_where_that_is_later(side_plan: CityPlan):
    at = datetime(2026, 3, 2, 10, tzinfo=side_plan.zone)
    hold = Hold("postponed", at, at + timedelta(days=60), pauses=False)
    case = Case("c", "xx.side", "desk", "1", at, at, "", "", course=Course(holds=(hold,)))
    due = recounted(case, _chosen(2, LimitUnit.NATURAL_DAY), procedure_of(side_plan))
    assert due.at == at + timedelta(days=60)
    assert date(2026, 5, 1) == due.at.date()


def test_what_was_provisional_stays_so(side: Side):
    case_id = _returned(side)
    case = side.city.case(case_id)
    case = attrs.evolve(case, due=attrs.evolve(case.due, provisional=True))
    again = recounted(case, _chosen(2, LimitUnit.NATURAL_DAY), procedure_of(side.city.plan))
    assert again.provisional


def test_dispatch_after_a_correction_may_name_the_same_unit(side: Side):
    case_id = _returned(side)
    side.done(case_id, "dispatcher", Correct(title="Hole", reason=BECAUSE))
    assert side.done(case_id, "dispatcher", Dispatch()).unit == "side-roads"
