"""Are the objects of attachments there, as they were kept, and none besides (附件核对): found, named, put in order."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import attrs

from cmsdk.model.attachment import Attachment
from cmsdk.model.errors import StoreUnavailable
from cmsdk.model.report import person_key
from cmsdk.work.attachments import PREFIX, TYPES, Attachments, fold

from .attaching import Attaching
from .intake import Progress

GRACE: Final = timedelta(days=1)
"""Age from which an object that no entry names is one that nobody will name any more: no upload takes a day."""
PAGE: Final = 1000
"""Streams that are asked for at once."""
BY: Final = "cmsdk"
"""Who enters that attachments of an erased person are gone, where that was left undone."""


class Fault(StrEnum):
    """What is not as it should be."""

    MISSING = "missing"
    """丢失: an entry names it, and it is not there."""
    CHANGED = "changed"
    """被改动: it is there, and is not what was kept."""
    ORPHAN = "orphan"
    """无主: no entry names it; such as after a crash between bytes and entry."""
    ERASED = "erased"
    """应删未删: its person is erased, and it was still there, or still listed as being there."""


@attrs.frozen
class ObjectFault:
    """One object that is not as it should be; ``case`` and ``digest`` where an entry names it."""

    fault: Fault
    object: str
    case: str = ""
    digest: str = ""
    mended: bool = False
    """Whether it was put in order: an orphan, or what was left of an erased person, is destroyed."""


@attrs.frozen(kw_only=True)
class ObjectsVerified:
    """What was found (核对结果)."""

    attachments: int = 0
    """That entries name as being there."""
    objects: int = 0
    young: int = 0
    """Objects that no entry names yet, and too young to tell."""
    faults: tuple[ObjectFault, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every attachment can be had as it was kept."""
        return not any(one.fault in {Fault.MISSING, Fault.CHANGED} for one in self.faults)


@attrs.frozen
class Sweeping:
    """Looks through the objects of a whole ledger, of whichever cities it holds."""

    attaching: Attaching

    def verify(
        self, now: datetime, *, grace: timedelta = GRACE, deep: bool = True, dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ObjectsVerified:  # fmt: skip
        """See :meth:`cmsdk.City.verify_objects`."""
        named: set[str] = set()
        faults: list[ObjectFault] = []
        count = 0
        # what is there is listed first: whatever is named by then, or is put later, cannot be taken for an orphan
        listed = list(self.attaching.ledger.objects_listed())
        for found in self._streams():
            kept = found.kept
            count += len(kept)
            if kept and not self.attaching.ledger.can_seal(person_key(found.case)):
                faults += self._left_over(found, now, dry_run=dry_run)
            else:
                named.update(item.object for item in kept)
                faults += self._wrong(found, deep=deep)
            if progress is not None:
                progress(count)
        known = named | {fault.object for fault in faults}
        strays = [one for one in listed if one.key not in known]
        old = [one for one in strays if one.age >= grace]
        for one in old:
            if not dry_run:
                self.attaching.ledger.drop_object(one.key)
            faults.append(ObjectFault(Fault.ORPHAN, one.key, mended=not dry_run))
        return ObjectsVerified(
            attachments=count, objects=len(listed), young=len(strays) - len(old), faults=tuple(faults)
        )

    def _streams(self) -> Iterator[Attachments]:
        """The attachments of every case in the ledger, as their entries say, which hold whatever became of tables."""
        ledger, after = self.attaching.ledger, ""
        while page := ledger.streams(PREFIX, after, PAGE):
            for stream in page:
                entries = ledger.entries(stream)
                if any(entry.type in TYPES for entry in entries):  # also where the first one is missing
                    yield fold(entries, stream.removeprefix(PREFIX), entries[0].city)
            after = page[-1]

    def _wrong(self, found: Attachments, *, deep: bool) -> Iterator[ObjectFault]:
        for item in {item.object: item for item in found.kept}.values():
            if not self.attaching.ledger.has_object(item.object):
                yield ObjectFault(Fault.MISSING, item.object, found.case, item.digest)
            elif deep and not self._opens(found.case, item):
                yield ObjectFault(Fault.CHANGED, item.object, found.case, item.digest)

    def _opens(self, case: str, item: Attachment) -> bool:
        try:
            for _ in self.attaching.checked(case, item):
                pass
        except StoreUnavailable as error:
            if any(one.code == "CMS835" for one in error.problems):
                return False
            raise
        return True

    def _left_over(self, found: Attachments, now: datetime, *, dry_run: bool) -> Iterator[ObjectFault]:
        """What should have gone with its person: entered and destroyed now."""
        mended = not dry_run and found.city == self.attaching.plan.city
        if mended:
            self.attaching.forget(found.case, BY, "the person was erased", now)
        for item in found.kept:
            yield ObjectFault(Fault.ERASED, item.object, found.case, item.digest, mended)
