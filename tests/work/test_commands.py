"""Commands and actors are checked when they are made: a wrong value is refused by field, with what the field takes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from cmsdk.model.commands import (
    COMMANDS,
    PROSE,
    Accept,
    Actor,
    CheckAfterHandling,
    Command,
    Decline,
    Dispatch,
    File,
    Handle,
    Postpone,
    Satisfaction,
    Suspend,
    VerifyBeforeFiling,
    Visit,
    Void,
)
from cmsdk.model.errors import RejectedInput
from cmsdk.work.wording import command as worded

NO_TEXTS = {"solved", "satisfied", "valid", "contacted", "found", "checked", "until", "assisting"}
TEXTS = [(kind, field) for kind in COMMANDS.values() for field in kind.__slots__ if field not in NO_TEXTS]
IDS = {"unit", "to", "standard", "category", "level", "measure", "excuse", "earlier", "article"}
"""Fields that name a thing of the city's tables or of the ledger."""


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
    assert {field for _, field in TEXTS} | {"note"} == {*PROSE, *IDS}


@pytest.mark.parametrize("value", ["no", "yes", "", 0, 1, []])
def test_solved_is_yes_no_or_not_asked(value: Any):  # noqa: ANN401  what is refused
    with pytest.raises(TypeError, match=r"^solved: .* neither yes nor no; give True, False, or None"):
        Visit(solved=value)
    assert [Visit(solved=answer).solved for answer in (True, False, None)] == [True, False, None]


@pytest.mark.parametrize(("kind", "field"), [(Visit, "valid"), (Visit, "contacted")])
@pytest.mark.parametrize("value", ["no", 0, []])
def test_valid_and_contacted_are_yes_no_or_not_asked(kind: type[Command], field: str, value: object):
    with pytest.raises(TypeError, match=f"^{field}: .* neither yes nor no"):
        kind(**{field: value})


@pytest.mark.parametrize(("kind", "field"), [(VerifyBeforeFiling, "found"), (CheckAfterHandling, "checked")])
@pytest.mark.parametrize("value", ["yes", "exists", "passed", True, 1])
def test_what_a_check_came_to_is_one_of_three_or_nothing(kind: type[Command], field: str, value: object):
    with pytest.raises(TypeError, match=f"^{field}: .* give one of .*unable, or None"):
        kind(**{field: value})


@pytest.mark.parametrize("kind", [Suspend, Postpone])
@pytest.mark.parametrize("value", ["2026-10-01", datetime(2026, 10, 1, tzinfo=UTC), 3, True])
def test_the_end_of_a_hold_is_a_date(kind: type[Command], value: object):
    with pytest.raises(TypeError, match=r"^until: .* is no date; give a date, or None"):
        kind(until=value)


def test_assisting_units_are_a_list_of_names():
    with pytest.raises(TypeError, match=r"^assisting: 'water' is one text; give a list of assisting, such as"):
        Dispatch(assisting="water")
    with pytest.raises(TypeError, match=r"^assisting: 7 is no text"):
        Dispatch(assisting=[7])
    assert Dispatch(assisting=["water", "power"]).assisting == ("water", "power")


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
