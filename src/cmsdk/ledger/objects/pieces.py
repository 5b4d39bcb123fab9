"""An object, sealed in pieces, so that it is never held whole: the place of each, and which is the last, are sealed in.

AES-256-GCM under the person's own key (``keys/ring.py``). With each piece are authenticated the person's name, the
object's key, the number of the piece and whether it is the last one. So nothing can be changed, cut off, added, put in
another order, or taken from another object. The construction is that of STREAM (Hoang, Reyhanitabar, Rogaway, Vizár:
Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015), with a random nonce for each piece.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from cmsdk.contract.ports_objects import ObjectBrokenError
from cmsdk.ledger.keys.ring import BrokenSealError, Envelope

PIECE: Final = 1 << 20
"""Plain bytes of a piece; the last may have fewer."""
OVERHEAD: Final = 28
"""Bytes that a sealed piece has more: nonce (12) and tag (16)."""


def _field(key: str, number: int, *, last: bool) -> str:
    return f"object {key} piece {number}{' last' if last else ''}"


def framed(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in frames of ``size``, the last of which may be shorter; none where there are no bytes."""
    held = bytearray()
    for chunk in chunks:
        if not held and len(chunk) == size:
            yield bytes(chunk)  # as it mostly comes
            continue
        held += chunk
        while len(held) >= size:
            yield bytes(held[:size])
            del held[:size]
    if held:
        yield bytes(held)


def _marked(frames: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each frame, and whether it is the last; one is held back until the next is there."""
    before: bytes | None = None
    for frame in frames:
        if before is not None:
            yield before, False
        before = frame
    if before is not None:
        yield before, True


def sealed(envelope: Envelope, key: str, plain: Iterable[bytes]) -> Iterator[bytes]:
    """``plain`` as it is kept under ``key``."""
    for number, (piece, last) in enumerate(_marked(framed(plain, PIECE))):
        yield envelope.seal(_field(key, number, last=last), piece)


def opened(envelope: Envelope, key: str, kept: Iterable[bytes]) -> Iterator[bytes]:
    """What was sealed. Raises ObjectBrokenError at the first piece that is not as it was sealed."""
    number = -1
    for number, (piece, last) in enumerate(_marked(framed(kept, PIECE + OVERHEAD))):
        try:
            yield envelope.open(_field(key, number, last=last), piece)
        except BrokenSealError as error:
            raise ObjectBrokenError(key, missing=False) from error
    if number < 0:
        raise ObjectBrokenError(key, missing=False)
