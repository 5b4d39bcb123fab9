"""What every kind of community work (社区工作) shares: the record that a stream folds to, and the command.

A field says by what Chinese name a table of work calls it, and whether people write words of their own into it, in
which names and numbers of citizens may stand; those are masked before anything is entered (contracts §9).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Final

import attrs

from cmsdk.model.clock import YEARS, aware
from cmsdk.model.command import a_day, check_text, listed, member, texts

CHINESE: Final = "zh"
"""In the metadata of a field: its Chinese name (``人次``)."""
PROSE: Final = "prose"
"""In the metadata of a field: whether people write words of their own into it."""
OFFICIAL: Final = "official"
"""In the metadata of a field: whether the city makes public what stands in it, as the phone of a duty officer."""


MOST: Final = 10**9
"""No city counts so many of anything: such a number is a phone number in the wrong column."""


def _text(_instance: object, attribute: "attrs.Attribute[str]", value: object) -> None:
    check_text(attribute.name, value)


def _count(_instance: object, attribute: "attrs.Attribute[int]", value: object) -> None:
    """Attrs validator: a whole number from 0 on; yes and no are none."""
    if type(value) is not int or not 0 <= value < MOST:
        raise ValueError(f"{attribute.name}: what stands there is no number of things; give one from 0 to {MOST - 1}")


def _of_our_time(_instance: object, attribute: "attrs.Attribute[Any]", value: date | None) -> None:
    """Attrs validator: a day or moment of a year that something can be counted from."""
    if value is not None and value.year not in YEARS:
        raise ValueError(f"{attribute.name}: the year {value.year} is not between {YEARS[0]} and {YEARS[-1]}")


_MOMENT: Final = attrs.validators.optional(attrs.validators.instance_of(datetime))


def _names(name: str) -> Callable[[Iterable[str]], tuple[str, ...]]:
    return lambda given: listed(name, given)


def key(chinese: str, *, official: bool = False) -> Any:  # noqa: ANN401  an attrs field, whose type the class states
    """A field with the id of something in the city's tables, or of another piece of work.

    What is no id but somebody's number is masked, unless it is ``official``.
    """
    return attrs.field(default="", validator=_text, metadata={CHINESE: chinese, OFFICIAL: official})


def words(chinese: str) -> Any:  # noqa: ANN401  as above
    """A field of people's own words, empty where nothing is said; what gives a citizen away is masked."""
    return attrs.field(default="", validator=_text, metadata={CHINESE: chinese, PROSE: True})


def names(chinese: str, *, official: bool = False) -> Any:  # noqa: ANN401  as above
    """A field of several ids, ``;`` between them in a table; masked as those of ``key`` are."""
    check: Any = texts
    metadata = {CHINESE: chinese, OFFICIAL: official}
    return attrs.field(default=(), converter=_names(chinese), validator=check, metadata=metadata)


def number(chinese: str) -> Any:  # noqa: ANN401  as above
    """A field that counts: a whole number from 0 on."""
    return attrs.field(default=0, validator=_count, metadata={CHINESE: chinese})


def decimal(chinese: str) -> Any:  # noqa: ANN401  as above
    """A field with a decimal number, or nothing."""
    check = attrs.validators.optional(attrs.validators.instance_of((float, int)))
    return attrs.field(default=None, validator=check, metadata={CHINESE: chinese})


def day(chinese: str) -> Any:  # noqa: ANN401  as above
    """A field with a date of the city, or nothing."""
    check: Any = [a_day, _of_our_time]
    return attrs.field(default=None, validator=check, metadata={CHINESE: chinese})


def moment(chinese: str) -> Any:  # noqa: ANN401  as above
    """A field with an aware moment, or nothing."""
    check: Any = [_MOMENT, aware, _of_our_time]
    return attrs.field(default=None, validator=check, metadata={CHINESE: chinese})


def choice(kind: type[StrEnum], chinese: str) -> Any:  # noqa: ANN401  as above
    """A field with one of a few words, or nothing."""
    return attrs.field(default=None, validator=member(kind), metadata={CHINESE: chinese})


@attrs.frozen(kw_only=True)
class WorkCommand:
    """Base of all commands on community work (指令). ``name`` is its kind and what is done: ``whistle.raise``.

    Its fields are checked when it is made: a ``TypeError`` or ``ValueError`` names the field and what it takes.
    """

    name: ClassVar[str]
    chinese: ClassVar[str]
    """What staff call it (``吹哨``); tables of work may name it so."""
    note: str = words("备注")

    @classmethod
    def kind(cls) -> str:
        """The kind of work that it is given on."""
        return cls.name.partition(".")[0]


@attrs.frozen(kw_only=True)
class Work:
    """Base of the record (台账记录) that the entries of a piece of community work make.

    It never holds who is meant: the personal data that belong to it stand under ``person``.
    """

    kind: ClassVar[str]
    """What its streams are called: ``whistle``, ``duty`` …"""
    chinese: ClassVar[str]
    """What staff call such a piece of work."""
    id: str
    city: str
    state: str = ""
    """Empty before its first entry."""
    case: str = ""
    """Id of the case that it belongs to, if any."""
    person: str = ""
    """Key of the personal data that belong to it, if any."""
    begun: datetime | None = None
    due: datetime | None = None
    """When the next thing has to be done, if there is a term."""
    keys: tuple[str, ...] = ()
    """Callers' names of commands that were carried out (idempotency keys)."""
    version: int = 0
    last: datetime | None = None
    plan: str = ""

    @property
    def name(self) -> str:
        """Its own name, as whoever began it gave it: the last part of its id."""
        return self.id.split(":", 2)[-1]

    @property
    def told_units(self) -> tuple[str, ...]:
        """Units that are told of its newest entry, where notices tell units: its own; a station means its unit."""
        return _several(getattr(self, "unit", ""))

    @property
    def told_officers(self) -> tuple[str, ...]:
        """Officers who are told of its newest entry, where notices tell officers: its own."""
        return _several(getattr(self, "officers", getattr(self, "officer", "")))

    @property
    def told_state(self) -> str:
        """What the column ``state`` of a notice asks; the state, unless an entry may leave it and be worth telling."""
        return self.state


def _several(named: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, (named,) if isinstance(named, str) else named))


def work_id(kind: str, city: str, name: str) -> str:
    """The id of a piece of work by its own name; an id that is whole already stays as it is."""
    start = f"{kind}:{city}:"
    return name if name.startswith(start) else f"{start}{name}"


def prose(command: WorkCommand) -> dict[str, str]:
    """The words that people wrote into ``command``, by field."""
    fields = attrs.fields(type(command))
    return {f.name: getattr(command, f.name) for f in fields if f.metadata.get(PROSE) and getattr(command, f.name)}


def codes(command: WorkCommand) -> dict[str, str | tuple[str, ...]]:
    """What ``command`` names by id, by field, without what is official."""
    fields = (f for f in attrs.fields(type(command)) if not f.metadata.get(PROSE) and not f.metadata.get(OFFICIAL))
    named = {f.name: getattr(command, f.name) for f in fields}
    return {name: value for name, value in named.items() if value and type(value) in {str, tuple}}


def chinese_names(kind: type[WorkCommand]) -> dict[str, str]:
    """The Chinese name of each field of a command → the field."""
    return {f.metadata[CHINESE]: f.name for f in attrs.fields(kind) if CHINESE in f.metadata}


__all__ = [
    "Work", "WorkCommand", "chinese_names", "choice", "codes", "date", "day", "decimal", "key", "moment", "names",
    "number", "prose", "words", "work_id",
]  # fmt: skip
