"""The story of a case: a sentence an entry, in both languages, and what was refused."""

from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import re
import shutil

import pytest

from cmsdk.city import City
from cmsdk.desk.on_record import on_record
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.commands import (
    Accept,
    Actor,
    Assist,
    Close,
    Command,
    Correct,
    Dispatch,
    File,
    Handle,
    Link,
    Refusal,
    Return,
)
from cmsdk.model.words import catalogue
from cmsdk.registry.assembly import assemble
from cmsdk.registry.discovery import discover, from_folder
from cmsdk.work.forms import FORMS

TESTVILLE = Path(__file__).parents[1] / "city" / "testville"
CLERK, HANDLER = Actor("ann", ("clerk",)), Actor("bob", ("handler",))


@pytest.fixture
def town() -> City:
    plan = assemble([*discover(only=()), from_folder(TESTVILLE)], "us.ma.testville")
    return City(plan, SqlLedger.in_memory(), lambda: datetime(2026, 6, 1, 9, 30, tzinfo=plan.zone))


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


@pytest.mark.parametrize("typed", ["Mrs Miller of Oak Lane", "王芳", "13800138000"])
def test_words_that_somebody_typed_are_shown_to_them_and_left_out_of_the_record(town: City, typed: str):
    (case_id,) = town.receive("desk", b"No.,Text\n1,litter at the old mill\n").case_ids
    town.act(case_id, Accept(), CLERK)
    town.act(case_id, File(), CLERK)
    answer = town.act(case_id, Dispatch(unit=typed), CLERK)
    assert isinstance(answer, Refusal)
    assert (answer.code, dict(answer.facts)["unit"]) == ("CMS711", typed)
    (kept,) = town.ledger.refusals(case_id)
    assert dict(kept.refusal.facts) == {**dict(answer.facts), "unit": "…"}
    assert typed not in str(town.explain(case_id))


@pytest.mark.parametrize(
    ("command", "told", "kept"),
    [
        (Dispatch(unit="works", assisting=("王芳",)), ("unit", "王芳, works"), "…, works"),
        (Dispatch(unit="works"), ("unit", "works"), "works"),
        (Correct(title="Mill, again", reason="r"), ("value", "Mill, again"), "…"),
        (Correct(category="C0137", reason="r"), ("value", "C0137"), "C0137"),
        (Link(to=" 王 芳 "), ("to", " 王 芳 "), "…"),
        (Close(), ("known", "a, b c"), "a, …"),
        (Close(), ("missing", "约谈"), "约谈"),
    ],
)
def test_the_record_keeps_ids_and_what_the_tables_say(town: City, command: Command, told: tuple[str, str], kept: str):
    refusal = Refusal("CMS711", "unit", (told,))
    refused = on_record("S", town.plan, datetime.now(UTC), CLERK, command, refusal, "", ())
    assert (refused.by, refused.command, refused.refusal.facts) == ("ann", command.name, ((told[0], kept),))


def test_whoever_helped_is_named_by_their_unit_also_where_they_left_it_out(tmp_path: Path):
    folder = tmp_path / "testville"
    shutil.copytree(TESTVILLE, folder)
    flow = 'extends = "builtin-workflow"\n[[transition]]\ncommand = "assist"\nfrom = ["accepted"]\nto = "="\n'
    (folder / "tables" / "workflow.toml").write_text(flow + 'roles = ["handler"]\n', encoding="utf-8")
    plan = assemble([*discover(only=()), from_folder(folder)], "us.ma.testville")
    roster = next(officer for officer in plan.officers.values() if officer.unit)
    city = City(plan, SqlLedger.in_memory(), lambda: datetime(2026, 6, 1, 9, 30, tzinfo=plan.zone))
    (case_id,) = city.receive("desk", b"No.,Text\n1,litter at the old mill\n").case_ids
    city.act(case_id, Accept(), CLERK)
    for by in (Actor(roster.id, ("handler",)), HANDLER):
        assert not isinstance(city.act(case_id, Assist(result="swept"), by), Refusal)
    named, unnamed = [one.sentence for one in city.explain(case_id).story][-2:]
    assert named.endswith(f"reported the assistance of {plan.units[roster.unit].name}: swept.")
    assert unnamed == "bob reported the assistance: swept."
