"""What apps hand in: bytes only, under any name; broken rows beside good ones are kept, and counts add up."""

import json
from typing import Any

from attrs import evolve
import pytest

from cmsdk import City, Outcome, RejectedInput
from cmsdk.plugin import Item


def _adds_up(outcome: Outcome) -> tuple[int, int, int]:
    counts = len(outcome.case_ids), outcome.duplicates, len(outcome.quarantined)
    assert outcome.received == sum(counts)
    return counts


@pytest.mark.parametrize("payload", ["Text\nbench\n", 12, None, ["x"], {"a": 1}])
def test_what_is_no_bytes_is_refused(testville: City, payload: Any):  # noqa: ANN401  whatever an app hands in
    with pytest.raises(RejectedInput) as refused:
        testville.receive("desk", payload)
    assert [p.code for p in refused.value.problems] == ["CMS521"]
    assert list(testville.ledger.deliveries(testville.id)) == []


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_of_every_kind_are_taken(testville: City, kind: type[bytes]):
    outcome = testville.receive("desk", kind(b"Text\nbench\n"))
    assert testville.ledger.payload(outcome.delivery) == b"Text\nbench\n"


@pytest.mark.parametrize("ledger", ["memory://", "sqlite"])
def test_names_that_are_no_unicode_are_kept_readable(ledger: str, testville: City, tmp_path: Any):  # noqa: ANN401  a path
    def read(_payload: bytes) -> list[Item]:
        return [Item("p\udcff", "x", {"text": "bench"}), Item("q\udcff", "y", {"text": "bench", "at": "?"})]

    url = f"sqlite:///{tmp_path}/x.db" if ledger == "sqlite" else ledger
    plan = evolve(testville.plan, channels={"desk": evolve(testville.plan.channels["desk"], read=read)})
    from cmsdk.ledger.open import open_ledger

    with City(plan, open_ledger(url), testville.clock) as city:
        outcome = city.receive("desk", b"x", name="bad\udcff.json")
        assert _adds_up(outcome) == (1, 0, 1)
        (delivery,) = city.ledger.deliveries(city.id)
        assert delivery.name == "bad\\udcff.json"
        assert [q.position for q in city.quarantine()] == ["q\\udcff"]
        unknown = city.receive("fax\udcff", b"x")
        assert [p.code for p in unknown.problems] == ["CMS501"]
        assert "\udcff" not in json.dumps([p.as_json() for p in unknown.problems], ensure_ascii=False)


def _app(*items: dict[str, str]) -> bytes:
    return json.dumps({"data": {"list": items}}).encode()


def test_a_broken_row_beside_a_good_one_of_the_same_id_is_kept(testville: City):
    good, broken = {"id": "1", "what": "bench"}, {"id": "1", "what": "litter", "at": "yesterday"}
    for items in ((good, broken), (broken, good)):
        with City(testville.plan, clock=testville.clock, ledger=_memory()) as city:
            assert _adds_up(city.receive("app", _app(*items))) == (1, 0, 1)
            assert [json.loads(q.raw)["what"] for q in city.quarantine()] == ["litter"]


def _memory() -> Any:  # noqa: ANN401  a ledger
    from cmsdk.ledger.sql import SqlLedger

    return SqlLedger.in_memory()


def test_a_broken_row_in_an_earlier_batch_than_the_good_one_is_kept(testville: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cmsdk.desk.intake.BATCH", 1)
    items = {"id": "1", "what": "litter", "at": "yesterday"}, {"id": "1", "what": "bench"}
    assert _adds_up(testville.receive("app", _app(*items))) == (1, 0, 1)
    assert len(testville.quarantine()) == 1


def test_a_broken_row_of_a_case_that_is_known_is_a_repeat(testville: City):
    testville.receive("app", _app({"id": "1", "what": "bench"}))
    assert _adds_up(testville.receive("app", _app({"id": "1", "what": "bench", "at": "yesterday"}))) == (0, 1, 0)


def test_broken_rows_of_one_id_and_place_in_two_deliveries_are_both_kept(testville: City):
    for what in ("bench", "litter", "bench"):
        testville.receive("app", _app({"id": "1", "what": what, "at": "yesterday"}))
    assert [json.loads(q.raw)["what"] for q in testville.quarantine()] == ["bench", "litter"]
