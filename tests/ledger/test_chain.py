"""The hash of an entry holds every field of it, each for itself."""

from datetime import UTC, datetime, timedelta
import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cmsdk.model.entry import GENESIS, Entry, chain, seal

FIELDS = {
    "stream": "c-1", "version": 3, "city": "us.ma.testville", "type_": "accept", "by": "ann|p", "plan": "f00d",
    "data": '{"v":1,"文":"“|”"}', "prev": GENESIS, "at": datetime(2026, 6, 1, 9, tzinfo=UTC),
}  # fmt: skip
OTHERS = {
    "stream": "c-2", "version": 4, "city": "610100", "type_": "file", "by": "ann", "plan": "p|f00d", "data": '{"v":1}',
    "prev": "1" * 64, "at": FIELDS["at"] + timedelta(microseconds=1),  # type: ignore[operator]
}  # fmt: skip


def _sealed(**changes: object) -> Entry:
    return seal(**{**FIELDS, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("field", OTHERS)
def test_no_field_can_be_changed_without_the_hash(field: str):
    assert _sealed(**{field: OTHERS[field]}).hash != _sealed().hash


def test_what_two_fields_hold_cannot_pass_from_one_to_the_other():
    assert _sealed(by="ann|p", plan="q").hash != _sealed(by="ann", plan="p|q").hash
    assert _sealed(by='ann","p', plan="q").hash != _sealed(by="ann", plan='p","q').hash


def test_anyone_can_verify_it_with_json_and_sha_256():
    e = _sealed()
    listed = [e.prev, e.stream, e.version, e.city, e.type, e.at.isoformat(), e.by, e.plan, e.data]
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    assert e.hash == hashlib.sha256(text.encode("utf-8")).hexdigest()
    # as on the page of stored forms; a ledger that was written once has to verify for ever
    assert e.hash == "e41c65735df3c2193900aa8daca41c288d25652778f27ffeec67f4abe41a9d26"


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
fields = st.tuples(words, words, st.integers(1, 9), words, words, words, words, words, words)


@given(one=fields, other=fields)
def test_two_entries_have_one_hash_only_if_they_are_the_same(one: tuple[str, ...], other: tuple[str, ...]):
    assert (chain(*one) == chain(*other)) == (one == other)  # type: ignore[arg-type]
