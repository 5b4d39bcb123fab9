"""From options to plugins, ledger, city and moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
import os
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from cmsdk.city import City
from cmsdk.contract.ports import Ledger
from cmsdk.ledger.open import open_ledger, sqlite_path
from cmsdk.ledger.urls import shown
from cmsdk.model.errors import RejectedInput, StoreUnavailable
from cmsdk.model.problem import problem
from cmsdk.registry.discovery import Discovered, discover, from_folder
from cmsdk.triage.times import read_time

from .answer import Asked

PLUGINS: Final = "CMSDK_PLUGINS"
"""Environment variable: unset, all plugins; empty, the built-in only; else the names that may be used."""


def found_plugins(asked: Asked) -> tuple[Discovered, ...]:
    """The plugins that are installed and those of ``--plugins``, as the environment allows. Raises RejectedInput."""
    missing = [folder for folder in asked.plugins if not folder.is_dir()]
    if missing:
        raise RejectedInput([problem("CMS908", str(folder), folder=folder) for folder in missing])
    allowed = named_plugins()
    if allowed is None:
        return discover(asked.plugins)
    return discover(asked.plugins, only=allowed | {from_folder(folder).name for folder in asked.plugins})


def named_plugins() -> frozenset[str] | None:
    """Installed plugins that the environment allows; nothing where it allows all."""
    named = os.environ.get(PLUGINS)
    return None if named is None else frozenset(name.strip() for name in named.split(",") if name.strip())


@attrs.frozen
class Opened:
    """A city that a command works on, and the moment of ``--at`` (``None``: now)."""

    city: City
    at: datetime | None

    @property
    def now(self) -> datetime:
        """The moment, aware, in the city's zone."""
        return (self.at or self.city.clock()).astimezone(self.city.plan.zone)


def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment that ``--at`` names, a date alone being that day's first minute. Raises RejectedInput."""
    if not text:
        return None
    try:
        return read_time(text, zone, time())[0]
    except (ValueError, OverflowError) as error:
        raise RejectedInput([problem("CMS909", "--at", text=text)]) from error


def _absent(url: str) -> str | None:
    """The file of an SQLite ledger that is not there. Raises StoreUnavailable."""
    path = sqlite_path(url)
    return None if path is None or os.path.exists(path) else path  # noqa: PTH110  Path.exists fails on odd names


def _only_city(ledger: Ledger, url: str) -> str:
    cities = ledger.cities()
    if len(cities) == 1:
        return cities[0]
    if cities:
        raise RejectedInput([problem("CMS806", shown(url), cities=", ".join(cities))])
    raise RejectedInput([problem("CMS807", shown(url))])


@contextmanager
def opened(asked: Asked, *, begins: bool = False) -> Iterator[Opened]:
    """The city on its ledger; ``begins`` allows a ledger that does not exist yet.

    Raises:
        AssemblyError: the city cannot be assembled.
        RejectedInput: the ledger names no city, or several; or ``--at`` is no time.
        StoreUnavailable: the ledger cannot be opened, or is not there.
    """
    rows = found_plugins(asked)
    absent = _absent(asked.ledger)
    if absent and not asked.city:
        raise RejectedInput([problem("CMS807", asked.ledger)])
    if absent and not begins:
        raise StoreUnavailable([problem("CMS903", asked.ledger, file=absent, error=os.strerror(2))])
    if asked.city:
        city = City.open(asked.city, asked.ledger, plugins=rows)
    else:
        ledger = open_ledger(asked.ledger)
        try:
            city = City.open(_only_city(ledger, asked.ledger), ledger, plugins=rows)
        except Exception:
            ledger.close()
            raise
    with city:
        yield Opened(city, moment(asked.at, city.plan.zone))
