"""What people write into commands is stored as reports are: cleaned, without numbers or the reporter's name."""

from collections.abc import Callable
import re

import pytest

from cmsdk import Accept, Actor, Case, City, Decline, Dispatch, File, Handle
from cmsdk.desk.masking import masked
from cmsdk.model.commands import Assign
from cmsdk.model.report import Person

CLERK = Actor("ann", ("clerk", "handler"))
REPORT = "No.,Text,Name,Phone\n1,bench,李大海,555-0100\n".encode()
CHANCE = re.compile(r"\b(?:[0-9a-f]{16,}|\d{6}-[0-9A-Z]{6}-[0-9A-Z]{6})\b")
"""Hashes and ids: any four digits may stand in one of them."""


@pytest.fixture
def filed(testville: City) -> str:
    case_id = testville.receive("desk", REPORT).case_ids[0]
    for command in (Accept(), File(), Dispatch(unit="testville-works")):
        assert isinstance(testville.act(case_id, command, CLERK), Case)
    return case_id


def _all_stored(city: City, case_id: str) -> str:
    kept = city.ledger.case(case_id)
    stored = repr([city.case(case_id), kept, city.ledger.entries(case_id), city.explain(case_id).as_json()])
    return CHANCE.sub("", stored)


def test_what_is_stored_is_looked_through_without_hashes_and_ids(testville: City, filed: str):
    stored = _all_stored(testville, filed)
    assert filed not in stored
    assert testville.ledger.entries(filed)[-1].hash not in stored
    assert not re.search(r"[0-9a-f]{12}", stored)
    assert "bench" in stored
    assert CHANCE.sub("", "5550100 0100 p-5550100") == "5550100 0100 p-5550100"


def test_neither_name_nor_phone_of_a_result_is_stored_in_case_or_entries(testville: City, filed: str):
    after = testville.act(filed, Handle(result="已联系李大海13955556666"), CLERK)
    assert isinstance(after, Case)
    assert after.result == "已联系某[电话]"
    for secret in ("李大海", "13955556666"):
        assert secret not in _all_stored(testville, filed)


@pytest.mark.parametrize("phone", ["555-0100", "5550100", "555 0100", "555.0100", "５５５０１００"])
def test_the_reporters_own_phone_is_masked_however_it_is_written(testville: City, filed: str, phone: str):
    after = testville.act(filed, Handle(result=f"called {phone}.", note=f"tel:{phone}"), CLERK)
    assert isinstance(after, Case)
    assert after.result == "called [电话]."
    assert "0100" not in _all_stored(testville, filed)


def test_reasons_and_notes_are_masked_and_officers_whom_the_city_knows_are_not(testville: City):
    case_id = testville.receive("desk", REPORT).case_ids[0]
    assert isinstance(testville.act(case_id, Decline(reason="李大海 13955556666", note="x@example.org"), CLERK), Case)
    data = testville.ledger.entries(case_id)[-1].data
    assert '"command":{"note":"[邮箱]","reason":"某 [电话]"}' in data


def test_a_known_officer_is_named_as_in_the_table_and_any_other_word_is_masked(testville: City):
    from attrs import evolve

    from cmsdk.desk.masking import without_personal_data

    plan = evolve(testville.plan, officers={"13955556666": next(iter(testville.plan.officers.values()))})
    assert without_personal_data(Assign(officer="13955556666"), None, plan) == Assign(officer="13955556666")
    assert without_personal_data(Assign(officer="13955556667"), None, plan) == Assign(officer="[电话]")


def test_what_is_blank_once_it_is_cleaned_is_no_result(testville: City, filed: str):
    refusal = testville.act(filed, Handle(result="\x00\x07 \x1b"), CLERK)
    assert getattr(refusal, "code", None) == "CMS704"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 5550100 of 7", "the [电话] of 7"),
        ("5550100 and 555.7777", "[电话] and [电话]"),
        ("order 12", "order 12"),
        ("市民 asked", "市民 asked"),
        ("swept\r\ndone\x07", "swept\ndone"),
    ],
)
def test_each_of_several_phones_is_masked_and_other_numbers_are_not(text: str, expected: str):
    assert masked(text, Person("Zo", "555-0100 / 5557777、12")) == expected


def test_without_a_reporter_only_forms_are_masked(masks: Callable[[str], str]):
    assert masks("李大海 13955556666 5550100") == "李大海 [电话] 5550100"


@pytest.fixture
def masks() -> Callable[[str], str]:
    return lambda text: masked(text, Person())


def test_what_is_refused_is_kept_without_what_it_repeats_of_the_command(town: City):
    case_id = town.receive("desk", REPORT).case_ids[0]
    for command in (Accept(), File()):
        assert isinstance(town.act(case_id, command, CLERK), Case)
    refusal = town.act(case_id, Dispatch(unit="李大海 13955556666" + "x" * 1000), CLERK)
    assert getattr(refusal, "code", None) == "CMS711"
    (kept,) = town.ledger.refusals(case_id)
    unit = dict(kept.refusal.facts)["unit"]
    assert unit == "…"
    for secret in ("李大海", "13955556666"):
        assert secret not in str(town.explain(case_id, "zh"))
    assert isinstance(town.act(case_id, Dispatch(unit="testville-works"), CLERK, key="k 13955556666"), Case)
    again = town.act(case_id, Handle(result="done"), CLERK, key="k 13955556666")
    assert getattr(again, "code", None) == "CMS720"
    assert "13955556666" not in repr(town.ledger.refusals(case_id))
