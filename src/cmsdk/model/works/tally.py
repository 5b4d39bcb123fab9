"""Tallies (分项计数): several things with a number each, in one cell: ``residents:15;students:8``."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from cmsdk.model.command import check_text, listed

from .base import CHINESE, MOST

TALLY: Final = "tally"
"""In the metadata of a field: whether it is a tally."""


def tally(chinese: str) -> Any:  # noqa: ANN401  an attrs field, whose type the class states
    """A field of ids with a whole number from 1 on each, ``;`` between them in a table, either width of colon."""

    def read(given: Iterable[str]) -> tuple[str, ...]:
        halves = (str(one).replace("：", ":").rpartition(":") for one in listed(chinese, given))
        return tuple(f"{name.strip()}:{number.strip()}" for name, _, number in halves)

    check: Any = _counted
    return attrs.field(default=(), converter=read, validator=check, metadata={CHINESE: chinese, TALLY: True})


def numbers(given: Iterable[str]) -> Mapping[str, int]:
    """What a tally says: id → number."""
    return {name: int(number) for name, _, number in (one.rpartition(":") for one in given)}


def _counted(_instance: object, attribute: "attrs.Attribute[tuple[str, ...]]", value: tuple[str, ...]) -> None:
    """Attrs validator: each is an id and a number, and none stands in it twice."""
    for one in value:
        check_text(attribute.name, one)
        name, _, number = one.rpartition(":")
        if not (name and number.isascii() and number.isdigit() and len(number) < len(str(MOST)) and int(number)):
            raise ValueError(f"{attribute.name}: {one!r} is no thing with its number; give residents:15")
    if len(numbers(value)) < len(value):
        raise ValueError(f"{attribute.name}: one of {', '.join(value)} stands in it twice; give the sum")


__all__ = ["TALLY", "numbers", "tally"]
