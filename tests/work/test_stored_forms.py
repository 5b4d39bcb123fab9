"""What entries look like, to the letter: a form that changes here needs a new version and a migration."""

from collections.abc import Callable
import json
from typing import Any

from cmsdk.contract.ports import NewCase
from cmsdk.model.commands import Accept, Archive, Close, Dispatch, File, Handle, Satisfaction, Visit
from cmsdk.work.forms import FORMS

Desks = Callable[..., Any]
FIELDS = {"text": "litter at the old mill", "at": "2026-06-01", "name": "Zoe", "lon": "-71.5", "lat": "42.5"}


def test_the_first_two_forms_are_as_the_ledger_has_them(open_one: Callable[..., NewCase]):
    reported, triaged = (entry.data for entry in open_one("reported", **FIELDS).entries)
    assert json.loads(reported) == {
        "v": 2, "channel": "desk", "report": json.loads(reported)["report"], "at": "2026-06-01T08:00:00-04:00",
        "dated": "day", "kind": "", "title": "", "text": "litter at the old mill", "place": "",
        "point": [-71.5, 42.5, "wgs84"], "person": "p-260601-1", "state": "reported",
        "given": {},
    }  # fmt: skip
    assert list(json.loads(triaged)) == [
        "v", "category", "approach", "division", "grid", "station", "unit", "mode", "standard", "due", "trail",
        "recurs",
    ]  # fmt: skip
    due = ["at", "amount", "unit", "calendar", "calendar_version", "skipped", "provisional"]
    assert list(json.loads(triaged)["due"]) == due
    assert json.loads(triaged)["v"] == 2
    assert {len(step) for step in json.loads(triaged)["trail"]} == {7}


def test_a_command_says_its_fields_where_it_led_and_what_it_changed(desk: Desks):
    at = desk()
    for command in (
        Accept(), File(note="ok"), Dispatch(unit="testville-works"), Handle(result="swept"), Close(), Archive(),
        Visit(solved=False, satisfied=Satisfaction.DISSATISFIED),
    ):  # fmt: skip
        at.give(command, "clerk", "handler")
    sent = '"effects":{"unit":"testville-works","mode":"transfer","phase":"open"}}'
    visit = '{"at":"2026-06-01T16:30:00-04:00","valid":true,"solved":false,"satisfied":"dissatisfied"}'
    course = f'"course":{{"visits":[{visit}]}}'
    said = f'"effects":{{"solved":false,"satisfied":"dissatisfied",{course},"phase":"closed"}}}}'
    assert [e.data for e in at.entries[2:]] == [
        '{"v":1,"command":{},"to":"accepted","effects":{"phase":"open"}}',
        '{"v":1,"command":{"note":"ok"},"to":"filed","effects":{"phase":"open"}}',
        '{"v":1,"command":{"unit":"testville-works"},"to":"dispatched",' + sent,
        '{"v":2,"command":{"result":"swept"},"to":"handled","effects":{"result":"swept","phase":"handled"}}',
        '{"v":1,"command":{},"to":"closed","effects":{"phase":"closed"}}',
        '{"v":1,"command":{},"to":"archived","effects":{"phase":"closed"}}',
        '{"v":2,"command":{"solved":false,"satisfied":"dissatisfied"},"to":"visiting",' + said,
    ]


def test_every_form_has_a_migration_from_each_version_before_it():
    assert {name for name, form in FORMS.items() if form.version > 1} == {"reported", "triaged", "handle", "visit"}
    assert all(set(form.migrations) == set(range(1, form.version)) for form in FORMS.values())


def test_what_the_first_version_said_of_handling_and_visits_is_among_the_effects_now():
    old = '{"v":1,"command":{"result":"swept"},"to":"handled","effects":{"phase":"handled"}}'
    assert FORMS["handle"].load(old)["effects"] == {"phase": "handled", "result": "swept"}
    old = '{"v":1,"command":{"satisfied":"satisfied"},"to":"visiting","effects":{}}'
    assert FORMS["visit"].load(old)["effects"] == {"solved": None, "satisfied": "satisfied"}
    old = '{"v":1,"command":{"solved":false},"to":"visiting","effects":{}}'
    assert FORMS["visit"].load(old)["effects"] == {"solved": False, "satisfied": ""}


def test_what_the_first_version_said_of_triage_is_read_as_a_case_that_repeats_none(open_one: Callable[..., NewCase]):
    new = open_one("reported", **FIELDS)
    first = {**json.loads(new.entries[1].data), "v": 1}
    del first["recurs"]
    assert FORMS["triaged"].load(json.dumps(first))["recurs"] == []


def test_of_a_report_that_the_first_version_told_nobody_knows_what_the_sender_gave(open_one: Callable[..., NewCase]):
    new = open_one("reported", **FIELDS)
    first = {**json.loads(new.entries[0].data), "v": 1}
    del first["given"]
    assert FORMS["reported"].load(json.dumps(first))["given"] is None
