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
_MARK: Final = 8
"""Random bytes that all keys of one ledger end with, so that ledgers that share a store leave each other's alone."""


class Attached(SqlStore):
    """The part of the ledger that keeps objects."""

    def __init__(self, database: Database, keys: KeySource, objects: Objects | None = None) -> None:
        """As ``SqlStore``; ``objects`` is where they stand, nothing where no place is named."""
        self._objects = objects
        super().__init__(database, keys)

    @property
    def objects(self) -> Objects | None:
        """Where they stand, for those who move them as wholes; nothing where no place is named."""
        return self._objects

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

    def _mark(self) -> str:
        """What the keys of this ledger end with; empty as long as it has none."""
        return self._said("objects") or ""

    def _marked(self) -> str:
        """As above; chosen once, whoever is first."""
        with self._writing() as connection:
            chosen = self._db.insert(schema.meta).values(name="objects", value=token_hex(_MARK))
            connection.execute(chosen.on_conflict_do_nothing(index_elements=["name"]))
        return self._mark()

    def _envelope(self, person: str) -> Envelope | None:
        p = schema.people.c
        with self._reading() as connection:
            wrapped = connection.scalar(sa.select(p.wrapped).where(is_(p.key, person)))
        try:
            return None if wrapped is None else self._ring.unwrap(person, wrapped)
        except BrokenSealError:
            with self._reading() as connection:  # not broken where another program has changed the key
                self._same_key(connection, self._ring)
            raise

    def can_seal(self, person: str) -> bool:
        """See the port."""
        p = schema.people.c
        with self._reading() as connection:
            return connection.scalar(sa.select(p.wrapped.is_not(None)).where(is_(p.key, person))) is True

    def keep_object(self, person: str, plain: Iterable[bytes]) -> str | None:
        """See the port."""
        with self._guarded():
            envelope = self._envelope(person)
        if envelope is None:
            return None
        key = token_hex(_KEY) + (self._mark() or self._marked())
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
        """See the port. Those of other ledgers in the same store are none of this one's."""
        mark = self._mark()
        with self._trouble():
            for found in self._place.listed():
                if mark and mark in found.key[2 * _KEY :]:
                    yield found

    def streams(self, prefix: str, after: str, limit: int) -> Sequence[str]:
        """See the port. By the index of streams and versions: what lies outside is not read."""
        e = schema.entries.c
        if not findable(prefix):
            return ()
        begins = sa.and_(e.stream >= prefix, e.stream < f"{prefix}\U0010ffff")
        wanted = sa.select(e.stream).distinct().where(begins, comes_after(e.stream, after))
        with self._reading() as connection:
            return list(connection.scalars(wanted.order_by(e.stream).limit(limit)))
