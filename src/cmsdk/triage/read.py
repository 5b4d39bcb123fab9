"""Items → drafts, or quarantine rows with every reason at once."""

from collections.abc import Iterable
from datetime import datetime, time
from hashlib import sha256
import re
import reprlib
from typing import Final
import unicodedata

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Quarantined
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import Problem, problem
from cmsdk.model.redact import redact
from cmsdk.model.report import Dated, Item, Person, Report
from cmsdk.serial import canonical

from .draft import Draft
from .times import read_time

MAX_TEXT: Final = 100_000
"""Longest text of a report, in characters; longer ones are quarantined."""
MAX_FIELD: Final = 2_000
"""Longest of the other fields."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
_WIDE = re.compile(r"[\uff10-\uff19\uff20-\uff3a\uff41-\uff5a]")
_NARROW = {0xFF00 + code: 0x20 + code for code in (*range(0x10, 0x1A), *range(0x20, 0x3B), *range(0x41, 0x5B))}
_PROSE = frozenset({"text", "title", "place", "name"})
_MIN_NAME = 2


def _shower() -> reprlib.Repr:
    """Writes out what JSON cannot express; an object whose own ``repr`` fails does not stop it."""
    shower = reprlib.Repr()
    for limit in ("dict", "list", "tuple", "set", "frozenset", "deque", "array", "string", "long", "other"):
        setattr(shower, f"max{limit}", MAX_TEXT)
    return shower


_SHOW = _shower()


def storable(text: str) -> str:
    """``text`` that every store can hold: lone surrogates, which are no characters, are written out."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def clean(text: str) -> str:
    """Text as people should read it: full-width letters and digits made plain, no control characters.

    Line ends and Chinese punctuation stay as they are; space around the text goes.
    """
    if not text.isascii() and _WIDE.search(text):
        text = text.translate(_NARROW)
    if not text.isprintable():
        text = _CONTROL.sub(" ", storable(text).replace("\r\n", "\n"))
    return text.strip()


def clean_field(text: str) -> str:
    """A code, number or time: NFKC as well, since a machine reads it."""
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return clean(text)


@attrs.frozen
class Reader:
    """Reads the items of one delivery for one city."""

    plan: CityPlan
    channel: str
    delivery: str
    received: datetime

    @property
    def opening(self) -> time:
        """When a day opens: the first shift of the city's calendar."""
        return self.plan.calendars[self.plan.profile.calendar].shifts[0][0]

    def read(self, items: Iterable[Item]) -> list[Draft | Quarantined]:
        """A draft for each item that is whole; a quarantine row for each that is not. Nothing is dropped."""
        opening = self.opening
        return [self._one(item, opening) for item in items]

    def _one(self, item: Item, opening: time) -> Draft | Quarantined:
        where = f"{self.channel}:{item.position}"
        raw, key, found = self._stored(item)
        fields = {
            name: clean(value) if name in _PROSE else clean_field(value) for name, value in item.fields.items() if value
        }
        text, title = fields.get("text", ""), fields.get("title", "")
        found += _check_lengths(fields, where)
        if not (text or title) and (item.fields or not item.problems):
            empty = not any(value for name, value in fields.items() if name != "crs")
            found.append(problem("CMS506" if empty else "CMS507", where))
        at, dated = self._time(fields.get("at", ""), opening, where, found)
        point = _point(fields, where, found)
        if found:
            return Quarantined(self.plan.city, self.channel, key, self.delivery, item.position, raw, tuple(found))
        name, phone = fields.get("name", ""), fields.get("phone", "")
        report = Report(
            self.plan.city, self.channel, key, at, dated, self.received,
            _without(redact(text or title), name), _without(redact(title), name), fields.get("external_id", ""),
            fields.get("kind", ""), _without(redact(fields.get("place", "")), name), fields.get("division", ""),
            fields.get("grid", ""), point, fields.get("category", ""),
            tuple(filter(None, fields.get("tags", "").split(";"))),
        )  # fmt: skip
        return Draft(report, raw, item.position, Person(name, phone) if name or phone else None)

    def _stored(self, item: Item) -> tuple[str, str, list[Problem]]:
        found = list(item.problems)
        try:
            raw = storable(canonical(item.raw))
        except (TypeError, ValueError, RecursionError) as error:
            raw = storable(_SHOW.repr(item.raw))
            found.append(problem("CMS517", f"{self.channel}:{item.position}", error=error))
        key = clean_field(item.fields.get("external_id", "")) or sha256(raw.encode()).hexdigest()[:32]
        return raw, key[:MAX_FIELD], found

    def _time(self, text: str, opening: time, where: str, found: list[Problem]) -> tuple[datetime, Dated]:
        if not text:
            return self.received, Dated.DELIVERY
        try:
            at, day_only = read_time(text, self.plan.zone, opening)
        except (ValueError, OverflowError) as error:
            found.append(problem("CMS508", where, value=text[:40], error=error))
            return self.received, Dated.DELIVERY
        return at, Dated.DAY if day_only else Dated.OWN


def _shown(raw: object) -> str:
    """What JSON cannot say, as plain text; the delivery's own bytes are kept in any case."""
    try:
        return repr(raw)
    except RecursionError:
        return f"<{type(raw).__name__}, nested too deeply>"


def _without(text: str, name: str) -> str:
    """``text`` with the reporter's own name masked."""
    return text.replace(name, "某") if len(name) >= _MIN_NAME else text


def _check_lengths(fields: dict[str, str], where: str) -> list[Problem]:
    return [
        problem("CMS509", f"{where} [{name}]", field=name, length=len(value), most=most)
        for name, value in fields.items()
        if len(value) > (most := MAX_TEXT if name == "text" else MAX_FIELD)
    ]


def _point(fields: dict[str, str], where: str, found: list[Problem]) -> Point | None:
    lon, lat = fields.get("lon"), fields.get("lat")
    if not lon and not lat:
        return None
    try:
        return Point(float(lon or "nan"), float(lat or "nan"), Crs(fields.get("crs", "").casefold()))
    except ValueError as error:
        found.append(problem("CMS513", where, lon=lon or "—", lat=lat or "—", crs=fields.get("crs", "—"), error=error))
        return None
