"""The stream of a person (个人信息流水): who read their data and why, and that they were erased. Pure.

Its entries never hold the data. Its first entry tells it from the stream of a case or file.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import attrs

from cmsdk.contract.ports import Matter
from cmsdk.model.entry import Entry
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem
from cmsdk.serial import StoredForm, UnknownFormError

KIND: Final = "person"
"""What the ledger calls these streams."""


class Done(StrEnum):
    """What was done with somebody's data: the type of an entry."""

    READ = "person_read"
    ERASED = "person_erased"


FORMS: Final = {done: StoredForm(done.value) for done in Done}
"""Type of entry → its stored form; migrations are added here when a form changes."""
_RECORD: Final = StoredForm("person-stream")
KEPT: Final = "kept"
ERASED: Final = "erased"
"""States of the stream: whether their key was destroyed."""
PERSON: Final = "person"
"""Among what was destroyed: their key."""
RAW: Final = "raw"
"""The item as it came."""
DELIVERY: Final = "delivery"
"""The bytes of deliveries in which they stand."""
QUARANTINE: Final = "quarantine"
"""Items in quarantine that say something of them; also before the id of a city, the stream that tells of these."""


ATTACHMENTS: Final = "attachments"
"""The attachments of their case; of these the stream of the attachments tells."""


@attrs.frozen
class PersonRecord:
    """What the entries of one person's stream come to."""

    key: str
    city: str
    version: int
    last: datetime
    case: str = ""
    """The case whose reporter it is; empty for a party."""
    reads: int = 0
    erased: datetime | None = None

    @property
    def matter(self) -> Matter:
        """As the ledger's projection has it."""
        form = _RECORD.dump({"reads": self.reads, "erased": self.erased.isoformat() if self.erased else ""})
        state = ERASED if self.erased else KEPT
        return Matter(self.key, KIND, self.city, self.case, state, self.version, self.last, form)


@attrs.frozen
class Access:
    """Once that somebody's data was read or erased (查阅、删除记录): when, by whom and why, and of whose key."""

    key: str
    at: datetime
    by: str
    done: Done
    why: str
    destroyed: tuple[str, ...] = ()
    """Of an erasure: what went, such as ``person`` and ``raw``."""
    rule: str = ""
    """Of an erasure by retention: the row that asked for it."""
    deliveries: tuple[str, ...] = ()
    """Of an erasure: the deliveries whose bytes went with it."""
    quarantined: tuple[str, ...] = ()
    """Of an erasure: the items in quarantine that went with it, as delivery and position."""
    attachment: str = ""
    """Of an attachment that was read or removed: its digest."""


def data_of(access: Access, case: str) -> str:
    """The data of the entry that says so; ``case`` is the one whose reporter it is."""
    form: dict[str, Any] = {"case": case, "why": access.why}
    if access.done is Done.ERASED:
        form |= {
            "destroyed": list(access.destroyed), "rule": access.rule, "deliveries": list(access.deliveries),
            "quarantined": list(access.quarantined),
        }  # fmt: skip
    return FORMS[access.done].dump(form)


def _read(entry: Entry) -> dict[str, Any]:
    try:
        return FORMS[Done(entry.type)].load(entry.data)
    except (UnknownFormError, ValueError) as error:
        where = f"{entry.stream}:{entry.version}"
        raise StoreUnavailable([problem("CMS808", where, kind=entry.type, error=error)]) from error


def access_of(entry: Entry) -> Access:
    """What an entry says. Raises StoreUnavailable where a newer version wrote it."""
    form = _read(entry)
    destroyed, deliveries, held = (tuple(form.get(name, ())) for name in ("destroyed", "deliveries", "quarantined"))
    rule = form.get("rule", "")
    return Access(entry.stream, entry.at, entry.by, Done(entry.type), form["why"], destroyed, rule, deliveries, held)


def evolve(record: PersonRecord | None, entry: Entry) -> PersonRecord:
    """``record`` with one more entry."""
    form = _read(entry)
    before = record or PersonRecord(entry.stream, entry.city, 0, entry.at, form["case"])
    gone = PERSON in form.get("destroyed", ())
    return attrs.evolve(
        before,
        version=entry.version,
        last=entry.at,
        reads=before.reads + (entry.type == Done.READ),
        erased=entry.at if gone else before.erased,
    )


def fold(entries: Sequence[Entry]) -> PersonRecord | None:
    """What the entries of a person's stream come to; nothing where there are none."""
    record = None
    for entry in entries:
        record = evolve(record, entry)
    return record


def matter_of(entries: Sequence[Entry]) -> Matter | None:
    """The projection of a person's stream made anew from its entries; nothing where there are none."""
    record = fold(entries)
    return None if record is None else record.matter


def accesses(entries: Iterable[Entry]) -> tuple[Access, ...]:
    """What the entries of a person's stream say, in order."""
    return tuple(map(access_of, entries))
