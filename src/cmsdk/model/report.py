"""What reaches the SDK: deliveries of bytes, and the reports (上报) in them."""

from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from .clock import aware
from .measured import Measured
from .place import Point
from .problem import Problem
from .words import label


class Dated(StrEnum):
    """Where a report's time comes from (contracts §2)."""

    OWN = "own"
    """Its own time, to the minute."""
    DAY = "day"
    """Its own date only; the time is that day's opening."""
    DELIVERY = "delivery"
    """It had none: the time of the delivery, so that its deadline is provisional."""


@attrs.frozen
class Delivery:
    """Bytes as they came in at a channel, stored before any plugin runs (送达件)."""

    id: str
    city: str
    channel: str
    at: datetime = attrs.field(validator=aware)
    digest: str
    """SHA-256 of the bytes, hexadecimal."""
    size: int
    name: str = ""
    """File name or message id, if the sender gave one."""


@attrs.frozen
class Person:
    """Who reported (上报人), or is proceeded against (当事人). Kept apart and referred to by key (contracts §9)."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    """Where they live, in the sender's words."""


@attrs.frozen
class Erased:
    """Stands for a person whose key was destroyed (已删除): nobody can read who it was."""

    at: datetime
    """When, aware."""

    def told(self, lang: str = "en") -> str:
        """The word that stands in the place of the data, in a language."""
        return label("erased", lang)


REPORTER: Final = "p-"
"""Before the id of a case, the key of whoever reported it."""


def person_key(case_id: str) -> str:
    """Under which the reporter of a case stands, and the item as it came, whether or not anybody is named in it."""
    return f"{REPORTER}{case_id}"


@attrs.frozen
class Item:
    """One item of a delivery as a channel reads it.

    ``fields`` are texts by report field (``external_id, at, kind, title, text, place, division, grid, lon, lat, crs,
    category, name, phone, id_number, address, tags, measures``); ``raw`` is the item as it came, JSON-able.
    ``problems`` say why it cannot be read; such an item is quarantined, never lost.
    """

    position: str
    raw: object
    fields: dict[str, str]
    problems: tuple[Problem, ...] = ()


@attrs.frozen(slots=False)  # faster to make
class Report:
    """One report (上报), its fields read and checked; times aware, texts NFKC-normalised and redacted."""

    city: str
    channel: str
    key: str
    """The external id, or the digest of the item where it has none; unique in a channel."""
    at: datetime = attrs.field(validator=aware)
    dated: Dated
    received: datetime = attrs.field(validator=aware)
    text: str
    title: str = ""
    external_id: str = ""
    kind: str = ""
    place: str = ""
    """The place in the sender's words."""
    division: str = ""
    """Division as named by the sender: a code or a name."""
    grid: str = ""
    """Grid code as given by the sender."""
    point: Point | None = None
    category: str = ""
    """Category code as given by the sender."""
    tags: tuple[str, ...] = ()
    measures: tuple[Measured, ...] = ()
    """Values measured on the spot (量), by which a filing condition with a threshold is found."""
