"""Whether the fields of a contribution hold what their types say: a slip shows here, not in the middle of a check."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
import re
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

_DOTTED = re.compile(r"\b(?:\w+\.)+(?=\w)")


@cache
def _hints(kind: Any) -> tuple[tuple[str, Any], ...]:  # noqa: ANN401  an attrs class, which mypy takes for unhashable
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in attrs.fields(kind))


def _storable(text: str) -> bool:
    """Whether ``text`` is made of characters: a lone surrogate is none, and no store or file can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fits(value: object, hint: Any) -> bool:  # noqa: ANN401  a type as annotations have it
    if isinstance(value, str) and not _storable(value):
        return False
    origin, parts = get_origin(hint), get_args(hint)
    if origin is None:
        return isinstance(value, hint) and not (attrs.has(hint) and any(misfits(value)))
    if origin in {Union, UnionType}:
        return any(_fits(value, part) for part in parts)
    if origin is Callable:
        return callable(value)
    if not isinstance(value, origin):
        return False
    if isinstance(value, Mapping):
        return all(_fits(key, parts[0]) and _fits(item, parts[1]) for key, item in value.items())
    if isinstance(value, tuple) and parts[-1] is ...:
        return all(_fits(item, parts[0]) for item in value)
    return not isinstance(value, tuple) or (len(value) == len(parts) and all(map(_fits, value, parts)))


def misfits(item: object) -> Iterator[tuple[str, str]]:
    """Each field that holds something else than it should: as it is, ``Row(unit=None)``, and as it should be."""
    kind: Any = type(item)
    for field, hint in _hints(kind):
        value = getattr(item, field, None)
        if not _fits(value, hint):
            wanted = hint.__name__ if isinstance(hint, type) else _DOTTED.sub("", str(hint))
            yield f"{kind.__name__}({field}={value!r:.60})", f"{kind.__name__}({field}: {wanted})"
