"""A ledger of an earlier version brought up to this one: in one transaction, and only when somebody says so."""

from collections.abc import Callable
import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

import attrs

from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from .open import reach, sqlite_path
from .urls import MEMORY, shown

if TYPE_CHECKING:
    import sqlalchemy as sa

    from .engines.database import Columns, Database
    from .keys.ring import KeyRing
    from .keys.source import KeySource

PATIENCE: Final = 3600.0
"""Seconds that an upgrade waits for another one, or for whoever writes: an hour, as a large ledger may take."""
_FIRST_SEALED: Final = 4
"""The first version that has a key, and whose number stands in Alembic's table."""
_REVISIONS: Final = Path(__file__).with_name("migrations")
_TURN: Final = Lock()
"""Alembic hands revisions their work through one variable of the process, so one upgrade runs at a time in it."""
Progress = Callable[[int], None]


@attrs.frozen
class Upgraded:
    """What an upgrade came to: the version that was found, and the one that the ledger has now."""

    found: int
    version: int
    stale: tuple[str, ...] = ()
    """Cities whose projections have to be made anew: ``City.rebuild``, ``cmsdk ledger rebuild``."""

    @property
    def done(self) -> bool:
        """Whether there was anything to do."""
        return self.found < self.version


def upgrade_ledger(
    url: str, *, key: bytes | None = None, progress: Progress | None = None, patience: float = PATIENCE
) -> Upgraded:
    """Bring the ledger at ``url`` to the version of this library; one that is current already stays as it is.

    All of it is done in one transaction: whatever happens meanwhile, the ledger is the old one or the new one. Keep
    a copy and let no other program write: one of an earlier version cannot use it afterwards. ``key`` is the ledger's
    key, as for opening; a file of before version 4 has none and gets one beside it. ``progress`` is told the number of
    rows written so far. Whoever writes is waited for, ``patience`` seconds at most.

    Raises:
        StoreUnavailable: there is no ledger (CMS817), it is another program's or of a newer version, its key is
            missing, a row cannot be read (CMS819), or others keep the old file in use (CMS818).
    """
    path = None if url == MEMORY else sqlite_path(url)
    if url == MEMORY or (path is not None and not os.path.exists(path)):  # noqa: PTH110  Path.exists fails on odd names
        raise _none(url)
    database, keys = reach(url, key, patience)
    from .faults import guarded
    from .recognise import recognise

    try:
        with guarded(database.url):
            if not recognise(database):
                raise _none(database.url)
            found = _bring_up(database, keys, progress)
            _wiped(database)
            return _told(database, found)
    finally:
        database.dispose()


def _none(url: str) -> StoreUnavailable:
    return StoreUnavailable([problem("CMS817", shown(url), url=shown(url))])


def _bring_up(database: "Database", keys: "KeySource", progress: Progress | None) -> int:
    """The version that was found, looked at anew in the transaction: another one may have been quicker."""
    import sqlalchemy as sa

    from . import schema
    from .recognise import foreign, version_in

    with database.making() as connection:
        number = version_in(database, connection)
        if number >= schema.VERSION:
            return number
        if not _whole(number, database.columns(connection) or {}):
            raise foreign(database)
        # whoever writes has their turn first
        connection.execute(sa.select(schema.meta).where(schema.meta.c.name == "writer").with_for_update())
        if number < _FIRST_SEALED:
            schema.version.create(connection)
            connection.execute(schema.version.insert(), {"version_num": f"{number:04}"})
        try:
            migrate(connection, lambda: _ring(connection, database, keys, number), progress)
        except (sa.exc.IntegrityError, ValueError, KeyError, AttributeError) as error:
            raise StoreUnavailable([problem("CMS819", database.url, url=database.url, error=repr(error))]) from error
    return number


def migrate(
    connection: "sa.Connection", ring: "Callable[[], KeyRing]", progress: Progress | None = None, to: int | None = None
) -> None:
    """Run the revisions up to ``to`` (the last one where it is left out) in the transaction that has begun."""
    from alembic import command
    from alembic.config import Config

    from . import schema
    from .migrations.work import Work

    config = Config(attributes={"connection": connection, "work": Work(ring, progress)})
    config.set_main_option("script_location", str(_REVISIONS).replace("%", "%%"))
    with _TURN:
        command.upgrade(config, f"{schema.VERSION if to is None else to:04}")


def _whole(number: int, found: "Columns") -> bool:
    """Whether there is all that a ledger of version ``number`` has."""
    from .engines.sqlite import SqliteMemory
    from .keys.ring import KeyRing
    from .keys.source import new_key

    sample = SqliteMemory()
    with sample.making() as connection:
        migrate(connection, lambda: KeyRing.of(new_key()), to=number)
        wanted = sample.columns(connection) or {}
    sample.dispose()
    # Alembic's own comes with the first upgrade; the index of words has other tables on each engine
    wanted = {table: of for table, of in wanted.items() if table != "alembic_version" and not table.startswith("words")}
    return all(found.get(table, frozenset()) >= columns for table, columns in wanted.items())


def _ring(connection: "sa.Connection", database: "Database", keys: "KeySource", number: int) -> "KeyRing":
    """The ledger's key, made for a ledger that has none. Raises StoreUnavailable."""
    from .keys.ring import KeyRing
    from .store import checked

    ring = KeyRing.of(keys.key(begins=number < _FIRST_SEALED))
    return ring if number < _FIRST_SEALED else checked(connection, ring, database.url)


def _wiped(database: "Database") -> None:
    """Overwrite what was plain before, if that is still to be done. Raises StoreUnavailable."""
    import sqlalchemy as sa

    from . import schema
    from .schema.base import PLAIN

    plain = schema.meta.c.name == PLAIN
    with database.reading() as connection:
        if connection.scalar(sa.select(schema.meta.c.name).where(plain)) is None:
            return
    if not database.wipe():
        raise StoreUnavailable([problem("CMS818", database.url, url=database.url)])
    with database.writing() as connection:
        connection.execute(schema.meta.delete().where(plain))


def _told(database: "Database", found: int) -> Upgraded:
    import sqlalchemy as sa

    from . import schema
    from .schema.base import STALE

    meta = schema.meta.c
    with database.reading() as connection:
        rows = connection.scalars(sa.select(meta.name).where(meta.name.startswith(STALE)).order_by(meta.name)).all()
    return Upgraded(found, schema.VERSION, tuple(name.removeprefix(STALE) for name in rows))
