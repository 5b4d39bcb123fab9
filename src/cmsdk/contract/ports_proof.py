"""The port through which a ledger is proved: its rows as they are stored, read at one moment and never all at once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

EntryRow = tuple[int, str, int, str, str, str, str, str, str, str, str]
"""An entry as stored: number, stream, version, city, type, at, by, plan, data, prev, hash. ``at`` is text, as hashed.

Somebody who has changed the store may have left other things in it than these types.
"""
Head = tuple[str, int, str, str]
"""An entry as it is sealed: stream, version, hash, at."""


class Inspection(Protocol):
    """The ledger as it was at one moment: whole commits. Rows come one after the other, in bounded memory.

    Texts are in order of their code points.
    """

    def last(self) -> int:
        """The highest number of an entry, 0 where there is none."""
        ...

    def numbers(self, first: int, last: int) -> Iterator[tuple[int, str]]:
        """Number and hash of the entries ``first … last``, by number."""
        ...

    def entries(self, stream: str | None = None) -> Iterator[EntryRow]:
        """All entries, or those of one stream, by stream and version."""
        ...

    def heads(self, first: int, last: int) -> Iterator[Head]:
        """The entries with the numbers ``first … last``, by stream and version: the last of a stream is its head."""
        ...

    def projected(self) -> Iterator[tuple[str, int]]:
        """Id and version of all cases and matters, by id."""
        ...


class Inspected(Protocol):
    """The part of a ledger's port that proves it. Needs no key of the ledger."""

    def inspecting(self) -> AbstractContextManager[Inspection]:
        """The ledger as it is now, to be read while others write. Raises StoreUnavailable."""
        ...
