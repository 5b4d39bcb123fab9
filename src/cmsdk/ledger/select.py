"""A case query as SQL: what ``query.matches`` says of one case, said of all."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from cmsdk.contract.ports import CaseQuery, Seen

from . import schema
from .rows import EARLIER, utc

Column = sa.ColumnElement[Any]

EQUAL: Final = ("city", "state", "unit", "grid", "category", "linked")
"""Fields of a query that a case must equal."""
_LAST: Final = "\U0010ffff"
"""Stands after every character that is stored."""
_MOST: Final = 1 << 62
"""More than any store holds, and a number that every engine takes."""


VARIABLES: Final = 500
"""Keys asked for in one statement."""
T = TypeVar("T")


def most(limit: int) -> int:
    """So many rows, as far as an engine can be asked for them."""
    return min(max(limit, 0), _MOST)


def chunks(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """``keys`` in portions of which each can stand in one statement."""
    return (keys[start : start + VARIABLES] for start in range(0, len(keys), VARIABLES))


def findable(text: str) -> bool:
    """Whether any stored text can be ``text``: none has lone surrogates or NUL, which no engine could be asked for."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def is_(column: Column, text: str) -> sa.ColumnElement[bool]:
    """Whether ``column`` is ``text``, whatever somebody typed."""
    return column == text if findable(text) else sa.false()


def after(column: Column, text: str) -> sa.ColumnElement[bool]:
    """Whether ``column`` comes after ``text``, the last key of the page before, which need not be a stored one."""
    return column > behind(text)


def behind(text: str) -> str:
    """A text that an engine can be asked for, such that what comes after it comes after ``text``."""
    begins, _, _ = text.partition("\0")
    return "".join(_LAST if "\ud800" <= sign <= "\udfff" else sign for sign in begins)


_CASES: Final = schema.cases.c
_CONDITIONS: Final[Mapping[str, Column]] = {
    **{name: _CASES[name] == sa.bindparam(name) for name in EQUAL},
    "without_states": _CASES.state.not_in(sa.bindparam("without_states", expanding=True)),
    "opened_from": _CASES.opened >= sa.bindparam("opened_from"),
    "opened_until": _CASES.opened < sa.bindparam("opened_until"),
    "closed_from": _CASES.closed >= sa.bindparam("closed_from"),
    "closed_until": _CASES.closed < sa.bindparam("closed_until"),
    "due_before": _CASES.due < sa.bindparam("due_before"),
}
"""Field of a query that is given → what it asks of a row."""
_NOTHING: Final = sa.select(schema.cases).where(sa.false())
_TIMES: Final = ("opened_from", "opened_until", "closed_from", "closed_until", "due_before")
SHAPES: Final = 64
"""Queries that are kept, told apart by the fields that are given: to make one takes longer than to ask it."""


def select(query: CaseQuery, last: str, size: int) -> tuple[sa.Select[Any], Mapping[str, Any]]:
    """One page of the cases that match, the first ``size`` after the id ``last``: a statement and its values."""
    given: dict[str, Any] = {field: value for field in EQUAL if (value := getattr(query, field)) is not None}
    if not all(map(findable, given.values())):
        return _NOTHING, {}
    given |= {field: utc(value) for field in _TIMES if (value := getattr(query, field)) is not None}
    if query.without_states:
        given["without_states"] = list(query.without_states)
    return _page(frozenset(given)), {**given, "last": behind(last), "size": size}


@lru_cache(SHAPES)
def _page(given: frozenset[str]) -> sa.Select[Any]:
    """A page of the cases that match what is given."""
    c = _CASES
    size = sa.bindparam("size", type_=sa.Integer)
    wanted = sa.select(schema.cases).where(c.id > sa.bindparam("last")).order_by(c.id).limit(size)
    conditions = {field: _CONDITIONS[field] for field in sorted(given)}
    if given.isdisjoint((*EQUAL[1:], "opened_from", "opened_until")) and "city" in given:
        # along the ids, which all but the last page would otherwise be sorted by, again and again
        conditions["city"] = sa.func.coalesce(c.city, "") == sa.bindparam("city")
    return wanted.where(*conditions.values())


def select_earlier(city: str, categories: Sequence[str], first: datetime, end: datetime) -> sa.Select[Any]:
    """The cases of some categories reported in a span and linked to none, in order."""
    c = schema.cases.c
    columns = [c[name] for name in (*EARLIER, "reported", "lon", "lat", "crs", "mode", "handled", "closed")]
    return (
        sa.select(*columns)
        .where(c.city == city, c.category.in_(categories), c.reported >= utc(first), c.reported < utc(end))
        .where(c.linked.is_(None))
        .order_by(c.reported, c.id)
    )


_NEWER: Final = (
    sa.select(_CASES.id, _CASES.city, _CASES.category, _CASES.linked)
    .join_from(schema.entries, schema.cases, schema.entries.c.stream == _CASES.id)
    .where(schema.entries.c.number > sa.bindparam("mark"))
    .distinct()
)


_STREAMS: Final = (
    sa.select(schema.entries.c.stream, schema.entries.c.city)
    .where(schema.entries.c.number > sa.bindparam("mark"))
    .distinct()
)


def moved(connection: sa.Connection, seen: Seen) -> bool:
    """Whether somebody has entered something newer in what a writer has seen."""
    for row in connection.execute(_NEWER, {"mark": seen.mark}):
        of_class = row.city == seen.city and row.category in seen.categories
        if of_class or row.id in seen.streams or row.linked in seen.streams:
            return True
    return bool(seen.streams or seen.kinds) and any(
        row.stream in seen.streams or (row.city == seen.city and row.stream.partition(":")[0] in seen.kinds)
        for row in connection.execute(_STREAMS, {"mark": seen.mark})
    )
