"""Ports: what the core asks of the outside, as protocols."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Protocol

import attrs

from cmsdk.model.case import Case
from cmsdk.model.command import Refusal
from cmsdk.model.entry import Entry
from cmsdk.model.problem import Problem
from cmsdk.model.report import Delivery, Person

from .matching import Earlier
from .notices import Notice
from .ports_desk import DeskLedger
from .ports_objects import ObjectStore
from .ports_outbox import Outbox
from .ports_people import PeopleStore
from .ports_proof import Inspected
from .ports_rebuild import Rebuilding


class Clock(Protocol):
    """Gives the present moment, aware. Decisions get it as an argument and never ask for it."""

    def __call__(self) -> datetime:
        """The moment, aware."""
        ...


class IdSource(Protocol):
    """Gives ids that sort by time (random keys cost a store three to four times as much)."""

    def take(self, count: int, now: datetime) -> Sequence[str]:
        """``count`` new ids, ascending."""
        ...


def raw_digest(raw: str) -> str:
    """SHA-256 of an item as it came (JSON text), shortened to 32 hexadecimal digits."""
    return sha256(raw.encode()).hexdigest()[:32]


@attrs.frozen
class NewCase:
    """A case to be recorded with its report: the raw item stands apart, personal data by key."""

    case: Case
    raw: str
    position: str
    person: Person | None
    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...] = ()
    """What somebody is to be told of these entries; kept with them."""


@attrs.frozen
class Quarantined:
    """An item that could not become a case (隔离件), with its reasons; it can be read again later."""

    city: str
    channel: str
    key: str
    delivery: str
    position: str
    raw: str
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """Of the item as it came: two items of the same id and row may still say different things."""
        return raw_digest(self.raw)


@attrs.frozen(kw_only=True)
class CaseQuery:
    """Which cases: every field that is given must match. Pages go by key: ``after`` is the last id seen."""

    city: str
    state: str | None = None
    unit: str | None = None
    grid: str | None = None
    category: str | None = None
    without_states: tuple[str, ...] = ()
    """States that are left out, such as the ends of the workflow."""
    due_before: datetime | None = None
    opened_from: datetime | None = None
    opened_until: datetime | None = None
    closed_from: datetime | None = None
    closed_until: datetime | None = None
    after: str = ""
    limit: int | None = None
    linked: str | None = None
    """Those that are linked to this case."""


@attrs.frozen(kw_only=True)
class Seen:
    """What a writer has read and relies on: it holds while nobody has entered anything newer in these cases."""

    mark: int
    """See :meth:`Ledger.mark`, taken before reading."""
    city: str
    categories: frozenset[str] = frozenset()
    """All cases of these categories in the city."""
    streams: frozenset[str] = frozenset()
    """These cases, and those that are linked to them; other streams by their ids."""
    kinds: frozenset[str] = frozenset()
    """All community work of these kinds in the city."""


@attrs.frozen
class Change:
    """Entries to be appended to one stream, and the case that they make."""

    case: Case
    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...] = ()


@attrs.frozen
class Matter:
    """What the ledger keeps of a stream that is no case (an enforcement file, a whistle, a duty …): its projection.

    ``kind`` names what it is, ``case`` the case that it belongs to, empty for none; ``form`` is its state as JSON.
    """

    id: str
    kind: str
    city: str
    case: str
    state: str
    version: int
    last: datetime
    form: str
    due: datetime | None = None


@attrs.frozen(kw_only=True)
class MatterQuery:
    """Which matters: every field that is given must match. Pages go by key, as those of cases do."""

    city: str
    kind: str
    case: str | None = None
    state: str | None = None
    after: str = ""
    limit: int | None = None


@attrs.frozen
class MatterChange:
    """Entries to be appended to the stream of a matter, and what it has become; its first entry has version 1.

    ``people`` are personal data that its entries name by key; ``notices`` are kept with the entries.
    """

    matter: Matter
    entries: tuple[Entry, ...]
    people: Mapping[str, Person] = attrs.field(factory=dict)
    notices: tuple[Notice, ...] = ()


AnyChange = Change | MatterChange


@attrs.frozen
class Refused:
    """A command that was refused (被拒指令): on which stream, when, by whom, and why. It made no entry."""

    stream: str
    city: str
    at: datetime
    by: str
    command: str
    refusal: Refusal


class Ledger(Inspected, Rebuilding, Outbox, DeskLedger, PeopleStore, ObjectStore, Protocol):
    """The store (台账). Entries are append-only; cases are a projection of them. Raises StoreUnavailable."""

    def store_delivery(self, delivery: Delivery, payload: bytes) -> None:
        """Keep the bytes as they came, durably, before anything else happens."""
        ...

    def payload(self, delivery: str) -> bytes:
        """The bytes of a delivery; none once they are destroyed."""
        ...

    def deliveries(self, city: str) -> Sequence[Delivery]:
        """All deliveries of a city, oldest first."""
        ...

    def known(self, city: str, channel: str, keys: Sequence[str]) -> Mapping[str, str]:
        """Those of ``keys`` that already are cases, with the case's id."""
        ...

    def mark(self) -> int:
        """How many entries there are in the whole ledger: who asks again sees whether anything was entered."""
        ...

    def earlier(self, city: str, categories: Sequence[str], first: datetime, end: datetime) -> Sequence[Earlier]:
        """The cases of these categories reported in ``first … end`` (aware, ``end`` not included) and linked to none.

        By time of the report, then id. Looked up by index: what lies outside is not read.
        """
        ...

    def record(
        self, delivery: str, cases: Sequence[NewCase], quarantined: Sequence[Quarantined], seen: Seen | None = None,
        repeats: Sequence[str] = (),
    ) -> bool:  # fmt: skip
        """Write a batch in one transaction: reports, people, entries, projection, quarantine.

        ``repeats`` are the cases whose reports came in this delivery once more.

        ``False``, and nothing written, if one of the reports has become a case meanwhile, or ``seen`` holds no more.
        """
        ...

    def append(self, case: Case, entries: Sequence[Entry]) -> bool:
        """Append entries and bring the projection to ``case``. ``False`` if another writer was first."""
        ...

    def append_all(self, changes: Sequence[AnyChange], seen: Seen | None = None) -> bool:
        """Append to several streams in one transaction, all or nothing; the stream of a new matter is opened.

        ``False``, and nothing written, if another writer was first on one of them, or ``seen`` holds no more.
        """
        ...

    def entries(self, stream: str) -> Sequence[Entry]:
        """All entries of a stream, in order."""
        ...

    def openings(self, streams: Sequence[str]) -> Mapping[str, Sequence[Entry]]:
        """The first two entries of each of these streams: of a case, the report and what was decided of it."""
        ...

    def last_entry(self, stream: str) -> Entry | None:
        """The last entry of a stream, read alone."""
        ...

    def case(self, case_id: str) -> Case | None:
        """The projected case, without its trail."""
        ...

    def cases(self, query: CaseQuery) -> Iterator[Case]:
        """The projected cases that match, by id."""
        ...

    def matter(self, matter_id: str) -> Matter | None:
        """The projected matter."""
        ...

    def matters(self, query: MatterQuery) -> Sequence[Matter]:
        """The projected matters that match, by id."""
        ...

    def note(self, refused: Refused) -> None:
        """Keep a record of a refused command, beside the entries."""
        ...

    def refusals(self, stream: str) -> Sequence[Refused]:
        """The commands on a stream that were refused, in order."""
        ...

    def raw(self, case_id: str) -> str | None:
        """The item from which a case was made, as it came (JSON text); nothing once it is destroyed."""
        ...

    def quarantine(self, city: str) -> Sequence[Quarantined]:
        """What is in quarantine, in order of arrival."""
        ...

    def cities(self) -> Sequence[str]:
        """Ids of the cities that have received or done anything here."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...
