"""Where the encrypted bytes of attachments stand (附件存储), and what a ledger does with them.

``Objects`` is what an app fills to keep them in a store of its own, such as one that speaks S3. It sees sealed bytes
and random keys only: no name, no type, no digest, no case.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Final, Protocol

import attrs

ATTACHED: Final = "attachments"
"""Kind of the streams that name objects, in the form of their matter: ``items`` with ``object`` and ``presence``."""


@attrs.frozen
class StoredObject:
    """An object that is there, or the beginning of one that was never finished."""

    key: str
    age: timedelta
    """Since it was last written, by the store's own clock."""


class Objects(Protocol):
    """A store of sealed bytes by key. Any number of threads may use it. What goes wrong with it is an OSError."""

    def put(self, key: str, pieces: Iterable[bytes]) -> None:
        """Keep what ``pieces`` yields, durably, under ``key``, whole or not at all; it is never put twice.

        What ``pieces`` raises goes through, and nothing is kept. No more than a few pieces are held in memory.
        """
        ...

    def get(self, key: str) -> Iterator[bytes]:
        """What was put, in pieces of any size. Raises KeyError, before the first, where there is nothing."""
        ...

    def delete(self, key: str) -> None:
        """Destroy it; nothing happens where it is not there."""
        ...

    def exists(self, key: str) -> bool:
        """Whether it is there."""
        ...

    def listed(self) -> Iterator[StoredObject]:
        """All that is there, in any order, unfinished ones included where they take room."""
        ...


class ObjectBrokenError(ValueError):
    """What stands under a key is not what was sealed there: changed, cut off, reordered, or not there at all."""

    def __init__(self, key: str, *, missing: bool) -> None:
        self.key, self.missing = key, missing
        super().__init__(f"object {key} is {'missing' if missing else 'changed'}")


class ObjectStore(Protocol):
    """What a ledger does with objects: it seals them under the key of a person. Raises StoreUnavailable."""

    def keep_object(self, person: str, plain: Iterable[bytes]) -> str | None:
        """Seal what ``plain`` yields, piece by piece, under the key of ``person``; under which key it stands now.

        Nothing, and nothing kept, where the key of that person is destroyed. What ``plain`` raises goes through.
        """
        ...

    def open_object(self, person: str, key: str) -> Iterator[bytes]:
        """The plain bytes, piece by piece; each is whole when it comes, and the end is known to be the end.

        Raises ObjectBrokenError, also where the key of ``person`` is destroyed.
        """
        ...

    def drop_object(self, key: str) -> None:
        """Destroy an object; nothing happens where it is not there."""
        ...

    def has_object(self, key: str) -> bool:
        """Whether it is there."""
        ...

    def objects_listed(self) -> Iterator[StoredObject]:
        """All objects of this ledger, and unfinished ones; not those of others in the same store."""
        ...

    def can_seal(self, person: str) -> bool:
        """Whether ``person`` has a key that is not destroyed."""
        ...

    def streams(self, prefix: str, after: str, limit: int) -> Sequence[str]:
        """Ids of streams, of any city, that begin with ``prefix`` and come after ``after``, in order of id."""
        ...
