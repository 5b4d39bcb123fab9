"""Attaching at the desk (附件): bytes first, entry after, so that no entry ever names what is not there."""

from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger, MatterChange
from cmsdk.contract.ports_objects import ObjectBrokenError
from cmsdk.model.attachment import Attachment, Presence, Purpose
from cmsdk.model.entry import seal
from cmsdk.model.errors import NotAllowed, RejectedInput, StoreUnavailable
from cmsdk.model.problem import Problem, problem
from cmsdk.model.report import Person, person_key
from cmsdk.triage.read import storable
from cmsdk.work.attachments import (
    ATTACH,
    FORGET,
    READ,
    REMOVE,
    Attachments,
    attached,
    evolve,
    fold,
    said,
    stream_of,
)

from .acting import Acting
from .intake import Progress
from .masking import MOST, masked
from .taking import Source, Taken

ATTEMPTS: Final = 200
"""Times that an entry is tried when others write into the same stream meanwhile."""
SHORTEST: Final = 8
"""Fewest digits of a digest by which an attachment may be named."""

Said = tuple[str, str]
"""Type and data of an entry that is to be written."""


@attrs.frozen
class Attaching:
    """Keeps the attachments of one city's cases."""

    plan: CityPlan
    ledger: Ledger
    acting: Acting

    def stream(self, case_id: str) -> Attachments:
        """What is attached to a case. Raises NotAllowed if there is no such case in this city."""
        self.acting.stream(case_id)
        return fold(self.ledger.entries(stream_of(case_id)), case_id, self.plan.city)

    def attach(
        self, case_id: str, source: Source, purpose: str, name: str, by: str, now: datetime, key: str,
        progress: Progress | None,
    ) -> Attachment:  # fmt: skip
        """See :meth:`cmsdk.City.attach`."""
        known = self.stream(case_id).keyed(key)
        if known is not None:
            return known
        meant, where = _purpose(purpose), self.shown(name, case_id) or case_id
        taken = Taken(self.plan.attachments, where, progress)
        mine = self.ledger.keep_object(person_key(case_id), taken.through(source))
        if mine is None:
            raise RejectedInput([problem("CMS832", where, name=where, error="file-person-erased")])
        item = Attachment(
            digest=taken.digest, size=taken.size, type=taken.type, purpose=meant, object=mine, at=now, by=by, key=key,
            name="" if where == case_id else where,
        )  # fmt: skip
        # should the ledger fail now, nothing is taken back: whether the entry was written is not known, and the sweep
        # finds what no entry names
        found = self._add(case_id, item)
        if found.object != mine:  # the same bytes were there before
            self.ledger.drop_object(mine)
        return found

    def _add(self, case_id: str, item: Attachment) -> Attachment:
        """Enter ``item``, or find that it is there: the same bytes are kept once, and listed once for each purpose."""

        def known(before: Attachments) -> Attachment | None:
            same = (one for one in before.like(item.digest) if one.purpose is item.purpose)
            return before.keyed(item.key) or next(same, None)

        def entry(before: Attachments) -> Said | None:
            if known(before):
                return None
            same = before.like(item.digest)
            return ATTACH, attached(attrs.evolve(item, object=same[0].object) if same else item)

        found = self._enter(case_id, entry, item.by, item.at)
        return known(found) or item

    def remove(self, case_id: str, digest: str, by: str, why: str, now: datetime) -> Attachment:
        """See :meth:`cmsdk.City.remove_attachment`. Entry first: what is still there after a crash, nothing names."""
        item = self.one(case_id, digest)
        reason = self._reason(why, case_id)
        entry = (REMOVE, said(digest=item.digest, why=reason))
        found = self._enter(case_id, lambda before: entry if before.like(item.digest) else None, by, now)
        kept = {one.object for one in found.kept}
        for key in {one.object for one in found.items if one.digest == item.digest} - kept:
            self.ledger.drop_object(key)
        return attrs.evolve(item, presence=Presence.REMOVED)

    def kept(self, case_id: str) -> tuple[Attachment, ...]:
        """What is there now, of whichever case."""
        return fold(self.ledger.entries(stream_of(case_id)), case_id, self.plan.city).kept

    def forget(self, case_id: str, by: str, why: str, now: datetime, rule: str = "") -> tuple[Attachment, ...]:
        """Destroy all attachments of a case, whose person is erased or whose term is over; which they were.

        Where the person is erased: once the key is destroyed. ``why`` is entered as it is given, and ``rule``, the row
        that asked for it. Done again, it only destroys what an interrupted one has left.
        """
        stood: tuple[Attachment, ...] = ()

        def entry(before: Attachments) -> Said | None:
            nonlocal stood
            stood = before.kept
            return (FORGET, said(why=why, rule=rule)) if stood else None

        found = self._enter(case_id, entry, by, now)
        gone = tuple(item for item in found.items if item.presence is Presence.ERASED)
        for key in {item.object for item in gone}:
            self.ledger.drop_object(key)
        return stood

    def read(self, case_id: str, digest: str, by: str, why: str, now: datetime) -> tuple[Attachment, Iterator[bytes]]:
        """An attachment and its bytes, once it is entered who reads it and why."""
        item = self.one(case_id, digest)
        entry = (READ, said(digest=item.digest, why=self._reason(why, case_id)))
        self._enter(case_id, lambda _: entry, by, now)
        return item, self.checked(case_id, item)

    def checked(self, case_id: str, item: Attachment) -> Iterator[bytes]:
        """The bytes of ``item``, which are those that were attached. Raises StoreUnavailable where they are not."""
        digest = sha256()
        try:
            for piece in self.ledger.open_object(person_key(case_id), item.object):
                digest.update(piece)
                yield piece
        except ObjectBrokenError as error:
            state = "object-missing" if error.missing else "object-changed"
            raise StoreUnavailable([broken(case_id, item, state)]) from error
        if digest.hexdigest() != item.digest:
            raise StoreUnavailable([broken(case_id, item, "object-changed")])

    def one(self, case_id: str, digest: str) -> Attachment:
        """The attachment whose digest begins so. Raises NotAllowed where it is none, gone, or one of several."""
        found = self.stream(case_id)
        erased = not self.ledger.can_seal(person_key(case_id))
        wanted = str(digest).strip().lower()
        like = found.like(wanted) if len(wanted) >= SHORTEST else ()
        if len({item.digest for item in like}) == 1 and not erased:
            return like[0]
        gone = next((i for i in found.items if len(wanted) >= SHORTEST and i.digest.startswith(wanted)), None)
        if erased:
            state = "attachment-erased"
        elif like:
            state = "attachment-several"
        else:
            state = f"attachment-{gone.presence}" if gone else "attachment-unknown"
        known = ", ".join(dict.fromkeys(item.digest[:12] for item in found.kept)) or "—"
        raise NotAllowed(
            [problem("CMS836", case_id, case=case_id, digest=masked(wanted, Person())[:64], error=state, known=known)]
        )

    def shown(self, name: str, case_id: str) -> str:
        """A file's name as it may be shown: its last part, cleaned, without personal data, and not too long."""
        last = PurePosixPath(name.replace("\\", "/").replace("\0", " ")).name
        return self._harmless(last, case_id)[:MOST]

    def _reason(self, why: str, case_id: str) -> str:
        given = self._harmless(storable(why), case_id)
        if not given:
            raise RejectedInput([problem("CMS833", case_id, name="why", value="", expected="attachment-why")])
        return given

    def _harmless(self, text: str, case_id: str) -> str:
        case = self.ledger.case(case_id)
        for person in (Person(), *self.acting.concerned([case] if case else [])):
            text = masked(text, person, self.plan.profile.mask_language)
        return text

    def _enter(self, case_id: str, decide: Callable[[Attachments], Said | None], by: str, now: datetime) -> Attachments:
        """Append what ``decide`` says of the stream as it stands, if anything, again where somebody else was first."""
        for _ in range(ATTEMPTS):
            entries = self.ledger.entries(stream_of(case_id))
            before = fold(entries, case_id, self.plan.city)
            wanted = decide(before)
            if wanted is None:
                return before
            type_, data = wanted
            at = max([now, *(one.at for one in entries[-1:])])  # others may have entered something meanwhile
            entry = seal(
                stream=before.stream, version=before.version + 1, city=self.plan.city, type_=type_, at=at, by=by,
                plan=self.plan.fingerprint, data=data, prev=before.last,
            )  # fmt: skip
            after = evolve(before, entry)
            if self.ledger.append_all([MatterChange(after.matter(entry), (entry,))]):
                return after
        why = "other writers attached something to the same case meanwhile; try again"
        raise StoreUnavailable([problem("CMS804", case_id, url=case_id, error=why)])


def _purpose(purpose: str) -> Purpose:
    try:
        return Purpose(purpose)
    except ValueError as error:
        facts = {"name": "purpose", "value": str(purpose)[:MOST], "expected": "attachment-purpose"}
        raise RejectedInput([problem("CMS833", "purpose", **facts)]) from error


def broken(case_id: str, item: Attachment, state: str) -> Problem:
    """That the bytes of ``item`` cannot be had, and in which way."""
    return problem("CMS835", case_id, case=case_id, digest=item.digest[:12], object=item.object, error=state)
