"""The spans of entries that seals hold, each folded anew while the streams are walked once."""

from bisect import bisect_left
from collections.abc import Sequence
from hashlib import sha256
from sys import maxsize
from typing import Any

from .merkle import MerkleFold, leaf
from .seal import LedgerSeal


class Refolded:
    """What the ledger gives today for one seal."""

    def __init__(self, seal: LedgerSeal) -> None:
        """Nothing folded yet."""
        self.seal = seal
        self.tree = MerkleFold()
        self.order = sha256()
        self.entries = 0

    def differs(self) -> str:
        """What is not as it was sealed, as a key of ``messages/expected.toml``; empty where all is."""
        seal, streams = self.seal, self.tree.count
        root, _ = self.tree.close()
        if self.entries != seal.entries:
            return "seal-entries"
        if streams != seal.streams or root != seal.root:
            return "seal-root"
        return "" if self.order.hexdigest() == seal.order else "seal-order"


class Ranges:
    """Seals by the numbers that they hold; those of entries that none holds lead nowhere."""

    def __init__(self, seals: Sequence[LedgerSeal]) -> None:
        """``seals`` whose spans do not overlap, in order of number."""
        self.all = [Refolded(seal) for seal in seals]
        self._lasts = [seal.last for seal in seals]
        self._now: Refolded | None = None
        self.head: tuple[Any, ...] | None = None
        """The newest entry of the stream that is being walked: stream, version, hash, as they are stored."""
        self.low, self.high = 1, 0
        """Numbers for which nothing has to be looked up."""

    def _of(self, number: int) -> Refolded | None:
        at = bisect_left(self._lasts, number)
        if at == len(self.all):
            self.low, self.high = number, maxsize
            return None
        if number < self.all[at].seal.first:
            self.low, self.high = number, number
            return None
        found = self.all[at]
        self.low, self.high = found.seal.first, found.seal.last
        return found

    def turn(self, number: int) -> None:
        """The walk comes to an entry that is not in the span of the one before it."""
        self._put()
        self._now = self._of(number)

    def _put(self) -> None:
        if self._now is not None and self.head is not None:
            self._now.tree.add(leaf(*self.head))

    def end(self) -> None:
        """The stream ends here."""
        self._put()
        self._now, self.head = None, None
        self.low, self.high = 1, 0

    def number(self, number: int, digest: str) -> None:
        """An entry, in order of number."""
        if not self.low <= number <= self.high:
            self._now = self._of(number)
        if self._now is not None:
            self._now.entries += 1
            self._now.order.update(str(digest).encode("utf-8", "surrogatepass"))
