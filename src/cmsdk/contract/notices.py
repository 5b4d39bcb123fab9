"""Notices (通知): who is told what, in which words, by which notifier; and observers of what was stored."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from string import Formatter
from typing import Any, Final, get_args

import attrs

from cmsdk.model.clock import aware
from cmsdk.model.entry import Entry
from cmsdk.model.report import Person
from cmsdk.model.works.base import Work
from cmsdk.model.works.known import WORK_COMMANDS, WORKS

from .base import Named


class Audience(StrEnum):
    """Who is told (通知对象)."""

    REPORTER = "reporter"
    """Who reported it; reached by phone, which is looked up when the notice is sent."""
    UNIT = "unit"
    """The unit that owns the case; of community work, each unit that its record names."""
    OFFICER = "officer"
    """Whom the unit has named to handle it; nobody while there is none. As above of community work."""
    GRID_LEADER = "grid_leader"
    """The leader of the grid that it lies in."""
    WATCH_DESK = "watch_desk"
    """The city's duty desk."""


PLACEHOLDERS: Final = (
    "at", "case", "category", "city", "due", "officer", "place", "result", "state", "title", "unit",
)  # fmt: skip
"""What may stand in braces in a template; all of it is redacted text of the case, or of the city's tables."""
OF_WORK: Final = ("at", "case", "city", "due", "officer", "state", "title", "unit", "work")
"""What may stand there for community work, beside the plain fields of the command and of the record."""
_KEPT_BACK: Final = frozenset({"id", "keys", "person", "plan", "version"})
"""Fields of a record that are none of a reader's business."""


def _plain(kind: type[Any]) -> frozenset[str]:
    """The fields of a command or record that can be told in a line."""
    fields = (field for field in attrs.fields(kind) if field.name not in _KEPT_BACK)
    return frozenset(f.name for f in fields if not any(attrs.has(part) for part in get_args(f.type) or (f.type,)))


def placeholders(command: str) -> tuple[str, ...]:
    """What may stand in braces in the template of a row for ``command``."""
    if command not in WORK_COMMANDS:
        return PLACEHOLDERS
    given = WORK_COMMANDS[command]
    return tuple(sorted({*OF_WORK, *_plain(given), *_plain(WORKS[given.kind()])}))


def audiences(command: str) -> tuple[Audience, ...]:
    """Who can be told of ``command``: of community work, whom the record can name."""
    if command not in WORK_COMMANDS:
        return tuple(Audience)
    record = WORKS[WORK_COMMANDS[command].kind()]
    fields = attrs.fields_dict(record)
    named = {
        Audience.UNIT: "unit" in fields or record.told_units is not Work.told_units,
        Audience.OFFICER: not {"officer", "officers"}.isdisjoint(fields),
        Audience.GRID_LEADER: "grid" in fields,
    }
    return tuple(one for one in Audience if named.get(one, True))


Piece = tuple[str, str | None]
"""Words of a template, and the placeholder behind them."""


def pieces(template: str) -> tuple[Piece, ...]:
    """``template`` taken apart; ``{{`` and ``}}`` are braces themselves.

    Raises:
        ValueError: a brace is alone, or what stands in braces is no plain name.
    """
    found: list[Piece] = []
    for words, name, form, conversion in Formatter().parse(template):
        if name is not None and (form or conversion or not name.isidentifier()):
            raise ValueError(f"{{{name}}}")
        found.append((words, name))
    return tuple(found)


@attrs.frozen(kw_only=True)
class NoticeRow(Named):
    """A row of the table of notices (通知模板): audience, command, channel and language → the words.

    ``command`` is the type of an entry: ``reported``, the id of a command, or a command on community work
    (``whistle.raise``). ``channel`` is the id of a notifier. Where ``state`` is given, the row holds only if the entry
    has brought the case, or the work, there, and goes before one without.
    """

    audience: str
    command: str
    channel: str
    language: str
    template: str
    state: str = ""


@attrs.frozen(kw_only=True)
class Notice:
    """What somebody is to be told (通知), as it waits in the outbox. It holds no personal data.

    ``id`` is the same each time it is sent, so that a receiver can drop a repeat; ``entry`` is the hash of the entry
    that it tells of, version ``version`` of ``stream``, made at ``at``.
    """

    id: str
    city: str
    stream: str
    version: int
    entry: str
    at: datetime = attrs.field(validator=aware)
    command: str
    audience: str
    recipient: str
    """The reporter's key, or the id of a unit or officer."""
    channel: str
    texts: Mapping[str, str]
    """Language → words, the city's first language first."""


@attrs.frozen(kw_only=True)
class Addressed:
    """A notice with whom it goes to, as a notifier gets it. ``now`` is when it is sent, ``attempt`` counts from 1."""

    notice: Notice
    to: Person
    """Name and phone as they are known now: personal data where the audience is the reporter."""
    now: datetime = attrs.field(validator=aware)
    attempt: int = 1


def _at_least(least: int, most: int) -> Callable[[object, "attrs.Attribute[int]", int], None]:
    def check(_instance: object, field: "attrs.Attribute[int]", value: int) -> None:
        if not least <= value <= most:
            raise ValueError(f"{field.name}: {value} is not from {least} to {most}")

    return check


@attrs.frozen(kw_only=True)
class Retry:
    """When a notice that could not be sent is tried again: after ``first`` seconds, then ``factor`` times as long."""

    first: int = attrs.field(default=60, validator=_at_least(1, 86_400))
    factor: int = attrs.field(default=2, validator=_at_least(1, 100))
    most: int = attrs.field(default=21_600, validator=_at_least(1, 604_800))
    """Longest wait in seconds."""
    attempts: int = attrs.field(default=8, validator=_at_least(1, 50))
    """Attempts in all; then it is a dead letter."""

    def wait(self, attempt: int) -> int:
        """Seconds to wait after so many attempts."""
        wait: int = self.first * self.factor ** (attempt - 1)
        return min(wait, self.most)


@attrs.frozen(kw_only=True)
class Notifier(Named):
    """A way to tell people (通知渠道): ``send`` gives one notice on, durably, before it returns.

    What it raises is a failed attempt. It may be given the same notice again, and has to end by itself: its timeouts
    are its own.
    """

    send: Callable[[Addressed], None]
    retry: Retry = attrs.field(factory=Retry)


@attrs.frozen(kw_only=True)
class Observer(Named):
    """Is told what has been stored (观察者): the entries of one transaction, in order. It can change nothing."""

    observe: Callable[[Sequence[Entry]], None]
