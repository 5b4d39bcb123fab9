"""The lists of a desk (工作台): pages of cases by index, in keys; what no index can say is tried on each row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import attrs
import sqlalchemy as sa

from cmsdk.contract.ports_desk import CasePage, DeskQuery
from cmsdk.geo.metres import distance
from cmsdk.model.crs import to_wgs84
from cmsdk.model.finding import holds, known
from cmsdk.model.place import Crs, Point

from . import words
from .cases import PAGE
from .desk_select import Key, Source, bound, by_deadline, by_place, by_state, by_word, late, present, unindexed
from .rows import Row, case_of
from .store import SqlStore

NEWEST: Final[Key] = ("", (1 << 62))
SOONEST: Final[Key] = ("", 0)


@attrs.frozen
class _Trying:
    """What is tried on each row: words in its text, and how far it is."""

    words: Sequence[str]
    near: Point | None
    metres: float

    @classmethod
    def of(cls, query: DeskQuery) -> "_Trying":
        return cls(query.words, to_wgs84(query.near) if query.near else None, query.metres)

    def __call__(self, row: Row) -> bool:
        if self.near is not None:
            if row["lon"] is None:
                return False
            if distance(self.near, to_wgs84(Point(row["lon"], row["lat"], Crs(row["crs"])))) > self.metres:
                return False
        return not self.words or holds(words.looked_through(row), self.words)


class Pages(SqlStore):
    """The part of the ledger that serves a desk."""

    def page(self, query: DeskQuery) -> CasePage:
        """See the port."""
        size = max(query.limit, 0)
        with self._reading() as connection:
            found = self._found(connection, query, size + 1)
        cases = tuple(case_of(row) for row in found[:size])
        return CasePage(cases, _key_text(query, found[size - 1]) if size and len(found) > size else "")

    def _found(self, connection: sa.Connection, query: DeskQuery, wanted: int) -> list[Row]:
        trying, found = _Trying.of(query), list[Row]()
        key = query.key or (SOONEST if query.by_deadline else NEWEST)
        for source in self._sources(connection, query):
            for row in _rows(connection, source, key, wanted):
                if trying(row):
                    found.append(row)
                    if len(found) == wanted:
                        return found
        return found

    def _sources(self, connection: sa.Connection, query: DeskQuery) -> Iterator[Source]:
        """Where to look, one after the other: by the index that leaves the fewest rows to be tried."""
        if query.by_deadline:
            yield by_deadline(query)
        elif query.near is not None:
            yield by_place(query, query.near)
        elif known(query.words) and not (query.ended and bound(query)):
            mark = words.mark(connection)
            yield unindexed(query, mark)
            yield from by_word(query, words.INDEXES[self._db.name], mark)
        else:
            states = [state for state in present(connection, query.city) if state not in query.ended]
            if states:
                yield by_state(query, states)

    def overdue(self, city: str, moment: datetime) -> Mapping[str, int]:
        """See the port."""
        with self._reading() as connection:
            rows = connection.execute(late(city, moment)).all()
        return {row.unit: row.cases for row in rows}

    def index(self, most: int, least: int = 1) -> int:
        """See the port."""
        with self._reading() as connection:
            if not words.waiting(connection, least):
                return 0
        with self._writing() as connection:
            return words.follow(self._db, connection, most)


def _rows(connection: sa.Connection, source: Source, key: Key, size: int) -> Iterator[Row]:
    """All rows of a source behind ``key``, fetched in steps that grow."""
    while True:
        rows = connection.execute(source(key, size)).mappings().all()
        yield from rows
        if len(rows) < size:
            return
        key = (rows[-1]["due"] or "", rows[-1]["number"])
        size = min(size * 4, max(PAGE, size))


def _key_text(query: DeskQuery, row: Row) -> str:
    return f"{row['due']}/{row['number']}" if query.by_deadline else str(row["number"])
