"""What goes wrong with a database, said as StoreUnavailable."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem

from .engines.database import Database
from .recognise import foreign


@contextmanager
def guarded(database: Database) -> Iterator[None]:
    """Say what the driver raises as StoreUnavailable; a key that is taken is for the caller to answer."""
    try:
        yield
    except IntegrityError:
        raise
    except OperationalError as error:
        raise StoreUnavailable([problem("CMS804", database.url, url=database.url, error=error.orig)]) from error
    except DatabaseError as error:
        raise foreign(database) from error
