"""Commands from words: every wrong field is named at once, with what would be right."""

import pytest

from cmsdk.model.commands import COMMANDS, Accept, Command, Found, Handle, Satisfaction, VerifyBeforeFiling, Visit
from cmsdk.model.errors import RejectedInput
from cmsdk.work.wording import command


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
    assert command("visit", {"satisfied": satisfied.value}) == Visit(satisfied=satisfied)


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
