"""What is attached to a case (附件): photos before and after, recordings, documents; known by what is in them."""

from datetime import datetime
from enum import StrEnum

import attrs

from .clock import aware


class Purpose(StrEnum):
    """What an attachment is there for (用途)."""

    BEFORE = "before"
    """处置前: how it was found."""
    AFTER = "after"
    """处置后: how it was left."""
    RECORDING = "recording"
    """录音录像: of a call, a visit, an inspection."""
    DOCUMENT = "document"
    """文书资料: anything written."""


class Presence(StrEnum):
    """Whether the bytes of an attachment are still there."""

    KEPT = "kept"
    """在库."""
    REMOVED = "removed"
    """已移除: somebody took it off the case."""
    ERASED = "erased"
    """已删除: it went with the personal data of the case."""


@attrs.frozen(kw_only=True)
class Attachment:
    """One thing attached to a case. Its digest and its facts stay on record, even when its bytes are gone."""

    digest: str
    """SHA-256 of its bytes, hexadecimal: its address."""
    size: int
    """Bytes."""
    type: str
    """Media type, as found in the bytes; its name plays no part."""
    purpose: Purpose
    name: str = ""
    """For display only: cleaned and masked, without a path."""
    object: str
    """Under which key the encrypted bytes stand."""
    at: datetime = attrs.field(validator=aware)
    by: str
    key: str = ""
    """The app's own name for this very attaching (idempotency key)."""
    presence: Presence = Presence.KEPT
