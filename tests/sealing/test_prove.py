"""The proof of one case: small, nothing personal, and nothing in it can be changed."""

import copy
from datetime import timedelta
from hashlib import sha256
import json
from typing import Any

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from cmsdk import City, NotAllowed
from cmsdk.contract.ports import Matter, MatterChange, NewCase
from cmsdk.desk.sealing import prove_case, seal_ledger
from cmsdk.ledger.sql import SqlLedger
from cmsdk.model.entry import GENESIS, seal
from cmsdk.model.report import Person
from cmsdk.sealing.keys import SealPublicKey
from cmsdk.sealing.merkle import leaf

from .conftest import KEY, START, TOWN, Town, new_case

LATER = START + timedelta(days=1)


def holds(form: dict[str, Any], public: SealPublicKey) -> bool:
    """What the program on the page does, with as few words."""
    prev, sealed = GENESIS, None
    for version, entry in enumerate(form["entries"] + form["unsealed"], start=1):
        fields = [entry[n] for n in ("prev", "stream", "version", "city", "type", "at", "by", "plan", "data")]
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        placed = (entry["prev"], entry["stream"], entry["version"]) == (prev, form["case"], version)
        if not placed or sha256(text).hexdigest() != entry["hash"]:
            return False
        prev = entry["hash"]
        if version == len(form["entries"]):
            sealed = (entry["stream"], entry["version"], entry["hash"])
    node = sha256(b"\0" + leaf(*sealed)).digest() if sealed else b""
    for side, other in form["path"]:
        both = bytes.fromhex(other) + node if side == "left" else node + bytes.fromhex(other)
        node = sha256(b"\1" + both).digest()
    told = {name: value for name, value in form["seal"].items() if name != "signature"}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return node.hex() == told["root"] and public.signed(b"cmsdk ledger seal\n" + text, form["seal"]["signature"])


def test_a_proof_leads_from_the_entries_to_the_signature(town: Town):
    town.seal()
    for case in ("c-1", "c-2", "c-3"):
        made = prove_case(town.ledger, case)
        assert (len(made.entries), made.unsealed, made.seal.seal, made.city) == (4, (), 1, TOWN)
        assert holds(json.loads(made.text), KEY.public)
        assert not holds(json.loads(made.text), type(KEY).new().public)


def test_what_came_after_the_seal_is_given_as_not_yet_sealed(town: Town):
    town.seal()
    last = town.ledger.entries("c-2")[-1]
    more = seal(
        stream="c-2", version=5, city=TOWN, type_="close", at=LATER, by="bob", plan="p", data='{"v":1}', prev=last.hash
    )
    case = town.ledger.case("c-2")
    assert case is not None
    assert town.ledger.append(attrs.evolve(case, version=5), [more])
    made = prove_case(town.ledger, "c-2")
    assert ([row[4] for row in made.unsealed], len(made.entries)) == (["close"], 4)
    assert holds(json.loads(made.text), KEY.public)
    town.seal(LATER + timedelta(days=1))
    again = prove_case(town.ledger, "c-2")
    assert (len(again.entries), again.unsealed, again.seal.seal) == (5, (), 2)
    assert holds(json.loads(again.text), KEY.public)
    # the others stay with the seal that holds them
    assert prove_case(town.ledger, "c-1").seal.seal == 1


def test_a_proof_grows_with_the_logarithm_of_the_cases(empty: SqlLedger, town: Town):
    town.add(*(f"d-{n:04}" for n in range(1000)))
    town.seal()
    made = prove_case(town.ledger, "d-0500")
    assert len(made.path) == 10
    assert len(made.text) < 5000
    assert holds(json.loads(made.text), KEY.public)


def test_a_file_is_proved_like_a_case(town: Town):
    first = seal(
        stream="m-1", version=1, city=TOWN, type_="open", at=START, by="ann", plan="p", data="{}", prev=GENESIS
    )
    matter = Matter("m-1", "file", TOWN, "c-1", "opened", 1, START, "{}")
    assert town.ledger.append_all([MatterChange(matter, (first,))])
    town.seal()
    assert holds(json.loads(prove_case(town.ledger, "m-1").text), KEY.public)


@pytest.mark.parametrize("case", ["c-9", "\ud800", "a\0b"])
def test_a_case_that_is_not_there_is_named(town: Town, case: str):
    with pytest.raises(NotAllowed) as caught:
        prove_case(town.ledger, case)
    assert [p.code for p in caught.value.problems] == ["CMS701"]


def test_a_case_that_no_seal_holds_yet_is_named(town: Town, speaks: Any):  # noqa: ANN401
    town.seal()
    town.add("c-4")
    with pytest.raises(NotAllowed) as caught:
        prove_case(town.ledger, "c-4")
    assert [p.code for p in caught.value.problems] == ["CMS846"]
    speaks(caught.value.problems[0], "c-4", "14")


def test_a_proof_that_would_not_hold_is_not_given(town: Town):
    town.seal()
    town.attacker.change("c-3", 2, by="bob")
    with pytest.raises(NotAllowed) as caught:
        prove_case(town.ledger, "c-3")
    assert [p.where for p in caught.value.problems] == ["c-3#2"]
    row = town.attacker.row("seals", 1)
    town.attacker.change("seals", 1, data=row["data"].replace(TOWN, "610100"))
    with pytest.raises(NotAllowed) as caught:
        prove_case(town.ledger, "c-2")
    assert dict(caught.value.problems[0].facts)["error"] == "seal-no-signature"
    town.attacker.change("seals", 1, data=row["data"])
    town.attacker.change("c-1", 2, by="bob")
    town.attacker.rehash("c-1")
    with pytest.raises(NotAllowed) as caught:
        prove_case(town.ledger, "c-2")
    assert [p.code for p in caught.value.problems] == ["CMS843"]


def _places(form: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401
    """All values in JSON, by path."""
    if isinstance(form, dict):
        return [found for name in form for found in _places(form[name], (*path, name))]
    if isinstance(form, list):
        return [found for n, one in enumerate(form) for found in _places(one, (*path, n))]
    return [path]


@pytest.fixture(scope="module")
def proof() -> dict[str, Any]:
    ledger = SqlLedger.in_memory()
    assert ledger.record("d-1", [new_case(f"c-{n}") for n in range(5)], [])
    assert seal_ledger(ledger, KEY, TOWN, "p", LATER) is not None
    form: dict[str, Any] = json.loads(prove_case(ledger, "c-2").text)
    ledger.close()
    return form


@settings(max_examples=200)
@given(data=st.data())
def test_no_value_in_a_proof_can_be_changed(proof: dict[str, Any], data: st.DataObject):
    path = data.draw(st.sampled_from([p for p in _places(proof) if p != ("v",)]))
    changed = copy.deepcopy(proof)
    within = changed
    for step in path[:-1]:
        within = within[step]
    old = within[path[-1]]
    within[path[-1]] = old + 1 if isinstance(old, int) else "left" if old == "right" else f"{old}0"
    assert holds(proof, KEY.public)
    try:
        assert not holds(changed, KEY.public)
    except ValueError:  # no hexadecimal any more
        assert path[0] == "path"


def test_nothing_personal_stands_in_a_proof(city_of: Any):  # noqa: ANN401
    city: City = city_of()
    report = {
        "external_id": "r1",
        "text": "我是王小明，电话13800138000，路灯不亮",
        "name": "王小明",
        "phone": "13800138000",
    }
    outcome = city.receive("jsonl", json.dumps(report).encode())
    case = outcome.case_ids[0]
    assert city.ledger.person(f"p-{case}") == Person("王小明", "13800138000")
    assert city.seal(KEY) is not None
    text = city.prove(case).text
    assert "路灯不亮" in text
    assert "13800138000" not in text
    assert "王小明" not in text
    assert holds(json.loads(text), KEY.public)
    assert city.verify().sound


def test_another_citys_case_is_not_proved_here(city_of: Any):  # noqa: ANN401
    city: City = city_of()
    other: NewCase = new_case("c-1")
    assert city.ledger.record("d-1", [other], [])
    assert city.seal(KEY) is not None
    with pytest.raises(NotAllowed) as caught:
        city.prove("c-1")
    assert [p.code for p in caught.value.problems] == ["CMS710"]
    assert city.last_seal() is not None
