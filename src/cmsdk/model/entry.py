"""Entries of the ledger (台账条目): append-only, numbered in their stream, each chained to the last."""

from datetime import datetime
from hashlib import sha256

import attrs

from .clock import aware

GENESIS = "0" * 64
"""The hash before a stream's first entry."""


@attrs.frozen
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


def chain(prev: str, stream: str, version: int, type_: str, at: str, by: str, plan: str, data: str) -> str:
    """The hash of an entry over the previous one and its own stored text (SHA-256, hexadecimal)."""
    body = f"{prev}|{stream}|{version}|{type_}|{at}|{by}|{plan}|{data}"
    return sha256(body.encode()).hexdigest()


def seal(
    *, stream: str, version: int, city: str, type_: str, at: datetime, by: str, plan: str, data: str, prev: str
) -> Entry:
    """An entry with its hash."""
    digest = chain(prev, stream, version, type_, at.isoformat(), by, plan, data)
    return Entry(stream, version, city, type_, at, by, plan, data, prev, digest)
