"""Whether the fields of a contribution hold what their types say: a slip shows here, not in the middle of a check."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
import re
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs

_DOTTED = re.compile(r"\b(?:\w+\.)+(?=\w)")


Check = Callable[[object], bool]


@cache
def _checks(kind: Any) -> tuple[tuple[str, Any, Check], ...]:  # noqa: ANN401  an attrs class
    """Each field of a kind with its type, and the check of it; made once, since a city has thousands of rows."""
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name], _check(hints[field.name])) for field in attrs.fields(kind))


def _storable(text: str) -> bool:
    """Whether ``text`` is made of characters: a lone surrogate is none, and no store or file can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is(value: object, kind: Any) -> bool:  # noqa: ANN401  a class
    """Whether it is one, and, where it is text, made of characters."""
    if not isinstance(value, kind):
        return False
    return not isinstance(value, str) or value.isascii() or _storable(value)


@cache
def _check(hint: Any) -> Check:  # noqa: ANN401  a type as annotations have it
    """What tells whether a value is of ``hint``."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is None:
        if attrs.has(hint):
            return lambda value: isinstance(value, hint) and not any(misfits(value))
        return lambda value: _is(value, hint)
    if origin in {Union, UnionType}:
        options = tuple(map(_check, parts))
        return lambda value: any(fits(value) for fits in options)
    if origin is Callable:
        return callable
    if issubclass(origin, Mapping):
        of_key, of_item = map(_check, parts)
        return lambda value: isinstance(value, Mapping) and all(of_key(k) and of_item(v) for k, v in value.items())
    if issubclass(origin, tuple):
        return _of_tuple(parts)
    return lambda value: isinstance(value, origin)


def _of_tuple(parts: tuple[Any, ...]) -> Check:
    if parts[-1] is ...:
        every = _check(parts[0])
        return lambda value: isinstance(value, tuple) and all(map(every, value))
    each = tuple(map(_check, parts))
    return lambda value: (
        isinstance(value, tuple)
        and len(value) == len(each)
        and all(fits(part) for fits, part in zip(each, value, strict=True))
    )


def misfits(item: object) -> Iterator[tuple[str, str]]:
    """Each field that holds something else than it should: as it is, ``Row(unit=None)``, and as it should be."""
    kind: Any = type(item)
    for field, hint, fits in _checks(kind):
        value = getattr(item, field, None)
        if not fits(value):
            wanted = hint.__name__ if isinstance(hint, type) else _DOTTED.sub("", str(hint))
            yield f"{kind.__name__}({field}={value!r:.60})", f"{kind.__name__}({field}: {wanted})"
