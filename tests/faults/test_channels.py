"""Channels that misbehave: the bytes are kept first, what was read stands, and what is no item is in quarantine."""

from collections.abc import Callable, Iterator
from itertools import chain
import json
from typing import Any

import attrs
import pytest

from cmsdk import City, NotAllowed, Outcome, RejectedInput
from cmsdk.plugin import Item, problem

CityWith = Callable[..., City]
NothingLost = Callable[..., None]
Read = Callable[[bytes], Any]
COUNT = 200
POSITIONS = {"first": 0, "middle": COUNT // 2, "last": COUNT - 1}


def item(number: int) -> Item:
    return Item(str(number), {"n": number}, {"external_id": f"r{number:04}", "text": f"路灯 {number} 不亮"})


def kept(city: City, outcome: Outcome, payload: bytes) -> None:
    assert city.ledger.payload(outcome.delivery) == payload
    (delivery,) = city.ledger.deliveries("test.toy")
    assert (delivery.id, delivery.size) == (outcome.delivery, len(payload))


def raiser(error: BaseException) -> Read:
    def read(_payload: bytes) -> Iterator[Item]:
        raise error

    return read


ENDS = {
    "raises": raiser(RuntimeError("no more")),
    "ends the program": raiser(SystemExit("no more")),
    "returns nothing": lambda _payload: None,
    "returns a number": lambda _payload: 5,
    "raises with problems that are none": raiser(type("Odd", (ValueError,), {"problems": 5})("no more")),
}


@pytest.mark.parametrize("how", ENDS)
def test_the_bytes_are_stored_before_the_channel_runs(how: str, city_with: CityWith, nothing_lost: NothingLost) -> None:
    city = city_with(read=ENDS[how])
    outcome = city.receive("toy-lines", b"\x00what came\xff")
    kept(city, outcome, b"\x00what came\xff")
    nothing_lost(city, outcome, cases=0)
    assert outcome.unread
    codes = [p.code for p in outcome.problems]
    assert codes == ["CMS511", "CMS601"]
    assert all(dict(p.facts)["who"] == "cmsdk-toy 2.3" for p in outcome.problems)


@pytest.mark.parametrize("error", [RuntimeError("half way"), SystemExit(1), MemoryError(), StopAsyncIteration()])
@pytest.mark.parametrize("position", POSITIONS)
def test_what_was_read_before_a_channel_broke_off_stands(
    position: str, error: BaseException, city_with: CityWith, nothing_lost: NothingLost, speaks: Callable[..., None]
) -> None:
    def read(_payload: bytes) -> Iterator[Item]:
        yield from map(item, range(POSITIONS[position]))
        raise error

    city = city_with(read=read)
    outcome = city.receive("toy-lines", b"x")
    kept(city, outcome, b"x")
    nothing_lost(city, outcome, cases=POSITIONS[position])
    assert [p.code for p in outcome.problems] == ["CMS511", "CMS601"]
    speaks(outcome.problems[0], "toy-lines", "cmsdk-toy 2.3", type(error).__name__)


class Grumpy:
    def __repr__(self) -> str:
        raise RuntimeError("no repr")


JUNK: dict[str, Any] = {
    "nothing": None,
    "text": "路灯不亮",
    "a dict": {"text": "路灯不亮"},
    "an object": object(),
    "an object that cannot be shown": Grumpy(),
    "a class": Item,
    "no fields": Item("7", "raw", None),  # type: ignore[arg-type]
    "fields that are a list": Item("7", "raw", [("text", "x")]),  # type: ignore[arg-type]
    "a field that is no text": Item("7", "raw", {"text": 5}),  # type: ignore[dict-item]
    "a field that is nothing": Item("7", "raw", {"text": None}),  # type: ignore[dict-item]
    "a position that is no text": Item(7, "raw", {"text": "x"}),  # type: ignore[arg-type]
    "problems that are none": Item("7", "raw", {"text": "x"}, ("wrong",)),  # type: ignore[arg-type]
    "problems that are nothing": Item("7", "raw", {"text": "x"}, None),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("junk", JUNK)
def test_what_is_no_item_is_in_quarantine_and_the_plugin_is_named(
    junk: str, position: str, city_with: CityWith, nothing_lost: NothingLost
) -> None:
    odd = POSITIONS[position]
    city = city_with(read=lambda _payload: [JUNK[junk] if n == odd else item(n) for n in range(COUNT)])
    outcome = city.receive("toy-lines", b"x")
    kept(city, outcome, b"x")
    nothing_lost(city, outcome, cases=COUNT - 1, quarantined=1)
    assert outcome.quarantined[0].position == str(odd + 1)
    assert outcome.quarantined[0].problems[0].code == "CMS512"
    (found,) = outcome.problems
    assert (found.code, dict(found.facts)["who"]) == ("CMS601", "cmsdk-toy 2.3")


def test_junk_alone_is_all_in_quarantine_and_counted(city_with: CityWith, nothing_lost: NothingLost) -> None:
    city = city_with(read=lambda _payload: range(50))
    outcome = city.receive("toy-lines", b"x")
    nothing_lost(city, outcome, cases=0, quarantined=50)
    assert [json.loads(row.raw) for row in outcome.quarantined] == list(range(50))
    assert dict(outcome.problems[0].facts)["count"] == "50"


RAW: dict[str, Any] = {
    "bytes": b"\xff\xfe",
    "a set": {1, 2},
    "not a number": float("nan"),
    "keys of two kinds": {1: "a", "b": 2},
    "an object that cannot be shown": {"deep": [Grumpy()]},
    "a text that no store can hold": object,
}


@pytest.mark.parametrize("raw", RAW)
def test_a_raw_item_that_json_cannot_express_is_in_quarantine(
    raw: str, city_with: CityWith, nothing_lost: NothingLost
) -> None:
    city = city_with(read=lambda _payload: [item(0), attrs.evolve(item(1), raw=RAW[raw]), item(2)])
    outcome = city.receive("toy-lines", b"x")
    nothing_lost(city, outcome, cases=2, quarantined=1)
    assert [p.code for p in outcome.quarantined[0].problems] == ["CMS517"]


def test_an_item_that_holds_itself_is_in_quarantine(city_with: CityWith, nothing_lost: NothingLost) -> None:
    ring: dict[str, Any] = {}
    ring["ring"] = ring
    city = city_with(read=lambda _payload: [attrs.evolve(item(0), raw=ring)])
    nothing_lost(city, city.receive("toy-lines", b"x"), cases=0, quarantined=1)


def test_texts_that_no_store_can_hold_are_kept_readable(city_with: CityWith, nothing_lost: NothingLost) -> None:
    odd = Item("1", {"内容": "灯\ud800"}, {"text": "灯\ud800坏了", "place": "\udfff", "external_id": "r\ud800"})
    city = city_with(read=lambda _payload: [odd])
    outcome = city.receive("toy-lines", b"x")
    nothing_lost(city, outcome, cases=1)
    assert "坏了" in outcome.cases[0].text


def test_an_item_with_problems_of_its_own_is_in_quarantine_with_them(
    city_with: CityWith, nothing_lost: NothingLost
) -> None:
    own = problem("CMS515", "toy-lines:2", cells=3, columns=2)
    city = city_with(read=lambda _payload: [item(0), attrs.evolve(item(1), problems=(own,)), item(2)])
    outcome = city.receive("toy-lines", b"x")
    nothing_lost(city, outcome, cases=2, quarantined=1)
    assert outcome.quarantined[0].problems == (own,)
    assert outcome.problems == []


@pytest.mark.parametrize("kind", [RejectedInput, NotAllowed])
def test_what_a_channel_rejects_with_reasons_is_told_in_its_words(
    kind: type[RejectedInput], city_with: CityWith, nothing_lost: NothingLost
) -> None:
    own = problem("CMS502", "toy-lines")

    def read(_payload: bytes) -> Iterator[Item]:
        yield item(0)
        raise kind([own])

    city = city_with(read=read)
    outcome = city.receive("toy-lines", b"x")
    nothing_lost(city, outcome, cases=1)
    assert outcome.problems == [own]


def test_keyboard_interrupt_in_a_channel_passes_and_full_batches_stand(city_with: CityWith) -> None:
    def read(_payload: bytes) -> Iterator[Item]:
        yield from map(item, range(1500))
        raise KeyboardInterrupt

    city = city_with(read=read)
    with pytest.raises(KeyboardInterrupt):
        city.receive("toy-lines", b"x")
    assert len(list(city.cases())) == 1000
    assert city.ledger.payload(city.ledger.deliveries("test.toy")[0].id) == b"x"


def test_the_same_delivery_after_the_plugin_is_mended_adds_only_what_was_missing(
    city_with: CityWith, nothing_lost: NothingLost
) -> None:
    broken = [True]

    def read(_payload: bytes) -> Iterator[Any]:
        yield from map(item, range(10))
        if broken:
            raise ValueError("half way")
        yield from map(item, range(10, 20))

    city = city_with(read=read)
    nothing_lost(city, city.receive("toy-lines", b"x"), cases=10)
    broken.clear()
    outcome = city.receive("toy-lines", b"x")
    assert (outcome.received, outcome.duplicates, len(outcome.cases), outcome.problems) == (20, 10, 10, [])


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2500])
def test_counts_add_up_at_the_edges_of_batches(count: int, city_with: CityWith, nothing_lost: NothingLost) -> None:
    odd = [None] if count else []
    city = city_with(read=lambda _payload: chain(map(item, range(count)), odd))
    outcome = city.receive("toy-lines", b"x")
    nothing_lost(city, outcome, cases=count, quarantined=len(odd))
