"""The outbox as a port (发件箱): notices wait in it from the transaction of their entry until they are sent."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import attrs

from cmsdk.model.problem import Problem

from .notices import Notice


class NoticeState(StrEnum):
    """What has become of a notice."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    """Given up (死信): nobody to send it to, or too many attempts failed."""


@attrs.frozen(kw_only=True)
class Posted:
    """A notice in the outbox, and how far it has come."""

    notice: Notice
    state: NoticeState = NoticeState.WAITING
    attempts: int = 0
    next: datetime
    """From when on it may be sent, or sent again; of a sent or dead one: since when it is."""
    error: Problem | None = None
    """Why the last attempt failed, or it is dead; masked."""


@attrs.frozen(kw_only=True)
class Claim:
    """What a sender asks for: up to ``limit`` due notices, for it alone until ``until``."""

    city: str
    channels: tuple[str, ...]
    now: datetime
    until: datetime
    holder: str
    """Names the claim; only who made it may say that its attempts failed."""
    limit: int


@attrs.frozen(kw_only=True)
class NoticeQuery:
    """Which notices: every field that is given must match. Pages go by key: ``after`` is the last id seen."""

    city: str
    state: NoticeState | None = None
    channel: str | None = None
    stream: str | None = None
    after: str = ""
    limit: int | None = None


class Outbox(Protocol):
    """The part of the store that holds notices. Raises StoreUnavailable."""

    def claim(self, claim: Claim) -> Sequence[Posted]:
        """Due notices that nobody else has claimed, in the order in which they were made; the attempt is counted.

        Of one stream and channel only the first that waits is due, so that they arrive in their order.
        """
        ...

    def settle(self, posted: Posted, holder: str) -> bool:
        """Write down what became of a claimed notice, and let go of it; ``False`` if it was no longer waiting.

        That it was sent is true whoever holds it by then; anything else is said only by ``holder``.
        """
        ...

    def again(self, city: str, notice_id: str, now: datetime) -> bool:
        """Let a dead notice of the city wait once more, from ``now`` on, as if it had never been tried.

        ``False`` if there is no such dead notice.
        """
        ...

    def notices(self, query: NoticeQuery) -> Sequence[Posted]:
        """The notices that match, by id."""
        ...

    def waiting_channels(self, city: str) -> Sequence[str]:
        """The channels for which notices wait, by id."""
        ...
