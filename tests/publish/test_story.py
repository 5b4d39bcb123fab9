"""The story of a case: a sentence an entry, in both languages, and what was refused."""

from datetime import datetime, timedelta
import json
from pathlib import Path
import re

import pytest

from cmsdk.city import City
from cmsdk.ledger.memory import MemoryLedger
from cmsdk.model.commands import Accept, Actor, Close, Dispatch, File, Handle, Refusal, Return
from cmsdk.model.words import catalogue
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.work.forms import FORMS

TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
CLERK, HANDLER = Actor("ann", ("clerk",)), Actor("bob", ("handler",))


@pytest.fixture
def town() -> City:
    plan = assemble([*discover(only=()), from_folder(TESTVILLE)], "us.ma.testville")
    return City(plan, MemoryLedger(), lambda: datetime(2026, 6, 1, 9, 30, tzinfo=plan.zone))


@pytest.fixture
def worked(town: City) -> str:
    """A case that was sent back, refused, handed on and handled."""
    (case_id,) = town.receive("desk", b"No.,Text\n1,litter at the old mill\n").case_ids
    at = town.clock()
    for number, (command, by) in enumerate((
        (Accept(), CLERK), (Close(), CLERK), (File(), HANDLER), (File(note="at once"), CLERK),
        (Dispatch(unit="testville-works"), CLERK), (Return(reason="not our street"), HANDLER),
        (Dispatch(unit="testville-order"), CLERK), (Handle(), HANDLER), (Handle(result="swept"), HANDLER),
    ), start=1):  # fmt: skip
        town.act(case_id, command, by, now=at + timedelta(minutes=10 * number))
    return case_id


def test_every_kind_of_entry_has_its_sentence_in_both_languages():
    told = catalogue("story")
    assert set(FORMS) <= set(told)
    for sentences in told.values():
        assert set(sentences) == {"en", "zh"}
        names = [set(re.findall(r"{(\w+)}", text)) for text in sentences.values()]
        assert names[0] == names[1]


def test_a_case_tells_what_happened_and_what_was_refused_in_order(town: City, worked: str):
    told = town.explain(worked).story
    assert [one.at for one in told] == sorted(one.at for one in told)
    assert [one.sentence for one in told if not one.refused][2:] == [
        "ann took the report up.",
        "ann filed the case. Note: at once",
        "ann handed it to Public works.",
        "bob sent it back: not our street.",
        "ann handed it to Street order.",
        "bob handled it: swept.",
    ]
    refused = [one.sentence for one in told if one.refused]
    assert refused[0].startswith("ann wanted to close and was refused (CMS702): `close` is not possible while")
    assert refused[1].startswith("bob wanted to file and was refused (CMS703):")
    assert refused[2].startswith("bob wanted to handle and was refused (CMS704):")


def test_nothing_of_a_sentence_is_left_unfilled_in_either_language(town: City, worked: str):
    for lang in ("en", "zh"):
        text = str(town.explain(worked, lang))
        assert "{" not in text
        assert "<<" not in text


def test_the_story_is_in_the_json_form(town: City, worked: str):
    form = json.loads(json.dumps(town.explain(worked).as_json()))
    assert [row["refused"] for row in form["story"]].count(True) == 3
    assert form["story"][0]["said"].startswith("The report came in at")


def test_a_refusal_adds_no_entry_but_stays_on_record(town: City, worked: str):
    before = len(town.ledger.entries(worked))
    answer = town.act(worked, Close(), Actor("eve", ("stranger",)))
    assert isinstance(answer, Refusal)
    assert len(town.ledger.entries(worked)) == before
    assert town.ledger.refusals(worked)[-1].by == "eve"
    assert "eve wanted to close and was refused" in str(town.explain(worked))
