"""A batch asks for its randomness once: it is enough to the byte, used once, and never stretched."""

from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
import pytest

from cmsdk.contract.ports import NewCase
from cmsdk.ledger.keys.ring import KeyRing, random_for
from cmsdk.ledger.people import sealed_people
from cmsdk.model.report import Person

RING = KeyRing.of(b"k" * 32)
NONCE = 12


def test_every_key_and_every_nonce_of_a_batch_is_its_own(new_case: Callable[..., NewCase]):
    cases = [new_case(f"c-{n}", person=Person("Ann", "13800000001")) for n in range(20)]
    rows, raws = sealed_people(RING, cases)
    nonces = [sealed[:NONCE] for row, raw in zip(rows, raws, strict=True) for sealed in (row[2], row[3], raw)]
    assert len(set(nonces)) == 3 * len(cases)
    for row, raw, new in zip(rows, raws, cases, strict=True):
        assert RING.unwrap(row[0], row[2]).open("raw", raw).decode() == new.raw


def test_whoever_takes_more_than_was_asked_for_gets_an_error_and_no_weaker_seal():
    random = random_for(1, 1)
    _, envelope = RING.fresh("p-1", random)
    envelope.seal("raw", b"text", random)
    with pytest.raises(ValueError, match=r"[Nn]once"):
        envelope.seal("form", b"text", random)
    with pytest.raises(ValueError, match="key"):
        AESGCM(random(32))
