"""A ledger in memory: the reference that the SQL ledger is held to, and the one for tests."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from threading import RLock

import attrs

from cmsdk.contract.matching import Earlier
from cmsdk.contract.ports import (
    AnyChange,
    CaseQuery,
    Change,
    Matter,
    MatterChange,
    MatterQuery,
    NewCase,
    Quarantined,
    Seen,
)
from cmsdk.model.case import Case
from cmsdk.model.entry import Entry
from cmsdk.model.report import Delivery, Person

from .query import earlier_of, is_wanted, matches, touches


class MemoryLedger:
    """Keeps everything in dicts under one lock."""

    def __init__(self) -> None:
        """An empty ledger."""
        self._lock = RLock()
        self._deliveries: dict[str, tuple[Delivery, bytes]] = {}
        self._reports: dict[tuple[str, str, str], str] = {}
        self._raw: dict[str, str] = {}
        self._entries: dict[str, list[Entry]] = {}
        self._order: list[str] = []
        self._cases: dict[str, Case] = {}
        self._matters: dict[str, Matter] = {}
        self._people: dict[str, Person] = {}
        self._quarantine: dict[tuple[str, str, str, str, str], Quarantined] = {}

    def store_delivery(self, delivery: Delivery, payload: bytes) -> None:
        """See the port."""
        with self._lock:
            self._deliveries[delivery.id] = (delivery, payload)

    def payload(self, delivery: str) -> bytes:
        """See the port."""
        return self._deliveries[delivery][1]

    def deliveries(self, city: str) -> Sequence[Delivery]:
        """See the port."""
        return sorted((d for d, _ in self._deliveries.values() if d.city == city), key=lambda d: d.id)

    def known(self, city: str, channel: str, keys: Sequence[str]) -> Mapping[str, str]:
        """See the port."""
        with self._lock:
            return {key: self._reports[city, channel, key] for key in keys if (city, channel, key) in self._reports}

    def mark(self) -> int:
        """See the port."""
        return len(self._order)

    def _holds(self, seen: Seen | None) -> bool:
        streams = self._order[seen.mark :] if seen else ()
        newer = (self._cases[stream] for stream in streams if stream in self._cases)
        return not (seen and any(touches(case, seen) for case in newer))

    def earlier(self, city: str, categories: Sequence[str], first: datetime, end: datetime) -> Sequence[Earlier]:
        """See the port."""
        wanted = set(categories)
        with self._lock:
            found = [
                earlier_of(case)
                for case in self._cases.values()
                if case.city == city and case.category in wanted and first <= case.at < end and not case.linked
            ]
        return sorted(found, key=lambda case: (case.at, case.id))

    def record(
        self, delivery: str, cases: Sequence[NewCase], quarantined: Sequence[Quarantined], seen: Seen | None = None
    ) -> bool:
        """See the port."""
        with self._lock:
            if not self._holds(seen):
                return False
            keys = [(new.case.city, new.case.channel, new.case.report) for new in cases]
            if len(set(keys)) < len(keys) or any(key in self._reports for key in keys):
                return False
            for key, new in zip(keys, cases, strict=True):
                case = attrs.evolve(new.case, trail=())
                self._reports[key] = case.id
                self._raw[case.id] = new.raw
                self._cases[case.id] = case
                self._entries[case.id] = list(new.entries)
                self._order += [case.id] * len(new.entries)
                if new.person:
                    self._people[case.person] = new.person
                self._release(delivery, key, new.raw)
            for row in quarantined:
                self._quarantine[row.city, row.channel, row.key, row.position, row.digest] = row
            return True

    def _release(self, delivery: str, key: tuple[str, str, str], raw: str) -> None:
        """What is a case now leaves quarantine; not another item of the same id beside it in the delivery."""
        held = self._quarantine.items()
        self._quarantine = {k: row for k, row in held if k[:3] != key or (row.delivery == delivery and row.raw != raw)}

    def append(self, case: Case, entries: Sequence[Entry]) -> bool:
        """See the port."""
        return self.append_all([Change(case, tuple(entries))])

    def append_all(self, changes: Sequence[AnyChange], seen: Seen | None = None) -> bool:
        """See the port."""
        with self._lock:
            streams = {change.entries[0].stream for change in changes}
            if len(streams) < len(changes) or not all(map(self._follows, changes)) or not self._holds(seen):
                return False
            for change in changes:
                stream = change.entries[0].stream
                self._entries.setdefault(stream, []).extend(change.entries)
                self._order += [stream] * len(change.entries)
                if isinstance(change, Change):
                    self._cases[stream] = attrs.evolve(change.case, trail=())
                else:
                    self._matters[stream] = change.matter
                    self._people.update(change.people)
            return True

    def _follows(self, change: AnyChange) -> bool:
        """Whether its entries come right after those of their stream; only a matter's stream may begin with them."""
        first = change.entries[0]
        stands = len(self._entries.get(first.stream, ()))
        return stands == first.version - 1 and (stands > 0 or isinstance(change, MatterChange))

    def entries(self, stream: str) -> Sequence[Entry]:
        """See the port."""
        return tuple(self._entries.get(stream, ()))

    def case(self, case_id: str) -> Case | None:
        """See the port."""
        return self._cases.get(case_id)

    def cases(self, query: CaseQuery) -> Iterator[Case]:
        """See the port."""
        with self._lock:
            found = [case for _, case in sorted(self._cases.items()) if matches(case, query)]
        yield from found if query.limit is None else found[: max(query.limit, 0)]

    def matter(self, matter_id: str) -> Matter | None:
        """See the port."""
        return self._matters.get(matter_id)

    def matters(self, query: MatterQuery) -> Sequence[Matter]:
        """See the port."""
        with self._lock:
            found = [matter for _, matter in sorted(self._matters.items()) if is_wanted(matter, query)]
        return found if query.limit is None else found[: max(query.limit, 0)]

    def raw(self, case_id: str) -> str | None:
        """See the port."""
        return self._raw.get(case_id)

    def person(self, key: str) -> Person | None:
        """See the port."""
        return self._people.get(key)

    def quarantine(self, city: str) -> Sequence[Quarantined]:
        """See the port."""
        with self._lock:
            return tuple(row for row in self._quarantine.values() if row.city == city)

    def cities(self) -> Sequence[str]:
        """See the port."""
        return sorted({delivery.city for delivery, _ in self._deliveries.values()})

    def close(self) -> None:
        """Nothing to let go of."""
