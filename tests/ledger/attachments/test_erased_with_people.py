"""Attachments go with the person to whom they belong, or at a term of their own; who had them is told with the rest."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import attrs
import pytest

from cmsdk import Actor, City, Decline, Erased, Person
from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger
from cmsdk.contract.retention import Destroys, RetentionRow, RetentionRules
from cmsdk.desk.attaching import Attaching
from cmsdk.model.attachment import Presence
from cmsdk.model.errors import NotAllowed, StoreUnavailable
from cmsdk.model.report import person_key
from cmsdk.work.attachments import stream_of
from cmsdk.work.person_stream import Done

from .files import JPEG, files_in

ANN = Actor("testville-p-ann", ("clerk", "dispatcher", "handler"))
WHY = "Zoe Quill (13800001234) asked"
MASKED = "某 ([电话]) asked"
Town = Callable[..., City]


def test_erasing_somebody_destroys_what_was_attached(city: City, case_id: str, objects: Path):
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before", name="door.jpg")
    city.attach(case_id, [JPEG], by=ANN, purpose="document")
    named = (f"{case_id}/{made.digest[:12]}",)
    would = city.erase(case=case_id, by=ANN, why=WHY, dry_run=True)
    assert (would.attachments, would.written) == (named, False)
    assert len(files_in(objects)) == 1
    assert city.erase(case=case_id, by=ANN, why=WHY).attachments == named
    assert files_in(objects) == []
    assert {item.presence for item in city.attachments(case_id)} == {Presence.ERASED}
    entry = city.ledger.entries(stream_of(case_id))[-1]
    assert (entry.type, entry.by) == ("forget_attachments", ANN.id)
    assert MASKED in entry.data
    assert city.erase(case=case_id, by=ANN, why=WHY).attachments == ()
    assert city.ledger.entries(stream_of(case_id))[-1] == entry


def test_of_all_cases_of_a_phone_the_attachments_go_and_those_of_others_stay(city: City, objects: Path):
    body = b"No.,Text,Name,Phone\n7,litter,Zoe Quill,13800001234\n8,noise,Zoe Quill,13800001234\n9,lamp,Kim,\n"
    *mine, other = city.receive("desk", body).case_ids
    for case_id in (*mine, other):
        made = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    done = city.erase(phone="13800001234", by=ANN, why="asked for")
    assert set(done.attachments) == {f"{case_id}/{made.digest[:12]}" for case_id in mine}
    assert len(files_in(objects)) == 1
    assert city.attachment(other, made.digest, by=ANN, why="x").read() == JPEG


@pytest.mark.parametrize("step", ["forget", "drop_object"])
def test_stopped_between_the_key_and_the_attachments_the_next_erasing_does_the_rest(
    city: City, case_id: str, objects: Path, step: str, monkeypatch: pytest.MonkeyPatch
):
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Attaching if step == "forget" else type(city.ledger), step, killed)
        with pytest.raises(KeyboardInterrupt):
            city.erase(case=case_id, by=ANN, why=WHY)
    assert isinstance(city.person(case_id, by=ANN, why=WHY), Erased)
    with pytest.raises(NotAllowed):
        city.attachment(case_id, made.digest, by=ANN, why="x")
    assert len(files_in(objects)) == 1
    done = city.erase(case=case_id, by=ANN, why=WHY)
    assert (done.people, done.before) == ((), (person_key(case_id),))
    assert len(done.attachments) == (step == "forget")
    assert files_in(objects) == []


def test_who_had_an_attachment_stands_among_those_who_read_the_person(city: City, case_id: str, plan: CityPlan):
    made, other = (city.attach(case_id, [JPEG + n], by=ANN, purpose="before") for n in (b"1", b"2"))
    city.attachment(case_id, made.digest, by=ANN, why=WHY)
    city.person(case_id, by=ANN, why=WHY)
    city.remove_attachment(case_id, other.digest, by=ANN, why="wrong case")
    city.erase(case=case_id, by=ANN, why=WHY)
    for found in (city.accesses(case=case_id), city.accesses(person=person_key(case_id))):
        assert {access.key for access in found} == {person_key(case_id)}
        assert sorted((a.done, a.why, a.destroyed, a.attachment) for a in found) == sorted([
            (Done.READ, MASKED, (), made.digest),
            (Done.READ, MASKED, (), ""),
            (Done.ERASED, "wrong case", ("attachments",), other.digest),
            (Done.ERASED, MASKED, ("person", "raw", "delivery"), ""),
            (Done.ERASED, MASKED, ("attachments",), ""),
        ])  # fmt: skip
    away = City(attrs.evolve(plan, city="610100"), city.ledger, city.clock)
    assert list(away.accesses(person=person_key(case_id))) == []


def test_under_another_key_of_the_ledger_attachments_open_as_before(city: City, case_id: str, objects: Path):
    made = city.attach(case_id, [JPEG], by=ANN, purpose="before")
    (kept,) = files_in(objects)
    before = kept.read_bytes()
    city.ledger.rekey(b"n" * 32)
    assert kept.read_bytes() == before
    with city.attachment(case_id, made.digest, by=ANN, why="x") as stream:
        assert stream.read() == JPEG
    assert city.verify_objects().whole


@pytest.fixture
def town(ledger: Ledger, plan: CityPlan, moment: datetime) -> Town:
    def opened(*rows: tuple[Destroys, int]) -> City:
        made = tuple(RetentionRow(id=f"r-{what}", destroys=(what,), days=days, basis="order 3") for what, days in rows)
        return City(attrs.evolve(plan, retention=RetentionRules(id="t", rows=made)), ledger, lambda: moment)

    return opened


def _ended(city: City, moment: datetime, *reports: str) -> list[str]:
    body = "No.,Text,Name,Phone\n" + "".join(f"{number},litter,Zoe Quill,13800001234\n" for number in reports)
    cases = city.receive("desk", body.encode()).case_ids
    for case_id in cases:
        city.attach(case_id, [JPEG], by=ANN, purpose="before")
        city.act(case_id, Decline(reason="not ours"), ANN, now=moment)
    return list(cases)


def test_attachments_have_a_term_of_their_own_while_the_person_stays(town: Town, moment: datetime, objects: Path):
    city = town((Destroys.ATTACHMENTS, 2), (Destroys.RAW, 2), (Destroys.PERSON, 9))
    case_id, other = _ended(city, moment, "1", "2")
    assert city.retain(now=moment + timedelta(days=2)).attachments == 0
    later = moment + timedelta(days=3)
    would = city.retain(now=later, dry_run=True)
    assert (would.attachments, would.raws, would.people, would.written) == (2, 2, 0, False)
    assert len(files_in(objects)) == 2
    done = city.retain(now=later)
    assert (done.attachments, done.raws, done.people, done.written) == (2, 2, 0, True)
    assert sorted((one.case, one.what) for one in done.past) == sorted(
        (case, what) for case in (case_id, other) for what in (Destroys.ATTACHMENTS, Destroys.RAW)
    )
    assert files_in(objects) == []
    assert isinstance(city.person(case_id, by=ANN, why="x"), Person)
    (access,) = [one for one in city.accesses(case=case_id) if "attachments" in one.destroyed]
    assert (access.by, access.why, access.rule) == ("cmsdk", "order 3", "r-attachments")
    assert city.retain(now=later).attachments == 0
    assert city.retain(now=moment + timedelta(days=10)).people == 2


def test_attachments_go_with_their_person_at_the_persons_term(town: Town, moment: datetime, objects: Path):
    city = town((Destroys.PERSON, 2))
    _ended(city, moment, "1")
    later = moment + timedelta(days=3)
    would = city.retain(now=later, dry_run=True)
    assert (would.people, would.attachments, len(files_in(objects))) == (1, 1, 1)
    done = city.retain(now=later)
    assert (done.people, done.attachments, files_in(objects)) == (1, 1, [])


def test_what_a_run_that_was_stopped_has_left_goes_with_the_next(
    town: Town, moment: datetime, objects: Path, monkeypatch: pytest.MonkeyPatch
):
    city = town((Destroys.PERSON, 2))
    _ended(city, moment, "1")
    later = moment + timedelta(days=3)

    def full(*_: object) -> None:
        raise StoreUnavailable([])

    with monkeypatch.context() as patch:
        patch.setattr(Attaching, "forget", full)
        with pytest.raises(StoreUnavailable):
            city.retain(now=later)
    assert len(files_in(objects)) == 1
    done = city.retain(now=later)
    assert (done.people, done.attachments, files_in(objects)) == (0, 1, [])


def test_where_another_writer_was_first_the_attachments_wait_with_their_person(
    town: Town, moment: datetime, objects: Path, monkeypatch: pytest.MonkeyPatch
):
    city = town((Destroys.PERSON, 2))
    (case_id,) = _ended(city, moment, "1")
    later = moment + timedelta(days=3)
    with monkeypatch.context() as patch:
        patch.setattr(type(city.ledger), "erase", lambda *_, **__: False)
        done = city.retain(now=later)
    assert (done.refused, done.attachments) == ([person_key(case_id)], 0)
    assert len(files_in(objects)) == 1
    assert city.retain(now=later).attachments == 1
