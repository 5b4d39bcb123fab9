"""Whatever arrives is kept first; what cannot be read as a whole is named, once, with what to do; nothing raises."""

from collections.abc import Callable, Iterator
import io
import json
import zipfile

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import City, Outcome
from cmsdk.desk import intake
from cmsdk.plugin import Item


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"\0" * 30_000_000)
    return out.getvalue()


BROKEN = {
    "an unknown channel": ("fax", b"Text\nbench\n", "CMS501"),
    "nothing at all": ("desk", b"", "CMS502"),
    "blank lines": ("desk", b"\r\n \n", "CMS502"),
    "another encoding than the channel's": ("latin", "Text\n灯\n".encode(), "CMS503"),
    "no JSON": ("app", b'{"data": ', "CMS504"),
    "no column of text": ("desk", b"No.,Body\n1,bench\n", "CMS505"),
    "no text in any encoding": ("desk", b"\xff\x00\x81\x30\xff", "CMS401"),
    "a zip bomb": ("desk-xlsx", _bomb(), "CMS510"),
    "half a workbook": ("desk-xlsx", b"PK\x03\x04half", "CMS409"),
    "a list somewhere else": ("app", b'{"items": []}', "CMS516"),
    "broken quoting": ("desk", b'"Text" x\nbench\n', "CMS413"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_delivery_that_cannot_be_read_is_kept_and_named(testville: City, name: str):
    channel, payload, code = BROKEN[name]
    outcome = testville.receive(channel, payload, name="x.bin")
    assert [p.code for p in outcome.problems if p.code != "CMS514"] == [code]
    assert (outcome.received, outcome.case_ids, outcome.quarantined) == (0, [], [])
    assert outcome.unread
    assert testville.ledger.payload(outcome.delivery) == payload
    (found,) = [p for p in outcome.problems if p.code == code]
    for lang in ("en", "zh"):
        assert all(found.as_json(lang).values())


def test_a_delivery_that_is_too_large_is_kept_and_named(testville: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(intake, "MAX_DELIVERY", 10)
    outcome = testville.receive("desk", b"Text\nbench\n")
    assert [p.code for p in outcome.problems] == ["CMS518"]
    assert testville.ledger.payload(outcome.delivery) == b"Text\nbench\n"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({}, "CMS506"),
        ({"where": {"lon": ""}}, "CMS506"),
        ({"id": "7"}, "CMS507"),
        ({"what": "bench", "at": "yesterday"}, "CMS508"),
        ({"what": "x" * 1_000_000}, "CMS509"),
        ("bench", "CMS512"),
        ({"what": "bench", "where": {"lon": 200, "lat": 42}}, "CMS513"),
        ({"what": "bench", "size": float("nan")}, "CMS517"),
    ],
)
def test_a_broken_item_is_quarantined_and_the_others_become_cases(testville: City, item: object, code: str):
    body = json.dumps({"data": {"list": [{"what": "litter"}, item, {"what": "pothole"}]}}).encode()
    outcome = testville.receive("app", body)
    assert (outcome.received, len(outcome.case_ids)) == (3, 2)
    assert [(q.position, [p.code for p in q.problems]) for q in outcome.quarantined] == [("2", [code])]


def test_a_channel_that_raises_is_named_and_what_it_gave_before_is_kept(testville: City):
    def read(_payload: bytes) -> Iterator[Item]:
        yield Item("1", {"what": "bench"}, {"text": "bench"})
        raise OSError("the wire is cut")

    desk = evolve(testville.plan.channels["desk"], read=read)
    city = City(evolve(testville.plan, channels={"desk": desk}), testville.ledger, testville.clock)
    outcome = city.receive("desk", b"x")
    assert "CMS511" in [p.code for p in outcome.problems]
    assert any("the wire is cut" in p.what() for p in outcome.problems)
    assert len(outcome.case_ids) == 1


def test_a_row_with_too_many_cells_is_quarantined(testville: City):
    outcome = testville.receive("desk", b"Text,Place\nbench, broken,pier\nlitter,pier\n")
    assert [p.code for q in outcome.quarantined for p in q.problems] == ["CMS515"]
    assert len(outcome.case_ids) == 1


def test_a_missing_column_is_a_warning_and_the_rows_are_taken(testville: City):
    outcome = testville.receive("desk", b"Text\nbench\n")
    assert {p.code for p in outcome.problems} == {"CMS514"}
    assert len(outcome.case_ids) == 1
    assert not outcome.unread


def test_what_was_mended_leaves_quarantine_and_becomes_a_case(testville: City):
    testville.receive("desk", b"No.,Time,Text\n1,yesterday,bench\n")
    assert len(testville.quarantine()) == 1
    outcome = testville.receive("desk", b"No.,Time,Text\n1,2026-05-31,bench\n")
    assert len(outcome.case_ids) == 1
    assert list(testville.quarantine()) == []


def test_a_large_file_is_taken_in_batches_and_progress_is_told(testville: City):
    told: list[int] = []
    body = ("No.,Text\n" + "".join(f"{n},bench\n" for n in range(2500))).encode()
    outcome = testville.receive("desk", body, progress=told.append)
    assert told == [1000, 2000, 2500]
    assert outcome.received == len(outcome.case_ids) == 2500


def test_formulas_and_tags_are_kept_as_words(testville: City):
    words = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "'; DROP TABLE cases; --"]
    body = json.dumps({"data": {"list": [{"what": w} for w in words]}}).encode()
    outcome = testville.receive("app", body)
    assert [case.text for case in testville.cases()] == words
    assert outcome.problems == []


@pytest.fixture
def receive(testville: City) -> Callable[[str, bytes], Outcome]:
    """Receives at the town, and checks that the bytes are kept and every item is accounted for."""

    def take(channel: str, payload: bytes) -> Outcome:
        outcome = testville.receive(channel, payload)
        assert outcome.received == len(outcome.case_ids) + outcome.duplicates + len(outcome.quarantined)
        assert testville.ledger.payload(outcome.delivery) == payload
        return outcome

    return take


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(channel=st.sampled_from(["desk", "desk-xlsx", "app", "latin", "jsonl", "fax"]), payload=st.binary(max_size=200))
def test_no_bytes_whatever_raise(receive: Callable[[str, bytes], Outcome], channel: str, payload: bytes):
    outcome = receive(channel, payload)
    assert outcome.received or outcome.problems


prefixes = st.sampled_from(["No.,Text,Time\n", "Text\n", '{"data":{"list":[', '{"text":"'])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(channel=st.sampled_from(["desk", "app", "jsonl", "csv"]), prefix=prefixes, body=st.text(max_size=80))
def test_no_text_whatever_raises(receive: Callable[[str, bytes], Outcome], channel: str, prefix: str, body: str):
    outcome = receive(channel, (prefix + body).encode("utf-8", "surrogatepass"))
    assert all(case.unit and case.due for case in outcome.cases)
