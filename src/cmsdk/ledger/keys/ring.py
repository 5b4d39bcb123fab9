"""Envelopes: what is personal is sealed with a key of its own, and that key is wrapped with the ledger's.

AES-256-GCM of ``cryptography`` throughout (NIST SP 800-38D): a nonce of 12 random bytes stands before each sealed text.
The name of the person or delivery is authenticated with it, so that nothing sealed passes for another one's.
"""

from collections.abc import Callable
from hashlib import sha256
import hmac
from io import BytesIO
from os import urandom
from typing import Final

import attrs
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIZE: Final = 32
"""Bytes of a key."""
_NONCE: Final = 12
Random = Callable[[int], bytes]
"""Gives so many random bytes; never the same again."""


def random_for(fresh: int, seals: int) -> Random:
    """Randomness for so many fresh keys and seals, asked of the system once; whoever takes more gets an error."""
    return BytesIO(urandom(fresh * (SIZE + _NONCE) + seals * _NONCE)).read


class BrokenSealError(ValueError):
    """What is sealed was changed, or belongs to another name or key."""


@attrs.frozen(eq=False)
class Envelope:
    """The key of one person or delivery, at work."""

    name: str
    _cipher: AESGCM

    def seal(self, field: str, text: bytes | memoryview, random: Random = urandom) -> bytes:
        """``text`` sealed as the ``field`` of this name."""
        nonce = random(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text, f"{self.name}/{field}".encode())

    def open(self, field: str, sealed: bytes) -> bytes:
        """What was sealed. Raises BrokenSealError."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], f"{self.name}/{field}".encode())
        except (InvalidTag, ValueError) as error:
            raise BrokenSealError(f"{self.name}/{field}") from error


@attrs.frozen(eq=False)
class KeyRing:
    """The ledger's key, and what hangs on it."""

    fingerprint: str
    """Tells this key from another one and gives nothing of it away."""
    _wrapping: AESGCM
    _blinding: bytes

    @classmethod
    def of(cls, key: bytes) -> "KeyRing":
        """The ring of a ledger's key of 32 bytes."""
        return cls(_part(key, b"fingerprint").hex()[:16], AESGCM(_part(key, b"wrap")), _part(key, b"blind"))

    def fresh(self, name: str, random: Random = urandom) -> tuple[bytes, Envelope]:
        """A new key for ``name``: wrapped, as it is kept, and at work."""
        key = random(SIZE)
        return self.wrap(name, key, random), Envelope(name, AESGCM(key))

    def unwrap(self, name: str, wrapped: bytes) -> Envelope:
        """The key of ``name`` at work. Raises BrokenSealError."""
        return Envelope(name, AESGCM(self._unwrapped(name, wrapped)))

    def rewrap(self, name: str, wrapped: bytes, other: "KeyRing") -> bytes:
        """The key of ``name`` wrapped by another ledger's key. Raises BrokenSealError."""
        return other.wrap(name, self._unwrapped(name, wrapped))

    def wrap(self, name: str, key: bytes, random: Random = urandom) -> bytes:
        """The key of ``name`` as it is kept."""
        nonce = random(_NONCE)
        return nonce + self._wrapping.encrypt(nonce, key, name.encode())

    def _unwrapped(self, name: str, wrapped: bytes) -> bytes:
        try:
            return self._wrapping.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], name.encode())
        except (InvalidTag, ValueError) as error:
            raise BrokenSealError(name) from error

    def blind(self, text: str) -> str:
        """A keyed hash: equal for equal texts, and no guess at a text can be tried without the key."""
        return hmac.digest(self._blinding, text.encode(), sha256).hex()[:32]


def _part(key: bytes, use: bytes) -> bytes:
    """A key for one use only (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=b"cmsdk ledger " + use).derive(key)
