"""What another ledger has entered about people and attachments of cases that stand here too, entered here as well.

Nothing is decided again: that somebody read data, or that a photo was attached, is true wherever it is written. Each
entry comes after those that are here, and names the entry that said it first, so that twice is once.
"""

from collections.abc import Callable, Mapping, Sequence
import json
from typing import Final

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Ledger, Matter, MatterChange
from cmsdk.model.entry import Entry, seal
from cmsdk.serial import canonical
from cmsdk.work.attachments import ATTACH, Attachments, rebuilt
from cmsdk.work.attachments import KIND as ATTACHED
from cmsdk.work.attachments import PREFIX as ATTACHMENTS
from cmsdk.work.attachments import fold as fold_attachments
from cmsdk.work.conflict import MERGED
from cmsdk.work.person_stream import KIND as PERSON
from cmsdk.work.person_stream import matter_of as of_person

MADE: Final[Mapping[str, Callable[[Sequence[Entry]], Matter | None]]] = {PERSON: of_person, ATTACHED: rebuilt}
"""Kind of stream → its projection from its entries."""


def merged_from(entry: Entry) -> str:
    """The hash of the entry that said first what ``entry`` says: its own where no merge has made it."""
    return str(json.loads(entry.data).get(MERGED) or entry.hash)


@attrs.frozen
class Reentering:
    """Enters what needs no decision."""

    plan: CityPlan
    ledger: Ledger

    def enter(self, entry: Entry, kind: str) -> bool:
        """Enter what ``entry`` of another ledger says; ``False`` where that is known here, or was first another's."""
        before, origin = self.ledger.entries(entry.stream), merged_from(entry)
        data = self._data(entry, before)
        if data is None or origin in {merged_from(one) for one in before}:
            return False
        last = before[-1]
        again = seal(
            stream=entry.stream, version=last.version + 1, city=entry.city, type_=entry.type,
            at=max(entry.at, last.at), by=entry.by, plan=self.plan.fingerprint,
            data=canonical({**data, MERGED: origin}), prev=last.hash,
        )  # fmt: skip
        matter = MADE[kind]([*before, again])
        if matter is None or not self.ledger.append_all([MatterChange(matter, (again,))]):
            return False
        if kind == ATTACHED:
            self._drop(_attached(before), _attached([*before, again]))
        return True

    def _data(self, entry: Entry, before: Sequence[Entry]) -> dict[str, object] | None:
        """What is to be entered; nothing where the same bytes are attached here for the same purpose."""
        form: dict[str, object] = json.loads(entry.data)
        if entry.type != ATTACH:
            return form
        same = _attached(before).like(str(form["digest"]))
        if any(one.purpose == form["purpose"] for one in same):
            return None
        return {**form, "object": same[0].object} if same else form

    def _drop(self, before: Attachments, after: Attachments) -> None:
        """Destroy the objects that were there and are no longer."""
        for key in {one.object for one in before.kept} - {one.object for one in after.kept}:
            self.ledger.drop_object(key)


def _attached(entries: Sequence[Entry]) -> Attachments:
    return fold_attachments(entries, entries[0].stream.removeprefix(ATTACHMENTS), entries[0].city)
