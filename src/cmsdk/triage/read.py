"""Items → drafts, or quarantine rows with every reason at once."""

from collections.abc import Iterable
from datetime import datetime, time
import re
import reprlib
from typing import Final
import unicodedata

import attrs

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports import Quarantined, raw_digest
from cmsdk.model.decisions import Stage, Step
from cmsdk.model.expected import expected_facts
from cmsdk.model.lookups import id_signs
from cmsdk.model.measured import Measured, read_measures
from cmsdk.model.numbers import ID_LEAST, own_numbers, without_identity, without_numbers
from cmsdk.model.place import Crs, Point
from cmsdk.model.problem import Problem, problem
from cmsdk.model.redact import ADDRESS, masks_in, redact, redact_code, without_name
from cmsdk.model.report import Dated, Item, Person, Report
from cmsdk.serial import canonical

from .draft import Draft
from .times import comes_twice, read_time

MAX_TEXT: Final = 100_000
"""Longest text of a report, in characters; longer ones are quarantined."""
MAX_FIELD: Final = 2_000
"""Longest of the other fields."""
_QUOTED: Final = 40
"""Characters of a wrong value that a problem quotes."""

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    # joiners and tags that hold an emoji together stay
    "|(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e007f])[\u200d\U000e0000-\U000e007f]"
)
"""Takes no room and says nothing, but parts the digits of a number and the letters of a word."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
_WIDE = re.compile(r"[\uff10-\uff19\uff20-\uff3a\uff41-\uff5a]")
_NARROW = {0xFF00 + code: 0x20 + code for code in (*range(0x10, 0x1A), *range(0x20, 0x3B), *range(0x41, 0x5B))}
_PROSE = frozenset({"text", "title", "place", "name", "address"})
_MIN_NAME = 2
_MIN_ADDRESS: Final = 6
"""Characters of the shortest address that is masked; a shorter one is most often a district, which is no home."""
_NOBODY = frozenset(
    {"匿名", "市民", "居民", "群众", "先生", "女士", "来电人", "投诉人", "反映人", "举报人", "热心市民"}
)
"""What stands in the field of the name where none was given; as a word it gives nobody away."""


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
    """Text as people should read it: full-width letters and digits made plain, nothing invisible in it.

    Control characters become spaces, zero-width characters go. Line ends and Chinese punctuation stay
    as they are; space around the text goes.
    """
    if not text.isascii() and _WIDE.search(text):
        text = text.translate(_NARROW)
    if not text.isprintable():
        text = _CONTROL.sub(" ", _INVISIBLE.sub("", storable(text)).replace("\r\n", "\n"))
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
    """When its reports are decided on."""
    arrived: datetime = attrs.field(default=attrs.Factory(lambda self: self.received, takes_self=True))
    """When the delivery came in, which is the time of a report that has none of its own."""

    @property
    def opening(self) -> time:
        """When a day opens: the first shift of the city's calendar."""
        return self.plan.calendars[self.plan.profile.calendar].shifts[0][0]

    def read(self, items: Iterable[Item]) -> list[Draft | Quarantined]:
        """A draft for each item that is whole; a quarantine row for each that is not. Nothing is dropped."""
        opening = self.opening
        return [self._one(item, opening) for item in items]

    def _one(self, item: Item, opening: time) -> Draft | Quarantined:
        position = storable(item.position)
        where = f"{self.channel}:{position}"
        raw, found = _stored(item, where)
        fields = {
            name: value.strip() if value.isascii() and value.isprintable()  # there is nothing else to clean in it
            else clean(value) if name in _PROSE else clean_field(value)
            for name, value in item.fields.items() if value
        }  # fmt: skip
        own = Own.of(fields, self.plan.profile.mask_language)
        shown, key = _known_by(fields, own, raw)
        text, title = fields.get("text", ""), fields.get("title", "")
        if max(map(len, fields.values()), default=0) > MAX_FIELD:
            found += _check_lengths(fields, where)
        if not (text or title) and (item.fields or not item.problems):
            empty = not any(value for name, value in fields.items() if name != "crs")
            found.append(problem("CMS506" if empty else "CMS507", where))
        measures = _measures(fields.get("measures", ""), where, own, found)
        at, dated = self._time(fields.get("at", ""), opening, where, own, found)
        point = _point(fields, where, own, found)
        if found:
            return Quarantined(self.plan.city, self.channel, key, self.delivery, position, raw, tuple(found))
        heading, grid = own.masked(title), fields.get("grid", "")
        report = Report(
            self.plan.city, self.channel, key, at, dated, self.received, own.masked(text) or heading, heading, shown,
            own.masked(fields.get("kind", "")), own.masked(fields.get("place", "")),
            own.masked(fields.get("division", "")), grid if grid in self.plan.grids else own.masked(grid), point,
            own.masked(fields.get("category", "")),
            tuple(filter(None, own.masked(fields.get("tags", "")).split(";"))), measures,
        )  # fmt: skip
        person = own.person
        twice = dated is Dated.OWN and comes_twice(fields["at"], at)
        return Draft(report, raw, position, person, (_first_of_two(at),) if twice else ())

    def _time(self, text: str, opening: time, where: str, own: "Own", found: list[Problem]) -> tuple[datetime, Dated]:
        if not text:
            return self.arrived, Dated.DELIVERY
        try:
            at, day_only = read_time(text, self.plan.zone, opening)
        except (ValueError, OverflowError) as error:
            found.append(
                problem("CMS508", where, value=own.masked(text[:MAX_FIELD])[:_QUOTED], **expected_facts(error, "error"))
            )
            return self.arrived, Dated.DELIVERY
        return at, Dated.DAY if day_only else Dated.OWN


@attrs.frozen
class Own:
    """The reporter's own name, numbers and address: known, and so masked in whatever form the words have them."""

    person: Person | None
    """Who it is, as far as the fields say."""
    name: str
    """Empty where it gives nobody away."""
    numbers: tuple[str, ...]
    identity: str
    address: str
    lang: str
    """Whose words the masks are in: ``zh`` or ``en``."""

    @classmethod
    def of(cls, fields: dict[str, str], lang: str = "zh") -> "Own":
        """Those in the fields of a report, which are cleaned."""
        name, phone = fields.get("name", ""), fields.get("phone", "")
        id_number, address = fields.get("id_number", ""), fields.get("address", "")
        signs = id_signs(id_number) if id_number else ""
        return cls(
            Person(name, phone, id_number, address) if name or phone or id_number or address else None,
            name if len(name) >= _MIN_NAME and name not in _NOBODY else "",
            own_numbers(phone) if phone else (),
            signs if len(signs) >= ID_LEAST else "",
            redact(address) if len(address) >= _MIN_ADDRESS else "",
            lang,
        )

    def masked(self, text: str) -> str:
        """``text`` without personal data."""
        return masks_in(self.lang, text, self._hidden(redact(text))) if text else ""

    def masked_code(self, code: str) -> str:
        """A code that another system gave, without personal data."""
        return masks_in(self.lang, code, self._hidden(redact_code(code))) if code else ""

    def _hidden(self, text: str) -> str:
        if self.address:
            text = text.replace(self.address, ADDRESS)
        if self.numbers:
            text = without_numbers(text, self.numbers)
        if self.identity:
            text = without_identity(text, self.identity)
        return without_name(text, self.name) if self.name else text

    def stands_in(self, text: str) -> bool:
        """Whether one of their numbers stands in ``text``; a name may be another one's as well."""
        told = clean(text)
        numbers = bool(self.numbers) and without_numbers(told, self.numbers) != told
        return numbers or (bool(self.identity) and without_identity(told, self.identity) != told)


def _first_of_two(at: datetime) -> Step:
    """Says that a time without offset was taken to be the first of two."""
    shown = at.isoformat()
    return Step(Stage.NORMALISE, "core:first-of-two", "cmsdk", shown, "hour-twice", (("clock", f"{at:%H:%M}"),))


def _stored(item: Item, where: str) -> tuple[str, list[Problem]]:
    """The item as it is kept, and what is wrong with it so far."""
    found = list(item.problems)
    try:
        return storable(canonical(item.raw)), found
    except (TypeError, ValueError, RecursionError) as error:
        found.append(problem("CMS517", where, error=error))
        return storable(_SHOW.repr(item.raw)), found


def _known_by(fields: dict[str, str], own: Own, raw: str) -> tuple[str, str]:
    """The external id as it may be shown, and the key: it, or a digest of it where it gives somebody away."""
    given = fields.get("external_id", "")[:MAX_FIELD]
    if not given:
        return "", raw_digest(raw)
    shown = own.masked_code(given)
    return shown, given if shown == given else raw_digest(given)


def _check_lengths(fields: dict[str, str], where: str) -> list[Problem]:
    return [
        problem("CMS509", f"{where} [{name}]", field=name, length=len(value), most=most)
        for name, value in fields.items()
        if len(value) > (most := MAX_TEXT if name == "text" else MAX_FIELD)
    ]


def _measures(text: str, where: str, own: Own, found: list[Problem]) -> tuple[Measured, ...]:
    """The measured values, one of a name; what cannot be read, and what is said twice differently, is a problem."""
    read: dict[str, Measured] = {}
    for part in read_measures(own.masked(text)) if text else ():
        if not isinstance(part, Measured):
            facts = {"part": part[0][:_QUOTED], **expected_facts(part[1], "error")}
            found.append(problem("CMS522", f"{where} [measures]", **facts))
        elif part.name and part.name in read and read[part.name].amount != part.amount:
            facts = {"name": part.name[:_QUOTED], "first": read[part.name].text, "second": part.text}
            found.append(problem("CMS523", f"{where} [measures]", **facts))
        else:
            read.setdefault(part.name or f"\0{len(read)}", part)
    return tuple(read.values())


def _degrees(text: str | None) -> float:
    try:
        return float(text or "nan")
    except ValueError as error:
        raise ValueError("what is given is no number of degrees") from error


_CRS: Final = {str(crs): crs for crs in Crs}


def _crs(text: str) -> Crs:
    found = _CRS.get(text)
    if found is None:
        raise ValueError(f"the coordinate system is not one of {', '.join(Crs)}")
    return found


def _point(fields: dict[str, str], where: str, own: Own, found: list[Problem]) -> Point | None:
    lon, lat, crs = fields.get("lon", ""), fields.get("lat", ""), fields.get("crs", "")
    if not lon and not lat:
        return None
    try:
        return Point(_degrees(lon), _degrees(lat), _crs(crs.casefold()))
    except ValueError as error:
        facts = {"lon": lon, "lat": lat, "crs": crs, "error": str(error)}
        quoted = {name: own.masked(value[:MAX_FIELD])[: 3 * _QUOTED] or "—" for name, value in facts.items()}
        found.append(problem("CMS513", where, **quoted))
        return None
