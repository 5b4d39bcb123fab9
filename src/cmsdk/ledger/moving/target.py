"""The ledger into which rows are brought: what it is, under which key it stands, what is said when it cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager
import os
from typing import Final

import attrs
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from cmsdk.contract.ports_objects import Objects
from cmsdk.ledger import schema
from cmsdk.ledger.engines.database import Database
from cmsdk.ledger.faults import NO_SERVER, UNREACHED
from cmsdk.ledger.keys.ring import KeyRing
from cmsdk.ledger.keys.source import KeySource
from cmsdk.ledger.open import sqlite_path
from cmsdk.ledger.recognise import foreign, recognise
from cmsdk.ledger.sayings import said
from cmsdk.ledger.urls import POSTGRES
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from .rewrap import Rewrapping
from .tables import is_empty

UNDER_WAY: Final = "import"
"""What the ledger says of itself while an import is unfinished."""


@contextmanager
def guarded(database: Database) -> Iterator[None]:
    """What goes wrong with ``database`` is StoreUnavailable; a row that is there already stays IntegrityError."""
    try:
        yield
    except IntegrityError:
        raise
    except OperationalError as error:
        code = NO_SERVER if database.url.startswith(POSTGRES) else UNREACHED
        raise StoreUnavailable([problem(code, database.url, url=database.url, error=error.orig)]) from error
    except DatabaseError as error:
        raise foreign(database) from error


def present(database: Database) -> bool:
    """Whether there is a ledger of our version; ``False`` where there is nothing. Raises StoreUnavailable."""
    path = sqlite_path(database.url)
    if path is not None and not os.path.exists(path):  # noqa: PTH110  Path.exists fails on odd names
        return False  # and none is made by looking
    with guarded(database):
        number = recognise(database)
    if number and number != schema.VERSION:
        raise StoreUnavailable([problem("CMS815", database.url, url=database.url, found=number, known=schema.VERSION)])
    return bool(number)


@attrs.frozen
class Target:
    """Where rows are brought, and where its key comes from."""

    database: Database
    keys: KeySource
    objects: Objects | None = None
    """Where its attachments stand; nothing where no place is named."""

    def begun(self) -> str | None:
        """The fingerprint of the key that it was begun with; nothing where there is no ledger yet."""
        if not present(self.database):
            return None
        with guarded(self.database), self.database.reading() as connection:
            return said(connection, "key")

    def has_rows(self) -> bool:
        """Whether there is anything in it already."""
        if not present(self.database):
            return False
        with guarded(self.database), self.database.reading() as connection:
            return not is_empty(connection)

    def under_way(self) -> bool:
        """Whether an import into it is unfinished."""
        with guarded(self.database), self.database.reading() as connection:
            return said(connection, UNDER_WAY) is not None

    def key(self, source: str, old: bytes | None) -> tuple[str, Rewrapping | None]:
        """The key under which the rows will stand, and how they come under it from the key ``source``.

        Without the ``old`` key itself they stay under it.

        Raises:
            StoreUnavailable: the ledger has another key and the old one is not given, or is not the one (CMS857).
        """
        begun = self.begun()
        if old is None:
            own = begun or self._given()
            if own not in {None, source}:
                raise StoreUnavailable([problem("CMS857", self.database.url, source=source, own=own)])
            return source, None
        ring = KeyRing.of(old)
        if ring.fingerprint != source:
            raise StoreUnavailable([problem("CMS857", self.database.url, source=source, own=ring.fingerprint)])
        mine = KeyRing.of(self.keys.key(begins=begun is None))
        if begun not in {None, mine.fingerprint}:
            facts = {"url": self.database.url, "begun": begun, "key": mine.fingerprint}
            raise StoreUnavailable([problem("CMS812", self.database.url, **facts)])
        return mine.fingerprint, None if mine.fingerprint == source else Rewrapping(ring, mine)

    def _given(self) -> str | None:
        """The fingerprint of the key that lies ready for a ledger that is still to be made."""
        try:
            return KeyRing.of(self.keys.key(begins=False)).fingerprint
        except StoreUnavailable:
            return None

    def make(self, key: str) -> None:
        """Make an empty ledger under the key of this fingerprint, where there is none."""
        with guarded(self.database):
            if not recognise(self.database):
                self.database.create(key)
