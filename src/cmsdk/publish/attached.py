"""Attachments for readers (附件): as a row, as JSON, and the story of who added, read and removed them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cmsdk.model.attachment import Attachment
from cmsdk.model.entry import Entry
from cmsdk.model.words import catalogue, fill, label
from cmsdk.serial import Form, StoredForm

from .story import SYSTEM, Told
from .view import View

FORM: Final = StoredForm("attachment")
SHOWN: Final = 12
"""Digits of a digest that are shown to people; enough to tell those of one case apart."""
_UNIT: Final = 1000
_UNITS: Final = ("B", "kB", "MB", "GB")


def attachment_form(item: Attachment, view: View) -> Form:
    """An attachment for a machine."""
    return {
        "digest": item.digest, "size": item.size, "type": item.type, "purpose": item.purpose.value, "name": item.name,
        "at": item.at.astimezone(view.plan.zone).isoformat(), "by": item.by, "presence": item.presence.value,
        "object": item.object,
    }  # fmt: skip


def attachment_cells(item: Attachment, view: View) -> tuple[str, ...]:
    """An attachment as a row for people: digest, purpose, name, type, size, when, by whom, presence."""
    return (
        item.digest[:SHOWN], label(f"purpose-{item.purpose}", view.lang), item.name, item.type, size_text(item.size),
        view.time(item.at), view.person(item.by), label(f"presence-{item.presence}", view.lang),
    )  # fmt: skip


def size_text(size: int) -> str:
    """A size in bytes as people read it, such as ``2.4 MB`` (powers of 1000)."""
    amount, place = float(size), 0
    while amount >= _UNIT and place < len(_UNITS) - 1:
        amount, place = amount / _UNIT, place + 1
    return f"{amount:.1f} {_UNITS[place]}" if place else f"{size} B"


def counted(items: Iterable[Attachment], lang: str) -> str:
    """How many there are of each purpose, in one line."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.purpose] = counts.get(item.purpose, 0) + 1
    return " · ".join(f"{label(f'purpose-{purpose}', lang)} {count}" for purpose, count in counts.items())


def attachments_told(entries: Sequence[Entry], view: View) -> Iterator[Told]:
    """What happened to the attachments of a case, a sentence an entry."""
    names: dict[str, str] = {}
    for entry in entries:
        form = FORM.load(entry.data)
        digest = str(form.get("digest", ""))
        if "name" in form:
            names[digest] = str(form["name"])
        facts = {
            "by": label("system", view.lang) if entry.by == SYSTEM else view.person(entry.by),
            "what": names.get(digest) or digest[:SHOWN], "why": str(form.get("why", "")),
            "purpose": label(f"purpose-{form['purpose']}", view.lang) if "purpose" in form else "",
        }  # fmt: skip
        yield Told(entry.at, fill(catalogue("story")[entry.type][view.lang], facts.items()))
