"""The database of the SQL ledger: opened or created, read and written in transactions; its keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from . import schema
from .engines.database import Database
from .faults import guarded
from .keys.ring import BrokenSealError, KeyRing
from .keys.source import KeySource
from .recognise import recognise
from .sayings import said

_BEGUN: Final = f"SELECT value FROM {schema.meta.name} WHERE name = 'key'"  # noqa: S608  our own name


class SqlStore:
    """A database, read and written in transactions; what goes wrong with it is StoreUnavailable."""

    def __init__(self, database: Database, keys: KeySource) -> None:
        """Open, or create, the ledger in ``database``. Raises StoreUnavailable."""
        self._db = database
        self._keys = keys
        try:
            with guarded(self._db.url):
                self._prepare()
        except StoreUnavailable:
            database.dispose()
            raise

    def _prepare(self) -> None:
        number = recognise(self._db)
        if not number:
            self._db.create(KeyRing.of(self._keys.key(begins=True)).fingerprint)
        elif number < schema.VERSION:
            raise StoreUnavailable(
                [problem("CMS815", self._db.url, url=self._db.url, found=number, known=schema.VERSION)]
            )
        elif self._said("import") is not None:
            raise StoreUnavailable([problem("CMS856", self._db.url, url=self._db.url)])

    def _said(self, name: str) -> str | None:
        """What the ledger says of itself under ``name``."""
        with self._reading() as connection:
            return said(connection, name)

    @property
    def fingerprint(self) -> str | None:
        """Of the key that it was begun with."""
        return self._said("key")

    @property
    def ring(self) -> KeyRing:
        """Its key at work, for those who take rows to another ledger. Raises StoreUnavailable."""
        return self._ring

    @property
    def keys(self) -> KeySource:
        """Where its key comes from."""
        return self._keys

    @property
    def database(self) -> Database:
        """Where it stands, for those who move it as a whole."""
        return self._db

    @cached_property
    def _ring(self) -> KeyRing:
        """The ledger's key; asked for when something personal is read or written. Raises StoreUnavailable."""
        ring = KeyRing.of(self._keys.key(begins=False))
        with self._reading() as connection:
            return checked(connection, ring, self._db.url)

    def _same_key(self, connection: sa.Connection, ring: KeyRing) -> None:
        """Raises StoreUnavailable where the ledger stands under another key, as after another process changed it.

        Whoever seals asks in the transaction in which it is written: what another key has closed could not be opened.
        """
        checked(connection, ring, self._db.url)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            with guarded(self._db.url):
                yield
        except BrokenSealError as error:
            with self._db.reading() as connection:
                self._same_key(connection, self._ring)
            raise StoreUnavailable([problem("CMS824", self._db.url, url=self._db.url, row=error)]) from error

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._guarded(), self._db.reading() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._guarded(), self._db.writing() as connection:
            yield connection

    def _wholly(self, write: Callable[[sa.Connection], bool]) -> bool:
        """``write`` in one transaction, which is kept if it says so; ``False`` also where a key is taken already."""
        try:
            with self._writing() as connection:
                kept = write(connection)
                transaction = connection.get_transaction()
                if not kept and transaction is not None:
                    transaction.rollback()
        except IntegrityError:
            return False
        return kept

    def _scrub(self) -> None:
        """Let the engine let go of former rows, after the transaction that overwrote them."""
        with self._guarded():
            self._db.scrub()

    def close(self) -> None:
        """See the port."""
        self._db.dispose()


def checked(connection: sa.Connection, ring: KeyRing, url: str) -> KeyRing:
    """``ring``, if it is the one that the ledger was begun with. Raises StoreUnavailable."""
    begun = connection.exec_driver_sql(_BEGUN).scalar()  # past SQLAlchemy: every batch passes here
    if ring.fingerprint != begun:
        raise StoreUnavailable([problem("CMS812", url, url=url, begun=begun, key=ring.fingerprint)])
    return ring
