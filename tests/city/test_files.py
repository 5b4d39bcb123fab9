"""Enforcement files of a city: opened for a case, linked both ways, without personal data, all or nothing."""

from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
import re

from attrs import evolve
import pytest

from cmsdk import Actor, Case, City, Close, Link, NotAllowed, Refusal, TakeMeasure, discover
from cmsdk.model.enforcement import EnforcementFile
from cmsdk.model.enforcement_commands import (
    AddEvidence,
    AssessHarm,
    ConfirmCorrection,
    Educate,
    Enquire,
    ExcuseFirst,
    FileCommand,
    HearStatement,
    Notify,
    OpenFile,
    OrderToCorrect,
    Penalise,
    PutOnFile,
    RecordProcess,
    SignPromise,
    Surcharge,
    WaiveHearing,
)
from cmsdk.model.problem import Problem
from cmsdk.model.report import Person

HEAD = Actor("toy-a", ("enforcement_officer", "enforcement_head", "clerk"))
NATION = files("cmsdk_cn") / "tables"
RULES = (NATION / "enforcement.toml").read_text(encoding="utf-8")
MEANS = {name: (NATION / name).read_text(encoding="utf-8") for name in ("measures.csv", "approach.toml")}
PEOPLE = (
    "id,name,unit,roles,certificate\ntoy-a,甲,toy-desk,enforcement_head,S1\ntoy-b,乙,toy-desk,enforcement_officer,S2\n"
)
FLOW = """
    initial = "reported"
    ends = ["closed"]
    [[transition]]
    command = "take_measure"
    from = ["reported"]
    to = "="
    roles = ["enforcement_head"]
    needs = ["measure"]
    [[transition]]
    command = "link"
    from = ["reported"]
    to = "="
    roles = ["clerk"]
    [[transition]]
    command = "close"
    from = ["reported"]
    to = "closed"
    roles = ["clerk"]
    """
TABLES = {**MEANS, "enforcement.toml": RULES, "people.csv": PEOPLE, "workflow.toml": FLOW}
OPENING = OpenFile(
    unit="toy-desk", party="party-7", party_kind="citizen", matter="李大海 在人行道摆摊，电话 13812345678"
)
VENDOR = Person(name="李大海", phone="13812345678")


@pytest.fixture
def town(city_of: Callable[..., City]) -> City:
    return city_of(tables=TABLES)


@pytest.fixture
def case_id(town: City) -> str:
    return town.receive("jsonl", '{"external_id": "1", "text": "人行道上有人摆摊"}'.encode()).case_ids[0]


def _opened(town: City, case_id: str) -> EnforcementFile:
    found = town.open_file(case_id, OPENING, HEAD, person=VENDOR)
    assert isinstance(found, EnforcementFile)
    return found


def _did(town: City, file_id: str, *commands: FileCommand) -> EnforcementFile:
    for command in commands:
        found = town.enforce(file_id, command, HEAD)
        assert isinstance(found, EnforcementFile), found
    return town.file(file_id)


def _filed(town: City, case_id: str) -> EnforcementFile:
    file = _opened(town, case_id)
    return _did(town, file.id, RecordProcess(stage="start", audio_video=True), PutOnFile(officers=["toy-a", "toy-b"]))


def test_a_file_is_a_stream_of_its_own_and_the_case_stays_as_it_is(town: City, case_id: str):
    before = town.case(case_id)
    file = _opened(town, case_id)
    assert (file.case, file.state, file.version) == (case_id, "clue", 1)
    assert town.case(case_id) == before
    assert [one.id for one in town.files(case=case_id)] == [file.id]
    assert list(town.files(case="other")) == list(town.files(state="filed")) == []
    assert next(town.files()) == town.file(file.id)


def test_filing_is_a_measure_on_the_case_and_each_entry_names_the_other_stream(town: City, case_id: str):
    file = _filed(town, case_id)
    entry = town.ledger.entries(case_id)[-1]
    assert (entry.type, entry.version) == ("take_measure", town.case(case_id).version)
    assert '"cn-filing"' in entry.data
    assert f'"file":"{file.id}"' in entry.data
    assert f'"case_entries":[{entry.version}]' in town.ledger.entries(file.id)[-1].data


def _decide(town: City, file_id: str) -> EnforcementFile:
    said = {"facts": "摆摊", "basis": "条例第14条", "kinds": ["fine", "confiscation"], "fine": 300}
    return _did(
        town, file_id, Enquire(certificate_shown=True, result="承认"),
        AddEvidence(kind="inspection_record", item="e-1"),
        OrderToCorrect(demand="收摊", until=town.clock().date()),
        RecordProcess(stage="investigation", audio_video=True),
        Notify(**said, reason="两次", rights_told=True, hearing_told=True, until=town.clock().date()),
        HearStatement(made=False), WaiveHearing(), Penalise(**said),
    )  # fmt: skip


def test_a_decision_is_a_measure_for_each_kind_of_penalty(town: City, case_id: str):
    file = _filed(town, case_id)
    _decide(town, file.id)
    entries = town.ledger.entries(case_id)[-2:]
    assert [re.search(r'"measure":"([^"]+)"', entry.data).group(1) for entry in entries] == [  # type: ignore[union-attr]
        "cn-fine", "cn-confiscation",
    ]  # fmt: skip
    assert entries[1].prev == entries[0].hash
    assert town.case(case_id).version == entries[1].version


def test_what_is_linked_to_the_case_follows_its_measure(town: City, case_id: str):
    other = town.receive("jsonl", '{"external_id": "9", "text": "人行道又有人摆摊"}'.encode()).case_ids[0]
    assert isinstance(town.act(other, Link(to=case_id), HEAD), Case)
    file = _filed(town, case_id)
    _decide(town, file.id)
    for stream in (case_id, other):
        taken = [entry for entry in town.ledger.entries(stream) if entry.type == "take_measure"]
        assert [re.search(r'"measure":"([^"]+)"', entry.data).group(1) for entry in taken] == [  # type: ignore[union-attr]
            "cn-filing", "cn-order-to-correct", "cn-fine", "cn-confiscation",
        ]  # fmt: skip
        assert all(f'"file":"{file.id}"' in entry.data for entry in taken)
        assert town.case(stream).version == taken[-1].version
    assert f'"follows":"{case_id}:' in town.ledger.entries(other)[-1].data


def test_a_case_that_takes_no_measure_any_more_does_not_stop_its_file(town: City, case_id: str):
    file = _opened(town, case_id)
    assert isinstance(town.act(case_id, Close(), HEAD), Case)
    before = town.case(case_id)
    _did(town, file.id, RecordProcess(stage="start", audio_video=True), PutOnFile(officers=["toy-a", "toy-b"]))
    assert town.case(case_id) == before
    assert '"not_on_case":"CMS702"' in town.ledger.entries(file.id)[-1].data


def test_what_the_ladder_of_means_refuses_is_not_filed_either(
    town: City, case_id: str, monkeypatch: pytest.MonkeyPatch
):
    file = _opened(town, case_id)
    _did(town, file.id, RecordProcess(stage="start", audio_video=True))
    entries = town.ledger.entries(file.id)
    ladder = Refusal("CMS752", "ladder", ())
    monkeypatch.setattr("cmsdk.desk.measuring.decide", lambda *_, **__: ladder)
    assert town.enforce(file.id, PutOnFile(officers=["toy-a", "toy-b"]), HEAD) == ladder
    assert town.ledger.entries(file.id) == entries


def test_nothing_that_names_the_party_is_stored_in_the_file(town: City, case_id: str):
    file = _filed(town, case_id)
    _did(town, file.id, Enquire(certificate_shown=True, result="李大海（13812345678）承认摆摊", note="李大海 陕A12345"))
    matter = town.ledger.matter(file.id)
    stored = repr([town.ledger.entries(file.id), matter, town.file(file.id), str(town.explain_file(file.id, "zh"))])
    stored += repr(town.ledger.entries(case_id))
    assert "李大海" not in stored
    assert "13812345678" not in stored
    assert "陕A12345" not in stored
    assert town.party(file.id, by=HEAD, why="to serve") == VENDOR


@pytest.mark.parametrize("key", ["李大海", "13812345678", "", "a b", "610102199001011234", "x" * 65])
def test_a_party_is_named_by_a_key_that_names_nobody(town: City, case_id: str, key: str, speaks: Callable[..., None]):
    found = town.open_file(case_id, evolve(OPENING, party=key), HEAD)
    assert isinstance(found, Refusal)
    assert found.code == "CMS763"
    speaks(Problem(found.code, "party", found.facts))
    assert list(town.files()) == []


def test_a_party_in_a_file_is_nobody_who_reported(town: City, case_id: str):
    """The key of a party never reaches the data of a reporter, whatever it is."""
    reported = town.receive("jsonl", '{"external_id": "2", "text": "x 摆摊", "name": "王小明"}'.encode()).case_ids[0]
    town.open_file(case_id, evolve(OPENING, party=f"p-{reported}"), HEAD, person=VENDOR)
    assert town.person(reported, by=HEAD, why="to call back") != VENDOR


def test_the_other_files_of_the_party_say_whether_it_is_a_first_offence(city_of: Callable[..., City]):
    listed = "id,matter,exit,months,basis\ntoy-stall,摆摊,first,12,清单\n"
    town = city_of(tables={**TABLES, "lenient-offences.csv": listed})
    first, second = town.receive(
        "jsonl", '{"external_id": "1", "text": "摆摊一"}\n{"external_id": "2", "text": "摆摊二"}'.encode()
    ).case_ids[:2]

    ready = [
        RecordProcess(stage="start", audio_video=True), PutOnFile(officers=["toy-a", "toy-b"]),
        Enquire(certificate_shown=True, result="承认"), AddEvidence(kind="testimony", item="e-1"),
        AssessHarm(harm="slight", reason="-"), ConfirmCorrection(on=town.clock().date()), SignPromise(),
        Educate(result="-"),
    ]  # fmt: skip
    opening = evolve(OPENING, offence="toy-stall")
    one = town.open_file(first, opening, HEAD)
    assert isinstance(one, EnforcementFile)
    _did(town, one.id, *ready, ExcuseFirst(reason="初次"))
    two = town.open_file(second, opening, HEAD)
    assert isinstance(two, EnforcementFile)
    _did(town, two.id, *ready)
    refusal = town.enforce(two.id, ExcuseFirst(reason="初次"), HEAD)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, dict(refusal.facts)["earlier"]) == ("CMS768", one.id)
    three = town.open_file(second, evolve(opening, party="party-8"), HEAD)
    assert isinstance(three, EnforcementFile)
    assert _did(town, three.id, *ready, ExcuseFirst(reason="初次")).state == "decided_no_penalty"


def test_a_refusal_adds_no_entry(town: City, case_id: str):
    file = _filed(town, case_id)
    marks = town.ledger.mark()
    assert isinstance(town.enforce(file.id, Surcharge(), HEAD), Refusal)
    assert isinstance(town.enforce(file.id, Educate(), HEAD), Refusal)
    assert isinstance(town.enforce(file.id, Educate(result="-"), Actor("x", ())), Refusal)
    earlier = town.clock() - timedelta(minutes=1)
    assert isinstance(town.enforce(file.id, Educate(result="-"), HEAD, now=earlier), Refusal)
    assert town.ledger.mark() == marks


def test_a_command_that_is_sent_twice_is_carried_out_once(town: City, case_id: str):
    file = _filed(town, case_id)
    town.enforce(file.id, Educate(result="-"), HEAD, key="k-1")
    again = town.enforce(file.id, Educate(result="-"), HEAD, key="k-1")
    assert isinstance(again, Refusal)
    assert again.code == "CMS720"
    assert isinstance(town.enforce(file.id, Educate(result="-"), HEAD, key="k-2"), EnforcementFile)
    assert town.file(file.id).keys == ("k-1", "k-2")


def test_who_comes_second_is_refused(town: City, case_id: str, monkeypatch: pytest.MonkeyPatch):
    file = _filed(town, case_id)
    monkeypatch.setattr(town.ledger, "append_all", lambda *_: False)
    found = town.enforce(file.id, Educate(result="-"), HEAD)
    assert isinstance(found, Refusal)
    assert found.code == "CMS709"


def test_an_unknown_file_or_a_case_is_no_file(town: City, case_id: str):
    for unknown in ("nope", case_id):
        with pytest.raises(NotAllowed) as caught:
            town.file(unknown)
        assert [problem.code for problem in caught.value.problems] == ["CMS760"]
    with pytest.raises(NotAllowed):
        town.open_file("nope", OPENING, HEAD)


def test_a_city_without_the_rules_keeps_no_files(city_of: Callable[..., City]):
    town = city_of()
    case_id = town.receive("jsonl", '{"external_id": "1", "text": "摆摊"}'.encode()).case_ids[0]
    with pytest.raises(NotAllowed) as caught:
        town.open_file(case_id, OPENING, HEAD)
    assert [problem.code for problem in caught.value.problems] == ["CMS761"]
    assert list(town.files()) == []


def test_the_projection_of_a_file_is_its_fold_and_knows_the_next_term(town: City, case_id: str):
    file = _filed(town, case_id)
    matter = town.ledger.matter(file.id)
    assert matter
    assert (matter.state, matter.version, matter.case) == ("filed", file.version, case_id)
    (clock,) = town.file_clocks(file.id)
    assert (clock.term, clock.last) == ("decision", town.clock().date() + timedelta(days=90))
    assert matter.due
    assert matter.due.astimezone(clock.began.tzinfo).date() == clock.last + timedelta(days=1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_story_of_a_file_tells_each_step_its_basis_and_every_term(town: City, case_id: str, lang: str):
    file = _filed(town, case_id)
    _decide(town, file.id)
    told = town.explain_file(file.id, lang)
    text = str(told)
    assert len(told.deeds) == town.file(file.id).version
    assert not re.search(r"\{\w+\}|<<|None", text), text
    assert "行政处罚法第57条" in text
    assert ("A penalty was decided: fine, confiscation" in text) is (lang == "en")
    assert ("决定处罚：罚款、没收" in text) is (lang == "zh")
    assert len(told.clocks) == 3
    assert told.as_json()["id"] == file.id


def test_a_file_survives_on_disk(city_of: Callable[..., City], tmp_path: Path):
    city_of(tables=TABLES)
    url = f"sqlite:///{tmp_path}/x.db"
    with City.open("test.toy", url, plugins=discover(only=["toy"])) as town:
        case_id = town.receive("jsonl", '{"external_id": "1", "text": "摆摊"}'.encode()).case_ids[0]
        file = _filed(town, case_id)
    with City.open("test.toy", url, plugins=discover(only=["toy"])) as town:
        assert town.file(file.id) == file == next(town.files(case=case_id))
        assert town.party(file.id, by=HEAD, why="to serve") == VENDOR


def test_the_article_and_the_excuse_of_a_measure_are_words_of_people_too(town: City, case_id: str):
    words = dict.fromkeys(("article", "earlier", "excuse"), f"{VENDOR.name} {VENDOR.phone}")
    _opened(town, case_id)
    assert isinstance(town.act(case_id, TakeMeasure(measure="cn-advice", **words), HEAD), Case)
    data = town.ledger.entries(case_id)[-1].data
    assert data.count("某 [电话]") >= len(words)
    assert VENDOR.name not in data
    assert VENDOR.phone not in data


def test_no_party_is_named_on_the_case_and_no_reporter_of_a_linked_case_on_the_file(town: City, case_id: str):
    row = '{"external_id": "2", "text": "摆摊", "name": "赵钱孙", "phone": "13700000002"}'
    (other,) = town.receive("jsonl", row.encode()).case_ids
    assert isinstance(town.act(other, Link(to=case_id, note="赵钱孙 同一件事"), HEAD), Case)
    file = _opened(town, case_id)
    assert isinstance(town.act(case_id, Close(note="李大海 已收摊，赵钱孙 知道"), HEAD), Case)
    _did(town, file.id, OrderToCorrect(demand="李大海 收摊", note="赵钱孙 举报", until=town.clock().date()))
    for stream in (case_id, other, file.id):
        stored = repr(town.ledger.entries(stream))
        assert "李大海" not in stored
        assert "赵钱孙" not in stored
    refused = town.enforce(file.id, PutOnFile(officers=["李大海", "toy-a"]), HEAD)
    assert isinstance(refused, Refusal)
    assert "李大海" not in repr(town.ledger.refusals(file.id))


def test_a_file_is_of_a_body_that_the_city_has(town: City, case_id: str):
    refused = town.open_file(case_id, evolve(OPENING, unit="toy-deks"), HEAD, person=VENDOR)
    assert isinstance(refused, Refusal)
    assert (refused.code, dict(refused.facts)["near"]) == ("CMS711", "toy-desk")
    assert not list(town.files())


@pytest.mark.parametrize("fine", ["1e400", "1e30", "9" * 50, "1" + "0" * 15, float("inf"), "NaN"], ids=str)
def test_an_amount_that_nobody_can_owe_is_none(fine: object):
    with pytest.raises(ValueError, match=r"fine: .{1,110} is no amount of money"):
        Penalise(kinds=["fine"], fine=fine)


def test_what_no_store_can_hold_is_no_officer_and_is_written_out_in_a_key(town: City, case_id: str):
    with pytest.raises(ValueError, match="officers"):
        PutOnFile(officers=["\ud800"])
    file = _opened(town, case_id)
    order = OrderToCorrect(demand="收摊", until=town.clock().date())
    assert isinstance(town.enforce(file.id, order, HEAD, key="\ud800"), EnforcementFile)
    assert getattr(town.enforce(file.id, order, HEAD, key="\ud800"), "code", None) == "CMS720"
