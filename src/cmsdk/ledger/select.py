"""A case query as SQL: what ``query.matches`` says of one case, said of all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

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


def most(limit: int) -> int:
    """So many rows, as far as an engine can be asked for them."""
    return min(max(limit, 0), _MOST)


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
    begins, _, _ = text.partition("\0")
    return column > "".join(_LAST if "\ud800" <= sign <= "\udfff" else sign for sign in begins)


def select(query: CaseQuery, last: str, size: int) -> sa.Select[Any]:
    """One page of the cases that match: the first ``size`` after the id ``last``."""
    c = schema.cases.c
    wanted = sa.select(schema.cases).where(after(c.id, last)).order_by(c.id).limit(size)
    given = {field: value for field in EQUAL if (value := getattr(query, field)) is not None}
    if given.keys() == {"city"} and query.opened_from is None and query.opened_until is None:
        # along the ids, which all but the last page would otherwise be sorted by, again and again
        wanted = wanted.where(is_(sa.func.coalesce(c.city, ""), given.pop("city")))
    for field, value in given.items():
        wanted = wanted.where(is_(c[field], value))
    if query.without_states:
        wanted = wanted.where(c.state.not_in(query.without_states))
    for column, first, end in (
        (c.opened, query.opened_from, query.opened_until),
        (c.closed, query.closed_from, query.closed_until),
    ):
        if first is not None:
            wanted = wanted.where(column >= utc(first))
        if end is not None:
            wanted = wanted.where(column < utc(end))
    if query.due_before is not None:
        wanted = wanted.where(c.due < utc(query.due_before))
    return wanted


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


def moved(connection: sa.Connection, seen: Seen) -> bool:
    """Whether somebody has entered something newer in what a writer has seen."""
    c, e = schema.cases.c, schema.entries.c
    newer = sa.select(c.id, c.city, c.category, c.linked).join_from(schema.entries, schema.cases, e.stream == c.id)
    for row in connection.execute(newer.where(e.number > seen.mark).distinct()):
        of_class = row.city == seen.city and row.category in seen.categories
        if of_class or row.id in seen.streams or row.linked in seen.streams:
            return True
    return False
