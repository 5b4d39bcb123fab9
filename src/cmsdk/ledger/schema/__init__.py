"""The tables of the SQL ledger, and the statements that make them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from .base import VERSION, meta, metadata, version
from .intake import deliveries, parts, quarantine, repeats, reports
from .outbox import outbox
from .people import people
from .projections import RUNS, WORDS, cases, matters, tallies
from .streams import IMMUTABLE, entries, refusals

__all__ = [
    "RUNS",
    "VERSION",
    "cases",
    "deliveries",
    "entries",
    "matters",
    "meta",
    "metadata",
    "outbox",
    "parts",
    "people",
    "quarantine",
    "refusals",
    "repeats",
    "reports",
    "statements",
    "tallies",
    "version",
]


_DIALECTS: Final[Mapping[str, type[sa.Dialect]]] = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}


@lru_cache(maxsize=len(_DIALECTS))
def statements(engine: str) -> tuple[str, ...]:
    """The statements that make all tables, indexes and triggers of a new ledger on ``engine``."""
    dialect, made = _DIALECTS[engine](), list[str]()
    for table in metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        made += (str(CreateIndex(index).compile(dialect=dialect)) for index in sorted(table.indexes, key=_name))
    return (*made, *WORDS[engine], *IMMUTABLE[engine])


def _name(index: sa.Index) -> str:
    return str(index.name)
