"""Each guard of the national table stops its story, says why in both languages, and is what stops it."""

from collections.abc import Callable
from typing import Any

import pytest

from cmsdk.contract.enforcement import FILE_GUARDS, SUMS, TERMS
from cmsdk.model.command import Refusal
from cmsdk.model.enforcement_commands import FILE_COMMANDS
from cmsdk.model.problem import Problem
from cmsdk.work.enforcement.file import Allowed
from cmsdk.work.enforcement.guards import GUARDS
from cmsdk.work.enforcement.statute import Statute

from .stories import STORIES

Office = Any


def test_the_guards_of_the_contract_are_those_that_are_carried_out_each_named_and_told_of():
    assert list(FILE_GUARDS) == sorted(FILE_GUARDS)
    assert set(FILE_GUARDS) == set(GUARDS) == set(STORIES)


def test_the_national_table_uses_every_guard_and_gives_each_its_article(statute: Statute):
    rules = statute.rules
    assert {guard for row in rules.transitions for guard in row.guards} == set(FILE_GUARDS) == set(rules.guards)
    assert all(rules.guards.values())
    assert all(row.basis for row in rules.transitions)
    assert {row.command for row in rules.transitions} == set(FILE_COMMANDS)


def test_every_term_and_sum_has_its_article_and_what_the_law_leaves_open_is_empty(statute: Statute):
    assert all(term.basis for term in statute.rules.terms.values())
    assert all(one.basis for one in statute.rules.sums.values())
    assert set(TERMS) - set(statute.rules.terms) == {"decision_extension"}
    assert set(SUMS) - set(statute.rules.sums) == {"hearing_citizen", "hearing_organisation"}
    assert (
        "unverified" in statute.rules.terms["publication"].basis
        or "未经核对" in statute.rules.terms["publication"].basis
    )


@pytest.mark.parametrize("guard", STORIES)
def test_a_guard_stops_its_story_with_a_refusal_that_says_what_would_do(
    guard: str, offices: Callable[[], Office], speaks: Callable[..., None]
):
    office, command = STORIES[guard](offices())
    refusal = office.refused(command, guard)
    assert refusal.code == GUARDS[guard].code
    assert refusal.basis == office.statute.rules.guards[guard]
    speaks(Problem(refusal.code, "f-1", refusal.facts))


@pytest.mark.parametrize("guard", STORIES)
def test_without_the_guard_the_story_goes_through(guard: str, offices: Callable[[], Office]):
    """A mutation of the table: what stops the story is this guard and no other."""
    office, command = STORIES[guard](offices())
    assert isinstance(office.ask(command), Refusal)
    assert isinstance(office.without(guard).ask(command), Allowed)
