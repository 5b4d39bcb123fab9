"""Objects of the ledger: sealed under the keys of people, and kept beside the tables."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from secrets import token_hex
from typing import Final

import sqlalchemy as sa

from cmsdk.contract.ports_objects import ObjectBrokenError, Objects, StoredObject
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from . import schema
from .engines.database import Database
from .keys.ring import BrokenSealError, Envelope
from .keys.source import KeySource
from .objects.pieces import opened, sealed
from .select import after as comes_after
from .select import findable, is_
from .store import SqlStore

_KEY: Final = 16
"""Random bytes of an object's key: it tells nothing of what is in it, and no two writers take the same."""


class Attached(SqlStore):
    """The part of the ledger that keeps objects."""

    def __init__(self, database: Database, keys: KeySource, objects: Objects | None = None) -> None:
        """As ``SqlStore``; ``objects`` is where they stand, nothing where no place is named."""
        self._objects = objects
        super().__init__(database, keys)

    @property
    def _place(self) -> Objects:
        if self._objects is None:
            raise StoreUnavailable([problem("CMS834", self._db.url, url=self._db.url, error="objects-unnamed")])
        return self._objects

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """What is wrong with the place of the objects is said of the ledger."""
        try:
            yield
        except OSError as error:
            raise StoreUnavailable([problem("CMS834", self._db.url, url=self._db.url, error=error)]) from error

    def _envelope(self, person: str) -> Envelope | None:
        p = schema.people.c
        with self._reading() as connection:
            wrapped = connection.scalar(sa.select(p.wrapped).where(is_(p.key, person)))
        return None if wrapped is None else self._ring.unwrap(person, wrapped)

    def can_seal(self, person: str) -> bool:
        """See the port."""
        p = schema.people.c
        with self._reading() as connection:
            return connection.scalar(sa.select(p.wrapped.is_not(None)).where(is_(p.key, person))) is True

    def keep_object(self, person: str, plain: Iterable[bytes]) -> str | None:
        """See the port."""
        envelope, key = self._envelope(person), token_hex(_KEY)
        if envelope is None:
            return None
        with self._trouble():
            self._place.put(key, sealed(envelope, key, plain))
        return key

    def open_object(self, person: str, key: str) -> Iterator[bytes]:
        """See the port."""
        try:
            envelope = self._envelope(person)
        except BrokenSealError:
            envelope = None
        if envelope is None:
            raise ObjectBrokenError(key, missing=False)
        with self._trouble():
            try:
                kept = self._place.get(key)
            except KeyError as error:
                raise ObjectBrokenError(key, missing=True) from error
            yield from opened(envelope, key, kept)

    def drop_object(self, key: str) -> None:
        """See the port."""
        with self._trouble():
            self._place.delete(key)

    def has_object(self, key: str) -> bool:
        """See the port."""
        with self._trouble():
            return self._place.exists(key)

    def objects_listed(self) -> Iterator[StoredObject]:
        """See the port."""
        with self._trouble():
            yield from self._place.listed()

    def streams(self, prefix: str, after: str, limit: int) -> Sequence[str]:
        """See the port. By the index of streams and versions: what lies outside is not read."""
        e = schema.entries.c
        if not findable(prefix):
            return ()
        begins = sa.and_(e.stream >= prefix, e.stream < f"{prefix}\U0010ffff")
        wanted = sa.select(e.stream).where(begins, comes_after(e.stream, after), e.version == 1)
        with self._reading() as connection:
            return list(connection.scalars(wanted.order_by(e.stream).limit(limit)))
