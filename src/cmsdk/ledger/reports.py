"""Reports that have become cases: found again by their key, recorded a batch at a time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from cmsdk.contract.matching import Earlier
from cmsdk.contract.ports import NewCase, Quarantined, Seen
from cmsdk.model.case import Case
from cmsdk.model.report import REPORTER

from . import schema
from .held import hold, release
from .outbox import post
from .people import PEOPLE, sealed_people
from .projecting import begin
from .rows import earlier_of
from .select import VARIABLES, chunks, is_, select_earlier
from .streams import Streams, last_number, outdated

REPORT: Final = ("city", "channel", "key", "case_id", "delivery", "position", "raw")
"""Columns of a report, in the order in which it is appended."""


class Reports(Streams):
    """The part of the ledger that takes in reports."""

    def known(self, city: str, channel: str, keys: Sequence[str]) -> Mapping[str, str]:
        """See the port."""
        r = schema.reports
        found: dict[str, str] = {}
        with self._reading() as connection:
            for some in chunks(keys):
                wanted = sa.select(r.c.key, r.c.case_id).where(
                    r.c.city == city, r.c.channel == channel, r.c.key.in_(some)
                )
                found.update((row.key, row.case_id) for row in connection.execute(wanted))
        return found

    def earlier(self, city: str, categories: Sequence[str], first: datetime, end: datetime) -> Sequence[Earlier]:
        """See the port."""
        found: list[Earlier] = []
        with self._reading() as connection:
            for some in chunks(categories):
                wanted = select_earlier(city, some, first, end)
                found += map(earlier_of, connection.execute(wanted).mappings())
        return found if len(categories) <= VARIABLES else sorted(found, key=lambda case: (case.at, case.id))

    def record(
        self, delivery: str, cases: Sequence[NewCase], quarantined: Sequence[Quarantined], seen: Seen | None = None,
        repeats: Sequence[str] = (),
    ) -> bool:  # fmt: skip
        """See the port."""
        ring = self._ring
        people, raws = sealed_people(ring, cases)
        reports = [
            (new.case.city, new.case.channel, new.case.report, new.case.id, delivery, new.position, raw)
            for new, raw in zip(cases, raws, strict=True)
        ]

        def write(connection: sa.Connection) -> bool:
            last = last_number(connection)
            if outdated(connection, seen, last):
                return False
            self._same_key(connection, ring)
            self._db.append(connection, schema.reports, REPORT, reports)
            first = self._enter(connection, [entry for new in cases for entry in new.entries], last)
            begin(self._db, connection, _numbered(cases, first))
            self._db.append(connection, schema.people, PEOPLE, people)
            post(self._db, connection, [notice for new in cases for notice in new.notices])
            release(connection, ring, delivery, cases)
            hold(self._db, connection, ring, quarantined)
            self._repeated(connection, delivery, repeats)
            return True

        return self._wholly(write)

    def _repeated(self, connection: sa.Connection, delivery: str, cases: Sequence[str]) -> None:
        """Note in whose bytes reports came once more, so that these go, too, when one of their people is erased."""
        d, r = schema.deliveries.c, schema.reports.c
        for some in chunks(cases):
            holder = sa.select(sa.func.coalesce(d.same_as, d.id)).where(d.id == delivery).scalar_subquery()
            others = sa.select(holder, r.case_id).where(r.case_id.in_(some), r.delivery != holder)
            again = self._db.insert(schema.repeats).from_select(["delivery", "case_id"], others.distinct())
            connection.execute(again.on_conflict_do_nothing())

    def raw(self, case_id: str) -> str | None:
        """See the port."""
        r, p = schema.reports.c, schema.people.c
        wanted = sa.select(r.raw, p.key, p.wrapped).join_from(
            schema.reports, schema.people, p.key == sa.literal(REPORTER) + r.case_id
        )
        with self._reading() as connection:
            row: Any = connection.execute(wanted.where(is_(r.case_id, case_id))).first()
        if row is None or row.wrapped is None or not row.raw:
            return None
        with self._guarded():
            return self._ring.unwrap(row.key, row.wrapped).open("raw", row.raw).decode()


def _numbered(cases: Sequence[NewCase], number: int) -> Iterator[tuple[int, Case]]:
    """Each case with the number of its first entry, which for the first of them is ``number``."""
    for new in cases:
        yield number, new.case
        number += len(new.entries)
