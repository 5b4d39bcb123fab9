"""Keys of seals lie in PEM files that any program reads; what is none is named."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
import pytest

from cmsdk import RejectedInput, SealKey, SealPublicKey
from cmsdk.sealing.keys import KEY_FILE

OTHER = Ed448PrivateKey.generate()


def test_a_key_is_read_again_as_it_was(tmp_path: Path):
    made = SealKey.new()
    secret, public = tmp_path / "seal.key", tmp_path / "seal.key.pub"
    secret.write_text(made.pem)
    public.write_text(made.public.pem)
    assert SealKey.read(secret).public == SealKey.read(environment={KEY_FILE: str(secret)}).public == made.public
    assert SealPublicKey.read(public) == made.public
    assert SealKey.new().public != made.public


def test_the_fingerprint_is_short_enough_to_be_compared():
    key = SealPublicKey(bytes(32))
    # of 32 zero bytes: written down once, since it is printed on paper
    assert key.fingerprint == "6668 7aad f862 bd77 6c8f c18b 8e9f 8e20"


def test_a_signature_holds_for_one_text_and_one_key():
    one, other = SealKey.new(), SealKey.new()
    signature = one.sign(b"text")
    assert one.public.signed(b"text", signature)
    assert not one.public.signed(b"texts", signature)
    assert not other.public.signed(b"text", signature)
    assert not one.public.signed(b"text", "no hexadecimal")
    assert not SealPublicKey(b"short").signed(b"text", signature)


def _pem(kind: str) -> bytes:
    secret = load_pem_private_key(SealKey.new().pem.encode(), None)
    return {
        "nothing": b"",
        "another kind": OTHER.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "another kind of public key": OTHER.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        ),
        "a password": secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")),
    }[kind]  # fmt: skip


@pytest.mark.parametrize("kind", ["nothing", "another kind", "another kind of public key", "a password"])
def test_what_is_no_key_is_named(kind: str, tmp_path: Path, speaks: Any):  # noqa: ANN401
    path = tmp_path / "seal.key"
    path.write_bytes(_pem(kind))
    for read in (SealKey.read, SealPublicKey.read):
        with pytest.raises(RejectedInput) as caught:
            read(path)
        assert [p.code for p in caught.value.problems] == ["CMS845"]
        speaks(caught.value.problems[0], "seal.key")


def test_a_file_that_is_not_there_is_named_and_none_given_too(tmp_path: Path, speaks: Any):  # noqa: ANN401
    with pytest.raises(RejectedInput) as caught:
        SealKey.read(tmp_path / "seal.key")
    assert [p.code for p in caught.value.problems] == ["CMS903"]
    with pytest.raises(RejectedInput) as caught:
        SealKey.read(environment={})
    assert [p.code for p in caught.value.problems] == ["CMS845"]
    speaks(caught.value.problems[0], KEY_FILE)
