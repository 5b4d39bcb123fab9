"""Seals: what they hold, in which order they stand, with whose key they are signed, what was published of them."""

from datetime import timedelta
from hashlib import sha256
import json
from pathlib import Path
from typing import Any

import attrs
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
import pytest

from cmsdk import RejectedInput, StoreUnavailable
from cmsdk.contract.ports import Ledger
from cmsdk.desk.sealing import last_seal, seal_ledger, seal_matter
from cmsdk.model.entry import GENESIS
from cmsdk.sealing.findings import MOST, Findings
from cmsdk.sealing.keys import SealKey
from cmsdk.sealing.seal import SEALS, LedgerSeal, read_seal, seal_of

from .conftest import KEY, START, TOWN, Town

DAY = timedelta(days=1)
LATER = START + DAY
OTHER = json.dumps(
    {
        "v": 1, "seal": 12, "first": 12, "last": 12, "entries": 12, "streams": 12, "at": "2026-06-01T09:30:00+08:00",
        **dict.fromkeys(("city", "root", "order", "previous", "public_key", "key", "signature"), "00"),
    }
)  # fmt: skip
"""Has the form of a seal."""


def _seal(town: Town, at: timedelta = DAY, key: SealKey = KEY) -> LedgerSeal:
    made = town.seal(START + at, key)
    assert made is not None
    return made.seal


def _errors(town: Town, code: str = "CMS843", **given: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    facts = [dict(p.facts) for p in town.verify(**given).problems if p.code == code]
    return [(found["seal"], found["error"]) for found in facts]


def test_a_seal_names_the_entries_since_the_one_before(town: Town):
    one = _seal(town)
    assert (one.seal, one.city, one.first, one.last, one.entries, one.streams) == (1, TOWN, 1, 12, 12, 3)
    assert (one.previous, one.key, one.at) == (GENESIS, KEY.public.fingerprint, LATER.isoformat())
    town.add("c-4", "c-5")
    two = _seal(town, 2 * DAY)
    # the entry of the first seal is held by the second
    assert (two.seal, two.first, two.last, two.entries, two.streams) == (2, 13, 21, 9, 3)
    assert two.previous == sha256(one.text.encode()).hexdigest() == one.digest
    assert town.verify().sound


def test_a_seal_is_an_entry_of_a_stream_of_its_own_and_its_projection(town: Town):
    one = _seal(town)
    (entry,) = town.ledger.entries(SEALS)
    assert (entry.version, entry.type, entry.city, entry.at, entry.by) == (1, "sealed", TOWN, LATER, "cmsdk")
    assert entry.data == one.text
    assert seal_of(entry.data) == one == last_seal(town.ledger)
    assert town.ledger.matter(SEALS) == seal_matter(entry)


def test_with_nothing_new_no_seal_is_made(town: Town):
    _seal(town)
    assert town.seal(LATER + DAY) is None
    assert len(town.ledger.entries(SEALS)) == 1


def test_an_empty_ledger_has_nothing_to_seal(empty: Ledger):
    assert seal_ledger(empty, KEY, TOWN, "p", LATER) is None
    assert last_seal(empty) is None


def test_anyone_can_verify_the_signature_with_json_and_ed25519(town: Town):
    form = json.loads(_seal(town).published)
    signature = bytes.fromhex(form.pop("signature"))
    text = json.dumps(form, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    key = Ed25519PublicKey.from_public_bytes(KEY.public.raw)
    key.verify(signature, b"cmsdk ledger seal\n" + text.encode())


def test_a_published_seal_is_read_again_as_it_was(town: Town, tmp_path: Path):
    one = _seal(town)
    path = tmp_path / "seal.json"
    path.write_text(one.published, encoding="utf-8")
    assert read_seal(path) == one
    assert path.stat().st_size < 1000


@pytest.mark.parametrize(
    "text",
    [
        OTHER.replace("12", "0"),
        OTHER.replace("12", f"{2**63}"),
        OTHER.replace("+", " "),
        "",
        "[]",
        "7",
        '{"v":1}',
        '{"v":2}',
        "\x00",
        "[" * 10_000,
        '{"v":1,"seal":"1"}',
        b"\xff\xfe",
    ],
)
def test_a_file_that_holds_no_seal_is_named(text: str | bytes, tmp_path: Path, speaks: Any):  # noqa: ANN401
    path = tmp_path / "seal.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RejectedInput) as caught:
        read_seal(path)
    assert [p.code for p in caught.value.problems] == ["CMS845"]
    speaks(caught.value.problems[0], "seal.json")


def test_what_has_the_form_of_a_seal_is_read_and_is_not_genuine():
    assert not seal_of(OTHER).genuine


@pytest.mark.parametrize("field", [field.name for field in attrs.fields(LedgerSeal)])
def test_no_field_of_a_seal_can_be_changed(town: Town, field: str):
    one = _seal(town)
    old = getattr(one, field)
    other: Any = old + 1 if isinstance(old, int) else LATER.replace(hour=8).isoformat() if field == "at" else f"0{old}"
    changed = attrs.evolve(one, **{field: other})
    assert one.genuine
    assert not changed.genuine
    town.attacker.change(SEALS, 1, data=changed.text)
    town.attacker.rehash(SEALS)
    assert "seal-no-signature" in [error for _, error in _errors(town)]


def test_a_removed_seal_shows_in_the_one_after_it(town: Town):
    _seal(town)
    town.add("c-4")
    _seal(town, 2 * DAY)
    town.attacker.remove(SEALS, 1)
    assert town.found() == {
        ("CMS840", "14"), ("CMS839", "seals#2"), ("CMS838", "seals#2"), ("CMS843", "seals#2")
    }  # fmt: skip
    assert _errors(town) == [("2", "seal-not-chained"), ("2", "seal-misplaced"), ("2", "seal-entries")]


def test_the_last_seal_removed_with_all_traces_shows_in_what_was_published(town: Town):
    one = _seal(town)
    town.attacker.remove(SEALS, 1)
    town.attacker.do("DELETE FROM matters")
    assert town.verify().sound  # that is what publishing is for
    assert town.found(seals=[one]) == {("CMS844", "seals#1")}
    assert _errors(town, "CMS844", seals=[one]) == [("1", "seal-removed")]


def test_a_published_seal_is_computed_anew_though_the_ledger_has_lost_it(town: Town):
    one = _seal(town)
    town.attacker.remove(SEALS, 1)
    town.attacker.do("DELETE FROM matters")
    town.attacker.change("c-2", 3, by="bob")
    town.attacker.rehash("c-2")
    assert town.found(seals=[one]) == {("CMS844", "seals#1"), ("CMS843", "seals#1")}
    assert _errors(town, seals=[one]) == [("1", "seal-root")]


def test_a_history_written_anew_with_another_key(town: Town):
    """Without a key or a published seal nobody could tell; with one of the two, anyone can."""
    one = _seal(town)
    town.attacker.remove(SEALS, 1)
    town.attacker.do("DELETE FROM matters")
    town.attacker.change("c-2", 3, by="bob")
    town.attacker.rehash("c-2")
    other = SealKey.new()
    _seal(town, key=other)
    assert town.verify().sound
    assert town.verify().keys == (other.public.fingerprint,)
    assert _errors(town, keys=[KEY.public]) == [("1", "seal-other-key")]
    assert _errors(town, "CMS844", seals=[one]) == [("1", "seal-replaced")]
    assert _errors(town, seals=[one]) == [("1", "seal-root")]


def test_a_seal_with_another_key_than_the_one_before(town: Town):
    _seal(town)
    town.add("c-4")
    other = SealKey.new()
    _seal(town, 2 * DAY, other)
    assert _errors(town) == [("2", "seal-other-key")]
    assert _errors(town, keys=[other.public]) == [("1", "seal-other-key")]
    assert town.verify(keys=[KEY.public, other.public]).sound


def test_two_cities_of_one_ledger_seal_each_with_its_own_key(town: Town):
    _seal(town)
    town.add("c-4")
    assert seal_ledger(town.ledger, SealKey.new(), "610100", "p", LATER + DAY) is not None
    assert town.verify().sound


def test_a_published_seal_that_somebody_changed_is_no_seal_of_the_city(town: Town):
    one = _seal(town)
    false = attrs.evolve(one, root="0" * 64)
    assert _errors(town, seals=[false]) == [("1", "seal-no-signature"), ("1", "seal-root")]
    assert _errors(town, "CMS844", seals=[false]) == [("1", "seal-replaced")]
    stranger = attrs.evolve(one, public_key=SealKey.new().public.raw.hex())
    assert ("1", "seal-other-key") in _errors(town, seals=[stranger], keys=[KEY.public])
    assert not attrs.evolve(one, public_key="no hexadecimal").genuine


def test_what_stands_in_the_place_of_a_seal_is_named(town: Town):
    _seal(town)
    town.attacker.change(SEALS, 1, data='{"v":1}')
    town.attacker.rehash(SEALS)
    assert _errors(town) == [("1", "seal-no-form")]
    town.add("c-4")
    with pytest.raises(StoreUnavailable, match="CMS843"):
        town.seal()


def test_a_clock_that_went_back_is_named_and_the_seal_is_made(town: Town, speaks: Any):  # noqa: ANN401
    made = town.seal(START + timedelta(hours=2))  # the entries of the cases go on to four hours
    assert made is not None
    (warned,) = made.problems
    assert (warned.code, warned.where) == ("CMS842", "c-1#4")
    speaks(warned, "c-1", (START + timedelta(hours=2)).isoformat(), (START + timedelta(hours=4)).isoformat())
    assert town.verify().sound
    town.add("c-4", at=START - DAY)
    before = town.seal(START)
    assert before is not None
    assert [p.where for p in before.problems] == ["seals#1"]
    assert town.found() == {("CMS842", "seals#2")}


def test_a_seal_is_not_entered_where_the_state_of_the_seals_is_another(town: Town):
    _seal(town)
    town.add("c-4")
    town.attacker.do("UPDATE matters SET version = 5")
    with pytest.raises(StoreUnavailable) as caught:
        town.seal(LATER)
    assert dict(caught.value.problems[0].facts)["error"] == "seal-not-entered"


def test_of_two_who_seal_at_once_both_have_a_whole_chain(town: Town):
    """The second finds that the first has sealed everything."""
    inspecting, calls = town.ledger.inspecting, []

    def slow() -> Any:  # noqa: ANN401
        if not calls:
            calls.append(1)
            _seal(town)
        return inspecting()

    town.ledger.inspecting = slow  # type: ignore[method-assign]
    made = town.seal(LATER + DAY)
    assert [entry.version for entry in town.ledger.entries(SEALS)] == ([1] if made is None else [1, 2])
    assert town.verify().sound


def test_findings_beyond_the_most_are_counted():
    from cmsdk.model.problem import problem

    findings = Findings()
    for number in range(MOST + 3):
        findings.add(problem("CMS840", str(number), before=0, number=number))
    assert (len(findings.problems), findings.more) == (MOST, 3)


def test_progress_is_told_in_rows(empty: Any):  # noqa: ANN401
    from .conftest import Attacker

    town, told = Town(empty, Attacker(empty)), []
    town.add(*(f"c-{n:04}" for n in range(700)))
    town.verify(progress=told.append)
    assert told == [5000]


def test_who_writes_while_a_seal_is_made_is_held_by_the_next_one(town: Town):
    append_all = town.ledger.append_all

    def meanwhile(*given: Any) -> bool:  # noqa: ANN401
        del town.ledger.append_all
        town.add("c-4")
        return append_all(*given)

    town.ledger.append_all = meanwhile  # type: ignore[method-assign]
    one = _seal(town)
    assert (one.last, town.ledger.entries(SEALS)[0].version) == (12, 1)
    assert town.verify().sound
    two = _seal(town, 2 * DAY)
    assert (two.first, two.last, two.streams) == (13, 17, 2)
    assert town.verify().sound
