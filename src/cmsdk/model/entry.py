"""Entries of the ledger (台账条目): append-only, numbered in their stream, each chained to the last."""

from datetime import datetime
from hashlib import sha256
from typing import Final

import attrs
from orjson import dumps

from .clock import aware
from .copies import made_of

GENESIS = "0" * 64
"""The hash before a stream's first entry."""


@attrs.frozen(slots=False)  # faster to make
class Entry:
    """One entry. ``data`` is its versioned JSON form as text, exactly as it is hashed and stored."""

    stream: str
    version: int
    """1 for the first entry of a stream."""
    city: str
    type: str
    """``reported``, ``triaged``, or the id of the command that made it."""
    at: datetime = attrs.field(validator=aware)
    by: str
    plan: str
    data: str
    prev: str
    hash: str


_AT: Final = attrs.fields(Entry).at


def chain(
    prev: str, stream: str, version: int, city: str, type_: str, at: str, by: str, plan: str, data: str
) -> str:  # fmt: skip
    """The hash of an entry: SHA-256, hexadecimal, of ``[prev, stream, version, city, type, at, by, plan, data]``.

    The list is JSON without spaces, in UTF-8, with no character escaped that need not be; ``at`` and ``data``
    are the texts that are stored. So every field of an entry is held, and none can pass for part of another.
    """
    return sha256(dumps([prev, stream, version, city, type_, at, by, plan, data])).hexdigest()


def seal(
    *, stream: str, version: int, city: str, type_: str, at: datetime, by: str, plan: str, data: str, prev: str
) -> Entry:
    """An entry with its hash."""
    digest = chain(prev, stream, version, city, type_, at.isoformat(), by, plan, data)
    if at.tzinfo is None:
        aware(None, _AT, at)  # says so
    fields = {
        "stream": stream, "version": version, "city": city, "type": type_, "at": at, "by": by, "plan": plan,
        "data": data, "prev": prev, "hash": digest,
    }  # fmt: skip
    return made_of(fields, Entry)
