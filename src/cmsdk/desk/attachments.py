"""The part of a city that keeps what is attached to its cases (附件)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from io import BufferedReader, RawIOBase
from os import PathLike, fspath
from typing import Any

from typing_extensions import Buffer, override

from cmsdk.model.attachment import Attachment
from cmsdk.model.command import Actor
from cmsdk.triage.read import storable

from .attaching import Attaching
from .intake import Progress
from .masking import own_name
from .part import Part, check_kinds
from .sweeping import GRACE, ObjectsVerified, Sweeping
from .taking import Source


class AttachmentStream(BufferedReader):
    """The bytes of an attachment, opened for reading; ``attachment`` says what they are."""

    def __init__(self, attachment: Attachment, pieces: Iterator[bytes]) -> None:
        """Over the plain ``pieces``, each of which is checked when it is read."""
        super().__init__(_Pieces(pieces))
        self.attachment = attachment


class _Pieces(RawIOBase):
    """Pieces of bytes as a raw stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        room: Any = memoryview(buffer).cast("B")
        size = min(len(room), len(self._rest))
        room[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


class AttachmentsOfCases(Part):
    """Photos before and after, recordings, documents: kept encrypted beside the ledger, named in its entries."""

    @cached_property
    def _attaching(self) -> Attaching:
        return Attaching(self.plan, self.ledger, self._acting)

    def attach(
        self,
        case_id: str,
        source: Source,
        *,
        by: Actor,
        purpose: str,
        name: str | None = None,
        now: datetime | None = None,
        key: str = "",
        progress: Progress | None = None,
    ) -> Attachment:
        """Attach a file (its path), an open binary stream, or (pieces of) bytes to a case; streamed, never held whole.

        ``purpose`` is a :class:`cmsdk.Purpose`. ``name`` is for display; a path gives its own. What it is, is told by
        its bytes. The same bytes are kept once a case. ``key`` is your own name for this very attaching: sent twice, it
        is done once. ``progress`` is told the bytes taken so far. Nothing is kept of what is not taken whole.

        Raises:
            RejectedInput: a type that the city does not take, too large, empty, not to be read to its end, an unknown
                purpose, or the personal data of the case was erased.
            NotAllowed: there is no such case in this city.
            StoreUnavailable: the ledger, or the place of its objects, cannot be written.
        """
        check_kinds(str(case_id), ("by", by, Actor))
        if name is None:
            name = str(fspath(source)) if isinstance(source, str | PathLike) else ""
        moment = self._now(now)
        who = storable(by.id)
        return self._attaching.attach(case_id, source, purpose, name, who, moment, own_name(key), progress)

    def attachments(self, case_id: str) -> Sequence[Attachment]:
        """All that ever was attached to a case, in order; ``presence`` says whether it is still there.

        Raises NotAllowed if there is no such case in this city.
        """
        return self._attaching.stream(case_id).items

    def attachment(
        self, case_id: str, digest: str, *, by: Actor, why: str, now: datetime | None = None
    ) -> AttachmentStream:
        """The bytes of an attachment, as a binary stream. That ``by`` reads it, and why, is entered first.

        ``digest`` may be shortened to its first eight digits or more. Each piece is checked as it is read, and the end.

        Raises:
            NotAllowed: there is no such case in this city, or no such attachment on it.
            RejectedInput: it is not said why.
            StoreUnavailable: the ledger cannot be written; or, also while reading, the bytes are missing or changed.
        """
        check_kinds(str(case_id), ("by", by, Actor))
        return AttachmentStream(*self._attaching.read(case_id, digest, storable(by.id), why, self._now(now)))

    def remove_attachment(
        self, case_id: str, digest: str, *, by: Actor, why: str, now: datetime | None = None
    ) -> Attachment:
        """Take an attachment off its case: its bytes are destroyed, what it was stays on record. Raises as above."""
        check_kinds(str(case_id), ("by", by, Actor))
        return self._attaching.remove(case_id, digest, storable(by.id), why, self._now(now))

    def verify_objects(
        self,
        *,
        grace: timedelta = GRACE,
        deep: bool = True,
        dry_run: bool = False,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> ObjectsVerified:
        """Whether all attachments in the ledger, of every city, are there as they were kept, and nothing besides.

        What no entry names and is older than ``grace`` is destroyed, and what was left of people who are erased;
        ``dry_run`` only lists it. ``deep`` opens every object; otherwise it is only asked whether it is there.

        Raises StoreUnavailable.
        """
        return Sweeping(self._attaching).verify(
            self._now(now), grace=grace, deep=deep, dry_run=dry_run, progress=progress
        )
