"""Steps on enforcement files: opened under a name, worked on, looked at; what is misspelt is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cmsdk.model.enforcement_commands import FILE_COMMANDS
from cmsdk.model.errors import RejectedInput
from cmsdk.testing import run_scenarios
from cmsdk.testing.seen import names
from cmsdk.testing.verbs import FILE_VERBS, OPENS

HEAD = """
city = "610100"
language = "en"
[[scenario]]
name = "A stall"
at = "2026-03-10 10:00"
given = { text = "a stall on the pavement", category = "E0401" }
step = [
"""
OPENED = """
{ file = "stall", do = "open_file", by = "a:enforcement_officer", with = { unit = "xian-kgxc-squad", party = "party-7",
  party_kind = "citizen", matter = "a stall" }, expect = { state = "clue" } },
""".replace("\n", " ")
RECORD = 'do = "record", by = "a:enforcement_officer", with = { stage = "start", audio_video = true }'
Codes = Callable[..., list[tuple[str, str]]]


def _codes(*steps: str, end: str = "") -> list[str]:
    """Codes of the slips, or of what did not hold."""
    text = HEAD + "\n".join((OPENED, *steps)) + "]\n" + end
    try:
        return [problem.code for result in run_scenarios(text) for problem in result.problems]
    except RejectedInput as rejected:
        return [problem.code for problem in rejected.problems]


def test_a_file_is_opened_worked_on_and_looked_at() -> None:
    assert (
        _codes(
            f'{{ file = "stall", {RECORD}, expect = {{ entries = 2, recorded = ["start"], case = "case" }} }},',
            '{ file = "stall", expect = { state = "线索", terms.decision = "", party_kind = "citizen" } },',
            end='expect = { file = "stall", state = "clue", entries = 2 }',
        )
        == []
    )


def test_a_step_without_the_file_is_about_the_case() -> None:
    assert _codes('{ expect = { state = "reported", entries = 2 } },') == []


def test_what_is_expected_of_a_file_may_fail() -> None:
    assert _codes('{ file = "stall", expect = { state = "filed" } },') == ["CMS620"]
    assert _codes('{ file = "stall", do = "not_file", by = "b:enforcement_head" },') == ["CMS621"]


def test_refusals_of_a_file_are_expected_by_guard_or_code() -> None:
    filed = '{ file = "stall", do = "file", by = "b:enforcement_head", with = { officers = ["nobody"] }'
    assert _codes(filed + ', expect = { refused = "two_officers" } },') == []
    assert _codes(filed + ', expect = { refused = "CMS770" } },') == []
    assert _codes(filed + ', expect = { refused = "two_oficers" } },') == ["CMS609"]


def test_an_idempotency_key_holds_for_files_too() -> None:
    again = f'{{ file = "stall", {RECORD}, key = "k-1"'
    assert _codes(again + " },", again + ', expect = { refused = "key" } },') == []


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (f'{{ file = "stal", {RECORD} }},', "CMS609"),  # no such file
        ('{ file = "stall", do = "recrod", by = "a:enforcement_officer" },', "CMS609"),  # no such command
        ('{ file = "stall", do = "accept", by = "a:enforcement_officer" },', "CMS609"),  # a command on a case
        ('{ do = "open_file", by = "a:enforcement_officer" },', "CMS608"),  # which file?
        ('{ file = "stall", expect = { satisfied = "" } },', "CMS610"),  # an attribute of a case
        ('{ file = "stall", expect = { state = "accepted" } },', "CMS609"),  # a state of a case
        ('{ file = "stall", expect = { terms.decison = "" } },', "CMS609"),  # no such term
        ('{ file = "stall", do = "record", by = "a:enforcement_officer", with = { stge = "start" } },', "CMS606"),
    ],
)
def test_slips_are_told(step: str, code: str) -> None:
    assert code in _codes(step)


def test_one_name_is_one_file() -> None:
    assert _codes(OPENED) == ["CMS611"]


def test_officers_are_people_of_the_city() -> None:
    step = '{ file = "stall", do = "file", by = "b:enforcement_head", with = { officers = ["xian-p-chuo"] } },'
    assert "CMS609" in _codes(step)


def test_every_command_on_a_file_is_a_verb_and_every_field_but_chance_may_be_seen() -> None:
    assert {OPENS, *FILE_COMMANDS} - {"open"} == set(FILE_VERBS)
    seen = set(names(of_file=True))
    assert {"state", "terms", "entries", "decision", "settling", "outcome"} <= seen
    assert not {"id", "plan"} & seen


def test_a_city_without_rules_of_files_refuses(tmp_path: Path) -> None:
    text = HEAD.replace("610100", "us.ma.boston").replace(', category = "E0401"', "")
    step = (
        OPENED.replace("xian-kgxc-squad", "boston-pwdx")
        .replace('{ state = "clue" }', '{ refused = "CMS761" }')
        .replace("a:enforcement_officer", "a:crew")
    )
    assert [result.problems for result in run_scenarios(text.replace("a stall on", "a pothole in") + step + "]\n")] == [
        ()
    ]
