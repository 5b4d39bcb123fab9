"""Keyword rows: what hits, what wins, what a row may ask besides the words."""

from collections.abc import Callable

import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.approach import Approach
from cmsdk.model.decisions import Stage
from cmsdk.model.triaged import Triaged

Town = Callable[..., CityPlan]
Decide = Callable[..., list[Triaged]]
HEAD = "id,words,not_words,channel,category,approach,valid_from,valid_to,applies,basis\n"


def _rows(*rows: str) -> dict[str, str]:
    """Rows of ``classify.csv``: id, words, not_words, channel, category, approach, valid_from, valid_to, applies."""
    return {"classify.csv": HEAD + "".join(f"testville-{row}{',' * (8 - row.count(','))},test\n" for row in rows)}


def _fired(triaged: Triaged) -> str:
    return next(s.rule for s in triaged.trail if s.stage is Stage.CLASSIFY).removeprefix("testville-")


def _categories(found: list[Triaged]) -> list[str]:
    return [t.category.removeprefix("tv/1/") for t in found]


def test_a_word_hits_in_title_and_text_whatever_its_case_and_width(plan: CityPlan, decide: Decide):
    found = decide(plan, {"text": "A POTHOLE"}, {"title": "Ｐｏｔｈｏｌｅ", "text": "look"}, {"text": "potholes!"})
    assert _categories(found) == ["C101"] * 3


def test_joint_words_hit_only_together_and_in_any_order(plan: CityPlan, decide: Decide):
    found = decide(plan, {"text": "the lamp is dark"}, {"text": "dark, no lamp"}, {"text": "a lamp"}, {"text": "dark"})
    assert _categories(found) == ["C102", "C102", "", ""]


def test_an_excluded_word_silences_its_row_only(plan: CityPlan, decide: Decide):
    found = decide(plan, {"text": "street light and traffic light"}, {"text": "traffic light over rubbish"})
    assert _categories(found) == ["", "E101"]


def test_the_row_with_the_most_characters_hit_wins(town: Town, decide: Decide):
    plan = town(_rows("a,ab;cd,,,E101", "b,xyz,,,E102", "c,k+mnopq,,,C101"))
    found = decide(plan, {"text": "ab xyz"}, {"text": "ab cd xyz"}, {"text": "xyz k mnopq"}, {"text": "ab ab ab xyz"})
    assert [_fired(t) for t in found] == ["b", "a", "c", "b"]


def test_a_word_inside_a_longer_hit_word_does_not_count(town: Town, decide: Decide):
    plan = town(_rows("short,light;lamp,,,E101", "long,traffic light,,,C102"))
    found = decide(plan, {"text": "traffic light"}, {"text": "traffic light, lamp"}, {"text": "light"})
    assert [_fired(t) for t in found] == ["long", "long", "short"]


def test_parts_of_joint_words_count_even_inside_a_longer_word(town: Town, decide: Decide):
    plan = town(_rows("joint,light+red at night,,,E101", "long,traffic light,,,C102"))
    assert [_fired(t) for t in decide(plan, {"text": "traffic light red at night"})] == ["joint"]


def test_a_tie_goes_to_the_smaller_id(town: Town, decide: Decide):
    plan = town(_rows("b,abc,,,E101", "a,xyz,,,E102"))
    assert [_fired(t) for t in decide(plan, {"text": "abc xyz"})] == ["a"]


def test_the_same_word_in_two_rows_counts_for_both(town: Town, decide: Decide):
    plan = town(_rows("a,noise,,,E101", "b,noise;night,,,E102"))
    assert [_fired(t) for t in decide(plan, {"text": "noise at night"}, {"text": "noise"})] == ["b", "a"]


def test_a_row_may_ask_for_its_channel(town: Town, decide: Decide):
    plan = town(_rows("a,noise,,jsonl,E101", "b,noise,,,E102"))
    assert [_fired(t) for t in decide(plan, {"text": "noise"}, channel="jsonl")] == ["a"]
    assert [_fired(t) for t in decide(plan, {"text": "noise"}, channel="desk")] == ["b"]


def test_a_rule_holds_if_it_is_valid_at_the_reports_own_time(town: Town, decide: Decide):
    plan = town(_rows("old,noise,,,E101,,2026-01-01,2026-03-31", "new,noise,,,E102,,2026-04-01,"))
    days = ["2026-03-31 23:59", "2026-04-01 00:00", "2025-12-31", ""]
    found = decide(plan, *({"text": "noise", "at": day} for day in days))
    assert [t.category.removeprefix("tv/1/") for t in found] == ["E101", "E102", "", "E102"]


def test_a_rule_of_procedure_is_judged_at_the_decisions_time(town: Town, decide: Decide):
    plan = town(_rows("new,noise,,,E102,,2026-05-01,,at_decision"))
    assert _categories(decide(plan, {"text": "noise", "at": "2026-01-01 09:00"})) == ["E102"]


def test_the_senders_own_category_counts_where_the_city_knows_it(plan: CityPlan, decide: Decide):
    found = decide(
        plan,
        {"text": "rubbish", "category": "C102"},
        {"text": "rubbish", "category": "tv/1/S101"},
        {"text": "rubbish", "category": "X9"},
    )
    assert _categories(found) == ["C102", "S101", "E101"]
    assert [s.why for s in found[2].trail if s.stage is Stage.CLASSIFY] == ["unknown-category", "words"]


def test_what_no_row_knows_goes_to_the_manual_desk(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "a parrot on my balcony"})
    assert (found.category, _fired(found), found.unit) == ("", "core:manual-desk", "testville-desk")


@pytest.mark.parametrize(
    ("text", "approach"),
    [
        ("rubbish", Approach.MANAGEMENT),
        ("vending", Approach.ENFORCEMENT),
        ("bench", Approach.SERVICE),
        ("pothole", Approach.SERVICE),
        ("parrot", Approach.SERVICE),
    ],
)
def test_the_first_approach_is_the_rows_else_the_policys(plan: CityPlan, decide: Decide, text: str, approach: Approach):
    assert decide(plan, {"text": text})[0].approach is approach


def test_the_trail_names_words_score_row_basis_and_who_lost(plan: CityPlan, decide: Decide):
    (found,) = decide(plan, {"text": "rubbish in the pothole by the bench"})
    step = next(s for s in found.trail if s.stage is Stage.CLASSIFY)
    facts = dict(step.facts)
    assert (step.rule, step.plugin, step.answer) == ("testville-k-litter", "testville", "tv/1/E101")
    assert step.basis == "made up for tests"
    assert facts["words"] == "rubbish"
    assert facts["score"] == "7"
    assert facts["source"] == "testville/tables/classify.csv:4"
    assert facts["lost"] == "testville-k-pothole 7; testville-k-bench 5"


@pytest.mark.parametrize(
    "reason",
    ["b,路灯杆,,other,E101", "b,路灯杆,,,E101,,,2026-03-31", "b,路灯杆,倒,,E101"],
    ids=["another channel", "another day", "an excluded word"],
)
def test_a_row_that_does_not_apply_does_not_stand_before_one_that_does(town: Town, decide: Decide, reason: str):
    plan = town(_rows("a,路灯,,,C102", reason))
    found = decide(plan, {"text": "路灯杆倒了", "at": "2026-05-01"})
    assert [_fired(t) for t in found] == ["a"]


def test_a_category_is_given_only_on_the_days_on_which_it_holds(town: Town, decide: Decide):
    head = "scheme,version,code,parent,kind,name,basis,valid_from\n"
    rows = "tv,1,C1,,component,Roads,t,\ntv,1,C101,C1,component,Hole,t,2026-04-01\n"
    rows += "".join(f"tv,1,{code},,event,{code},t,\n" for code in ("C102", "E1", "E101", "E102", "S101"))
    plan = town({"categories.csv": head + rows, **_rows("new,hole,,,C101", "old,hole,,,C1")})
    days = ("2026-03-31", "2026-04-01")
    by_words = decide(plan, *({"text": "a hole", "at": day} for day in days))
    assert [_fired(t) for t in by_words] == ["old", "new"]
    given = decide(plan, *({"text": "a bench", "category": "C101", "at": day} for day in days))
    assert _categories(given) == ["", "C101"]
