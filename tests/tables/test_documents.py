"""TOML documents: a wrong key, type or value is named with its path; a slip of syntax with its line."""

from collections.abc import Callable
from typing import Any

import pytest

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import Problem
from cmsdk.tables import documents
from cmsdk.tables.mapped import channels
from cmsdk.tables.reports import report
from cmsdk.tables.settings import parse
from cmsdk.tables.workflow import workflow

CITY = 'name = "Testville"\ntime_zone = "UTC"\nduty_desk = "desk"\n'
CALENDAR = (
    '[[calendar]]\nid = "c"\nversion = "1"\ntime_zone = "UTC"\nshifts = ["08:00-12:00"]\n'
    "known_from = 2026-01-01\nknown_until = 2026-12-31\n"
)
WORKFLOW = (
    'initial = "reported"\nends = ["voided"]\n[[transition]]\ncommand = "void"\nfrom = ["reported"]\n'
    'to = "voided"\nroles = ["clerk"]\n'
)
POLICY = 'id = "p"\ntarget = { service = 70, management = 20, enforcement = 10 }\n'
REPORT = 'id = "r"\ntitle = "Ledger"\n[[column]]\nfield = "id"\nlabel = "No."\n'
CHANNEL = '[[channel]]\nid = "desk"\nformat = "csv"\n[channel.map]\ntext = "Text"\n'

Make = Callable[[dict[str, Any]], object]
MAKERS: dict[str, tuple[str, Make]] = {
    "city": (CITY, lambda form: documents.profile(form, "x.toml")),
    "calendar": (CALENDAR, lambda form: list(documents.calendars(form, "x.toml", lambda _name: {}))),
    "workflow": (WORKFLOW, lambda form: workflow(form, "x.toml", "x-workflow")),
    "approach": (POLICY, lambda form: documents.policy(form, "x.toml")),
    "report": (REPORT, lambda form: report(form, "x.toml")),
    "channels": (CHANNEL, lambda form: list(channels(form, "x.toml"))),
}


def _refused(kind: str, text: str) -> tuple[Problem, ...]:
    with pytest.raises(RejectedInput) as refused:
        MAKERS[kind][1](parse(text.encode(), "x.toml"))
    assert {p.where for p in refused.value.problems} == {"x.toml"}
    return refused.value.problems


@pytest.mark.parametrize("kind", MAKERS)
def test_a_whole_document_is_read(kind: str):
    text, make = MAKERS[kind]
    assert make(parse(text.encode("utf-8-sig"), "x.toml"))


@pytest.mark.parametrize(
    ("kind", "wrong", "right", "said"),
    [
        ("city", 'name = "Testville"', 'nmae = "Testville"', "name"),
        ("city", "duty_desk", "dutydesk", "dutydesk"),
        ("city", '"UTC"', "8", "is no text; put it in quotes @ $.time_zone"),
        ("city", "name = ", 'languages = "zh"\nname = ', "is no list; put it in [ ] @ $.languages"),
        ("calendar", "2026-01-01", '"2026-01-01"', "write 2026-01-31 without quotes @ $.calendar[0].known_from"),
        ("calendar", '"08:00-12:00"', '"08:00-25:00"', "shifts: '08:00-25:00' names no time of day"),
        ("calendar", '"08:00-12:00"', '"08:00"', "shifts: '08:00' is no shift"),
        ("calendar", '"08:00-12:00"', '"12:00-08:00"', "ends before it opens"),
        ("calendar", '["08:00-12:00"]', "[]", "shifts: give them in order"),
        ("workflow", 'from = ["reported"]\n', "", "required field missing @ $.transition[0].from"),
        ("workflow", 'from = ["reported"]', 'from = "reported"', "is no list; put it in [ ] @ $.transition[0].from"),
        ("workflow", 'roles = ["clerk"]', 'roles = "clerk"', "is no list; put it in [ ] @ $.transition[0].roles"),
        ("workflow", 'roles = ["clerk"]', "roles = [7]", "is no text; put it in quotes @ $.transition[0].roles[0]"),
        ("workflow", "command", "comand", "extra fields found (comand) @ $.transition[0]"),
        ("workflow", "[[transition]]", "[transition]", "is no list; put it in [ ] @ $.transition"),
        ("workflow", 'initial = "reported"\n', "", "initial: a workflow that extends no other says where cases begin"),
        ("workflow", 'ends = ["voided"]\n', "", "ends: a workflow that extends no other says where cases begin"),
        ("workflow", "[[tr", "[seats]\nclerk = 7\n[[tr", "is no text; put it in quotes @ $.seats"),
        ("workflow", "[[tr", "[[without]]\nfrom = []\n[[tr", "required field missing @ $.without[0].command"),
        ("channels", "[channel.map]\ntext", "map", "expected a mapping @ $.channel[0].map"),
        ("approach", "service = 70", "service = 71", "the shares add to 101, not 100"),
        ("approach", "service = 70", "servive = 70", "servive"),
        ("report", 'field = "id"\n', "", "required field missing @ $.column[0].field"),
        ("channels", '"csv"', '"ods"', "ods"),
        ("channels", 'text = "Text"', 'txt = "Text"', "map: txt is no field of a report"),
        ("channels", 'text = "Text"', 'at = "Time"', "map: a report needs a text"),
        ("channels", 'text = "Text"', "text = 7", "is no text; put it in quotes"),
    ],
)  # fmt: skip
def test_a_wrong_key_or_value_is_named_with_its_path(kind: str, wrong: str, right: str, said: str):
    text = MAKERS[kind][0]
    assert wrong in text
    problems = _refused(kind, text.replace(wrong, right))
    assert {p.code for p in problems} == {"CMS412"}
    assert any(said in p.what() for p in problems), [p.what() for p in problems]


def test_all_wrong_settings_of_a_document_are_named_at_once():
    problems = _refused("city", 'name = 7\ncolour = "red"\ntime_zone = "UTC"\n')
    said = "\n".join(p.what() for p in problems)
    assert len(problems) >= 3
    assert "$.name" in said
    assert "colour" in said
    assert "duty_desk" in said


@pytest.mark.parametrize("payload", [b'name = "x', b"name = ", b"\xff\xfe", b"a = 1\na = 2\n"])
def test_a_slip_of_syntax_is_named(payload: bytes):
    with pytest.raises(RejectedInput) as refused:
        parse(payload, "x.toml")
    assert [(p.code, p.where) for p in refused.value.problems] == [("CMS411", "x.toml")]


def test_a_slip_of_syntax_is_named_with_its_line():
    with pytest.raises(RejectedInput, match="line 2"):
        parse(b'name = "x"\ndesk = y\n', "x.toml")
