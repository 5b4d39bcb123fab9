"""Commands and actors are checked when they are made: a wrong value is refused by field, with what the field takes."""

from collections.abc import Callable
from typing import Any

import pytest

from cmsdk.model.commands import (
    COMMANDS,
    PROSE,
    Accept,
    Actor,
    Command,
    Decline,
    File,
    Handle,
    Satisfaction,
    Visit,
    Void,
)
from cmsdk.model.errors import RejectedInput
from cmsdk.work.wording import command as worded

TEXTS = [
    (kind, field) for kind in COMMANDS.values() for field in kind.__slots__ if field not in {"solved", "satisfied"}
]  # fmt: skip


@pytest.mark.parametrize(("kind", "field"), [*TEXTS, *((kind, "note") for kind in COMMANDS.values())])
@pytest.mark.parametrize("value", [[], None, 7, b"swept", {"a": 1}])
def test_a_field_of_text_takes_nothing_else(kind: type[Command], field: str, value: object):
    with pytest.raises(TypeError, match=f"^{field}: .* is no text; give a text$"):
        kind(**{field: value})


@pytest.mark.parametrize(("kind", "field"), TEXTS)
def test_a_field_of_text_takes_no_half_characters(kind: type[Command], field: str):
    with pytest.raises(ValueError, match=f"^{field}: .* is no character"):
        kind(**{field: "swept \ud800"})


def test_the_fields_of_prose_are_fields_of_commands():
    assert {field for _, field in TEXTS} | {"note"} == {*PROSE, "unit", "to"}


@pytest.mark.parametrize("value", ["no", "yes", "", 0, 1, []])
def test_solved_is_yes_no_or_not_asked(value: Any):  # noqa: ANN401  what is refused
    with pytest.raises(TypeError, match=r"^solved: .* neither yes nor no; give True, False, or None"):
        Visit(solved=value)
    assert [Visit(solved=answer).solved for answer in (True, False, None)] == [True, False, None]


@pytest.mark.parametrize("value", ["great", "satisfied", "", 1, []])
def test_satisfaction_is_one_of_three_or_not_asked(value: Any):  # noqa: ANN401  what is refused
    with pytest.raises(TypeError, match=r"^satisfied: .* give one of satisfied, basically_satisfied, dissatisfied"):
        Visit(satisfied=value)
    assert [Visit(satisfied=answer).satisfied for answer in (*Satisfaction, None)] == [*Satisfaction, None]


def test_who_acts_is_text():
    with pytest.raises(ValueError, match=r"^id: .* is no character"):
        Actor("\ud800", ["clerk"])
    with pytest.raises(TypeError, match=r"^id: None is no text"):
        Actor(None, ["clerk"])  # type: ignore[arg-type]


def test_roles_are_texts_and_not_the_letters_of_one():
    with pytest.raises(TypeError, match=r"^roles: 'clerk' is one text; give a list of roles, such as \['clerk'\]"):
        Actor("ann", "clerk")
    with pytest.raises(TypeError, match=r"^roles: 7 is no text"):
        Actor("ann", [7])  # type: ignore[list-item]
    with pytest.raises(ValueError, match=r"^roles: .* is no character"):
        Actor("ann", ["clerk", "\udfff"])
    assert Actor("ann", (role for role in ("clerk", "chief"))).roles == ("clerk", "chief")


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u3000"])
def test_blanks_are_no_reason_and_no_result(desk: Callable[..., Any], blank: str):
    at = desk()
    refusals = [at.give(Decline(reason=blank), "clerk")]
    for command in (Accept(), File()):
        at.give(command, "clerk")
    refusals += [at.give(Handle(result=blank), "handler"), at.give(Void(reason=blank), "clerk")]
    assert [(r.code, dict(r.facts)["field"]) for r in refusals] == [
        ("CMS704", field) for field in ("reason", "result", "reason")
    ]


def test_words_that_are_no_text_are_rejected_by_field():
    with pytest.raises(RejectedInput) as refused:
        worded("handle", {"result": "\ud800", "note": "\ud801"})
    assert [(p.code, p.where) for p in refused.value.problems] == [
        ("CMS707", "handle.result"),
        ("CMS707", "handle.note"),
    ]
