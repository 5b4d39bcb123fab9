"""The database of the SQL ledger: opened or created, read and written in transactions; its keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from . import schema
from .engines.database import Database
from .keys.ring import KeyRing
from .keys.source import KeySource
from .recognise import foreign, recognise


class SqlStore:
    """A database, read and written in transactions; what goes wrong with it is StoreUnavailable."""

    def __init__(self, database: Database, keys: KeySource) -> None:
        """Open, or create, the ledger in ``database``. Raises StoreUnavailable."""
        self._db = database
        self._keys = keys
        try:
            with self._guarded():
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
            return connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == name))

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
        begun = self._said("key")
        if ring.fingerprint != begun:
            raise StoreUnavailable(
                [problem("CMS812", self._db.url, url=self._db.url, begun=begun, key=ring.fingerprint)]
            )
        return ring

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except OperationalError as error:
            raise StoreUnavailable([problem("CMS804", self._db.url, url=self._db.url, error=error.orig)]) from error
        except DatabaseError as error:
            raise foreign(self._db) from error

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

    def close(self) -> None:
        """See the port."""
        self._db.dispose()
