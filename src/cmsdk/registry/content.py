"""What a contribution says, as plain JSON: what the fingerprint of a plan and ``rules.lock`` are taken over."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import Any, Final

import attrs


def said(kind: type[attrs.AttrsInstance], *, personal: bool = True) -> Iterator["attrs.Attribute[Any]"]:
    """The fields of a kind that count: where a row stands in its file does not change what it says."""
    for field in attrs.fields(kind):
        if field.name != "source" and (personal or not field.metadata.get("personal")):
            yield field


_PLAIN: Final = frozenset({type(None), bool, int, float, str})
"""Types whose values JSON has as they are; an enumeration of texts is none of them."""


@cache
def _names(kind: type[Any], personal: bool) -> tuple[str, ...]:
    """Names of the fields that count; most of a plan's assembly is here, so they are sought out once a kind."""
    return tuple(field.name for field in said(kind, personal=personal))


def content(value: Any, *, personal: bool = True) -> Any:  # noqa: ANN401  any field of any contribution
    """``value`` as JSON has it, the same for the same rule wherever it stands.

    ``personal`` says whether fields that tell of a person count (``PERSONAL``).
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [content(part, personal=personal) for part in value]
    if attrs.has(kind):
        fields = [getattr(value, name) for name in _names(kind, personal)]
        return [kind.__name__, *[f if type(f) in _PLAIN else content(f, personal=personal) for f in fields]]
    return _seldom(value, personal)


def _seldom(value: Any, personal: bool) -> Any:  # noqa: ANN401  what few fields have
    match value:
        case Enum():
            return value.value
        case bool() | int() | float() | str():
            return value
        case Decimal():
            return str(value)
        case date() | time():
            return value.isoformat()
        case bytes():
            return sha256(value).hexdigest()
        case dict() | Mapping():
            return sorted((str(content(k, personal=personal)), content(v, personal=personal)) for k, v in value.items())
        case tuple() | list():
            return [content(part, personal=personal) for part in value]
        case set() | frozenset():
            return sorted(str(content(part, personal=personal)) for part in value)
        case _:
            # code counts by its name: a changed body shows in the plugin's version
            named = value if hasattr(value, "__qualname__") else type(value)
            return f"{named.__module__}.{named.__qualname__}"


def spoken(value: Any) -> str:  # noqa: ANN401  any field of any contribution
    """``value`` in few words, for people who compare rules; without what tells of a person."""
    match value:
        case None:
            return ""
        case bytes():
            return sha256(value).hexdigest()[:12]
        case dict() | Mapping():
            return "; ".join(f"{spoken(name)}={spoken(part)}" for name, part in value.items())
        case tuple() | list() | set() | frozenset():
            parts = [spoken(part) for part in value]
            return "; ".join(parts if isinstance(value, tuple | list) else sorted(parts))
        case _ if attrs.has(type(value)) and "__str__" not in vars(type(value)):
            parts = [spoken(getattr(value, field.name)) for field in said(type(value), personal=False)]
            return " ".join(filter(None, parts))
        case _ if callable(value):
            return str(content(value))
        case _:
            return str(value)
