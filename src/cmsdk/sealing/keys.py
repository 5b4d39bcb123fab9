"""The city's key of seals (封存密钥): Ed25519 (RFC 8032) of ``cryptography``, in PEM files."""

from collections.abc import Mapping
from hashlib import sha256
import os
from pathlib import Path
from typing import Final

import attrs
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem

KEY_FILE: Final = "CMSDK_SEAL_KEY_FILE"
"""Environment variable: the file that holds the key of seals."""


MOST: Final = 10_000
"""Bytes that are read of a key's file, which has some hundred: what is longer is none, and may have no end."""


@attrs.frozen
class SealPublicKey:
    """The public half, which everybody may have: it tells whether a seal is the city's."""

    raw: bytes
    """32 bytes."""

    @classmethod
    def read(cls, path: Path) -> "SealPublicKey":
        """The public key in a PEM file. Raises RejectedInput."""
        try:
            key = load_pem_public_key(_bytes(path))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise _none("seal-no-public-key", path) from error
        if not isinstance(key, Ed25519PublicKey):
            raise _none("seal-no-public-key", path)
        return cls(key.public_bytes_raw())

    @property
    def fingerprint(self) -> str:
        """What people compare: the first 32 hexadecimal digits of the key's SHA-256, in groups of four."""
        digits = sha256(self.raw).hexdigest()[:32]
        return " ".join(digits[n : n + 4] for n in range(0, 32, 4))

    @property
    def pem(self) -> str:
        """As it is written to a file and published."""
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def signed(self, text: bytes, signature: str) -> bool:
        """Whether ``signature``, hexadecimal, is this key's under ``text``."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(bytes.fromhex(signature), text)
        except (InvalidSignature, ValueError):
            return False
        return True


@attrs.frozen(eq=False, repr=False)
class SealKey:
    """The key that seals; whoever has it can make seals in the city's name."""

    _private: Ed25519PrivateKey

    @classmethod
    def new(cls) -> "SealKey":
        """A key that nobody has."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, path: Path | None = None, environment: Mapping[str, str] = os.environ) -> "SealKey":
        """The key in a PEM file, or in the file that ``CMSDK_SEAL_KEY_FILE`` names. Raises RejectedInput."""
        named = environment.get(KEY_FILE)
        if path is None and not named:
            raise RejectedInput([problem("CMS845", KEY_FILE, file=KEY_FILE, error="seal-no-key-given")])
        path = path or Path(str(named))
        try:
            key = load_pem_private_key(_bytes(path), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise _none("seal-no-private-key", path) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise _none("seal-no-private-key", path)
        return cls(key)

    @property
    def public(self) -> SealPublicKey:
        """Its public half."""
        return SealPublicKey(self._private.public_key().public_bytes_raw())

    @property
    def pem(self) -> str:
        """As it is written to a file: PKCS 8, without a password, so that a timer can seal at night."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def sign(self, text: bytes) -> str:
        """The signature under ``text``, in hexadecimal."""
        return self._private.sign(text).hex()


def _none(error: str, path: Path) -> RejectedInput:
    return RejectedInput([problem("CMS845", str(path), file=path, error=error)])


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST)
    except OSError as error:
        raise RejectedInput([problem("CMS903", str(path), file=path, error=error.strerror)]) from error
