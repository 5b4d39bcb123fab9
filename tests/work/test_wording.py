"""Commands from words: every wrong field is named at once, with what would be right."""

import attrs
import pytest

from cmsdk.contract.plan import CityPlan
from cmsdk.model.commands import (
    COMMANDS,
    Accept,
    Actor,
    Command,
    Found,
    Handle,
    Satisfaction,
    VerifyBeforeFiling,
    Visit,
)
from cmsdk.model.errors import RejectedInput
from cmsdk.model.words import label
from cmsdk.work.wording import actor_of, command, command_id


def test_words_become_a_command():
    assert command("accept", {}) == Accept()
    assert command("handle", {"result": "扫干净了", "note": "当场"}) == Handle(result="扫干净了", note="当场")


@pytest.mark.parametrize(
    ("word", "solved"), [("yes", True), ("是", True), ("TRUE", True), ("no", False), ("否", False)]
)
def test_yes_and_no_are_read_in_both_languages(word: str, solved: bool):
    assert command("visit", {"solved": word}) == Visit(solved=solved)


@pytest.mark.parametrize("satisfied", Satisfaction)
def test_satisfaction_is_one_of_its_words(satisfied: Satisfaction):
    for word in (satisfied.value, label(satisfied, "zh")):
        assert command("visit", {"satisfied": word}) == Visit(satisfied=satisfied)


@pytest.mark.parametrize(
    ("by", "actor"),
    [
        ("somebody: clerk , handler @ testville-works ", Actor("somebody", ("clerk", "handler"), "testville-works")),
        ("somebody:clerk", Actor("somebody", ("clerk",))),
        ("passer-by:", Actor("passer-by", ())),
        ("nobody", None),
        (":clerk", None),
    ],
)
def test_somebody_made_up_has_the_roles_and_the_unit_that_are_named(plan: CityPlan, by: str, actor: Actor | None):
    assert actor_of(by, plan) == actor


def test_an_officer_of_the_roster_acts_with_their_roles_for_their_unit(plan: CityPlan):
    for officer in plan.officers.values():
        assert actor_of(officer.id, plan) == Actor(officer.id, officer.roles, officer.unit)


def test_a_command_is_also_named_by_the_citys_label(plan: CityPlan):
    labelled = attrs.evolve(plan.workflow.transitions[0], command="accept", label="taken in")
    named = attrs.evolve(plan, workflow=attrs.evolve(plan.workflow, transitions=(labelled,)))
    assert [command_id(word, named) for word in ("taken in", "accept", "given up")] == ["accept", "accept", "given_up"]


def test_an_unknown_command_is_answered_with_the_nearest():
    with pytest.raises(RejectedInput) as refused:
        command("dispach", {})
    (found,) = refused.value.problems
    assert (found.code, dict(found.facts)["near"]) == ("CMS706", "dispatch")


def test_every_wrong_field_is_named_at_once():
    with pytest.raises(RejectedInput) as refused:
        command("visit", {"solved": "maybe", "satisfied": "very", "resaon": "x", "note": "fine"})
    found = refused.value.problems
    assert [(p.code, p.where) for p in found] == [
        ("CMS707", "visit.solved"),
        ("CMS707", "visit.satisfied"),
        ("CMS707", "visit.resaon"),
    ]
    assert "yes, no" in found[0].what()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_said_in_words(name: str):
    made = command(name, {"note": "x"})
    assert isinstance(made, Command)
    assert (made.name, made.note) == (name, "x")


@pytest.mark.parametrize("said", ["exists", "属实", "it is there"])
def test_a_choice_is_said_by_its_id_or_by_its_word_in_either_language(said: str):
    assert command("verify_before_filing", {"found": said}) == VerifyBeforeFiling(found=Found.EXISTS)


def test_a_wrong_choice_is_answered_with_those_that_there_are():
    with pytest.raises(RejectedInput) as refused:
        command("check_after_handling", {"checked": "好"})
    assert "passed, failed, unable" in refused.value.problems[0].what("zh")
