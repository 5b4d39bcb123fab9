"""Dotted paths into values: what may be named by their types, before anything runs, and what stands there after."""

from collections.abc import Mapping, Sequence
from functools import cache
import inspect
import types
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import attrs

COUNT: Final = "count"
"""After a list: how many it has."""
_KEYS: Final = ("key", "approach", "stage", "id")
"""Fields by which a row of a list is named."""


class UnknownPathError(Exception):
    """A part of a path names nothing; ``known`` is what could stand there, empty where the path is too long."""

    def __init__(self, part: str, known: Sequence[str]) -> None:
        self.part, self.known = part, tuple(known)
        super().__init__(part)


class Absent:
    """What stands at a path where there is nothing: a row of figures that no case has led to."""


ABSENT: Final = Absent()


def bare(hint: Any) -> Any:  # noqa: ANN401  type hints
    """The type itself where ``hint`` says that it may also be nothing."""
    if isinstance(hint, types.UnionType) or get_origin(hint) is Union:
        return bare(next(part for part in get_args(hint) if part is not type(None)))
    return hint


def element(hint: Any) -> Any:  # noqa: ANN401  type hints
    """The type of what a list has; nothing where ``hint`` is no list."""
    if isinstance(get_origin(hint), type) and issubclass(get_origin(hint), tuple | list):
        return get_args(hint)[0]
    return None


@cache
def members(kind: type) -> Mapping[str, Any]:
    """Public fields and properties of an attrs class with their types."""
    hints = get_type_hints(kind)
    found = {field.name: hints[field.name] for field in attrs.fields(kind) if not field.name.startswith("_")}
    for name, thing in inspect.getmembers(kind, lambda member: isinstance(member, property)):
        found[name] = get_type_hints(thing.fget).get("return", Any)
    return found


def _row_key(kind: Any) -> str:  # noqa: ANN401  type hints
    return next((key for key in _KEYS if attrs.has(kind) and key in members(kind)), "") if kind else ""


def hint_at(hint: Any, path: Sequence[str]) -> Any:  # noqa: ANN401  type hints
    """The type of what stands at ``path`` below ``hint``. Raises UnknownPathError."""
    for part in path:
        hint = bare(hint)
        row = element(hint)
        if hint is Any:
            return Any
        if row is not None:
            if part != COUNT and not part.isdigit() and not _row_key(row):
                raise UnknownPathError(part, (COUNT, "0"))
            hint = int if part == COUNT else row
        elif isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
            hint = get_args(hint)[1]
        elif attrs.has(hint):
            if part not in members(hint):
                raise UnknownPathError(part, tuple(members(hint)))
            hint = members(hint)[part]
        else:
            raise UnknownPathError(part, ())
    return bare(hint)


def value_at(value: Any, path: Sequence[str]) -> Any:  # noqa: ANN401  what stands in a case
    """What stands at ``path`` below ``value``; ``ABSENT`` where there is nothing."""
    for part in path:
        if isinstance(value, tuple | list):
            value = _in_list(value, part)
        elif isinstance(value, Mapping):
            value = value.get(part, ABSENT)
        else:
            value = getattr(value, part, ABSENT)
    return value


def _in_list(rows: Sequence[Any], part: str) -> Any:  # noqa: ANN401  what stands in a case
    if part == COUNT:
        return len(rows)
    for row in rows:
        key = _row_key(type(row))
        if key and str(getattr(row, key)) == part:
            return row
    return rows[int(part)] if part.isdigit() and int(part) < len(rows) else ABSENT
