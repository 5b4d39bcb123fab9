"""What a revision may ask for beside Alembic's ``op``: the ledger's key, who looks on, and a mark for the rebuild."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from alembic import context, op
import attrs
import sqlalchemy as sa

from cmsdk.ledger.keys.ring import KeyRing
from cmsdk.ledger.schema.base import REBUILD, STALE

PAGE: Final = 1000
"""Rows that are read, and written, together."""
Progress = Callable[[int], None]


@attrs.define(slots=False)
class Work:
    """One upgrade, as its revisions see it."""

    _key: Callable[[], KeyRing]
    _progress: Progress | None = None
    done: int = 0
    """Rows written so far."""

    @cached_property
    def ring(self) -> KeyRing:
        """The ledger's key; made now for a ledger that has none yet. Raises StoreUnavailable."""
        return self._key()

    def did(self, rows: int) -> None:
        """So many more rows are written."""
        self.done += rows
        if self._progress is not None:
            self._progress(self.done)


def given() -> Work:
    """The upgrade that is going on."""
    work: Work = context.config.attributes["work"]
    return work


def pages(table: sa.TableClause, key: str, size: int = PAGE) -> Iterator[Sequence[Any]]:
    """All rows of ``table`` in order of ``key``, which is unique, a page at a time; the table may be any size."""
    column, last = table.c[key], None
    while True:
        wanted = sa.select(table).order_by(column).limit(size)
        rows = op.get_bind().execute(wanted if last is None else wanted.where(column > last)).all()
        if rows:
            yield rows
        if len(rows) < size:
            return
        last = getattr(rows[-1], key)


def projections_are_stale(revision: str) -> None:
    """Say in ``meta`` that projections have to be made anew, city by city: ``cmsdk ledger rebuild`` does it.

    For a revision that brings a projection which its own statements cannot fill. A rebuild that was interrupted
    before begins from the start, since it knew nothing of the new table.
    """
    meta = sa.table("meta", sa.column("name"), sa.column("value"))
    entries = sa.table("entries", sa.column("city"))
    cities = sa.select(entries.c.city).distinct()
    op.execute(meta.delete().where(sa.or_(meta.c.name.startswith(STALE), meta.c.name.startswith(REBUILD))))
    for city in op.get_bind().scalars(cities).all():
        op.execute(meta.insert().values(name=STALE + city, value=revision))
