"""Merkle trees as in RFC 6962 §2.1, folded leaf by leaf: only the roots of whole subtrees are kept.

Leaves and nodes are hashed apart (``0`` and ``1`` before them), so that none passes for the other.
"""

from hashlib import sha256
from json.encoder import encode_basestring as quoted
from typing import Literal

Step = tuple[Literal["left", "right"], str]
"""One step of a path: on which side the neighbour stands, and its hash in hexadecimal."""


def leaf(stream: object, version: object, digest: object) -> bytes:
    """The leaf of a stream: a JSON list without spaces of its name, its version and the hash of its newest entry.

    Who has changed the store may have left other things in it than texts and numbers; they give a leaf, too.
    """
    number = version if type(version) is int else 0
    return f"[{quoted(str(stream))},{number},{quoted(str(digest))}]".encode("utf-8", "surrogatepass")


class MerkleFold:
    """A tree in the making. Memory grows with the logarithm of its leaves."""

    def __init__(self) -> None:
        """A tree without leaves."""
        self.count = 0
        self._peaks: list[bytes] = []
        """Roots of whole subtrees from left to right, each smaller than the one before."""
        self._peak: int | None = None
        """Which of them holds the leaf whose path is wanted."""
        self._path: list[Step] = []

    def add(self, text: bytes, *, wanted: bool = False) -> None:
        """Add a leaf; the path of the one that is ``wanted`` is kept."""
        node, size = sha256(b"\0" + text).digest(), self.count
        self.count += 1
        while size & 1:
            node, wanted = self._joined(self._peaks.pop(), node, wanted)
            size >>= 1
        if wanted:
            self._peak = len(self._peaks)
        self._peaks.append(node)

    def _joined(self, left: bytes, right: bytes, wanted: bool) -> tuple[bytes, bool]:
        """The node over two, the left one just taken off, and whether the wanted leaf is below it."""
        if wanted:
            self._path.append(("left", left.hex()))
        elif self._peak == len(self._peaks):
            self._path.append(("right", right.hex()))
            wanted, self._peak = True, None
        return sha256(b"\1" + left + right).digest(), wanted

    def close(self) -> tuple[str, tuple[Step, ...]]:
        """The root in hexadecimal, and the path from the wanted leaf to it. Nothing can be added afterwards."""
        if not self._peaks:
            return sha256().hexdigest(), ()
        node = self._peaks.pop()
        wanted = self._peak == len(self._peaks)
        while self._peaks:
            node, wanted = self._joined(self._peaks.pop(), node, wanted)
        return node.hex(), tuple(self._path)
