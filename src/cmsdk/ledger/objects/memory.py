"""Objects of a ledger that is kept only while the program runs."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
import time

import attrs

from cmsdk.contract.ports_objects import StoredObject


@attrs.frozen(eq=False)
class MemoryObjects:
    """A dict: key → when it was put, and the bytes."""

    _kept: dict[str, tuple[float, tuple[bytes, ...]]] = attrs.field(factory=dict)

    def put(self, key: str, pieces: Iterable[bytes]) -> None:
        """See the port."""
        whole = tuple(pieces)
        self._kept[key] = (time.monotonic(), whole)

    def get(self, key: str) -> Iterator[bytes]:
        """See the port."""
        _, pieces = self._kept[key]
        return iter(pieces)

    def delete(self, key: str) -> None:
        """See the port."""
        self._kept.pop(key, None)

    def exists(self, key: str) -> bool:
        """See the port."""
        return key in self._kept

    def listed(self) -> Iterator[StoredObject]:
        """See the port."""
        now = time.monotonic()
        for key, (put, _) in list(self._kept.items()):
            yield StoredObject(key, timedelta(seconds=now - put))
