"""Every state of community work has its words in both languages, and every command somebody who may give it."""

import csv
from importlib.resources import files

import pytest

from cmsdk.model.words import catalogue
from cmsdk.model.works.known import CALLED, WORK_COMMANDS, WORKS
from cmsdk.work.community.kinds import KINDS
from cmsdk.work.community.shape import STAYS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_state_has_its_words_in_both_languages(kind: str) -> None:
    steps = KINDS[kind].steps
    states = {state for step in steps for state in (*step.sources, step.to)} - {"", STAYS}
    labels = catalogue("labels")
    assert states
    assert [state for state in sorted(states) if not {"en", "zh"} <= set(labels.get(f"work-{state}", ()))] == []
    assert [state for state in states if not labels[f"work-{state}"]["en"].isascii()] == []


def test_every_command_has_a_row_that_says_who_may_give_it() -> None:
    table = files("cmsdk_cn").joinpath("tables", "work-roles.csv").read_text(encoding="utf-8")
    rows = {row["command"]: row for row in csv.DictReader(table.splitlines())}
    assert sorted(set(WORK_COMMANDS) - set(rows)) == []
    assert [name for name, row in rows.items() if not row["roles"] or not row["basis"]] == []


def test_every_command_belongs_to_a_kind_and_is_a_step_of_it() -> None:
    assert set(WORKS) == set(KINDS)
    steps = {step.command.name for kind in KINDS.values() for step in kind.steps}
    assert steps == set(WORK_COMMANDS)
    assert len(CALLED) == len(WORK_COMMANDS), "no two commands are called the same"
