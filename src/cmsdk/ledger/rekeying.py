"""Another key for the ledger (更换密钥): every key is wrapped anew, in one transaction; nothing sealed is touched."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

import sqlalchemy as sa

from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from . import schema
from .held import hold, quarantined_of
from .keys.ring import KeyRing
from .keys.source import KeySource
from .people import lookup_of, person_of
from .rows import Row
from .store import SqlStore

PAGE: Final = 1000
"""Rows that are wrapped anew before the next are read."""
Progress = Callable[[int], None]


class Rekeying(SqlStore):
    """The part of the ledger that changes its key."""

    def rekey(self, key: bytes, progress: Progress | None = None) -> int:
        """See the port. Killed in the middle it has not begun; afterwards only the new key opens."""
        old, new = self._ring, KeyRing.of(key)
        if old.fingerprint == new.fingerprint:
            raise StoreUnavailable([problem("CMS825", self._db.url, url=self._db.url, key=new.fingerprint)])
        done = count(1)

        def told(rows: Iterator[object]) -> int:
            number = 0
            for _ in rows:
                number = next(done)
                if progress is not None and number % PAGE == 0:
                    progress(number)
            return number

        with self._writing() as connection:
            self._same_key(connection, old)
            told(_people(connection, old, new))
            told(_deliveries(connection, old, new))
            told(self._quarantine(connection, old, new))
            m = schema.meta
            connection.execute(m.update().where(m.c.name == "key").values(value=new.fingerprint))
        self.__dict__.pop("_ring", None)
        self._keys = KeySource(self._db.url, key)
        self._scrub()
        return next(done) - 1

    def _quarantine(self, connection: sa.Connection, old: KeyRing, new: KeyRing) -> Iterator[object]:
        """What is held is sealed anew: by its keyed hash, under which its key stands, one item is told from another."""
        q = schema.quarantine
        for row in _pages(connection, sa.select(q), q.c.number):
            connection.execute(q.delete().where(q.c.number == row["number"]))
            hold(self._db, connection, new, [quarantined_of(old, row)])
            yield row


def _people(connection: sa.Connection, old: KeyRing, new: KeyRing) -> Iterator[object]:
    """Their keys, and the hashes by which they are found: those of the old key could be guessed by whoever has it."""
    p = schema.people
    change = p.update().where(p.c.key == sa.bindparam("k")).values(wrapped=sa.bindparam("w"), lookup=sa.bindparam("l"))
    wanted = sa.select(p.c.key, p.c.wrapped, p.c.form, p.c.lookup).where(p.c.wrapped.is_not(None))
    for row in _pages(connection, wanted, p.c.key):
        key, wrapped, form, lookup = row["key"], row["wrapped"], row["form"], row["lookup"]
        if lookup is not None and form is not None:
            lookup = lookup_of(new, person_of(old.unwrap(key, wrapped).open("form", form).decode()))
        connection.execute(change, {"k": key, "w": old.rewrap(key, wrapped, new), "l": lookup})
        yield key


def _deliveries(connection: sa.Connection, old: KeyRing, new: KeyRing) -> Iterator[object]:
    d = schema.deliveries
    change = d.update().where(d.c.id == sa.bindparam("k")).values(wrapped=sa.bindparam("w"))
    for row in _pages(connection, sa.select(d.c.id, d.c.wrapped).where(d.c.wrapped.is_not(None)), d.c.id):
        connection.execute(change, {"k": row["id"], "w": old.rewrap(row["id"], row["wrapped"], new)})
        yield row


def _pages(connection: sa.Connection, wanted: sa.Select[tuple[object, ...]], key: sa.Column[object]) -> Iterator[Row]:
    """The rows in order of ``key``, a page in memory at a time; those that are added meanwhile are not read again."""
    last: object = None
    end = connection.scalar(sa.select(sa.func.max(key)))
    while end is not None:
        after = wanted if last is None else wanted.where(key > last)
        rows = connection.execute(after.where(key <= end).order_by(key).limit(PAGE)).mappings().all()
        yield from rows
        if len(rows) < PAGE:
            return
        last = rows[-1][key.name]
