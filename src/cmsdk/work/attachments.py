"""The attachments of a case (附件), folded from the entries of their stream. Pure.

They have a stream of their own, ``a-<case id>``: whoever adds a photo is in nobody's way who decides on the case, and
the other way round. What is entered is who attached, read or removed what, and why; the bytes stand apart.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from cmsdk.contract.ports import Matter
from cmsdk.contract.ports_objects import ATTACHED
from cmsdk.model.attachment import Attachment, Presence
from cmsdk.model.entry import GENESIS, Entry
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.problem import problem
from cmsdk.model.report import person_key
from cmsdk.serial import Form, StoredForm, UnknownFormError, make_converter

from .conflict import MERGED
from .person_stream import ATTACHMENTS, Access, Done

KIND: Final = ATTACHED
"""What the ledger calls these streams."""
PREFIX: Final = "a-"
"""Begins the id of each; then comes that of its case."""
ATTACH: Final = "attach"
REMOVE: Final = "remove_attachment"
READ: Final = "read_attachment"
FORGET: Final = "forget_attachments"
"""Types of entry: added; taken off; its bytes given to somebody; all gone with the personal data of the case."""
TYPES: Final = frozenset({ATTACH, REMOVE, READ, FORGET})
KEPT: Final = "kept"
GONE: Final = "gone"
"""States of the stream: whether anything is there."""
FORM: Final = StoredForm("attachment")
"""What is said in an entry, and the list that a case has."""

_CONVERTER: Final = make_converter()


@attrs.frozen
class Attachments:
    """The stream of one case: all that ever was attached, in order."""

    case: str
    city: str
    items: tuple[Attachment, ...] = ()
    version: int = 0
    last: str = GENESIS
    """Hash of the last entry."""

    @property
    def stream(self) -> str:
        """The id of the stream."""
        return stream_of(self.case)

    @property
    def kept(self) -> tuple[Attachment, ...]:
        """Those whose bytes are there."""
        return tuple(item for item in self.items if item.presence is Presence.KEPT)

    def like(self, digest: str) -> tuple[Attachment, ...]:
        """Those that are there whose digest begins so; several may be one thing attached for several purposes."""
        return tuple(item for item in self.kept if digest and item.digest.startswith(digest))

    def keyed(self, key: str) -> Attachment | None:
        """What was attached under an app's own name."""
        return next((item for item in self.items if key and item.key == key), None)

    def matter(self, entry: Entry) -> Matter:
        """The projection, as ``entry``, the last one, leaves it."""
        form = FORM.dump({"items": [_CONVERTER.unstructure(item) for item in self.items]})
        state = KEPT if self.kept else GONE
        return Matter(self.stream, KIND, self.city, self.case, state, self.version, entry.at, form)


def stream_of(case_id: str) -> str:
    """The stream of a case's attachments."""
    return f"{PREFIX}{case_id}"


def said(**fields: str | int) -> str:
    """The data of an entry."""
    return FORM.dump(fields)


def attached(item: Attachment) -> str:
    """The data of the entry that adds ``item``; who and when stand in the entry itself."""
    return said(
        digest=item.digest, size=item.size, type=item.type, purpose=item.purpose.value, name=item.name,
        object=item.object, key=item.key,
    )  # fmt: skip


def evolve(before: Attachments, entry: Entry) -> Attachments:
    """The attachments after one more entry. Raises StoreUnavailable for one of a newer version."""
    try:
        form = FORM.load(entry.data)
    except UnknownFormError as error:
        raise StoreUnavailable([problem("CMS808", entry.stream, kind=entry.type, error=error)]) from error
    return attrs.evolve(before, items=_items(before.items, entry, form), version=entry.version, last=entry.hash)


def _items(items: tuple[Attachment, ...], entry: Entry, form: Form) -> tuple[Attachment, ...]:
    if entry.type == ATTACH:
        said_there = {name: value for name, value in form.items() if name != MERGED}
        fields = {**said_there, "at": entry.at.isoformat(), "by": entry.by}
        return (*items, _CONVERTER.structure(fields, Attachment))
    if entry.type == REMOVE:
        return tuple(
            attrs.evolve(item, presence=Presence.REMOVED)
            if item.digest == form["digest"] and item.presence is Presence.KEPT
            else item
            for item in items
        )
    if entry.type == FORGET:
        return tuple(
            attrs.evolve(item, presence=Presence.ERASED) if item.presence is Presence.KEPT else item for item in items
        )
    return items


def fold(entries: Sequence[Entry], case_id: str, city: str) -> Attachments:
    """The attachments of a case from the entries of its stream; none where there are no entries."""
    found = Attachments(case_id, city)
    for entry in entries:
        found = evolve(found, entry)
    return found


def accesses(entries: Sequence[Entry]) -> Iterator[Access]:
    """Who had the bytes of an attachment, or destroyed them, and why: under the key by which they are sealed."""
    for entry in entries:
        if entry.type in TYPES and entry.type != ATTACH:
            form = FORM.load(entry.data)
            key = person_key(entry.stream.removeprefix(PREFIX))
            done, gone = (Done.READ, ()) if entry.type == READ else (Done.ERASED, (ATTACHMENTS,))
            yield Access(
                key, entry.at, entry.by, done, form["why"], gone, form.get("rule", ""),
                attachment=form.get("digest", ""),
            )  # fmt: skip


def rebuilt(entries: Sequence[Entry]) -> Matter | None:
    """The projection of a stream made anew from its entries; nothing where they are none of a case's attachments."""
    if not entries or entries[0].type != ATTACH or not entries[0].stream.startswith(PREFIX):
        return None
    found = fold(entries, entries[0].stream.removeprefix(PREFIX), entries[0].city)
    return found.matter(entries[-1])
