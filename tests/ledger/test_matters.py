"""Streams that are no cases (an enforcement file, a whistle, a duty …), on both ledgers."""

from collections.abc import Callable
from datetime import datetime, timedelta

import attrs
import pytest

from cmsdk.contract.ports import CaseQuery, Change, Ledger, Matter, MatterChange, MatterQuery, NewCase, Refused, Seen
from cmsdk.model.command import Refusal
from cmsdk.model.entry import GENESIS, Entry, seal
from cmsdk.model.report import Person

TOWN = "us.ma.testville"
PEOPLE = {"p-m-1": Person("Zoe Quill", "13800000001")}


def _entry(stream: str, at: datetime, before: Entry | None = None, kind: str = "opened") -> Entry:
    return seal(
        stream=stream, version=before.version + 1 if before else 1, city=TOWN, type_=kind, at=at, by="ann", plan="p",
        data='{"v":1}', prev=before.hash if before else GENESIS,
    )  # fmt: skip


def _matter(name: str, at: datetime, **fields: object) -> Matter:
    made = Matter(name, "whistle", TOWN, "c-1", "raised", 1, at, '{"v":1}', at + timedelta(hours=2))
    return attrs.evolve(made, **fields)


def test_a_matter_is_opened_with_its_people_and_goes_on(ledger: Ledger, moment: datetime):
    first, later = _entry("m-1", moment), moment + timedelta(hours=1)
    opened = _matter("m-1", moment)
    assert ledger.append_all([MatterChange(opened, (first,), PEOPLE)])
    assert ledger.matter("m-1") == opened
    assert ledger.person("p-m-1") == PEOPLE["p-m-1"]
    second = _entry("m-1", later, first, "closed")
    closed = _matter("m-1", later, state="closed", version=2, due=None)
    assert ledger.append_all([MatterChange(closed, (second,))])
    assert ledger.matter("m-1") == closed
    assert tuple(ledger.entries("m-1")) == (first, second)
    assert ledger.matter("m-2") is None
    assert ledger.case("m-1") is None


def test_of_two_writers_the_second_is_told(ledger: Ledger, moment: datetime):
    first = _entry("m-1", moment)
    assert ledger.append_all([MatterChange(_matter("m-1", moment), (first,))])
    assert not ledger.append_all([MatterChange(_matter("m-1", moment), (first,))])
    second = _entry("m-1", moment, first)
    assert ledger.append_all([MatterChange(_matter("m-1", moment, version=2), (second,))])
    assert not ledger.append_all([MatterChange(_matter("m-1", moment, version=2, state="x"), (second,))])
    assert ledger.matter("m-1") == _matter("m-1", moment, version=2)
    assert len(ledger.entries("m-1")) == 2


def test_a_case_and_its_matter_change_together_or_not_at_all(
    ledger: Ledger, moment: datetime, new_case: Callable[..., NewCase]
):
    new = new_case("c-1")
    assert ledger.record("d-1", [new], [])
    step = _entry("c-1", moment, new.entries[-1], "accept")
    case = attrs.evolve(new.case, version=2, state="accepted")
    opened = MatterChange(_matter("m-1", moment), (_entry("m-1", moment),))
    stale = Change(attrs.evolve(case, version=3), (attrs.evolve(step, version=3),))
    assert not ledger.append_all([opened, stale])
    assert ledger.matter("m-1") is None
    assert ledger.append_all([opened, Change(case, (step,))])
    assert [found.state for found in ledger.cases(CaseQuery(city=TOWN))] == ["accepted"]
    assert ledger.matter("m-1") == opened.matter


def test_a_case_has_to_be_recorded_before_it_changes(
    ledger: Ledger, moment: datetime, new_case: Callable[..., NewCase]
):
    new = new_case("c-1")
    assert not ledger.append_all([Change(new.case, new.entries)])
    assert ledger.case("c-1") is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["m-1", "m-2", "m-4"]),
        ({"case": "c-2"}, ["m-2"]),
        ({"state": "closed"}, ["m-4"]),
        ({"after": "m-1", "limit": 1}, ["m-2"]),
        ({"limit": 0}, []),
        ({"kind": "duty"}, ["m-3"]),
        ({"city": "610100"}, []),
        ({"case": "\ud800"}, []),
    ],
)
def test_matters_are_found_by_all_that_is_given(
    ledger: Ledger, moment: datetime, asked: dict[str, object], found: list[str]
):
    for name, fields in (
        ("m-4", {"state": "closed"}), ("m-2", {"case": "c-2"}), ("m-1", {}), ("m-3", {"kind": "duty"}),
    ):  # fmt: skip
        assert ledger.append_all([MatterChange(_matter(name, moment, **fields), (_entry(name, moment),))])
    query = MatterQuery(**{"city": TOWN, "kind": "whistle", **asked})  # type: ignore[arg-type]
    assert [matter.id for matter in ledger.matters(query)] == found


def test_a_refused_command_is_on_record_and_makes_no_entry(
    ledger: Ledger, moment: datetime, new_case: Callable[..., NewCase]
):
    assert ledger.record("d-1", [new_case("c-1")], [])
    first = Refused("c-1", TOWN, moment, "bob", "close", Refusal("CMS703", "role", (("actor", "bob"),), "notice 7"))
    second = attrs.evolve(first, at=moment + timedelta(hours=1), refusal=Refusal("CMS702", "state"))
    for refused in (first, attrs.evolve(first, stream="c-2"), second):
        ledger.note(refused)
    assert list(ledger.refusals("c-1")) == [first, second]
    assert len(ledger.entries("c-1")) == 1
    assert list(ledger.refusals("\ud800")) == []


def test_what_a_writer_has_seen_of_cases_still_holds_after_a_matter_was_opened(ledger: Ledger, moment: datetime):
    seen = Seen(mark=ledger.mark(), city=TOWN, streams=frozenset({"c-1"}))
    assert ledger.append_all([MatterChange(_matter("m-1", moment), (_entry("m-1", moment),))])
    assert ledger.append_all([MatterChange(_matter("m-2", moment), (_entry("m-2", moment),))], seen)


def test_who_is_known_already_is_no_writer_that_was_first(ledger: Ledger, moment: datetime):
    """A second file of the same party, who has a new phone meanwhile."""
    assert ledger.append_all([MatterChange(_matter("m-1", moment), (_entry("m-1", moment),), PEOPLE)])
    newer = {"p-m-1": Person("Zoe Quill", "13800000002")}
    assert ledger.append_all([MatterChange(_matter("m-2", moment), (_entry("m-2", moment),), newer)])
    assert ledger.person("p-m-1") == newer["p-m-1"]
